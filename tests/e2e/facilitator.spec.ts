/** A facilitator runs a session from the roll to its end, and corrects it afterwards. */
import type { Locator, Page } from '@playwright/test';
import { clock, clockAfter } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { openSession, rowOf, saved, show, tap } from './room.ts';
import { enter, expect, hasScript, test } from './test.ts';

test.describe.configure({ mode: 'serial' });

let address: string;
test.beforeEach(async ({ page }) => {
	await enter(page, 'facilitator');
	if (address) await show(page, address);
});

const pressed = (row: Locator, name: string) => row.getByRole('button', { name, exact: true, pressed: true });
const activities = (page: Page) => page.getByRole('region', { name: m.guide_activities() });

test('Today leads to the session that runs now', async ({ page }) => {
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.place_today());
	await openSession(page, groups.evening);
	address = new URL(page.url()).pathname;
	await expect(page.getByRole('link', { name: groups.evening })).toBeVisible();
	await expect(page.getByText(m.roll_people({ count: 8 }))).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('How we work together');
});

test('one tap marks a person, and the mark stays', async ({ page }) => {
	const row = rowOf(page, 'Amos B.');
	await tap(row, m.roll_is_here());
	await expect(pressed(row, m.roll_is_here())).toBeVisible();
	await saved(page);
	await show(page, address);
	await expect(pressed(rowOf(page, 'Amos B.'), m.roll_is_here())).toBeVisible();
	await expect(page.getByText(m.roll_to_mark({ count: 7 }))).toBeVisible();
});

test('out asks for the reason next: one by the courts never counts', async ({ page }) => {
	const row = rowOf(page, 'Bianca C.');
	await tap(row, m.roll_is_out());
	await tap(row, m.word_reason_court());
	await expect(row).toContainText(m.roll_neutral({ reason: m.word_reason_court() }));
	await saved(page);
	await show(page, address);
	await expect(rowOf(page, 'Bianca C.')).toContainText(m.roll_neutral({ reason: m.word_reason_court() }));
});

test('a part has its times, and times that cannot be are refused beside the fields', async ({ page }) => {
	const row = rowOf(page, 'Celia D.');
	const starts = await page.locator('#roll-taps input[name=starts]').inputValue();
	await tap(row, m.roll_is_part());
	const times = async (came: number, left: number) => {
		await row.getByLabel(m.roll_came_at()).fill(clockAfter(starts, came));
		await row.getByLabel(m.roll_left_at()).fill(clockAfter(starts, left));
		await tap(row, m.roll_save_times());
	};
	await times(60, 20);
	await expect(row).toContainText(m.error_minutes_order());
	await times(20, 80);
	const [came, left] = [20, 80].map((after) => clock(clockAfter(starts, after), 'en'));
	const said = `${m.roll_between({ came, left })}, ${m.roll_minutes({ there: 60, minutes: 90 })}`;
	await expect(row).toContainText(said);
	await saved(page);
	await show(page, address);
	await expect(rowOf(page, 'Celia D.')).toContainText(said);
});

test('everybody else is marked at once', async ({ page }) => {
	await tap(page, m.roll_others({ count: 5 }));
	for (const name of ['Darius E.', 'Efraín F.', 'Grace H.', 'Hugo I.', 'Ines J.']) {
		await expect(pressed(rowOf(page, name), m.roll_is_here())).toBeVisible();
	}
	await saved(page);
	await expect(page.getByText(m.roll_to_mark({ count: 0 }))).toBeVisible();
	await expect(rowOf(page, 'Bianca C.')).toContainText(m.word_reason_court());
});

