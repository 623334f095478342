/** What every page has to stand: axe on a small phone in light and on a desk in dark, where nothing may stick out. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

export const phone = { width: 360, height: 740 };
export const desk = { width: 1280, height: 900 };
/** What can differ where a page is wide and dark: its colors, and whatever a phone does not show. */
const wide = [
	...['color-contrast', 'target-size', 'scrollable-region-focusable', 'nested-interactive'],
	...['link-name', 'button-name', 'label', 'empty-table-header', 'duplicate-id-aria', 'aria-allowed-attr']
];

/** All rules on a phone in light; on a desk, in dark, those whose answer hangs on the width or the scheme. */
export async function inspect(page: Page, kind: string): Promise<void> {
	expect.soft(await page.title(), kind).not.toBe('');
	await expect.soft(page.locator('main'), kind).toHaveCount(1);
	// No page of ours holds a frame, and what passed is told to nobody: either would double the time.
	const axe = () => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
	await lookAt(page, kind, phone, 'light', () => axe());
	await lookAt(page, kind, desk, 'dark', () => axe().withRules(wide));
	await page.emulateMedia({ colorScheme: 'light' });
}

async function lookAt(
	page: Page,
	kind: string,
	viewport: typeof phone,
	colorScheme: 'light' | 'dark',
	axe: () => AxeBuilder
) {
	await page.setViewportSize(viewport);
	await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
	const over = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect.soft(over, `${kind} sticks out at ${viewport.width} px`).toBe(0);
	await settled(page);
	const { violations } = await axe().analyze();
	const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
	expect.soft(told, `${kind}, ${colorScheme}, ${viewport.width} px`).toEqual([]);
}

/** Colors that are still on their way to the other scheme are nobody's. */
const settled = (page: Page) =>
	page.evaluate(async () => {
		const ends = ({ effect }: Animation) => effect?.getComputedTiming().endTime !== Infinity;
		const finite = document.getAnimations().filter(ends);
		await Promise.allSettled(finite.map((animation) => animation.finished));
	});
