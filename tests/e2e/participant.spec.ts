/** A participant comes in with a card, reads what is theirs, and leaves. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { card } from '../../src/demo/sign-ins.ts';
import { enter, expect, test } from './test.ts';

test('a card and a PIN lead in; a wrong PIN is told apart from nothing, and is not given back', async ({
	page
}) => {
	await page.goto('/me/lessons');
	await expect(page).toHaveURL(/\/card\?next=/);
	const [code, pin] = [
		page.getByLabel(m.entry_code(), { exact: true }),
		page.getByLabel(m.entry_pin(), { exact: true })
	];
	const told: string[] = [];
	for (const [typed, secret] of [
		[card.code, '999998'],
		['0000-0000-0000-0000', card.pin]
	]) {
		await code.fill(typed);
		await pin.fill(secret);
		await page.getByRole('button', { name: m.entry_enter() }).click();
		await expect(page.getByRole('alert')).toBeVisible();
		await expect(code).toHaveValue(typed);
		await expect(pin).toHaveValue('');
		told.push(await page.getByRole('alert').innerText());
	}
	expect(told[0]).toContain(m.error_card_refused());
	expect(told[1]).toBe(told[0]);

	await code.fill(card.code.replaceAll('-', ' ').toLowerCase());
	await pin.fill(card.pin);
	await page.getByRole('button', { name: m.entry_enter() }).click();
	await expect(page).toHaveURL(/\/me\/lessons$/);
});

test('a participant sees the next meeting, the skill with its steps, and reads the lesson', async ({
	page
}) => {
	await enter(page, 'participant');
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
	await enter(page, 'participant');
	await page.getByRole('link', { name: 'Lessons' }).click();
	const listed = await page
		.locator('main li a')
		.evaluateAll((links) => links.map((a) => a.getAttribute('href')));
	expect(listed.length).toBeGreaterThan(0);
	for (const href of listed) expect((await page.goto(href!))?.status()).toBe(200);
	expect((await page.goto('/me/lessons/no-such-lesson'))?.status()).toBe(404);
});

test('the pages come in Spanish at a tap, and stay so', async ({ page }) => {
	await enter(page, 'participant');
	await page.getByRole('button', { name: 'Español' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'es');
	await page.getByRole('link', { name: 'Mis datos' }).click();
	await expect(page.getByRole('heading', { name: 'Quién puede saber qué' })).toBeVisible();
});

test('leaving shows a plain calendar, and the way back shows nothing', async ({ page }) => {
	await enter(page, 'participant');
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
	await enter(page, 'participant');
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