test('a wrong tap is taken back', async ({ page }) => {
	const row = rowOf(page, 'Hugo I.');
	await tap(row, m.roll_is_out());
	await expect(row).toContainText(m.word_mark_absent_unexcused());
	await saved(page);
	if (hasScript()) {
		const answered = page.waitForResponse(/\/operations$/);
		await tap(page, m.saving_undo());
		await answered;
	} else {
		await tap(row, m.roll_take_back());
		await tap(row, m.roll_is_here());
	}
	await expect(pressed(row, m.roll_is_here())).toBeVisible();
	await show(page, address);
	await expect(pressed(rowOf(page, 'Hugo I.'), m.roll_is_here())).toBeVisible();
});

test('activities are ticked off, shortened, and skipped with a reason', async ({ page }) => {
	const list = activities(page);
	const items = list.getByRole('listitem');
	const title = async (i: number) => (await items.nth(i).getByRole('link').innerText()).trim();
	const [first, second, third] = [await title(0), await title(1), await title(2)];

	await list.getByRole('button', { name: m.guide_tick({ title: first }) }).click();
	await expect(items.first().getByRole('button', { pressed: true })).toBeVisible();

	// The next one is shown by itself.
	await expect(page.getByRole('heading', { level: 2, name: second })).toBeVisible();
	await open(page, m.guide_shorten());
	await page.getByLabel(m.guide_minutes()).fill('4');
	await tap(page, m.guide_save());
	await expect(items.nth(1)).toContainText(m.guide_shortened_to({ minutes: 4 }));

	await expect(page.getByRole('heading', { level: 2, name: third })).toBeVisible();
	await open(page, m.guide_skip());
	await tap(page, m.word_delivery_time());
	await expect(items.nth(2)).toContainText(m.guide_skipped_for({ reason: m.word_delivery_time() }));
	await saved(page);
	await show(page, address);
	await expect(items.nth(1)).toContainText(m.guide_shortened_to({ minutes: 4 }));
	await expect(items.nth(2)).toContainText(m.guide_skipped_for({ reason: m.word_delivery_time() }));
});

const open = (page: Page, menu: string) =>
	page.getByRole('contentinfo').or(page.locator('footer')).getByText(menu, { exact: true }).first().click();

test('practice is noted with the steps that were seen', async ({ page }) => {
	const practice = `${address}?view=practice`;
	await show(page, practice);
	const steps = page.getByRole('row', { name: 'Amos B.' });
	for (const i of [0, 2]) await steps.getByRole('checkbox').nth(i).check({ force: true });
	const result = page.getByRole('group', { name: m.practice_result({ name: 'Amos B.' }) });
	await tap(result, m.word_result_went_well());
	await expect(pressed(result, m.word_result_went_well())).toBeVisible();
	await saved(page);
	await show(page, practice);
	await expect(steps.getByRole('checkbox').nth(2)).toBeChecked();
	await expect(steps.getByRole('checkbox').nth(1)).not.toBeChecked();
	await expect(pressed(result, m.word_result_went_well())).toBeVisible();
});

test('the end says what is missing, and is recorded', async ({ page }) => {
	await page
		.getByRole('banner')
		.or(page.locator('main header'))
		.getByRole('link', { name: m.session_end(), exact: true })
		.last()
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.session_end());
	await expect(page.getByText(m.end_here({ here: 7, people: 8 }))).toBeVisible();
	await expect(page.getByRole('heading', { name: /activities are not done/ })).toBeVisible();
	// Six were there and did not practice; the one who was out is not counted.
	await expect(page.getByText(/no practice noted for 6 people/)).toBeVisible();
	await tap(page, m.end_anyway());
	await expect(page).toHaveURL(new RegExp(`${address}$`));
	await expect(page.getByRole('status').filter({ hasText: 'Renata Quiroz' })).toBeVisible();
	await expect(page.getByRole('button', { name: m.roll_is_here(), exact: true })).toHaveCount(0);
});

