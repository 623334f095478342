/** Every page of every role: clear to all, in light and dark, on a desk and on a small phone, and by keyboard. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { routes } from '../../src/lib/server/routes.ts';
import { totp } from '../support/totp.ts';
import { groups } from './cast.ts';
import { inspect } from './inspect.ts';
import { openSession, rowOf, saved, tap } from './room.ts';
import { enter, expect, test } from './test.ts';
import { walk } from './walk.ts';

test.describe.configure({ mode: 'parallel', timeout: 600_000 });

const lessons = [
	'/lessons',
	...['', '?as=handout', '?as=participant', '?as=room'].map((as) => `/lessons/*${as}`)
];

const papers = [
	...['/print/guide/*', '/print/workbook/*', '/print/handout/*', '/print/cards', '/print/cards/*'],
	'/print/wallet-card'
];

/** What each role has to come by. Lessons look the same for all staff: they are inspected once. */
const places = {
	facilitator: [
		...lessons,
		...papers,
		...['/groups', '/groups/*', '/people/*', '/people/*/card', '/sessions/*', '/sessions/*/cancel'],
		...['/people/*/contact', '/people/*/handoffs', '/people/known'],
		...[
			'/sessions/*/end',
			'/today',
			'/worklist',
			'/outreach/*',
			'/disputes/*',
			'/groups/*/make-ups',
			'/make-ups/*',
			'/groups/*/dosage',
			'/dosage/*'
		],
		...['/packs', '/sessions/*/sheet', '/sessions/*/sheet/paper'],
		...['/coaching', '/observations/*'],
		...['/calendars', '/groups/closing', '/groups/*/schedule', '/groups/*/dates', '/sessions/*/move']
	],
	coordinator: [
		...['/referrals', '/referrals/*', '/referrals/new', '/facilitators', '/facilitators/*'],
		...['/admin', '/admin/organizations/*', '/admin/staff', '/admin/staff/*', '/admin/staff/new', '/groups'],
		...[
			'/groups/*',
			'/groups/*/enroll',
			'/groups/*/entry',
			'/groups/*/edition',
			'/groups/*/exit/*',
			'/groups/*/intake',
			'/groups/*/people/*',
			'/groups/*/policy',
			'/groups/*/sector/*'
		],
		...['/people/ceremony', '/people/ceremony/paper', '/people/*/certificates', '/people/*/letters'],
		...['/groups/new', '/people', '/people/*', '/people/*/contact', '/people/known'],
		...['/incentives', '/incentives/*', '/incentives/batches/*', '/incentives/batches/*/sheet'],
		...['/people/*/keeping', '/admin/retention', '/exports'],
		...['/people/*/card', '/people/*/consents/*/revoke', '/people/*/consents/new', '/sessions/*', '/today'],
		...['/people/*/consents/sign', '/people/*/consents/*', '/disclosures', '/people/*/disclosures']
	],
	'case-manager': ['/handoffs', '/handoffs/*'],
	observer: ['/observations', '/observations/*', '/observations/*/paper'],
	program: [
		'/incentives',
		'/program',
		'/program/certificates',
		'/program/exports',
		'/program/people',
		'/program/policy',
		'/program/policy/new'
	],
	administrator: [
		...[
			'/admin',
			'/admin/webhooks',
			'/admin/webhooks/*',
			'/admin/keys',
			'/admin/recipients',
			'/admin/staff',
			'/admin/organizations/*'
		],
		...['/admin/sectors', '/admin/sectors/*', '/admin/holidays']
	],
	participant: [
		...['/me/handoffs', '/me/handoffs/new'],
		...['/me/papers', '/me/papers/letter', '/letters/*'],
		...['/me/consents/new', '/me/consents/*', '/me/consents/*/stop', '/me/told'],
		...['/me', '/me/calendar', '/me/contact', '/me/info', '/me/meetings/*', '/me/lessons', '/me/lessons/*'],
		'/print/workbook/*'
	]
};

