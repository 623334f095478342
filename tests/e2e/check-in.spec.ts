/** Check-in: a phone, a kiosk and the facilitator, each in a browser of its own. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { desk, inspect } from './inspect.ts';
import { openSession, rowOf } from './room.ts';
import { enter, expect, hasScript, ready, test } from './test.ts';

const pin = '480271';
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Axe needs JavaScript. */
const look = async (page: Page, kind: string) => {
	if (hasScript()) await inspect(page, kind);
};

/** A page that changes each second, as it was loaded: Chromium may keep a color for a moment when the scheme turns. */
async function lookOnce(page: Page, kind: string) {
	if (!hasScript()) return;
	await page.reload();
	await ready(page);
	await expect(page.locator('.code')).toBeVisible();
	const { violations } = await new AxeBuilder({ page }).analyze();
	const told = violations.map(({ id }) => id);
	expect.soft(told, kind).toEqual([]);
}

/** Gives somebody of the group a card; returns its code. */
async function giveCard(page: Page, name: string): Promise<string> {
	await page.getByRole('link', { name, exact: true }).first().click();
	await page.waitForURL(/\/people\/[\w-]+/);
	await page.goto(`${new URL(page.url()).pathname}/card`);
	await press(page, m.printed_make());
	return (await page.locator('.paper .code').innerText()).trim();
}

async function signIn(page: Page, code: string, next = '/me') {
	await page.getByLabel(m.entry_code(), { exact: true }).fill(code);
	await page.getByLabel(m.entry_pin(), { exact: true }).fill(pin);
	await press(page, m.entry_enter());
	await page.waitForURL((url) => url.pathname === next);
	await ready(page);
}

/** The first time: the holder chooses the PIN. */
async function choosePin(page: Page, code: string) {
	await page.goto('/card');
	await page.getByLabel(m.entry_code(), { exact: true }).fill(code);
	await press(page, m.entry_enter());
	await page.waitForURL(/\/card\/pin$/);
	await page.getByLabel(m.pin_new(), { exact: true }).fill(pin);
	await page.getByLabel(m.pin_again(), { exact: true }).fill(pin);
	await press(page, m.pin_save());
	await page.waitForURL(/\/me$/);
	await page.getByRole('button', { name: m.ui_leave() }).first().click();
	await page.waitForURL(/\/calendar$/);
}

async function atKiosk(page: Page, code: string, secret = pin) {
	await page.getByLabel(m.kiosk_card()).fill(code);
	await page.getByLabel(m.kiosk_pin()).fill(secret);
	await press(page, m.kiosk_send());
}

