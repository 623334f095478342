/** A hold on one person is placed and lifted; what is kept how long is read; a file is taken along. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, ready, test } from './test.ts';

test('a coordinator holds what is kept of a person, and lets it go', async ({ page }) => {
	await enter(page, 'coordinator');
	await page.goto('/people');
	await page.locator('tbody a[href^="/people/"]').last().click();
	await ready(page);
	await page.getByRole('link', { name: m.keeping_link(), exact: true }).click();
	await ready(page);
	await page.getByRole('button', { name: m.keeping_hold_place(), exact: true }).click();
	await expect(page.getByText(m.error_choice()).first()).toBeVisible();
	await ready(page);
	await page.getByRole('radio', { name: m.keeping_hold_audit() }).check();
	await page.getByRole('button', { name: m.keeping_hold_place(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.keeping_done_hold());
	await ready(page);
	const why = m.keeping_hold_audit();
	await page.getByRole('button', { name: m.keeping_hold_lift_for({ why }), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.keeping_done_lift());
});

test('a participant takes their file along', async ({ page }) => {
	await enter(page, 'participant');
	await page.goto('/me/info');
	const link = page.getByRole('link', { name: m.keeping_own_file_get(), exact: true });
	const answer = await page.request.get((await link.getAttribute('href'))!);
	expect(answer.headers()['content-disposition']).toContain('attachment');
	const { parts } = await answer.json();
	expect(parts.person).toHaveLength(1);
	expect(JSON.stringify(parts)).not.toMatch(/pinHash|tokenIndex/);
});
