import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

async function signIn(page: Page) {
	await page.goto('/sign-in');
	await page.locator('button[name="role"][value="participant"]').click();
	await expect(page).toHaveURL(/\/me$/);
}

test('a participant sees the next meeting, the skill with its steps, and reads the lesson', async ({
	page
}) => {
	await signIn(page);
	await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d\s[ap]m/);
	await expect(page.getByRole('heading', { name: 'Where you are' })).toBeVisible();
	const steps = page.locator('section.skill li');
	const first = await steps.first().innerText();
	await page.getByRole('link', { name: 'Open the lesson' }).click();
	await expect(page).toHaveURL(/\/me\/lessons\//);
	await expect(steps.first()).toHaveText(first);
	await expect(page.getByRole('heading', { name: 'Your practice', exact: true })).toBeVisible();
	await expect(page.locator('.block-say, .block-do, .block-ask, .block-care, .block-tip')).toHaveCount(0);
});

test('only lessons that were held or come next are listed, and no other can be opened', async ({ page }) => {
	await signIn(page);
	await page.getByRole('link', { name: 'Lessons' }).click();
	const listed = await page
		.locator('main li a')
		.evaluateAll((links) => links.map((a) => a.getAttribute('href')));
	expect(listed.length).toBeGreaterThan(0);
	for (const href of listed) expect((await page.goto(href!))?.status()).toBe(200);
	expect((await page.goto('/me/lessons/no-such-lesson'))?.status()).toBe(404);
});

test('the pages come in Spanish at a tap, and stay so', async ({ page }) => {
	await signIn(page);
	await page.getByRole('button', { name: 'Español' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'es');
	await page.getByRole('link', { name: 'Mis datos' }).click();
	await expect(page.getByRole('heading', { name: 'Quién puede saber qué' })).toBeVisible();
});

test('leaving shows a plain calendar, and the way back shows nothing', async ({ page }) => {
	await signIn(page);
	await page.goto('/me/info');
	const name = await page.getByRole('heading', { level: 1 }).innerText();
	await page.getByRole('button', { name: 'Leave' }).first().click();
	await expect(page).toHaveURL(/\/calendar$/);
	await expect(page).toHaveTitle('Calendar');
	await page.goBack();
	await expect(page).toHaveURL(/\/card/);
	expect(await page.locator('body').innerText()).not.toContain(name);
});

test('a first visit of a lesson takes at most 100 kB in all, font included @javascript', async ({
	page,
	context
}) => {
	await signIn(page);
	const lesson = await page.getByRole('link', { name: 'Open the lesson' }).getAttribute('href');
	const devtools = await context.newCDPSession(page);
	await devtools.send('Network.enable');
	await devtools.send('Network.clearBrowserCache');
	let bytes = 0;
	devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
	await page.goto(lesson!, { waitUntil: 'networkidle' });
	expect(bytes).toBeGreaterThan(30_000);
	expect(bytes).toBeLessThanOrEqual(100_000);
});

test('nothing is in the way of anybody on a small phone, by day or night @javascript', async ({ page }) => {
	test.setTimeout(120_000);
	await page.setViewportSize({ width: 360, height: 740 });
	await signIn(page);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		for (const path of ['/me', '/me/lessons', '/me/info', '/calendar']) {
			await page.goto(path);
			expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
		}
	}
});
