/** An incentive on its way: approved by a second person, put in a batch, issued by the payer's answer, signed for. */
import { fullName } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, ready, test } from './test.ts';
import { approved, earner } from './cast.ts';

test('what was approved goes into a batch, and the payer’s answer marks it as issued', async ({ page }) => {
	await enter(page, 'coordinator');
	await page.goto('/incentives');
	const waiting = m.incentives_approve_for({ name: fullName(earner), what: m.word_milestone_enrolled() });
	await page.getByRole('button', { name: waiting }).click();
	await expect(page.getByRole('status')).toContainText(m.incentives_done_approve());

	await page.goto('/incentives?view=issue');
	const others = page.getByRole('checkbox', { name: new RegExp(`^(?!${fullName(approved)},)`) });
	for (const box of await others.all()) await box.uncheck();
	await page.getByRole('button', { name: m.incentives_batch_make() }).click();
	await expect(page.getByRole('status')).toContainText(m.incentives_done_batch());
	const reference = await page.locator('tbody code').innerText();

	await ready(page);
	await page.getByLabel(m.incentives_answer_paste()).fill(`Reference,Amount\n${reference},14\nNOBODY12,15`);
	await page.getByRole('button', { name: m.incentives_answer_check() }).click();
	await expect(page.getByText(m.incentives_finding_amount({ amount: '$15' }))).toBeVisible();
	await expect(page.getByText(m.incentives_finding_unknown())).toBeVisible();
	await page.getByRole('link', { name: m.incentives_answer_again() }).click();
	await ready(page);
	await page.getByLabel(m.incentives_answer_paste()).fill(`Reference,Amount\n${reference},15`);
	await page.getByRole('button', { name: m.incentives_answer_check() }).click();
	await page.getByRole('button', { name: m.incentives_answer_save({ count: 1 }) }).click();
	await expect(page.getByRole('status')).toContainText(m.incentives_done_settled({ count: 1 }));
});

test('a participant reads what they earned, and signs for what they have', async ({ page }) => {
	await enter(page, 'participant');
	const earned = page.locator('#earned');
	await expect(earned).toContainText(m.incentives_own_enrolled({ amount: '$15' }));
	await earned.getByRole('button', { name: m.incentives_own_sign_for({ amount: '$15' }) }).click();
	await expect(earned).toContainText(m.incentives_own_signed());
	await expect(
		earned.getByRole('button', { name: m.incentives_own_sign_for({ amount: '$15' }) })
	).toBeHidden();
});
