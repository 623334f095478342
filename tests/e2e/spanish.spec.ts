/** In Spanish, no page of any role has a message left in English. */
import { chooseSpanish, parts, readInSpanish, whole } from './leftovers.ts';
import { enter, expect, roles, test } from './test.ts';
import { walk } from './walk.ts';

test.describe.configure({ mode: 'parallel', timeout: 300_000 });

test('the messages are told apart', () => {
	expect(whole.size).toBeGreaterThan(300);
	expect(parts.length).toBeGreaterThan(200);
	expect(whole.has('Sign in')).toBe(true);
});

for (const role of roles) {
	test(`the pages of the role ${role} in Spanish`, async ({ page }) => {
		await enter(page, role);
		await chooseSpanish(page, page.url());
		const found = await walk(page, [page.url()], (kind) => readInSpanish(page, kind));
		expect(found.size).toBeGreaterThan(3);
	});
}

test('the pages before the door in Spanish, and what is refused there', async ({ page, baseURL }) => {
	await chooseSpanish(page, baseURL!);
	const starts = ['/', '/sign-in', '/card', '/calendar', '/nowhere', '/setup/no-such-link'];
	await walk(page, starts, async (kind) => {
		if (!kind.startsWith('/handbook')) await readInSpanish(page, kind);
	});
	await page.goto('/card');
	await page.locator('input[name=code]').fill('0000-0000-0000-0001');
	await page.locator('main button').first().click();
	await expect(page.getByRole('alert')).toBeVisible();
	await readInSpanish(page, 'a card that is not known');
});

test('forms with faults in Spanish', async ({ page }) => {
	await enter(page, 'coordinator');
	await chooseSpanish(page, page.url());
	await page.goto('/groups/new');
	await page.locator('button[formaction^="?/preview"]').last().click();
	await expect(page.getByRole('alert')).toBeVisible();
	await readInSpanish(page, 'a new group with faults');
	await page.goto('/admin/staff/new');
	await page.locator('main form').last().getByRole('button').last().click();
	await expect(page.getByRole('alert')).toBeVisible();
	await readInSpanish(page, 'an invitation with faults');
});
