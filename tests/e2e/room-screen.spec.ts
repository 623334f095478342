/** The room screen: opened by a facilitator, shown on a TV by a code, driven by keys, and never too full. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { desk, inspect } from './inspect.ts';
import { openSession } from './room.ts';
import { serveRoom } from './room-server.ts';
import { enter, expect, hasScript, test } from './test.ts';

let room: Awaited<ReturnType<typeof serveRoom>>;
test.beforeAll(async () => {
	room = await serveRoom();
});
test.afterAll(() => room.close());

const screenSize = { width: 1920, height: 1080 };
const address = (lesson: string, step = 1, query = '') =>
	`${room.origin}/room/${room.tokens.get(lesson)}/${step}${query && `?${query}`}`;

/** Where it is, of how many. */
async function place(page: Page): Promise<{ step: number; of: number }> {
	const [step, of] = (await page.locator('.step').textContent())!.match(/\d+/g)!.map(Number);
	return { step, of };
}
const at = (page: Page, step: number) =>
	expect(page.locator('.step')).toHaveText(new RegExp(`^${step} (of|de) `));

/** With JavaScript, waits for the buttons that only it can serve. */
async function show(page: Page, to: string) {
	await page.setViewportSize(screenSize);
	await page.goto(to);
	await expect(page.locator('nav button').last()).toBeVisible();
}

/** Opens the page's room screen in the window that the browser makes for it. */
async function openHere(page: Page): Promise<Page> {
	const [window] = await Promise.all([
		page.context().waitForEvent('page'),
		page.getByRole('button', { name: m.room_open() }).click()
	]);
	await window.waitForURL(/\/room\/[\w-]{43}\/1$/);
	return window;
}

test('a facilitator opens it from the session, a TV shows it by a code, and closing it ends both', async ({
	page,
	another
}) => {
	await page.setViewportSize(desk);
	await enter(page, 'facilitator');
	await openSession(page, groups.keys);
	const title = await page.getByRole('heading', { level: 1 }).textContent();
	await page.getByRole('link', { name: m.room_title() }).filter({ visible: true }).click();
	await inspectIfScripted(page, 'opening the room screen of a session');
	const window = await openHere(page);
	await expect(window.getByRole('heading', { level: 1 })).toHaveText(title!);

	await page.getByRole('button', { name: m.room_make_code() }).click();
	const code = (await page.locator('dd.code').textContent())!;
	const television = await another();
	await television.goto('/room');
	await television.getByLabel(m.room_code()).fill('AAA AAA');
	await television.getByRole('button', { name: m.room_show() }).click();
	await expect(television.getByLabel(m.room_code())).toHaveAccessibleDescription(
		new RegExp(m.error_room_code())
	);
	await inspectIfScripted(television, 'a wrong code');
	await television.getByLabel(m.room_code()).fill(code.toLowerCase());
	await television.getByRole('button', { name: m.room_show() }).click();
	await television.waitForURL(/\/room\/[\w-]{43}\/1$/);
	await expect(television.getByRole('heading', { level: 1 })).toHaveText(title!);
	await television.getByRole('link', { name: m.room_next() }).click();
	await at(television, 2);

	await page.getByRole('button', { name: m.room_close() }).click();
	await expect(page.getByText(m.room_closed())).toBeVisible();
	for (const screen of [window, television]) {
		// With JavaScript they find out themselves.
		if (!hasScript()) await screen.reload();
		await expect(screen.getByText(m.error_room_over())).toBeVisible();
	}
});

test('a lesson is prepared with its slides, and with the screen itself', async ({ page }) => {
	await page.setViewportSize(desk);
	await enter(page, 'facilitator');
	await page.goto('/lessons/show-you-heard?as=room');
	await expect(page.locator('ol > li.activity').first()).toBeVisible();
	await inspectIfScripted(page, 'the slides of a lesson');
	await page.getByRole('link', { name: m.room_title() }).click();
	await inspectIfScripted(page, 'opening the room screen of a lesson');
	const window = await openHere(page);
	await expect(window.getByRole('heading', { level: 1 })).toHaveText('Show you heard');
});

/** Axe needs JavaScript. */
async function inspectIfScripted(page: Page, kind: string) {
	if (test.info().project.use.javaScriptEnabled !== false) await inspect(page, kind);
	await page.setViewportSize(desk);
}