test('people check in by phone and at the kiosk, and are marked when the facilitator says so', async ({
	page,
	another
}) => {
	test.setTimeout(240_000);
	const group = hasScript() ? groups.checkIn : groups.plainCheckIn;
	await page.setViewportSize(desk);
	await enter(page, 'facilitator');
	await openSession(page, group);
	const session = page.url().replace(/\?.*/, '');
	const [amos, bianca] = [await cardOf(page, 'Amos B.'), await cardOf(page, 'Bianca C.')];
	async function cardOf(on: Page, name: string) {
		await on.goto(session);
		await on.getByRole('link', { name: group }).first().click();
		await on.waitForURL(/\/groups\//);
		return giveCard(on, name);
	}
	const [phone, tablet] = [await another(), await another()];
	await choosePin(phone, amos);
	await choosePin(tablet, bianca);

	// The code: nothing before it is turned on; then in the room, and here.
	await page.goto(`${session}/screen`);
	const [screen] = await Promise.all([
		page.context().waitForEvent('page'),
		page.getByRole('button', { name: m.room_open() }).click()
	]);
	await screen.waitForURL(/\/room\/[\w-]{43}\/1$/);
	await page.goto(`${session}/check-in`);
	await look(page, 'check-in, turned off');
	await press(page, m.check_in_turn_on());
	await expect(page.locator('.code')).toHaveText(/^[0-9A-Z]{4}$/);
	await lookOnce(page, 'check-in, turned on');
	if (hasScript()) await screen.waitForURL(/\/check-in\?from=1$/);
	else await screen.goto(screen.url().replace(/1$/, 'check-in?from=1'));
	await expect(screen.locator('.code')).toHaveText(/^[0-9A-Z]{4}$/);
	await lookOnce(screen, 'the code on the room screen');

	// The phone scans before anybody is signed in on it, and comes back to say it.
	const scanned = await phone.request.get(`${session}/check-in/code`);
	expect(scanned.status()).toBe(401);
	const { shown } = await (await page.request.get(`${session}/check-in/code`)).json();
	await phone.goto(shown.path);
	expect(new URL(phone.url()).search).toBe('?next=%2Fme%2Fcheck-in');
	await signIn(phone, amos, '/me/check-in');
	await look(phone, 'asked whether they are here');
	await expect(phone.getByText(group)).toBeVisible();
	await press(phone, m.own_check_in_here());
	await expect(phone.getByText(m.own_check_in_waiting_text())).toBeVisible();
	await look(phone, 'waiting for the facilitator');

	// The kiosk: nobody of the staff is signed in there any more, and nobody else gets to be.
	await enter(tablet, 'facilitator');
	await tablet.goto(`${session}/kiosk`);
	await look(tablet, 'a kiosk, before it is one');
	await press(tablet, m.kiosk_start());
	await tablet.waitForURL(/\/kiosk\/[\w-]{43}$/);
	const kiosk = tablet.url();
	await ready(tablet);
	await look(tablet, 'a kiosk');
	await tablet.goto('/today');
	expect(new URL(tablet.url()).pathname).toBe('/sign-in');
	await tablet.goto(kiosk);
	await atKiosk(tablet, bianca, '999998');
	await expect(tablet.getByRole('heading', { name: m.kiosk_fault() })).toBeVisible();
	await tablet.getByRole('link', { name: m.kiosk_again() }).click();
	await expect(tablet.getByLabel(m.kiosk_card())).toHaveValue('');
	await atKiosk(tablet, bianca);
	await expect(tablet.getByRole('heading', { name: 'Bianca' })).toBeVisible();
	await expect(tablet.getByText(m.kiosk_done())).toBeVisible();
	await expect(tablet.locator('body')).not.toContainText('Cole');
	await look(tablet, 'somebody who checked in at the kiosk');
	// By itself, back to the start.
	await expect(tablet.getByLabel(m.kiosk_card())).toBeVisible({ timeout: 15_000 });
	await tablet.goto('/me');
	expect(new URL(tablet.url()).pathname).toBe('/card');

	// Both wait above the roll, and nobody is marked until they are accepted.
	await page.goto(`${session}?view=roll`);
	await expect(page.getByRole('heading', { name: m.check_ins_waiting({ count: 2 }) })).toBeVisible();
	await look(page, 'a session where two check-ins wait');
	/** Here, or in part: the meeting began some minutes ago. */
	const marked = (name: string) =>
		rowOf(page, name)
			.getByRole('button', { pressed: true })
			.filter({ hasText: new RegExp(`^\\s*(${m.roll_is_here()}|${m.roll_is_part()})`) });
	await expect(marked('Amos B.')).toHaveCount(0);
	await page.setViewportSize(desk);
	await press(page, m.check_ins_turn_down_for({ name: 'Bianca C.' }));
	await expect(page.getByRole('heading', { name: m.check_ins_waiting({ count: 1 }) })).toBeVisible();
	await press(page, m.check_ins_accept_all());
	await expect(page.getByRole('heading', { name: /checked in/ })).toHaveCount(0);
	await expect(marked('Amos B.')).toHaveCount(1);
	await expect(marked('Bianca C.')).toHaveCount(0);
	await expect(async () => {
		await phone.goto('/me/check-in');
		await expect(phone.getByText(m.own_check_in_noted_text())).toBeVisible();
	}).toPass();

	// Turned off, the room goes on with the lesson, and the code that was typed last is none.
	await page.goto(`${session}/check-in`);
	await press(page, m.check_in_turn_off());
	await expect(page.locator('.code')).toHaveCount(0);
	if (hasScript()) await screen.waitForURL(/\/room\/[\w-]{43}\/1$/);
	await phone.goto(shown.path);
	await expect(phone.getByText(m.own_check_in_old())).toBeVisible();

	// The kiosk ends with one tap.
	await page.goto(`${session}/kiosk`);
	await press(page, m.kiosk_close());
	await expect(page.getByText(m.kiosk_closed())).toBeVisible();
	await tablet.goto(kiosk);
	await expect(tablet.getByText(m.error_kiosk_over())).toBeVisible();
});

test('a code that is typed wrong is told beside its field, and one of another group kindly', async ({
	page,
	another
}) => {
	test.setTimeout(120_000);
	await enter(page, 'facilitator');
	await openSession(page, groups.evening);
	const session = page.url().replace(/\?.*/, '');
	await page.goto(`${session}/check-in`);
	const off = page.getByRole('button', { name: m.check_in_turn_off() });
	if ((await off.count()) === 0) await press(page, m.check_in_turn_on());
	await expect(off).toBeVisible();
	const phone = await another();
	await enter(phone, 'participant');
	const { shown } = await (await page.request.get(`${session}/check-in/code`)).json();
	await phone.goto(shown.path);
	await expect(phone.getByText(m.error_check_in_not_yours())).toBeVisible();
	await look(phone, 'a meeting of others');
	await phone.context().clearCookies({ name: 'here' });
	await phone.goto('/here');
	await phone.getByLabel(m.own_check_in_code()).fill(shown.code === 'AAAA' ? 'BBBB' : 'AAAA');
	await press(phone, m.own_check_in_here());
	await expect(phone.getByLabel(m.own_check_in_code())).toHaveAccessibleDescription(
		new RegExp(m.error_check_in_code().slice(0, 30))
	);
	await look(phone, 'a wrong code for check-in');
});
