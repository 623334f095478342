/** A participant asks to be connected, their case manager takes it and says what has become of it, and it is taken back. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, hasScript, ready, test } from './test.ts';

/** With JavaScript or without: each asks for another thing, since the same is asked for once. */
const wants = () =>
	hasScript()
		? { category: 'work', what: m.handoff_work() }
		: { category: 'mental-health', what: m.handoff_mental_health() };

test('help is asked for on the phone, taken by the case manager, and taken back', async ({
	page,
	another
}) => {
	const { category, what } = wants();
	await enter(page, 'participant');
	await page.goto('/me/handoffs');
	await page.getByRole('link', { name: what, exact: true }).click();
	await expect(page).toHaveURL(new RegExp(`category=${category}$`));
	await ready(page);
	await page.locator('[name=to]').first().check();
	const other = page.locator('[name=reach][value=other]');
	if ((await other.getAttribute('type')) === 'radio') await other.check();
	await page.getByRole('radio', { name: m.contact_way_text() }).check();
	await page.getByLabel(m.handoff_ask_line()).fill('213-555-0177');
	await page.getByRole('checkbox', { name: m.handoff_ask_agree_tick() }).check();
	await page.getByRole('button', { name: m.handoff_ask_send(), exact: true }).click();
	await expect(page.getByText(m.error_handoff_safe())).toBeVisible();
	await ready(page);
	await page.getByRole('checkbox', { name: m.handoff_ask_safe_text() }).check();
	const sensitive = page.getByRole('checkbox', { name: m.handoff_ask_sensitive_tick() });
	if (category === 'mental-health') await sensitive.check();
	await page.getByRole('button', { name: m.handoff_ask_send(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.handoff_own_done_ask());

	const hers = await another();
	await enter(hers, 'case-manager');
	await expect(hers).toHaveURL(/\/handoffs$/);
	await hers.getByRole('link', { name: what, exact: true }).click();
	await ready(hers);
	await expect(hers.getByText('213-555-0177')).toBeHidden();
	await hers.getByRole('button', { name: m.handoffs_step_take(), exact: true }).click();
	await expect(hers.getByText('213-555-0177')).toBeVisible();
	await ready(hers);
	await hers.getByRole('button', { name: m.handoffs_contacted(), exact: true }).click();
	await expect(hers.getByRole('button', { name: m.handoffs_connected(), exact: true })).toBeVisible();

	await page.goto('/me/handoffs');
	const mine = page.getByRole('listitem').filter({ hasText: what }).first();
	await expect(mine).toContainText(m.handoff_own_contacted({ name: 'Ivonne Salcedo' }));
	await mine.getByRole('button', { name: m.handoff_own_withdraw_for({ what }) }).click();
	await expect(page.getByRole('status')).toContainText(m.handoff_own_done_back());
	await ready(hers);
	await hers.getByRole('button', { name: m.handoffs_connected(), exact: true }).click();
	await expect(hers.getByRole('alert')).toContainText(m.error_handoff_stopped());
	await expect(hers.getByText('213-555-0177')).toBeHidden();
});
