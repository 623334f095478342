/** A screen whose login is locked while somebody works on it: it asks for the password over the page, and loses nothing. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { password } from '../../src/demo/sign-ins.ts';
import { groups, lockedToken } from './cast.ts';
import { inspect } from './inspect.ts';
import { openSession, rowOf, saved, show, tap } from './room.ts';
import { enter, expect, hasScript, test } from './test.ts';

/** The next request there is answered as the server answers a locked login. */
const lockedOnce = (page: Page, at: string | RegExp, body: object) =>
	page.route(at, (route) => route.fulfill({ status: 423, json: body }), { times: 1 });
const lockOf = (page: Page) => page.getByRole('dialog', { name: m.lock_title() });

test('a tap on a locked screen is kept, and saved once it is unlocked @javascript', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.locked);
	await lockedOnce(page, '**/operations', { status: 423, code: 'locked' });
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await expect(lockOf(page)).toBeVisible();
	await expect(page.getByLabel(m.signin_password())).toBeFocused();
	for (let times = 0; times < 3; times++) await page.keyboard.press('Escape');
	await expect(lockOf(page)).toBeVisible();

	await tap(lockOf(page), m.lock_demo());
	await expect(lockOf(page)).toBeHidden();
	await saved(page);
	await show(page, page.url());
	await expect(rowOf(page, 'Amos B.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
});

test('a form that was sent while the screen was locked keeps what was typed @javascript', async ({
	page
}) => {
	await enter(page, 'administrator');
	await page.goto('/admin/recipients');
	const name = page.getByRole('textbox', { name: m.recipients_name() });
	await name.fill('County library');
	const kind = page.getByRole('radio', { name: m.word_recipient_evaluator() });
	await kind.check();
	await page.route(
		'**/admin/recipients?/add',
		async (route) => {
			if (route.request().method() !== 'POST') return route.fallback();
			const refusal =
				'[{"ok":1,"code":2,"params":3,"values":4,"faults":7},false,"locked",{},{"name":5,"kind":6},"County library","evaluator",{}]';
			await route.fulfill({ status: 423, json: { type: 'failure', status: 423, data: refusal } });
		},
		{ times: 1 }
	);
	await tap(page, m.admin_add());
	await expect(lockOf(page)).toBeVisible();
	await tap(lockOf(page), m.lock_demo());
	await expect(lockOf(page)).toBeHidden();
	await expect(name).toHaveValue('County library');
	await expect(kind).toBeChecked();
	await expect(page.getByText(m.error_locked())).toBeVisible();
	await tap(page, m.admin_add());
	await expect(page.getByRole('rowheader', { name: 'County library' })).toBeVisible();
});

test('a device that was left alone asks for the password, and leads back to the session', async ({
	page,
	baseURL
}) => {
	await page.context().addCookies([{ name: 'login', value: lockedToken, url: baseURL! }]);
	await page.goto('/today?week=2');
	await expect(page).toHaveURL(/\/locked\?next=/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.lock_title());
	if (hasScript()) await inspect(page, '/locked');
	await page.getByLabel(m.signin_password()).fill('not the password of the demo');
	await tap(page, m.lock_open());
	await expect(page.getByText(m.error_password_refused())).toBeVisible();
	await page.getByLabel(m.signin_password()).fill(password);
	await tap(page, m.lock_open());
	await expect(page).toHaveURL(/\/today\?week=2$/);
	await openSession(page, groups.locked);
});
