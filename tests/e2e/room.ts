/** The session's screen in the hands of a test. */
import type { Locator, Page } from '@playwright/test';
import { expect, hasScript } from './test.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { headsIn } from '#lib/roll.ts';

/** From Today to the session of a group that meets now. */
export async function openSession(page: Page, group: string) {
	await page.goto('/today');
	const item = page.locator('section.first, li').filter({ hasText: group });
	await live(page, () => item.getByRole('link', { name: m.today_open() }).click());
	await page.waitForURL(/\/sessions\//);
}

/** Opens a session's screen and waits until it is live: a tap before that is an ordinary form. */
export const show = (page: Page, address: string) => live(page, () => page.goto(address));

async function live(page: Page, open: () => Promise<unknown>) {
	const room = hasScript() ? page.waitForResponse(/\/room$/) : null;
	await open();
	await room;
}

/** With JavaScript, waits until the server has said that it has what was tapped; without, a page came back. */
export async function saved(page: Page) {
	if (hasScript()) await expect(page.getByText(m.saving_saved(), { exact: true })).toBeVisible();
}

/** A person's row on the roll; after the end it has no buttons. */
export function rowOf(page: Page, name: string, ended = false): Locator {
	const roll = page.locator('#roll').getByRole('listitem');
	if (ended) return roll.filter({ hasText: name });
	return roll.filter({ has: page.getByRole('group', { name, exact: true }) });
}

/** How many marks of a person stand, as the roll's form says: each new one replaces them. */
export async function standing(page: Page, name: string): Promise<number> {
	const id = (await rowOf(page, name).getAttribute('id'))!.slice('person-'.length);
	return headsIn(await page.locator('#roll-taps input[name=heads]').inputValue(), id).length;
}

export const tap = (on: Page | Locator, name: string) =>
	on.getByRole('button', { name, exact: true }).first().click();