/** Somebody who is in a group, with a consent in force: of whoever has left, fewer pages are left. */
async function somebody(page: Page): Promise<string> {
	await page.goto('/people');
	const people = await page
		.locator('tbody a[href^="/people/"]')
		.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
	for (const person of people) {
		await page.goto(person);
		if ((await page.locator('a[href$="/revoke"]').count()) > 0) return person;
	}
	throw new Error('Nobody of the demo has a consent in force.');
}

/** Where the participant would stop a consent that is in force: not every one can be stopped. */
async function stopping(page: Page): Promise<string> {
	await page.goto('/me/info');
	const links = await page
		.locator('a[href^="/me/consents/"]:not([href$="/new"])')
		.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
	for (const link of links) {
		await page.goto(link);
		if ((await page.locator('a[href$="/stop"]').count()) > 0) return `${link}/stop`;
	}
	throw new Error('No consent of the participant can be stopped.');
}

/** A group that meets: what is over moves to no later edition. */
async function running(page: Page): Promise<string> {
	await page.goto('/groups');
	const group = page.locator('main a[href^="/groups/"]:not([href$="/new"]):not([href$="/closing"])').first();
	return new URL((await group.getAttribute('href'))!, page.url()).pathname;
}

/** Where the walk of a role begins. */
async function startsOf(page: Page, role: string): Promise<string[]> {
	if (role === 'coordinator') {
		const starts = [await somebody(page), `${await running(page)}/edition`];
		return [...starts, '/today', '/incentives?view=batches'];
	}
	const home = page.url();
	return role === 'participant' ? [home, await stopping(page)] : [home];
}

for (const [role, kinds] of Object.entries(places) as [keyof typeof places, string[]][]) {
	test(`the pages of the role ${role} @javascript`, async ({ page }) => {
		await enter(page, role);
		const known = role === 'facilitator' ? [] : [...lessons, ...papers];
		const found = await walk(page, await startsOf(page, role), async (kind) => {
			if (!known.includes(kind)) await inspect(page, kind);
		});
		expect(kinds.filter((kind) => !found.has(kind))).toEqual([]);
	});
}

test('the pages before the door @javascript', async ({ page }) => {
	const starts = [
		'/',
		'/sign-in',
		'/card',
		'/calendar',
		'/handbook',
		'/handbook/look',
		'/handbook/curriculum',
		'/setup/no-such-link',
		'/verify?code=AAAA-AAAA-AAAA'
	];
	const errors = ['/nowhere', '/refused?status=403&code=forbidden'];
	await walk(page, [...starts, ...errors], (kind) => inspect(page, kind));
});

test('the steps of signing in and of being let in @javascript', async ({ page, another }) => {
	await enter(page, 'administrator');
	await page.goto('/admin/staff/new');
	await page.getByRole('button', { name: m.staff_invite_submit() }).click();
	await expect(page.getByText(m.staff_roles_missing())).toBeVisible();
	await inspect(page, 'an invitation with faults');
	await page.getByLabel(m.staff_name(), { exact: true }).fill('Ana Sol');
	await page.getByLabel(m.staff_email(), { exact: true }).fill('ana@example.org');
	await page.getByLabel(m.word_role_lead()).check();
	await page.getByRole('button', { name: m.staff_invite_submit() }).click();
	const link = await page.getByLabel(m.staff_link_label()).inputValue();
	await inspect(page, 'an invitation that was made');

	const theirs = await another();
	await theirs.goto(link);
	await inspect(theirs, '/setup/*');
	for (const label of [m.setup_password_new(), m.setup_password_again()]) {
		await theirs.getByLabel(label, { exact: true }).fill('seven herons on the jetty');
	}
	await theirs.getByRole('button', { name: m.setup_save() }).click();
	await expect(theirs).toHaveURL(/\/setup\/authenticator$/);
	await inspect(theirs, '/setup/authenticator');
	await theirs.getByLabel(m.setup_app_code()).fill(totp(await theirs.locator('ol code').innerText()));
	await theirs.getByRole('button', { name: m.setup_app_add() }).click();
	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(m.setup_codes_title());
	await inspect(theirs, 'recovery codes');

	const later = await another();
	await later.goto('/sign-in');
	await later.getByLabel(m.signin_email(), { exact: true }).fill('ana@example.org');
	await later.getByLabel(m.signin_password(), { exact: true }).fill('seven herons on the jetty');
	await later.getByRole('button', { name: m.signin_next() }).click();
	await expect(later).toHaveURL(/\/sign-in\/code/);
	await inspect(later, '/sign-in/code');
});

