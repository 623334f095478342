/** The rest of the roll: how somebody took part, a late start, and whoever comes from another group. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { openSession, rowOf, saved, show, tap } from './room.ts';
import { enter, expect, test } from './test.ts';

const openPanel = (page: Page, name: string) => rowOf(page, name).getByRole('link').first().click();

test('how somebody took part is one tap in their panel, said by whom, and taken back', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.visits);
	const address = page.url();
	const level = rowOf(page, 'Amos B.').getByRole('button', { name: m.engagement_some(), exact: true });
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await saved(page);
	await openPanel(page, 'Amos B.');
	await level.click();
	await saved(page);
	await expect(level).toHaveAttribute('aria-pressed', 'true');

	await show(page, address);
	await expect(rowOf(page, 'Amos B.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
	await openPanel(page, 'Amos B.');
	await expect(level).toHaveAttribute('aria-pressed', 'true');
	await expect(rowOf(page, 'Amos B.')).toContainText(m.engagement_by({ name: 'Renata Quiroz' }));
	await tap(rowOf(page, 'Amos B.'), m.engagement_take_back());
	await expect(level).toHaveAttribute('aria-pressed', 'false');
});

test('a session begins when somebody says so, on every device, and it can be taken back', async ({
	page,
	another
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.begins);
	await tap(page, m.start_begin());
	const back = { name: m.start_take_back(), exact: true };
	await expect(page.getByRole('button', back)).toBeVisible();
	await saved(page);

	const second = await another();
	await enter(second, 'coordinator');
	await show(second, page.url());
	await expect(second.getByRole('button', back)).toBeVisible();
	await tap(second, back.name);
	await expect(second.getByRole('button', { name: m.start_begin(), exact: true })).toBeVisible();
	await saved(second);
	await show(page, page.url());
	await expect(page.getByRole('button', { name: m.start_begin(), exact: true })).toBeVisible();
});

test('whoever makes up a lesson here stands apart, and is marked like the others', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.visits);
	await expect(page.getByRole('heading', { name: m.visitors_title() })).toBeVisible();
	const visitor = rowOf(page, 'Jonah K.');
	await tap(visitor, m.roll_is_here());
	await saved(page);
	await expect(visitor.getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
	await page.goto(`${new URL(page.url()).pathname}/sheet`);
	await expect(page.getByText(m.paper_visitor({ name: 'Jonah K.' }))).toBeVisible();
});
