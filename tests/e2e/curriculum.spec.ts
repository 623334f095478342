/** A curriculum lead changes a lesson: a draft, its faults, the next edition; and two leads at once. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { inspect } from './inspect.ts';
import { chooseSpanish, readInSpanish } from './leftovers.ts';
import { enter, expect, test } from './test.ts';
import { walk } from './walk.ts';

/** There is one draft for all: these tests run one after the other. */
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const file = '/curriculum/files/1-why-change/2-now-and-later.md';
const save = (page: Page) => page.getByRole('button', { name: m.curriculum_save() }).click();
const saved = (page: Page) => expect(page.getByText(m.curriculum_saved(), { exact: true })).toBeVisible();

async function openFile(page: Page) {
	await page.goto('/curriculum');
	const start = page.getByRole('button', { name: m.curriculum_open_draft() });
	if (await start.isVisible()) await start.click();
	await expect(page.getByRole('link', { name: m.curriculum_discard() })).toBeVisible();
	await page.goto(file);
	return page.getByLabel(m.curriculum_text(), { exact: true });
}

test('a lead edits, is told every fault with its line, fixes it and publishes; groups under way keep theirs', async ({
	page,
	another
}) => {
	await enter(page, 'lead');
	const text = await openFile(page);
	const before = await text.inputValue();

	await text.fill(before.replace('minutes: 90', 'minutes: 80').replace(':::say', ':::shout'));
	await save(page);
	await saved(page);
	for (const line of [6, before.split('\n').findIndex((one) => one === ':::say') + 1]) {
		await expect(page.getByText(m.curriculum_fault_place({ line, column: 1 }))).toBeVisible();
	}
	await page.goto('/curriculum/publish');
	await expect(page.getByRole('heading', { name: m.curriculum_publish_faults() })).toBeVisible();
	await expect(page.getByRole('button', { name: m.curriculum_publish(), exact: true })).toHaveCount(0);

	await page.goto(file);
	await text.fill(before.replace('Some choices pay', 'Many choices pay'));
	await save(page);
	await expect(page.getByText(m.curriculum_faults_none(), { exact: true })).toBeVisible();
	await page.goto('/curriculum/publish');
	await expect(page.locator('ins')).toContainText('Many choices pay');
	const version = page.getByLabel(m.curriculum_publish_version(), { exact: true });
	const publish = page.getByRole('button', { name: m.curriculum_publish(), exact: true });
	const next = await version.inputValue();
	await version.fill('0.0.1');
	await publish.click();
	await expect(version).toHaveAccessibleDescription(
		new RegExp(m.error_version_order({ version: '[0-9.]+' }))
	);
	await expect(version).toHaveValue('0.0.1');
	await version.fill(next);
	await publish.click();
	await expect(page.getByText(m.curriculum_published({ version: next }))).toBeVisible();
	await page.goto('/lessons/now-and-later?as=participant');
	await expect(page.getByText('Many choices pay')).toBeVisible();

	const coordinator = await another();
	await enter(coordinator, 'coordinator');
	await coordinator.goto('/groups');
	await coordinator.getByRole('link', { name: groups.evening, exact: true }).click();
	await expect(coordinator.getByText('Steady Ground 0.1.0')).toBeVisible();
	await coordinator.goto('/groups/new');
	await expect(coordinator.getByLabel(m.groups_edition()).locator('option:checked')).toHaveText(
		`Steady Ground ${next}`
	);
});

test('of two who edit one file the second keeps the text and sees what differs', async ({
	page,
	another
}) => {
	const other = await another();
	await enter(page, 'lead');
	await enter(other, 'lead');
	const [mine, theirs] = [await openFile(page), await openFile(other)];
	const before = await mine.inputValue();

	await theirs.fill(before.replace('choices pay', 'choices (theirs) pay'));
	await save(other);
	await saved(other);
	await mine.fill(before.replace('choices pay', 'choices (mine) pay'));
	const answer = page.waitForResponse((response) => response.url().endsWith('?/save'));
	await save(page);
	const conflict = await answer;
	const isEnhanced = (await conflict.headerValue('content-type'))?.startsWith('application/json');
	expect(isEnhanced ? (await conflict.json()).status : conflict.status()).toBe(409);
	await expect(page.getByText(m.curriculum_conflict_title({ name: 'Imani Castell' }))).toBeVisible();
	await expect(mine).toHaveValue(/choices \(mine\) pay/);
	await page.getByText(m.curriculum_conflict_differs()).click();
	await expect(page.locator('.removed')).toContainText('choices (theirs) pay');
	await save(page);
	await saved(page);
	await expect(mine).toHaveValue(/choices \(mine\) pay/);
});

test('with JavaScript the preview and the faults follow the typing @javascript', async ({ page }) => {
	await enter(page, 'lead');
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

test('the lead’s pages are clear to all @javascript', async ({ page }) => {
	await enter(page, 'lead');
	const text = await openFile(page);
	await text.fill((await text.inputValue()).replace('minutes: 90', 'minutes: 80'));
	await save(page);
	await saved(page);
	await inspect(page, 'a file with faults');
	const found = await walk(page, ['/curriculum', '/curriculum/publish'], async (kind) => {
		if (!kind.startsWith('/lessons')) await inspect(page, kind);
	});
	const kinds = ['/curriculum', '/curriculum/files/*', '/curriculum/publish', '/curriculum/discard'];
	expect([...found]).toEqual(expect.arrayContaining(kinds));

	await chooseSpanish(page, page.url());
	await walk(page, ['/curriculum', '/curriculum/publish'], async (kind) => {
		if (kind.startsWith('/curriculum')) await readInSpanish(page, kind);
	});
});

test('a draft is discarded only after it was asked whether to', async ({ page }) => {
	await enter(page, 'lead');
	await openFile(page);
	await page.goto('/curriculum');
	await page.getByRole('link', { name: m.curriculum_discard() }).click();
	await expect(page.getByText('1-why-change/2-now-and-later.md')).toBeVisible();
	await page.getByRole('button', { name: m.curriculum_discard_yes() }).click();
	await expect(page.getByRole('button', { name: m.curriculum_open_draft() })).toBeVisible();
	await page.goto('/lessons/now-and-later?as=participant');
	await expect(page.getByText('choices (mine) pay')).toHaveCount(0);
});