test('forms with faults, a card that was issued, the choice of a PIN @javascript', async ({
	page,
	another
}) => {
	await enter(page, 'coordinator');
	await page.goto('/groups/new');
	await page.getByRole('button', { name: m.groups_new_preview() }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await inspect(page, 'a new group with faults');
	for (const view of ['approve', 'issue']) {
		await page.goto(`/incentives?view=${view}`);
		await inspect(page, `incentives: ${view}`);
	}
	await page.goto('/groups');
	await page.getByRole('link', { name: groups.evening, exact: true }).click();
	await page.waitForURL(/\/groups\/[\w-]+/);
	// The edition here has nothing to choose from, so nothing links to it.
	await page.goto(`${new URL(page.url()).pathname}/course`);
	await inspect(page, '/groups/*/course');
	await page.goto('/people?q=E-508');
	await page.getByRole('table').getByRole('link', { name: 'Ines Jung' }).click();
	await page.waitForURL(/\/people\/[\w-]+/);
	const person = new URL(page.url()).pathname;
	await page.goto(`${person}/consents/new`);
	await page.getByRole('button', { name: m.consent_save() }).click();
	await expect(page.getByText(m.consent_told_fault())).toBeVisible();
	await inspect(page, 'a consent with faults');
	await page.goto(`${person}/card`);
	await page.getByRole('button', { name: m.printed_make() }).click();
	const code = await page.locator('.paper .code').innerText();
	await inspect(page, 'a card that was issued');

	const theirs = await another();
	await theirs.goto('/card');
	await theirs.getByLabel(m.entry_code()).fill(code);
	await theirs.getByRole('button', { name: m.entry_enter() }).click();
	await theirs.waitForURL(/\/card\/pin$/);
	await inspect(theirs, '/card/pin');
});

test('a session with times and reasons open, with an activity of the guide, and after its end @javascript', async ({
	page
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.keys);
	const address = new URL(page.url()).pathname;
	await tap(rowOf(page, 'Hugo I.'), m.roll_is_part());
	await saved(page);
	await inspect(page, 'a session with times open');
	await tap(rowOf(page, 'Grace H.'), m.roll_is_out());
	await inspect(page, 'a session with reasons open');
	await page.goto(`${address}?view=practice`);
	await inspect(page, 'a session at its practice');
	await page.goto(`${address}?view=guide`);
	await page.getByRole('button', { name: /^Done/ }).first().click();
	await inspect(page, 'a session at its guide');

	await page.goto('/groups');
	await page
		.getByRole('region', { name: m.groups_stage_done() })
		.or(page.locator('main'))
		.getByRole('table')
		.last()
		.getByRole('link')
		.first()
		.click();
	await page.waitForURL(/\/groups\/[\w-]+/);
	await inspect(page, 'a group that is done');
	await page.locator('a[href^="/sessions/"]').first().click();
	await page.waitForURL(/\/sessions\//);
	await inspect(page, 'a session that has ended');
	await page.goto(`${new URL(page.url()).pathname}/fidelity`);
	await inspect(page, '/sessions/*/fidelity');
});

/** How the element that has the focus shows it; null after the last one. */
const focus = (page: Page) =>
	page.evaluate(() => {
		const element = document.activeElement!;
		if (element === document.body) return null;
		const { outlineStyle, outlineWidth } = getComputedStyle(element);
		const seen = outlineStyle !== 'none' && outlineWidth !== '0px';
		return { name: element.outerHTML.slice(0, 120), seen };
	});

test('the first key leads past the bar, and whatever has the focus shows it @javascript', async ({
	page
}) => {
	await enter(page, 'facilitator');
	for (const path of ['/today', '/groups', '/lessons']) {
		await page.goto(path);
		await page.keyboard.press('Tab');
		const skip = page.getByRole('link', { name: m.ui_skip() });
		await expect(skip).toBeFocused();
		await expect(skip).toBeInViewport();
		await page.keyboard.press('Enter');
		await expect(page.locator('main')).toBeFocused();
		for (let i = 0; i < 12; i++) {
			await page.keyboard.press('Tab');
			const focused = await focus(page);
			if (!focused) break;
			expect(focused.seen, focused.name).toBe(true);
		}
	}
});

test('the roll is taken, and the guide worked through, with keys alone @javascript', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.keys);
	const row = rowOf(page, 'Amos B.');
	const [here, out] = [m.roll_is_here(), m.roll_is_out()].map((name) =>
		row.getByRole('button', { name, exact: true })
	);
	await row.getByRole('link').focus();
	await page.keyboard.press('Tab');
	await expect(here).toBeFocused();
	await page.keyboard.press('Space');
	await expect(here).toHaveAttribute('aria-pressed', 'true');
	await expect(here).toBeFocused();
	await saved(page);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(out).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(out).toHaveAttribute('aria-pressed', 'true');
	await page.keyboard.press('Tab');
	await expect(row.getByRole('button', { name: m.word_reason_lockdown() })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(row).toContainText(m.roll_neutral({ reason: m.word_reason_lockdown() }));

	const menu = page.locator('summary').filter({ hasText: m.guide_skip() });
	await menu.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: m.word_delivery_time() })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(menu).toBeFocused();
	await expect(page.getByRole('button', { name: m.word_delivery_time() })).toBeHidden();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByText(m.guide_skipped_for({ reason: m.word_delivery_time() })).first()).toBeVisible();
});

