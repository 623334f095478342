/** Practice in the room: a grid of people and steps; what comes back from last time; the end, and a session opened again. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups, people } from './cast.ts';
import { openSession, saved, show, tap } from './room.ts';
import { enter, expect, test } from './test.ts';

const short = people.map(({ firstName, lastName }) => `${firstName} ${lastName[0]}.`);
const rowOf = (page: Page, name: string) => page.getByRole('row', { name });
const resultOf = (page: Page, name: string) =>
	page.getByRole('group', { name: m.practice_result({ name }), exact: true });
const pressed = (page: Page, name: string, label: string) =>
	rowOf(page, name).getByRole('button', { name: label, exact: true, pressed: true });

async function toPractice(page: Page, group: string) {
	await enter(page, 'facilitator');
	await openSession(page, group);
	const address = `${new URL(page.url()).pathname}?view=practice`;
	await show(page, address);
	return address;
}

test('everybody is noted with two taps each: all steps, and how it went @javascript', async ({ page }) => {
	const address = await toPractice(page, groups.practice);
	let taps = 0;
	page.on('request', (request) => {
		if (request.method() === 'POST' && request.url().endsWith('/operations'))
			taps += [JSON.parse(request.postData()!)].flat().length;
	});
	for (const name of short) {
		await rowOf(page, name)
			.getByRole('button', { name: m.practice_all_of({ name }) })
			.click();
		await tap(resultOf(page, name), m.word_result_went_well());
	}
	await saved(page);
	expect(taps).toBe(2 * short.length);
	await show(page, address);
	for (const name of short) {
		await expect(pressed(page, name, m.word_result_went_well())).toBeVisible();
		const steps = rowOf(page, name).getByRole('checkbox');
		await expect(steps.and(page.locator(':checked'))).toHaveCount(await steps.count());
	}
});

test('steps, how it went and another round are kept, and a round is taken back', async ({ page }) => {
	const address = await toPractice(page, groups.practice);
	const name = 'Hugo I.';
	const partner = rowOf(page, name).getByRole('button', { name: m.word_part_partner(), exact: true });
	await partner.click();
	await saved(page);
	await show(page, address);
	await expect(partner).toHaveAttribute('aria-pressed', 'true');
	await rowOf(page, name).getByRole('checkbox').first().setChecked(true, { force: true });
	await tap(resultOf(page, name), m.word_result_hard());
	await saved(page);
	await show(page, address);
	await expect(partner).toHaveAttribute('aria-pressed', 'true');
	await expect(pressed(page, name, m.word_result_hard())).toBeVisible();
	await expect(rowOf(page, name).getByRole('checkbox').first()).toBeChecked();
	await partner.click();
	await saved(page);
	await show(page, address);
	await expect(partner).toHaveAttribute('aria-pressed', 'false');
	await expect(pressed(page, name, m.word_result_hard())).toBeVisible();
});

test('the grid is one stop, and arrows and space do the rest @javascript', async ({ page }) => {
	await toPractice(page, groups.doubt);
	const [first, second] = [rowOf(page, 'Amos B.'), rowOf(page, 'Bianca C.')];
	await first.getByRole('checkbox').first().focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Space');
	await expect(first.getByRole('checkbox').nth(1)).toBeChecked();
	await page.keyboard.press('ArrowDown');
	await expect(second.getByRole('checkbox').nth(1)).toBeFocused();
	await page.keyboard.press('Space');
	await expect(second.getByRole('checkbox').nth(1)).toBeChecked();
	await page.keyboard.press('Home');
	await expect(second.getByRole('checkbox').first()).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await expect(first.getByRole('checkbox').first()).toBeFocused();
	await expect(page.getByRole('grid').locator('[tabindex="0"]')).toHaveCount(1);
	await saved(page);
});

test('two who note different things settle it with one tap: practice and activities @javascript', async ({
	page,
	context,
	another
}) => {
	const address = await toPractice(page, groups.doubt);
	const second = await another();
	await enter(second, 'coordinator');
	await show(second, address);
	const [name, activity] = ['Celia D.', 0];
	const ticks = (on: Page) =>
		on.getByRole('region', { name: m.guide_activities() }).getByRole('listitem').nth(activity);

	await context.setOffline(true);
	await tap(resultOf(page, name), m.word_result_hard());
	await ticks(page).getByRole('button').click();
	await tap(resultOf(second, name), m.word_result_went_well());
	await ticks(second).getByRole('link').click();
	await second.getByText(m.guide_shorten(), { exact: true }).first().click();
	await second.getByLabel(m.guide_minutes()).fill('3');
	await tap(second, m.guide_save());
	await saved(second);
	await context.setOffline(false);

	for (const on of [page, second]) {
		await expect(rowOf(on, name)).toContainText(m.practice_which());
		await expect(ticks(on)).toContainText(m.guide_two_answers());
	}
	await rowOf(page, name)
		.getByRole('button', { name: new RegExp(`${m.word_result_went_well()}.*Marcus Ellery`) })
		.click();
	await saved(page);
	await ticks(second).getByRole('link').click();
	await second.locator('.decide').getByRole('button').first().click();
	for (const on of [page, second]) {
		await expect(on.getByText(m.practice_which())).toHaveCount(0);
		await expect(pressed(on, name, m.word_result_went_well())).toBeVisible();
		await expect(ticks(on)).not.toContainText(m.guide_two_answers());
	}
});

test.describe.serial('a second session', () => {
	let address: string;

	test('asks for the practice of the first: one tap a person', async ({ page }) => {
		address = await toPractice(page, groups.returned);
		const asked = (name: string) => page.getByRole('group', { name: m.homework_of({ name }), exact: true });
		await tap(asked('Amos B.'), m.word_homework_returned());
		await saved(page);
		await tap(asked('Bianca C.'), m.word_homework_not());
		await saved(page);
		await show(page, address);
		const held = { pressed: true } as const;
		await expect(asked('Amos B.').getByRole('button', held)).toHaveText(m.word_homework_returned());
		await expect(asked('Bianca C.').getByRole('button', held)).toHaveText(m.word_homework_not());
		await expect(asked('Celia D.').getByRole('button', held)).toHaveCount(0);
	});

	test('says at its end what is missing, and those who were not marked are marked there', async ({
		page
	}) => {
		await enter(page, 'facilitator');
		const end = address.replace(/\?.*/, '/end');
		await page.goto(end);
		await expect(page.getByText(m.end_here({ here: 0, people: people.length }))).toBeVisible();
		await tap(page, m.end_mark_here({ count: people.length }));
		await expect(page.getByText(m.end_here({ here: people.length, people: people.length }))).toBeVisible();
		await expect(page.getByRole('heading', { name: /not asked about practice/ })).toBeVisible();
		await expect(page.getByRole('listitem').filter({ hasText: 'Bianca C.' }).last()).toContainText(
			m.end_not_done({ titles: '' }).slice(0, 12)
		);
		await tap(page, m.end_anyway());
		await expect(page).toHaveURL(new RegExp(`${address.replace(/\?.*/, '')}$`));
	});

	test('is opened again with a reason, which it shows, and ends once more', async ({ page }) => {
		await enter(page, 'facilitator');
		await page.goto(address);
		await page.getByRole('link', { name: m.reopen_link() }).click();
		await page.getByLabel(m.reopen_why()).selectOption({ label: m.word_reopen_went_on() });
		await tap(page, m.reopen_do());
		await expect(page).toHaveURL(new RegExp(`${address.replace(/\?.*/, '')}$`));
		await expect(page.getByText(new RegExp(m.word_reopen_went_on()))).toBeVisible();
		await expect(page.getByRole('button', { name: m.roll_is_here(), exact: true }).first()).toBeVisible();
		await page.goto(address.replace(/\?.*/, '/end'));
		await tap(page, m.end_anyway());
		await expect(page.getByRole('link', { name: m.reopen_link() })).toBeVisible();
		await expect(page.getByText(new RegExp(m.word_reopen_went_on()))).toBeVisible();
	});
});
