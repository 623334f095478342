import { expect, test } from '@playwright/test';

test('the sign-in page opens and asks for e-mail address and password', async ({ page }) => {
	const answer = await page.goto('/sign-in');
	expect(answer?.status()).toBe(200);
	await expect(page.locator('input[type="email"]')).toBeVisible();
	await expect(page.locator('input[type="password"]')).toBeVisible();
});
