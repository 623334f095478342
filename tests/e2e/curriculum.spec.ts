import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';

const file = '/curriculum/files/1-why-change/2-now-and-later.md';

/** There is one draft for all: these tests run one after the other, and once. */
test.describe.configure({ mode: 'serial' });

async function lead(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
	const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
	await page.goto('/sign-in');
	await page.locator('button[name="role"][value="lead"]').click();
	await expect(page).toHaveURL(/\/curriculum$/);
	return page;
}

async function openFile(page: Page) {
	await page.goto('/curriculum');
	const start = page.getByRole('button', { name: 'Start a draft' });
	if (await start.isVisible()) await start.click();
	await expect(page.getByText('Draft on edition')).toBeVisible();
	await page.goto(file);
	return page.getByLabel('Text', { exact: true });
}

test('without JavaScript a lead edits, is told every fault, fixes it and publishes @javascript', async ({
	browser
}) => {
	const page = await lead(browser, false);
	const text = await openFile(page);
	const before = await text.inputValue();
	const save = page.getByRole('button', { name: 'Save and check' });

	await text.fill(before.replace('minutes: 90', 'minutes: 80'));
	await save.click();
	await expect(page.getByText('Saved.')).toBeVisible();
	await expect(page.getByText('Line 6, column 1')).toBeVisible();
	await page.goto('/curriculum/publish');
	await expect(page.getByRole('heading', { name: 'Fix these before publishing' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Publish' })).toHaveCount(0);

	await page.goto(file);
	await text.fill(before.replace('Some choices pay', 'Many choices pay'));
	await save.click();
	await expect(page.getByText('No faults')).toBeVisible();
	await page.goto('/curriculum/publish');
	const version = page.getByLabel('Version');
	const next = await version.inputValue();
	await version.fill('0.0.1');
	await page.getByRole('button', { name: 'Publish' }).click();
	await expect(page.getByText('The version must come after')).toBeVisible();
	await expect(version).toHaveValue('0.0.1');
	await version.fill(next);
	await page.getByRole('button', { name: 'Publish' }).click();
	await expect(page.getByText(`Edition ${next} is published.`)).toBeVisible();
	await page.goto('/lessons/now-and-later?as=participant');
	await expect(page.getByText('Many choices pay')).toBeVisible();
});

test('of two who edit one file the second keeps the text and sees what differs @javascript', async ({
	browser
}) => {
	const [one, other] = [await lead(browser, true), await lead(browser, true)];
	const [mine, theirs] = [await openFile(one), await openFile(other)];
	const before = await mine.inputValue();
	const save = (page: Page) => page.getByRole('button', { name: 'Save and check' }).click();

	await theirs.fill(before.replace('choices pay', 'choices (theirs) pay'));
	await save(other);
	await expect(other.getByText('Saved.')).toBeVisible();
	await mine.fill(before.replace('choices pay', 'choices (mine) pay'));
	await save(one);
	await expect(one.getByText('saved this file while you were editing')).toBeVisible();
	await expect(mine).toHaveValue(/choices \(mine\) pay/);
	await one.getByText('From the saved text to yours').click();
	await expect(one.locator('.removed')).toContainText('choices (theirs) pay');
	await save(one);
	await expect(one.getByText('Saved.')).toBeVisible();
});

test('with JavaScript the preview and the faults follow the typing @javascript', async ({ browser }) => {
	const page = await lead(browser, true);
	const text = await openFile(page);
	await text.fill((await text.inputValue()).replace('## Check-in (check-in', '## Hello there (hello'));
	await expect(page.getByText('“hello” is not a kind of activity')).toBeVisible();
	await expect(page.locator('.guide').getByRole('heading', { name: 'Hello there' })).toBeVisible();
	await page.getByRole('button', { name: /^Line \d+, column 1$/ }).click();
	await expect(text).toBeFocused();
	expect(
		await text.evaluate((field: HTMLTextAreaElement) =>
			field.value.slice(field.selectionStart, field.selectionStart + 14)
		)
	).toBe('## Hello there');
});

test('a draft is discarded only after it was asked whether to @javascript', async ({ browser }) => {
	const page = await lead(browser, false);
	await openFile(page);
	await page.goto('/curriculum');
	await page.getByRole('link', { name: 'Discard the draft' }).click();
	await page.getByRole('button', { name: 'Yes, discard it' }).click();
	await expect(page.getByText('The draft was discarded.')).toBeVisible();
});

test('the lead’s pages are clear to all, in light and dark @javascript', async ({ browser }) => {
	test.setTimeout(120_000);
	const page = await lead(browser, true);
	await openFile(page);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		for (const path of [
			'/curriculum',
			file,
			'/curriculum/publish',
			'/curriculum/discard',
			'/lessons',
			'/lessons/now-and-later'
		]) {
			await page.goto(path);
			expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
		}
	}
});
