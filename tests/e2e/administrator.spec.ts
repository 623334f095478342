/** An administrator lets people and systems in. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { organizations } from '../../src/demo/program.ts';
import { totp } from '../support/totp.ts';
import { enter, expect, test } from './test.ts';

const newPassword = 'seven herons on the jetty';

test('an invitation leads over one link, a password and an authenticator to a sign-in', async ({
	page,
	another
}) => {
	await enter(page, 'administrator');
	await page.goto('/admin/staff');
	await page.getByRole('link', { name: m.staff_invite() }).click();
	await page.getByLabel(m.staff_name(), { exact: true }).fill('Amira Toledo');
	await page.getByLabel(m.staff_email(), { exact: true }).fill('not an address');
	await page.getByRole('button', { name: m.staff_invite_submit() }).click();
	await expect(page.getByLabel(m.staff_email(), { exact: true })).toHaveAccessibleDescription(
		new RegExp(m.error_email())
	);
	await expect(page.getByRole('group', { name: m.staff_roles_in() })).toContainText(m.staff_roles_missing());
	await expect(page.getByLabel(m.staff_name(), { exact: true })).toHaveValue('Amira Toledo');

	await page.getByLabel(m.staff_email(), { exact: true }).fill('noor@example.org');
	await page
		.getByLabel(m.staff_organization(), { exact: true })
		.selectOption({ label: organizations[1].name });
	await page.getByRole('group', { name: m.staff_roles_in() }).getByLabel(m.word_role_facilitator()).check();
	await page.getByRole('button', { name: m.staff_invite_submit() }).click();
	const link = await page.getByLabel(m.staff_link_label()).inputValue();
	expect(link).toMatch(/\/setup\/[\w-]{20,}$/);

	const theirs = await another();
	await theirs.goto(link);
	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(
		m.setup_invite_title({ name: 'Amira Toledo' })
	);
	const [first, again] = [
		theirs.getByLabel(m.setup_password_new(), { exact: true }),
		theirs.getByLabel(m.setup_password_again(), { exact: true })
	];
	const save = theirs.getByRole('button', { name: m.setup_save() });
	await first.fill('password password');
	await again.fill('password password');
	await save.click();
	await expect(theirs.getByText(m.error_password_common())).toBeVisible();
	await first.fill(newPassword);
	await again.fill(`${newPassword}s`);
	await save.click();
	await expect(theirs.getByText(m.error_password_differs())).toBeVisible();
	await first.fill(newPassword);
	await again.fill(newPassword);
	await save.click();

	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(m.setup_app_title());
	// Half-way in, nothing else opens.
	await theirs.goto('/today');
	await expect(theirs).toHaveURL(/\/setup\/authenticator$/);
	const key = await theirs.locator('ol code').innerText();
	const code = theirs.getByLabel(m.setup_app_code(), { exact: true });
	await code.fill('000000');
	await theirs.getByRole('button', { name: m.setup_app_add() }).click();
	await expect(theirs.getByText(m.error_code_refused()).first()).toBeVisible();
	expect(await theirs.locator('ol code').innerText()).toBe(key);
	await code.fill(totp(key));
	await theirs.getByRole('button', { name: m.setup_app_add() }).click();
	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(m.setup_codes_title());
	const recovery = await theirs.locator('li code').allInnerTexts();
	expect(new Set(recovery).size).toBeGreaterThanOrEqual(8);
	await theirs.getByRole('link', { name: m.setup_codes_kept() }).click();
	await expect(theirs).toHaveURL(/\/today$/);
	await expect(theirs.getByText(m.today_nothing())).toBeVisible();

	// The link was good once; a recovery code takes the place of a lost phone, once.
	const later = await another();
	await later.goto(link);
	await expect(later.getByText(m.error_invitation_over())).toBeVisible();
	const signIn = async () => {
		await later.goto('/sign-in');
		await later.getByLabel(m.signin_email(), { exact: true }).fill('noor@example.org');
		await later.getByLabel(m.signin_password(), { exact: true }).fill(newPassword);
		await later.getByRole('button', { name: m.signin_next() }).click();
		await later.getByLabel(m.code_label(), { exact: true }).fill(recovery[0]);
		await later.getByRole('button', { name: m.code_next() }).click();
	};
	await signIn();
	await expect(later).toHaveURL(/\/today$/);
	await later.context().clearCookies();
	await signIn();
	await expect(later.getByRole('alert')).toContainText(m.error_code_refused());

	// Suspended, they are out with the next click.
	await page.goto('/admin/staff');
	await page.getByRole('link', { name: 'Amira Toledo' }).click();
	await page.getByRole('button', { name: m.staff_suspend(), exact: true }).click();
	await expect(page.getByText(m.staff_suspended(), { exact: true })).toBeVisible();
	await theirs.getByRole('link', { name: m.place_groups(), exact: true }).first().click();
	await expect(theirs).toHaveURL(/\/sign-in/);
	await page.getByRole('button', { name: m.staff_reinstate(), exact: true }).click();
	await expect(page.getByRole('button', { name: m.staff_suspend(), exact: true })).toBeVisible();
});

test('a key is shown once, reads the feed, and reads nothing once it is revoked', async ({
	page,
	baseURL
}) => {
	await enter(page, 'administrator');
	await page.goto('/admin/keys');
	await page.getByRole('button', { name: m.keys_submit() }).click();
	await expect(page.getByLabel(m.keys_name(), { exact: true })).toHaveAccessibleDescription(
		new RegExp(m.error_required())
	);
	await page.getByLabel(m.keys_name(), { exact: true }).fill('Copy of the day');
	await page.getByLabel(m.keys_recipient(), { exact: true }).selectOption({ label: 'Case management' });
	await page.getByRole('button', { name: m.keys_submit() }).click();
	const key = await page.getByLabel(m.keys_label(), { exact: true }).inputValue();

	const ask = () =>
		fetch(`${baseURL}/api/v1/milestones?limit=5`, { headers: { authorization: `Bearer ${key}` } });
	const answer = await ask();
	expect(answer.status).toBe(200);
	expect(((await answer.json()) as { milestones: unknown[] }).milestones.length).toBe(5);

	await page.goto('/admin/keys');
	expect(await page.content()).not.toContain(key);
	await page
		.getByRole('button', { name: m.keys_revoke_label({ name: 'Copy of the day' }), exact: true })
		.click();
	const row = page.getByRole('row').filter({ hasText: 'Copy of the day' });
	await expect(row).toContainText(m.keys_revoked());
	const refused = await ask();
	expect(refused.status).toBe(401);
	expect(await refused.json()).toMatchObject({ status: 401, code: 'sign-in-required' });
});

test('an organization, its site and its closed days; a recipient', async ({ page }) => {
	await enter(page, 'administrator');
	await page.getByLabel(m.admin_organization_name(), { exact: true }).fill('Quarry Road');
	await page.getByRole('button', { name: m.admin_add(), exact: true }).dblclick();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quarry Road');
	await page.getByLabel(m.admin_site_name(), { exact: true }).fill('Quarry House');
	await page
		.locator('form')
		.filter({ has: page.getByLabel(m.admin_site_name(), { exact: true }) })
		.getByRole('button')
		.last()
		.click();
	await expect(page.getByRole('heading', { name: 'Quarry House' })).toBeVisible();
	await page.goto('/admin');
	await expect(page.getByRole('row').filter({ hasText: 'Quarry Road' })).toHaveCount(1);
	await expect(page.getByRole('row').filter({ hasText: 'Quarry Road' })).toContainText('Quarry House');

	await page.goto('/admin/recipients');
	await page.getByLabel(m.recipients_name(), { exact: true }).fill('Housing office');
	await page.getByRole('radio', { name: m.word_recipient_case_management() }).check();
	await page.locator('main form').getByRole('button').last().click();
	await expect(page.getByRole('row').filter({ hasText: 'Housing office' })).toHaveCount(1);
});
