/** Staff sign in as they do in production: password, then the code of an authenticator. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { emailOf, password, totpSecret } from '../../src/demo/sign-ins.ts';
import { totp } from '../support/totp.ts';
import { expect, test } from './test.ts';

test('a password and a code lead to the page that was asked for; signing out shuts it', async ({ page }) => {
	await page.goto('/groups');
	await expect(page).toHaveURL(/\/sign-in\?next=/);
	const [email, secret] = [
		page.getByLabel(m.signin_email(), { exact: true }),
		page.getByLabel(m.signin_password(), { exact: true })
	];
	await email.fill(emailOf('coordinator'));
	await secret.fill('not the password of anybody');
	await page.getByRole('button', { name: m.signin_next() }).click();
	await expect(page.getByRole('alert')).toContainText(m.error_sign_in_refused());
	await expect(email).toHaveValue(emailOf('coordinator'));
	await expect(secret).toHaveValue('');

	await secret.fill(password);
	await page.getByRole('button', { name: m.signin_next() }).click();
	const code = page.getByLabel(m.code_label(), { exact: true });
	await code.fill('000000');
	await page.getByRole('button', { name: m.code_next() }).click();
	await expect(page.getByRole('alert')).toContainText(m.error_code_refused());
	await code.fill(totp(totpSecret));
	await page.getByRole('button', { name: m.code_next() }).click();
	await expect(page).toHaveURL(/\/groups$/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.groups_title());

	await page.getByText('Marcus Ellery').first().click();
	await page.getByRole('button', { name: m.ui_sign_out() }).first().click();
	await expect(page).toHaveURL(/\/$/);
	await page.goto('/groups');
	await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('somebody unknown and a wrong password are told the same', async ({ page }) => {
	const told: string[] = [];
	for (const email of [emailOf('facilitator'), 'nobody@demo.example']) {
		await page.goto('/sign-in');
		await page.getByLabel(m.signin_email(), { exact: true }).fill(email);
		await page.getByLabel(m.signin_password(), { exact: true }).fill('not the password of anybody');
		await page.getByRole('button', { name: m.signin_next() }).click();
		told.push(await page.getByRole('alert').innerText());
	}
	expect(told[1]).toBe(told[0]);
});

test('a page for somebody else is refused in words, an address that is none too', async ({ page }) => {
	await page.goto('/sign-in');
	await page.getByRole('button', { name: m.word_role_lead() }).click();
	await page.waitForURL(/\/curriculum$/);
	const refused = await page.goto('/admin/keys');
	expect(refused?.status()).toBe(403);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.trouble_forbidden());
	const nowhere = await page.goto('/nowhere/at/all');
	expect(nowhere?.status()).toBe(404);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.trouble_not_found());
	await page.getByRole('link', { name: m.trouble_start() }).click();
	await expect(page).toHaveURL(/\/curriculum$/);
});