test('every page route is inspected by one of these tests', () => {
	const elsewhere = [
		...['/sign-in/code', '/setup/[token]', '/setup/authenticator', '/card/pin', '/locked'],
		...['/(staff)/groups/[group]/course', '/(staff)/sessions/[session]/fidelity'],
		...['/verify/[[code]]', '/certificates/[certificate]']
	];
	const endpoints =
		/^\/api\/|\.(csv|ics|json)$|\/exports\/\[file\]$|\/(room|stream|operations|pdf|proof|badge)$|^\/verify\/(keys|issuers|achievements|status)|^\/(sign-out|language|leave|healthz|readyz|metrics)$/;
	const curriculum = /^\/\(staff\)\/curriculum/;
	const handbook = /^\/handbook/;
	/** One kind an output, in `papers`. */
	const print = /^\/print\//;
	/** In `room-screen.spec.ts` and `check-in.spec.ts`. */
	const room = /^\/(room|kiosk|here)|\/(screen|check-in|check-in\/code|kiosk)$/;
	const kinds = new Set([...Object.values(places).flat(), '/', '/sign-in', '/card', '/calendar', '/refused']);
	const missing = Object.keys(routes)
		.filter(
			(id) =>
				![endpoints, curriculum, handbook, print, room].some((kind) => kind.test(id)) &&
				!elsewhere.includes(id)
		)
		.map((id) => id.replace(/\/\([^)]+\)/g, '').replace(/\[[^\]]+\]/g, '*') || '/')
		.filter((kind) => !kinds.has(kind));
	expect(missing).toEqual([]);
});
