/** The program's policy: a next version with its preview, what is refused, and a group that moves to it. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { enter, expect, test } from './test.ts';

test('a next version is refused where nobody could meet it, shown in its effect, and a group moves to it', async ({
	page,
	another
}) => {
	await enter(page, 'program');
	await page.goto('/program/policy');
	await page.getByRole('link', { name: m.policy_new_link() }).click();
	await page.getByLabel(m.policy_core(), { exact: true }).fill('99');
	await page.getByRole('button', { name: m.policy_look() }).click();
	await expect(page.getByText(m.error_policy_too_many_lessons({ most: 6, over: 93 }))).toBeVisible();

	await page.getByLabel(m.policy_core(), { exact: true }).fill('');
	const own = page.getByRole('group', { name: m.policy_own_new(), exact: true });
	await own.getByLabel(m.policy_own_en()).fill('Well begun');
	await own.getByLabel(m.policy_own_es()).fill('Bien empezado');
	await own.getByLabel(m.policy_own_minutes()).fill('30');
	await own.getByLabel(m.policy_amount()).fill('12.50');
	await page.getByRole('button', { name: m.policy_look() }).click();
	await expect(page.getByRole('heading', { name: m.policy_preview_title() })).toBeVisible();
	await page.getByRole('button', { name: m.policy_adopt() }).click();
	await expect(page.getByText(m.policy_adopted_text())).toBeVisible();
	await expect(page.getByText('30 min attended · $12.50').first()).toBeVisible();

	const coordinator = await another();
	await enter(coordinator, 'coordinator');
	await coordinator.goto('/groups');
	await coordinator.getByRole('link', { name: groups.ended, exact: true }).click();
	const link = coordinator.getByRole('link', { name: /^Version \d+$/ });
	await link.click();
	await expect(coordinator.getByRole('heading', { name: m.policy_preview_title() })).toBeVisible();
	await coordinator.getByRole('button', { name: /^Move the group/ }).click();
	await expect(coordinator.getByText(/The group has version \d+ of the policy now/)).toBeVisible();
});

test('a participant reads what the program calls a milestone of its own', async ({ page }) => {
	await enter(page, 'participant');
	await page.goto('/me/info');
	await expect(page.getByText(m.participant_reached_defined({ name: 'A solid start' }))).toBeVisible();
});
