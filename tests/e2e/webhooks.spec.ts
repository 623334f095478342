/** An administrator allows a host, makes an endpoint, sees its secret once, tests it and removes it. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, test } from './test.ts';

test('an endpoint is made at an allowed host alone; its secret is shown once, and it is off when its host is taken away', async ({
	page
}) => {
	const host = `hooks-${crypto.randomUUID().slice(0, 8)}.example`;
	const name = `System at ${host}`;
	await enter(page, 'administrator');
	await page.goto('/admin/webhooks');

	const make = async () => {
		await page.getByLabel(m.webhooks_description(), { exact: true }).fill(name);
		await page.getByLabel(m.webhooks_url(), { exact: true }).fill(`https://${host}/in`);
		await page.getByRole('button', { name: m.webhooks_submit() }).click();
	};
	await make();
	await expect(page.getByText(m.error_webhook_host({ host }))).toBeVisible();

	await page.getByLabel(m.webhooks_host(), { exact: true }).fill(host);
	await page.getByRole('button', { name: m.webhooks_host_add() }).click();
	await expect(page.getByRole('button', { name: m.webhooks_host_remove_label({ host }) })).toBeVisible();
	await make();
	const secret = page.getByLabel(m.webhooks_secret_label());
	await expect(secret).toHaveValue(/^whsec_[A-Za-z0-9+/]{43}=$/);

	await page.getByRole('link', { name }).click();
	await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
	await expect(page.getByText(/whsec_/)).toHaveCount(0);
	await page.getByRole('button', { name: m.webhooks_turn_off() }).click();
	await expect(page.getByRole('button', { name: m.webhooks_turn_on() })).toBeVisible();
	await page.getByRole('button', { name: m.webhooks_test() }).click();
	await expect(page.getByText(m.webhooks_test_sent())).toBeVisible();
	await page.getByRole('button', { name: m.webhooks_rotate() }).click();
	await expect(secret).toHaveValue(/^whsec_/);

	await page.goto('/admin/webhooks');
	await page.getByRole('button', { name: m.webhooks_host_remove_label({ host }) }).click();
	await expect(page.getByRole('button', { name: m.webhooks_host_remove_label({ host }) })).toHaveCount(0);
	await page.getByRole('link', { name }).click();
	await page.getByRole('button', { name: m.webhooks_turn_on() }).click();
	await expect(page.getByText(m.error_webhook_host({ host }))).toBeVisible();
	await page.getByText(m.webhooks_end(), { exact: true }).click();
	await page.getByRole('button', { name: m.webhooks_end_sure() }).click();
	await expect(page.getByRole('link', { name })).toHaveCount(0);
});