test('after the end a correction needs its reason, and the history shows both', async ({ page }) => {
	const row = rowOf(page, 'Grace H.', true);
	await row.getByRole('link', { name: new RegExp(m.roll_correct()) }).click();
	const form = row.locator('form').filter({ has: page.getByLabel(m.roll_what_is_right()) });
	await form.getByLabel(m.roll_what_is_right()).selectOption({ label: m.word_reason_sick() });
	// The browser asks for the reason where nothing else does.
	await tap(form, m.roll_save_correction());
	await expect(form.getByLabel(m.roll_why())).toBeFocused();
	await form.getByLabel(m.roll_why()).selectOption({ label: m.word_correction_sheet() });
	await tap(form, m.roll_save_correction());

	await expect(row).toContainText(`${m.word_reason_sick()} · ${m.roll_corrected()}`);
	const change = changes(page).filter({ hasText: 'Grace H.' });
	await expect(change.locator('s')).toHaveText(m.word_mark_present());
	for (const part of [m.word_reason_sick(), 'Renata Quiroz', m.word_correction_sheet()]) {
		await expect(change).toContainText(part);
	}
});

const changes = (page: Page) => page.locator('.changes').getByRole('listitem');

test('after the end an activity is corrected too, with its reason', async ({ page }) => {
	const item = activities(page).getByRole('listitem').nth(2);
	const title = (await item.getByRole('link').first().innerText()).split('\n')[0];
	await expect(item).toContainText(m.guide_skipped_for({ reason: m.word_delivery_time() }));
	await item.getByRole('link', { name: `${m.roll_correct()}: ${title}` }).click();
	const form = page.locator('footer.correct');
	await form.getByLabel(m.roll_what_is_right()).selectOption({ label: m.word_activity_shortened() });
	await form.getByLabel(m.roll_why()).selectOption({ label: m.word_correction_mistake() });
	await tap(form, m.roll_save_correction());
	// Without its minutes it comes back with what was chosen, and the fault beside the field.
	await expect(form).toContainText(m.error_minutes());
	await expect(form.getByLabel(m.roll_why())).toHaveValue('mistake');
	await form.getByLabel(m.guide_minutes()).fill('3');
	await tap(form, m.roll_save_correction());

	await expect(item).toContainText(m.guide_shortened_to({ minutes: 3 }));
	await show(page, `${address}?view=roll`);
	const change = changes(page).filter({ hasText: title });
	await expect(change.locator('s')).toHaveText(m.guide_skipped_for({ reason: m.word_delivery_time() }));
	await expect(change).toContainText(m.word_correction_mistake());
});

test('after the end practice from the paper sheet is added, and a wrong note is taken back', async ({
	page
}) => {
	await show(page, `${address}?view=practice`);
	const row = (name: string) => page.locator('.practice').getByRole('listitem').filter({ hasText: name });
	await expect(row('Darius E.')).toContainText(m.practice_not_noted());
	await row('Darius E.')
		.getByRole('link', { name: new RegExp(m.roll_correct()) })
		.click();
	await row('Darius E.').getByRole('checkbox').first().check({ force: true });
	await row('Darius E.')
		.getByLabel(m.practice_result({ name: 'Darius E.' }))
		.selectOption({ label: m.word_result_so_so() });
	await row('Darius E.').getByLabel(m.roll_why()).selectOption({ label: m.word_correction_sheet() });
	await tap(row('Darius E.'), m.roll_save_correction());
	await expect(row('Darius E.')).toContainText(
		`${m.word_result_so_so()} · ${m.practice_steps_shown({ steps: '1' })}`
	);

	await row('Amos B.')
		.getByRole('link', { name: new RegExp(m.roll_correct()) })
		.click();
	await row('Amos B.').getByLabel(m.roll_why()).selectOption({ label: m.word_correction_mistake() });
	await tap(row('Amos B.'), m.practice_none_after_all());
	await expect(row('Amos B.')).toContainText(m.practice_not_noted());
	await show(page, `${address}?view=roll`);
	await expect(changes(page).filter({ hasText: 'Amos B.' })).toContainText(m.practice_taken_back());
});
