/** What the roll costs in taps and keys: counted, not timed. */
import type { Locator, Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { crowds } from './cast.ts';
import { openSession, rowOf, saved, tap } from './room.ts';
import { enter, expect, test } from './test.ts';

const count = (page: Page, here: number, away: number, left: number) =>
	expect(page.locator('#roll')).toContainText(
		[m.roll_here({ count: here }), m.roll_away({ count: away }), m.roll_to_mark({ count: left })].join(', ')
	);

test('twelve people at once, two of them away with a reason, take five taps', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, crowds.twelve);
	let taps = 0;
	const touch = async (on: Page | Locator, name: string) => {
		taps += 1;
		await tap(on, name);
		await saved(page);
	};
	await touch(page, m.roll_all({ count: 12 }));
	for (const [name, reason] of [
		['Alma C.', m.word_reason_court()],
		['Bruno B.', m.word_reason_work()]
	]) {
		await touch(rowOf(page, name), m.roll_is_out());
		await touch(rowOf(page, name), reason);
	}
	await count(page, 10, 2, 0);
	expect(taps).toBe(5);
});

test('twelve people one after the other, two of them away with a reason, take fourteen taps', async ({
	page
}) => {
	await enter(page, 'facilitator');
	await openSession(page, crowds.other);
	const rows = page.locator('#roll').getByRole('listitem').getByRole('group');
	const names = await rows.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!));
	let taps = 0;
	for (const [i, name] of names.entries()) {
		taps += 1;
		await tap(rowOf(page, name), i % 6 === 4 ? m.roll_is_out() : m.roll_is_here());
		if (i % 6 !== 4) continue;
		taps += 1;
		await tap(rowOf(page, name), m.word_reason_sick());
	}
	await count(page, 10, 2, 0);
	expect([names.length, taps]).toEqual([12, 14]);
});

test('forty people by keyboard take one key each, and a slip three more @javascript', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, crowds.forty);
	let keys = 0;
	const press = async (...pressed: string[]) => {
		for (const key of pressed) {
			keys += 1;
			await page.keyboard.press(key);
		}
	};
	const names = page.locator('#roll li a.who');
	await names.first().focus();
	for (let i = 0; i < 40; i++) {
		if (i === 7) await press(m.roll_key_out());
		else if (i === 11) await press(m.roll_key_part());
		else if (i === 20) await press(m.roll_key_out(), m.roll_key_undo(), 'ArrowUp', m.roll_key_here());
		else await press(m.roll_key_here());
	}
	await count(page, 39, 1, 0);
	await saved(page);
	expect(keys).toBe(43);
	await expect(names.last()).toBeFocused();
});

test('the keys are explained, opened with their own, and the letters can be turned off @javascript', async ({
	page
}) => {
	await enter(page, 'facilitator');
	await openSession(page, crowds.twelve);
	const names = page.locator('#roll li a.who');
	await names.first().focus();
	await page.keyboard.press('ArrowDown');
	await expect(names.nth(1)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(names.nth(1)).toHaveAttribute('aria-expanded', 'true');
	await page.keyboard.press('?');
	const letters = page.getByLabel(m.roll_keys_on());
	await expect(letters).toBeVisible();
	await letters.uncheck();
	const pressed = page.locator('#roll').getByRole('button', { pressed: true });
	const before = await pressed.evaluateAll((all) => all.map((one) => (one as HTMLButtonElement).value));
	await names.first().focus();
	for (const key of [m.roll_key_out(), m.roll_key_here(), '?']) await page.keyboard.press(key);
	await expect(names.first()).toBeFocused();
	expect(await pressed.evaluateAll((all) => all.map((one) => (one as HTMLButtonElement).value))).toEqual(
		before
	);
});
