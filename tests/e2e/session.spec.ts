/** What may happen to a facilitator in the room: contradicted, overtaken, signed out, with only a phone at hand. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { groups } from './cast.ts';
import { openSession, rowOf, saved, show, tap } from './room.ts';
import { enter, expect, hasScript, test } from './test.ts';

const needsReview = (page: Page, name: string) =>
	page.locator('#roll').getByRole('listitem').filter({ hasText: name });

test('two answers about one person are shown to both, and one tap settles them @javascript', async ({
	page,
	context,
	another
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.answers);
	const second = await another();
	await enter(second, 'coordinator');
	await show(second, page.url());

	await context.setOffline(true);
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await expect(page.getByText(m.saving_kept())).toBeVisible();
	await tap(rowOf(second, 'Amos B.'), m.roll_is_out());
	await saved(second);
	await context.setOffline(false);

	for (const each of [page, second]) {
		const row = needsReview(each, 'Amos B.');
		await expect(row).toContainText(m.guide_two_answers());
		await expect(row.getByRole('button')).toHaveText([
			new RegExp(`${m.word_mark_absent_unexcused()}.*${m.roll_says({ who: 'Marcus Ellery' })}`),
			new RegExp(`${m.word_mark_present()}.*${m.roll_says({ who: 'Renata Quiroz' })}`)
		]);
	}
	await needsReview(second, 'Amos B.').getByRole('button', { name: m.word_mark_present() }).click();
	for (const each of [page, second]) {
		await expect(rowOf(each, 'Amos B.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
		await expect(each.getByText(m.guide_two_answers())).toHaveCount(0);
	}
});

test('everybody marked at once is taken back at once @javascript', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.all);
	await tap(rowOf(page, 'Celia D.'), m.roll_is_out());
	await tap(page, m.roll_others({ count: 7 }));
	await expect(page.getByText(m.roll_to_mark({ count: 0 }))).toBeVisible();
	await tap(page, m.saving_undo());
	await expect(page.getByText(m.roll_to_mark({ count: 7 }))).toBeVisible();
	await expect(rowOf(page, 'Celia D.')).toContainText(m.word_mark_absent_unexcused());
	await expect(page.getByText(m.guide_two_answers())).toHaveCount(0);
});

test('everybody marked at once is taken back later too, as long as nobody was marked since', async ({
	page
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.back);
	const address = page.url();
	await tap(rowOf(page, 'Celia D.'), m.roll_is_out());
	await tap(page, m.roll_others({ count: 7 }));
	await expect(page.getByText(m.roll_to_mark({ count: 0 }))).toBeVisible();
	await saved(page);
	await show(page, address);
	await tap(page, m.roll_take_back_all({ count: 7 }));
	await expect(page.getByText(m.roll_to_mark({ count: 7 }))).toBeVisible();
	await expect(rowOf(page, 'Celia D.')).toContainText(m.word_mark_absent_unexcused());

	await tap(page, m.roll_others({ count: 7 }));
	await saved(page);
	await tap(rowOf(page, 'Hugo I.'), m.roll_is_out());
	await saved(page);
	await show(page, address);
	await expect(page.getByText(m.roll_to_mark({ count: 0 }))).toBeVisible();
	await expect(page.getByRole('button', { name: m.roll_take_back_all({ count: 7 }) })).toHaveCount(0);
});

test('going back in the browser after sending sends nothing again', async ({ page }) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.back);
	await tap(rowOf(page, 'Amos B.'), m.roll_is_out());
	await expect(rowOf(page, 'Amos B.').getByRole('button', { name: m.word_reason_court() })).toBeVisible();
	await tap(rowOf(page, 'Amos B.'), m.word_reason_court());
	await saved(page);
	await page.goto('/today');
	await page.goBack();
	await expect(rowOf(page, 'Amos B.')).toContainText(m.roll_neutral({ reason: m.word_reason_court() }));
	await page.goBack();
	await page.goForward();
	await expect(page.getByText(m.guide_two_answers())).toHaveCount(0);
	await expect(rowOf(page, 'Amos B.')).toContainText(m.roll_neutral({ reason: m.word_reason_court() }));
});

test('the last session ends once it is said what became of everything, and once only', async ({
	page,
	another
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.last);
	const address = new URL(page.url()).pathname;
	const second = await another();
	await enter(second, 'coordinator');
	for (const each of [page, second]) await each.goto(`${address}/end`);

	const choices = page.locator('#left').getByRole('combobox');
	const count = await choices.count();
	await expect(page.getByRole('heading', { name: m.end_left({ count }) })).toBeVisible();
	// The browser asks for each.
	await tap(page, m.end_anyway());
	await expect(choices.first()).toBeFocused();
	await page.getByRole('link', { name: m.end_left_all() }).click();
	for (let i = 0; i < count; i++) await expect(choices.nth(i)).toHaveValue('done');
	const skipped = m.guide_skipped_for({ reason: m.word_delivery_time() });
	await choices.last().selectOption({ label: skipped });
	await tap(page, m.end_anyway());
	await expect(page).toHaveURL(new RegExp(`${address}(#left)?$`));
	const list = page.getByRole('region', { name: m.guide_activities() }).getByRole('listitem');
	await expect(list.last()).toContainText(skipped);
	await expect(page.getByText(m.guide_not_done())).toHaveCount(0);

	await second.getByRole('link', { name: m.end_left_all() }).click();
	if (hasScript()) await tap(second, m.end_anyway());
	await expect(second.getByText(hasScript() ? m.end_overtaken() : m.end_over())).toBeVisible();
	await expect(second.getByText(/Renata Quiroz/)).toBeVisible();

	await page.goto(`${address}/end`);
	await expect(page.getByText(m.end_over())).toBeVisible();
	await page.getByRole('link', { name: m.end_back() }).click();
	await expect(page).toHaveURL(new RegExp(`${address}$`));
});

test('a tap that came too late says why it was not saved, and the screen shows what stands @javascript', async ({
	page,
	context,
	another
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.ended);
	await context.setOffline(true);
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await expect(page.getByText(m.saving_kept())).toBeVisible();
	const second = await another();
	await enter(second, 'coordinator');
	await second.goto(`${page.url()}/end`);
	await tap(second, m.end_anyway());
	await context.setOffline(false);

	await expect(page.getByRole('alert')).toContainText(m.saving_refused());
	await expect(page.getByRole('status').filter({ hasText: 'Marcus Ellery' })).toBeVisible();
	const row = page.locator('#roll').getByRole('listitem').filter({ hasText: 'Amos B.' });
	await expect(row).toContainText(m.word_mark_unmarked());
	await expect(row.getByRole('button', { name: m.roll_is_here() })).toHaveCount(0);
});

test('signed out in between, what was tapped is kept until one is back @javascript', async ({
	page,
	context
}) => {
	await enter(page, 'facilitator');
	await openSession(page, groups.away);
	await context.clearCookies();
	await tap(rowOf(page, 'Amos B.'), m.roll_is_here());
	await expect(page.getByText(m.saving_signed_out())).toBeVisible();
	const tab = await context.newPage();
	await enter(tab, 'facilitator');
	await tap(page, m.saving_retry());
	await saved(page);
	await show(page, page.url());
	await expect(rowOf(page, 'Amos B.').getByRole('button', { pressed: true })).toHaveText(m.roll_is_here());
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 360, height: 780 } });

	const sideways = (page: Page) =>
		page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

	test('guide, roll and practice are one at a time, large enough for a thumb', async ({ page }) => {
		await enter(page, 'facilitator');
		await openSession(page, groups.phone);
		const tabs = page.getByRole('navigation', { name: m.session_views() });
		const parts = {
			[m.guide_title()]: page.getByRole('region', { name: m.guide_activities() }),
			[m.roll_title()]: page.locator('#roll'),
			[m.practice_title()]: page.getByRole('row', { name: 'Amos B.' })
		};
		for (const [name, part] of Object.entries(parts)) {
			await tabs.getByRole('link', { name, exact: name !== m.roll_title() }).click();
			await expect(part).toBeVisible();
			for (const other of Object.values(parts)) if (other !== part) await expect(other).toBeHidden();
			expect(await sideways(page)).toBe(0);
		}
		const small = await page
			.locator('main button:visible, main label:visible, main summary:visible')
			.evaluateAll((all) =>
				all
					.map((one) => one.getBoundingClientRect())
					.filter(({ width, height }) => Math.min(width, height) < 44)
			);
		expect(small).toEqual([]);
	});

	test('one tap, the reason under it, and the next one, without going anywhere', async ({ page }) => {
		await enter(page, 'facilitator');
		await openSession(page, groups.phone);
		await tap(rowOf(page, 'Bianca C.'), m.roll_is_out());
		const reason = rowOf(page, 'Bianca C.').getByRole('button', { name: m.word_reason_lockdown() });
		await expect(reason).toBeInViewport();
		expect(await sideways(page)).toBe(0);
		await reason.click();
		await expect(rowOf(page, 'Bianca C.')).toContainText(
			m.roll_neutral({ reason: m.word_reason_lockdown() })
		);
		await tap(rowOf(page, 'Celia D.'), m.roll_is_here());
		await saved(page);
		const tab = page
			.getByRole('navigation', { name: m.session_views() })
			.getByRole('link', { name: m.roll_title() });
		await expect(tab).toContainText('6');
	});
});