test('each slide has its address: without JavaScript too, from the first to the last and back', async ({
	page
}) => {
	await page.goto(address('take-a-no'));
	const { of } = await place(page);
	const titles = new Set<string>();
	for (let step = 1; step <= of; step++) {
		await at(page, step);
		titles.add((await page.getByRole('heading', { level: 1 }).textContent())!);
		const next = page.getByRole('link', { name: m.room_next() });
		if (step < of) await next.click();
		else await expect(next).toHaveAttribute('aria-disabled', 'true');
	}
	expect(titles.size).toBeGreaterThan(8);
	await page.reload();
	await at(page, of);
	await page.getByRole('link', { name: m.room_back() }).click();
	await at(page, of - 1);
	await page.getByRole('link', { name: 'ES', exact: true }).click();
	await expect(page.getByRole('link', { name: m.room_next({}, { locale: 'es' }) })).toBeVisible();
	await at(page, of - 1);
	await page.getByRole('link', { name: m.room_both({}, { locale: 'es' }) }).click();
	await expect(page.locator('.view')).toHaveCount(2);
	await at(page, of - 1);
});

test('keys and a clicker lead through it, blank it and light it; a reload keeps the place @javascript', async ({
	page
}) => {
	await show(page, address('take-a-no'));
	const { of } = await place(page);
	const steps: [string, number][] = [
		...([
			['PageDown', 2],
			['ArrowRight', 3],
			['Space', 4],
			['ArrowDown', 5]
		] as [string, number][]),
		...([
			['PageUp', 4],
			['ArrowLeft', 3],
			['Shift+Space', 2],
			['End', of],
			['PageDown', of]
		] as [string, number][]),
		...([
			['Home', 1],
			['ArrowUp', 1],
			['PageDown', 2]
		] as [string, number][])
	];
	for (const [key, step] of steps) {
		await page.keyboard.press(key);
		await at(page, step);
	}
	await page.reload();
	await at(page, 2);
	await expect(page.getByRole('button', { name: m.room_full() })).toBeVisible();

	const blank = page.getByRole('button', { name: m.room_unblank() });
	for (const key of ['b', '.']) {
		await page.keyboard.press(key);
		await expect(blank).toBeVisible();
		expect(await blank.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe('rgb(0, 0, 0)');
		await page.keyboard.press('PageDown');
		await expect(blank).toBeHidden();
		await at(page, 2);
	}

	const ground = () => page.locator('.room-screen').evaluate((one) => getComputedStyle(one).backgroundColor);
	const light = await ground();
	await page.keyboard.press('d');
	await expect.poll(ground).not.toBe(light);
	await page.keyboard.press('PageDown');
	await at(page, 3);
	await page.reload();
	expect(await ground()).not.toBe(light);
	await expect(page.getByRole('button', { name: m.room_full() })).toBeVisible();

	await page.keyboard.press('f');
	await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
	await page.keyboard.press('PageDown');
	await at(page, 4);
	expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
	await page.keyboard.press('f');
	await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(false);

	await page.keyboard.press('l');
	await expect(page.locator('.view')).toHaveAttribute('lang', 'es');
	await page.keyboard.press('l');
	await expect(page.locator('.view')).toHaveCount(2);
});

test('once it is there it needs the server no more @javascript', async ({ page, context }) => {
	await show(page, address('take-a-no'));
	const { of } = await place(page);
	await context.setOffline(true);
	for (let step = 2; step <= of; step++) {
		await page.keyboard.press('PageDown');
		await at(page, step);
	}
	await context.setOffline(false);
});

test('the timer counts down, pauses, takes a minute more, and says in shape and words when it is up @javascript', async ({
	page
}) => {
	await page.clock.install();
	await show(page, address('take-a-no', 3));
	const timer = page.getByRole('region', { name: m.room_timer() });
	const clock = timer.getByRole('timer');
	const [, minutes] = (await page.locator('.minutes').textContent())!.match(/^(\d+) /)!;
	await expect(clock).toHaveText(`${minutes}:00`);
	await page.keyboard.press('t');
	await page.clock.runFor(61_000);
	await expect(clock).toHaveText(`${Number(minutes) - 2}:59`);
	await timer.getByRole('button', { name: m.room_timer_pause() }).click();
	await page.clock.runFor(30_000);
	await expect(clock).toHaveText(`${Number(minutes) - 2}:59`);
	await timer.getByRole('button', { name: m.room_timer_more() }).click();
	await expect(clock).toHaveText(`${Number(minutes) - 1}:59`);
	await page.reload();
	await expect(clock).toHaveText(`${Number(minutes) - 1}:59`);
	await expect(timer.locator('circle.left')).toBeVisible();

	await page.keyboard.press('t');
	await page.clock.runFor(Number(minutes) * 60_000 + 11_000);
	await expect(clock).toHaveText(/^\+0:1\d$/);
	await expect(timer.getByRole('status')).toHaveText(m.room_time_up());
	await expect(timer.locator('.face rect')).toBeVisible();
	await expect(timer.locator('.face circle')).toHaveCount(0);
	await page.keyboard.press('+');
	await expect(clock).toHaveText(/^(1:00|0:59)$/);
	await expect(timer.locator('circle.left')).toBeVisible();
	await timer.getByRole('button', { name: m.room_timer_again() }).click();
	await expect(clock).toHaveText(`${minutes}:00`);
});

test('it is clear to all, in light and dark, in one language and two @javascript', async ({ page }) => {
	test.setTimeout(300_000);
	const kinds = ['.title', '.view > ol', '.block-example', '.block-worksheet', '.block-show'];
	await show(page, address('take-a-no'));
	const { of } = await place(page);
	const steps = new Set([1, of]);
	for (let step = 2; step <= of && kinds.length; step++) {
		await page.keyboard.press('PageDown');
		await at(page, step);
		const found = await page.evaluate((all) => all.filter((one) => document.querySelector(one)), kinds);
		for (const one of found) kinds.splice(kinds.indexOf(one), 1);
		if (found.length) steps.add(step);
	}
	expect(kinds).toEqual([]);
	for (const step of steps) {
		await show(page, address('take-a-no', step));
		await inspect(page, `slide ${step}`);
		for (const query of ['in=es&dark=1', 'in=both']) {
			await show(page, address('take-a-no', step, query));
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect
				.soft(
					violations.map(({ id }) => id),
					`slide ${step}, ${query}`
				)
				.toEqual([]);
		}
	}
});

test('no slide of several lessons is too full, on two sizes of screen, in either language and both @javascript', async ({
	page
}) => {
	test.setTimeout(600_000);
	let slides = 0;
	for (const lesson of ['map-the-chain', 'know-the-rules', 'talk-about-my-record', 'take-a-no']) {
		for (const query of ['in=en', 'in=es', 'in=both']) {
			for (const size of [screenSize, { width: 1280, height: 720 }]) {
				await page.goto(address(lesson, 1, query));
				await page.setViewportSize(size);
				await expect(page.locator('nav button').first()).toBeVisible();
				const { of } = await place(page);
				for (let step = 1; step <= of; step++) {
					await at(page, step);
					const told = `${lesson}, ${query}, ${size.width}, slide ${step}`;
					expect(await page.evaluate(tooFull), told).toEqual([]);
					slides++;
					if (step < of) await page.keyboard.press('PageDown');
				}
			}
		}
	}
	expect(slides).toBeGreaterThan(800);
});

/** What sticks out or would have to be scrolled to; and letters that are too small for the back row. */
function tooFull(): string[] {
	const wide = (one: Element) => one.scrollWidth > one.clientWidth + 1;
	const over = (one: Element) => one.scrollHeight > one.clientHeight + 1 || wide(one);
	const main = document.querySelector('main')!;
	const texts = [...document.querySelectorAll('.view p, .view li, .view dt')].filter(
		(one) => !one.matches('.block-label, .label')
	);
	const smallest = innerWidth / 40;
	return [
		...(over(main) ? ['main'] : []),
		...(over(document.documentElement) ? ['page'] : []),
		...[...document.querySelectorAll('.view, header h1 span')]
			.filter(wide)
			.map((one) => one.className || one.tagName),
		...texts
			.filter((one) => parseFloat(getComputedStyle(one).fontSize) < smallest - 0.1)
			.map((one) => `${getComputedStyle(one).fontSize}: ${one.textContent}`)
	];
}
