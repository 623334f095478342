/** Hours: a coordinator has some in view for a person, everybody's are on one page, and each sees their own. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, test } from './test.ts';

test('a coordinator sets target hours, which stand beside the hours counted, and takes them back', async ({
	page
}) => {
	await enter(page, 'coordinator');
	await page.goto('/people');
	await page.locator('tbody th a').first().click();
	await page.getByRole('link', { name: m.dosage_link() }).click();
	await expect(page.getByRole('heading', { name: m.dosage_set(), exact: true })).toBeVisible();

	const hours = page.getByLabel(m.dosage_set_field());
	await hours.fill('0');
	await page.getByRole('button', { name: m.dosage_set_save() }).click();
	await expect(hours).toHaveAttribute('aria-invalid', 'true');
	await hours.fill('73');
	await page.getByRole('button', { name: m.dosage_set_save() }).click();
	await expect(page.getByText(m.dosage_set_saved())).toBeVisible();
	await expect(page.getByText(/73 target hours/)).toBeVisible();
	await page.getByLabel(m.dosage_set_field()).fill('');
	await page.getByRole('button', { name: m.dosage_set_save() }).click();
	await expect(page.getByText(m.dosage_no_target())).toBeVisible();
});

test('a facilitator sees the hours of a group, and its coordinator with which edition it works', async ({
	page,
	another
}) => {
	await enter(page, 'coordinator');
	await page.goto('/groups');
	await page.locator('tbody th a').first().click();
	await page.waitForURL(/\/groups\/[\w-]+$/);
	const group = new URL(page.url()).pathname;
	await page.goto(`${group}/edition`);
	await expect(page.getByRole('heading', { name: m.editions_move_title() })).toBeVisible();
	await expect(page.getByText(/Steady Ground \d/).first()).toBeVisible();

	const facilitator = await another();
	await enter(facilitator, 'facilitator');
	await facilitator.goto('/groups');
	await facilitator.locator('tbody th a').first().click();
	await facilitator.getByRole('link', { name: m.dosage_group_link() }).click();
	await expect(facilitator.getByRole('columnheader', { name: m.dosage_col_in_view() })).toBeVisible();
});

test('a participant sees their own hours, and not as a grade', async ({ page }) => {
	await enter(page, 'participant');
	await page.goto('/me/info');
	await expect(page.getByRole('heading', { name: m.own_hours_title() })).toBeVisible();
	await expect(page.getByText(m.own_hours_note())).toBeVisible();
});
