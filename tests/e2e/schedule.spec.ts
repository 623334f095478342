/** A coordinator gives dates, puts lessons together, closes a day later, and takes things back: with and without scripts. */
import type { Locator, Page } from '@playwright/test';
import { clock, weekDay } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, hasScript, test } from './test.ts';

test.describe.configure({ mode: 'serial' });

let group: string;
const name = () => (hasScript() ? 'Manzanita' : 'Ceanothus');

const field = (on: Page | Locator, label: string) => on.getByLabel(label, { exact: true });
const press = (on: Page | Locator, label: string) =>
	on.getByRole('button', { name: label, exact: true }).click();
const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** A week apart, so far ahead that no group of the demo meets then; each browser has its own. */
const sixDays = () =>
	[120, 127, 134, 141, 148, 155].map((ahead) => dayAhead(hasScript() ? ahead : ahead + 60));
let days: string[];

test.beforeEach(async ({ page }) => {
	days = sixDays();
	await enter(page, 'coordinator');
});

const shown = (day: string, time = '18:30') => `${weekDay(day, 'en')}, ${clock(time, 'en')}`;

test('a group is made on dates that are pasted in; lines that can’t be read are named', async ({ page }) => {
	await page.goto('/groups/new');
	await field(page, m.groups_new_name()).fill(name());
	await field(page, m.groups_room()).fill(`Attic ${name()}`);
	await page.getByLabel('Renata Quiroz').check();
	await page.getByLabel(m.schedule_meets_dates()).check();
	await expect(field(page, m.groups_starts())).toBeHidden();
	const lines = page.getByRole('textbox', { name: m.schedule_dates_lines() });
	await lines.fill(`${days[0]} 6:30 pm\nsoon\n${days[0]} 7 pm`);
	await press(page, m.groups_new_preview());
	await expect(page.getByText(m.error_line_date())).toBeVisible();
	await expect(page.getByText(m.error_line_overlap())).toBeVisible();

	await lines.fill(days.map((day) => `${day} 6:30 pm`).join('\n'));
	await press(page, m.groups_new_preview());
	const dates = page.locator('#dates ol').getByRole('listitem');
	await expect(dates).toHaveCount(days.length);
	await expect(dates.first()).toContainText(shown(days[0]));
	const agreed = page.getByLabel(m.word_override_agreed());
	if (await agreed.isVisible()) await agreed.check();
	await press(page, m.groups_new_create());
	await expect(page.getByText(m.schedule_meets_given())).toBeVisible();
	group = new URL(page.url()).pathname;
});

test('two lessons are put into one session, and that is undone', async ({ page }) => {
	await page.goto(`${group}/course`);
	const rows = page.locator('#lessons').getByRole('listitem');
	await expect(rows).toHaveCount(days.length);
	await press(page, `${m.schedule_lessons_join()}: ${shown(days[0])}`);
	await expect(rows).toHaveCount(days.length - 1);
	await expect(rows.first()).toContainText(m.schedule_lessons_minutes({ planned: 180, minutes: 90 }));
	await page.goto(`${group}/schedule`);
	await page
		.getByRole('button', { name: new RegExp(`^${m.schedule_undo()}`) })
		.first()
		.click();
	await expect(page.getByText(m.schedule_done_undone())).toBeVisible();
	await page.goto(`${group}/course`);
	await expect(rows).toHaveCount(days.length);
});

test('the sessions to come are given other dates: first what changes, then the change', async ({ page }) => {
	await page.goto(`${group}/dates`);
	const lines = page.getByRole('textbox', { name: m.schedule_dates_lines() });
	const typed = (await lines.inputValue()).split('\n');
	expect(typed).toHaveLength(days.length);
	await lines.fill(typed.slice(1).join('\n'));
	await press(page, m.schedule_check());
	await expect(
		page.getByText(m.error_dates_count({ wanted: days.length, given: days.length - 1 }))
	).toBeVisible();

	await lines.fill([...typed.slice(0, -1), typed.at(-1)!.replace('6:30', '5:30')].join('\n'));
	await press(page, m.schedule_check());
	await expect(page.locator('#plan')).toContainText(shown(days.at(-1)!, '17:30'));
	const agreed = page.getByLabel(m.word_override_agreed());
	if (await agreed.isVisible()) await agreed.check();
	await press(page, m.schedule_dates_do());
	await expect(page.getByText(m.schedule_done(), { exact: true })).toBeVisible();
	await expect(page.getByText(shown(days.at(-1)!, '17:30')).first()).toBeVisible();
});

test('a day that is closed later points out its session, which moves on with one tap', async ({ page }) => {
	await page.goto('/admin');
	await page.getByRole('table').getByRole('link').first().click();
	const form = page.locator('form[action="?/close"]').first();
	await form.locator('[name=date]').fill(days[1]);
	await form.locator('[name=reason]').fill('Repairs');
	await form.getByRole('button').click();
	await expect(page.getByText(new RegExp(`^${name()}: session 2,`))).toBeVisible();
	await page.goto('/worklist');
	await expect(page.getByText(m.schedule_closed())).toBeVisible();
	await page.getByRole('link', { name: `${m.schedule_closed_step()}: ${name()}` }).click();
	const closed = page.locator('#closed');
	await expect(closed).toContainText(shown(days[1]));
	await press(closed, m.schedule_closed_move());
	await expect(page.getByText(m.schedule_done(), { exact: true })).toBeVisible();
	await expect(closed).toHaveCount(0);
	await expect(page.getByText(shown(days[1]))).toHaveCount(1);
});
