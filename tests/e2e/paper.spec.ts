/** Paper: a session that was held without the system, and what it takes to bring it back in. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups, people, tenth } from './cast.ts';
import { inspect } from './inspect.ts';
import { openSession, rowOf, tap } from './room.ts';
import { enter, expect, ready, test } from './test.ts';

/** "/sessions/…" of a group that meets now. */
async function sessionAt(page: Page, group: string): Promise<string> {
	await openSession(page, group);
	return new URL(page.url()).pathname;
}

/** The code as it stands on the session's paper. */
async function codeOf(page: Page, session: string): Promise<string> {
	await page.goto(`${session}/sheet/paper`);
	return (await page.locator('.code b').textContent())!;
}

const row = (page: Page, name: string) =>
	page.getByRole('main').getByRole('listitem').filter({ hasText: name });
const saidOf = (page: Page, name: string) => row(page, name).locator('input[name$=".said"]').first();

test('ten people are keyed in with at most three actions each and two more @javascript', async ({ page }) => {
	await enter(page, 'facilitator');
	const session = await sessionAt(page, groups.paper);
	await page.goto(`${session}/sheet`);
	await expect(page.locator('[data-column="said"]')).toHaveCount(10);

	let actions = 0;
	const press = async (key: string) => {
		actions += 1;
		await page.keyboard.press(key);
	};
	const letters = ['p', 'p', 'a', 'p', 'p', 'p', 'a', 'p', 'p', 'p'];
	for (const letter of letters) {
		await press(letter);
		await press('Enter');
	}
	await press('Enter');
	await expect(page.getByText(m.paper_saved_all())).toBeVisible();
	expect(actions).toBeLessThanOrEqual(3 * letters.length + 2);

	await page.goto(`${session}?view=roll`);
	const marked = page.locator('#roll').getByRole('button', { pressed: true });
	await expect(marked.filter({ hasText: m.roll_is_here() })).toHaveCount(8);
	await expect(marked.filter({ hasText: m.roll_is_out() })).toHaveCount(2);
	expect([...people, ...tenth]).toHaveLength(10);
});

test('a sheet is found by its code, put right where it cannot be read, and kept beside what was marked', async ({
	page
}) => {
	await enter(page, 'facilitator');
	const session = await sessionAt(page, groups.plainPaper);
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	const code = await codeOf(page, session);

	await page.goto('/packs?code=NOT-ONE');
	await expect(page.getByText(m.error_sheet_code())).toBeVisible();
	await page.getByLabel(m.paper_code(), { exact: true }).fill(code.toLowerCase());
	await page.getByRole('button', { name: m.paper_find_go() }).click();
	await page.waitForURL(`**${session}/sheet`);
	await ready(page);

	await expect(row(page, 'Amos B.')).toContainText(m.paper_marked({ standing: m.word_mark_present() }));
	await saidOf(page, 'Amos B.').fill('a');
	await saidOf(page, 'Bianca C.').fill('zz');
	await saidOf(page, 'Celia D.').fill('es');
	await page.getByRole('button', { name: m.paper_save() }).click();
	await expect(page.getByText(m.paper_fault_lines({ count: 1 }))).toBeVisible();
	await expect(row(page, 'Bianca C.')).toContainText(m.error_sheet_letter());
	await expect(saidOf(page, 'Celia D.')).toHaveValue('es');

	await saidOf(page, 'Bianca C.').fill('p');
	await page.getByRole('button', { name: m.paper_save() }).click();
	await expect(page.getByText(m.paper_saved())).toBeVisible();
	await expect(page.getByText(m.paper_saved_review({ count: 1 }))).toBeVisible();
	await expect(row(page, 'Amos B.')).toContainText(m.paper_review());
	await expect(row(page, 'Celia D.')).toContainText(m.paper_marked({ standing: m.word_reason_sick() }));

	await saidOf(page, 'Amos B.').fill('a');
	await row(page, 'Amos B.').getByRole('checkbox', { name: m.paper_over() }).check();
	await page.getByRole('button', { name: m.paper_save() }).click();
	await expect(row(page, 'Amos B.')).toContainText(
		m.paper_marked({ standing: m.word_mark_absent_unexcused() })
	);
});

test('what was keyed stays while the connection is gone, and is saved after it @javascript', async ({
	page,
	context
}) => {
	await enter(page, 'facilitator');
	const session = await sessionAt(page, groups.plainPaper);
	await page.goto(`${session}/sheet`);
	await saidOf(page, 'Hugo I.').fill('ew');
	await context.setOffline(true);
	await page.getByRole('button', { name: m.paper_save() }).click();
	await expect(page.getByText(m.paper_lost())).toBeVisible();
	await expect(saidOf(page, 'Hugo I.')).toHaveValue('ew');
	await context.setOffline(false);
	await page.getByRole('button', { name: m.paper_save() }).click();
	await expect(page.getByText(m.paper_saved())).toBeVisible();
	await expect(row(page, 'Hugo I.')).toContainText(m.paper_marked({ standing: m.word_reason_work() }));
});

test('the pack of the next two weeks is one file', async ({ page }) => {
	await enter(page, 'facilitator');
	await page.goto('/today');
	await page.getByRole('link', { name: m.paper_place() }).click();
	await page.waitForURL('**/packs');
	await page.getByLabel(m.paper_group()).selectOption({ label: groups.plainPaper });
	await page.getByRole('button', { name: m.ui_show() }).click();
	await page.waitForURL(/group=/);
	const download = page.waitForEvent('download');
	await page.getByRole('button', { name: m.paper_make() }).click();
	expect((await download).suggestedFilename()).toMatch(/^pack-\d{4}-\d\d-\d\d-en\.pdf$/);
});

test('papers are clear to all @javascript', async ({ page }) => {
	await enter(page, 'facilitator');
	const session = await sessionAt(page, groups.paper);
	for (const place of ['/packs', `${session}/sheet`, `${session}/sheet/paper`]) {
		await page.goto(place);
		await inspect(page, place);
	}
});
