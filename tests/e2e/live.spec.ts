/** Two devices on one session, a connection that is cut, a second tab. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { openSession, rowOf, saved, show, standing, tap } from './room.ts';
import { enter, expect, test } from './test.ts';

test("two devices on one session see each other's marks @javascript", async ({ page, another }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.devices);
	const second = await another();
	await enter(second, 'coordinator');
	await show(second, page.url());
	await expect(page.getByText(m.live_here({ names: 'Marcus Ellery', count: 1 }))).toBeVisible();
	await expect(second.getByText(m.live_here({ names: 'Renata Quiroz', count: 1 }))).toBeVisible();

	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await expect(
		rowOf(second, 'Amos B.').getByRole('button', { name: m.roll_is_here(), pressed: true })
	).toBeVisible();
	await tap(rowOf(second, 'Bianca C.'), m.roll_is_out());
	await tap(rowOf(second, 'Bianca C.'), m.word_reason_sick());
	await expect(rowOf(page, 'Bianca C.')).toContainText(m.word_reason_sick());

	const activity = second.getByRole('region', { name: m.guide_activities() }).getByRole('listitem').first();
	await activity.getByRole('button').click();
	await expect(
		page.getByRole('region', { name: m.guide_activities() }).getByRole('button', { pressed: true })
	).toHaveCount(1);

	await second.goto('/today');
	await expect(page.getByText(m.live_here({ names: 'Marcus Ellery', count: 1 }))).toHaveCount(0);
});

test('what is tapped without a connection is kept, and sent once when it is back @javascript', async ({
	page,
	context,
	another
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.cut);
	const address = page.url();
	const sent: string[] = [];
	page.on('request', (request) => {
		if (request.method() === 'POST' && request.url().endsWith('/operations')) sent.push(request.postData()!);
	});
	const second = await another();
	await enter(second, 'coordinator');
	await show(second, address);

	await context.setOffline(true);
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await tap(rowOf(page, 'Bianca C.'), m.roll_is_out());
	await expect(page.getByRole('status').filter({ hasText: m.saving_kept() })).toContainText(
		m.saving_waiting({ count: 2 })
	);
	// Meanwhile the other one says something too.
	await tap(rowOf(second, 'Celia D.'), m.roll_is_here());
	await saved(second);
	await expect(rowOf(page, 'Celia D.').getByRole('button', { pressed: true })).toHaveCount(0);

	await context.setOffline(false);
	await expect(rowOf(second, 'Amos B.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
	await expect(rowOf(second, 'Bianca C.')).toContainText(m.word_mark_absent_unexcused());
	await expect(rowOf(page, 'Celia D.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
	await saved(page);

	// However often it was sent, each tap has one id: the roll holds one statement about each, and nothing to review.
	const ids = new Set(sent.flatMap((body) => operationsIn(body).map(({ operationId }) => operationId)));
	expect(ids.size).toBe(2);
	await show(page, address);
	expect(await standing(page, 'Amos B.')).toBe(1);
	expect(await standing(page, 'Bianca C.')).toBe(1);
	await expect(page.getByText(m.guide_two_answers())).toHaveCount(0);
	await expect(page.getByText(m.roll_to_mark({ count: 5 }))).toBeVisible();
});

const operationsIn = (body: string) => JSON.parse(body) as { operationId: string }[];

test('an answer that is lost on its way back changes nothing when the tap is sent again @javascript', async ({
	page,
	context
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.cut);
	let lost = 0;
	await context.route(/\/operations$/, async (route) => {
		if (lost++ > 0) return route.continue();
		await route.fetch();
		return route.abort('connectionreset');
	});
	await tap(rowOf(page, 'Darius E.'), m.roll_is_here());
	await saved(page);
	expect(lost).toBeGreaterThan(1);
	await show(page, page.url());
	await expect(rowOf(page, 'Darius E.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
	expect(await standing(page, 'Darius E.')).toBe(1);
});

test('a second tab shows the same, and the stream moves on when the first one is closed @javascript', async ({
	page,
	context
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.tabs);
	const tab = await context.newPage();
	await show(tab, page.url());
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await expect(rowOf(tab, 'Amos B.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
	await tap(rowOf(tab, 'Bianca C.'), m.roll_is_here());
	await expect(rowOf(page, 'Bianca C.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());

	await page.close();
	const third = await context.newPage();
	await show(third, tab.url());
	await tap(rowOf(third, 'Celia D.'), m.roll_is_here());
	await expect(rowOf(tab, 'Celia D.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
});

test('leaving with a tap that is not saved is asked about first @javascript', async ({ page, context }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.tabs);
	await context.setOffline(true);
	await tap(rowOf(page, 'Ines J.'), m.roll_is_here());
	await expect(page.getByText(m.saving_kept())).toBeVisible();
	const asked = page.waitForEvent('dialog');
	await page.getByRole('link', { name: groups.tabs }).click({ noWaitAfter: true });
	const dialog = await asked;
	expect(dialog.message()).toBe(m.saving_leave({ count: 1 }));
	await dialog.dismiss();
	await context.setOffline(false);
	await saved(page);
});
