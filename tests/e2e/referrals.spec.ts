/** A coordinator takes a referral from the first word to a place in a group, and notes who could not be reached. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, ready, test } from './test.ts';

test.beforeEach(({ page }) => enter(page, 'coordinator'));

/** The same person in each way of running: with JavaScript and without. */
const numberOf = (name: string) => `E2E-${name.replaceAll(/[^a-z]/gi, '').slice(0, 8)}-${Date.now() % 1e6}`;

test('somebody is referred, found eligible, offered a place and takes it', async ({ page }, { project }) => {
	const number = numberOf(project.name);
	await page.goto('/referrals');
	await page.getByRole('link', { name: m.referrals_new(), exact: true }).click();
	await ready(page);
	const made = page.locator('form[action="?/new"]');
	await made.getByRole('button', { name: m.referrals_submit() }).click();
	await expect(page.getByRole('alert')).toContainText(m.error_invalid());

	await made.getByLabel(m.groups_enroll_number(), { exact: true }).fill(number);
	await made.getByLabel(m.groups_enroll_first(), { exact: true }).fill('Zoraida');
	await made.getByLabel(m.groups_enroll_last(), { exact: true }).fill('Ñíguez');
	await made.getByLabel(m.referrals_by(), { exact: true }).selectOption('partner-agency');
	await made.getByRole('button', { name: m.referrals_submit() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_new());
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zoraida Ñíguez');

	await page.getByRole('button', { name: m.referrals_eligible_yes() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_eligible());
	await page.getByRole('button', { name: m.referrals_waitlist_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_wait());

	await ready(page);
	const groups = page.getByRole('group', { name: m.referrals_offer_group() });
	await groups.getByRole('radio', { disabled: false }).last().check();
	await page.getByLabel(m.referrals_offer_reason()).selectOption('time');
	await page.getByRole('button', { name: m.referrals_offer_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_offer());
	await page.getByRole('button', { name: m.referrals_accept() }).click();
	await expect(page).toHaveURL(/\/groups\/.+\?added=/);
	await expect(page.getByRole('status')).toContainText('Zoraida');
});

test('a try to reach somebody is noted, taken back, and the referral closed', async ({ page }, {
	project
}) => {
	const number = numberOf(project.name);
	await page.goto('/referrals/new');
	const made = page.locator('form[action="?/new"]');
	await ready(page);
	await made.getByLabel(m.groups_enroll_number(), { exact: true }).fill(number);
	await made.getByLabel(m.groups_enroll_first(), { exact: true }).fill('Ulises');
	await made.getByLabel(m.groups_enroll_last(), { exact: true }).fill('Quintero');
	await made.getByRole('button', { name: m.referrals_submit() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_new());

	await ready(page);
	await page.getByText(m.outreach_note(), { exact: true }).click();
	await page.getByRole('button', { name: m.outreach_save() }).click();
	await expect(page.getByRole('alert')).toContainText(m.error_invalid());
	await page.getByLabel(m.outreach_outcome_no_contact()).check();
	await page.getByRole('button', { name: m.outreach_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_try());
	await expect(page.getByText(m.outreach_no_contact_text())).toBeVisible();

	await page.getByRole('button', { name: new RegExp(m.outreach_take_back()) }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_back());
	await expect(page.getByText(m.outreach_no_contact_text())).toBeHidden();

	await ready(page);
	await page.getByText(m.referrals_close(), { exact: true }).first().click();
	await page.getByRole('button', { name: m.referrals_close_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_close());
	await expect(page.getByRole('heading', { name: m.referrals_closed_title() })).toBeVisible();

	await page.getByRole('button', { name: m.referrals_reopen() }).click();
	await expect(page.getByRole('status')).toContainText(m.referrals_done_reopen());
	await expect(page.getByRole('button', { name: m.referrals_eligible_yes() })).toBeVisible();
});
