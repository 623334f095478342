/** What every page has to stand: axe in light and dark, wide and on a small phone, where nothing may stick out. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

export const phone = { width: 360, height: 740 };
export const desk = { width: 1280, height: 900 };
const contrast = 'color-contrast';

/** Colors are looked at in light and, on the desk, in dark too; all the rest in light: nothing else hangs on the scheme. */
export async function inspect(page: Page, kind: string): Promise<void> {
	expect.soft(await page.title(), kind).not.toBe('');
	await expect.soft(page.locator('main'), kind).toHaveCount(1);
	for (const viewport of [phone, desk]) {
		await page.setViewportSize(viewport);
		const over = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect.soft(over, `${kind} sticks out at ${viewport.width} px`).toBe(0);
		for (const colorScheme of viewport === desk ? (['light', 'dark'] as const) : (['light'] as const)) {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			await settled(page);
			// No page of ours holds a frame, and what passed is told to nobody: either would double the time.
			const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
			const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(contrast)).analyze();
			const told = violations.map(
				({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`
			);
			expect.soft(told, `${kind}, ${colorScheme}, ${viewport.width} px`).toEqual([]);
		}
	}
	await page.emulateMedia({ colorScheme: 'light' });
}

/** Colors that are still on their way to the other scheme are nobody's. */
const settled = (page: Page) =>
	page.evaluate(async () => {
		const ends = ({ effect }: Animation) => effect?.getComputedTiming().endTime !== Infinity;
		const finite = document.getAnimations().filter(ends);
		await Promise.allSettled(finite.map((animation) => animation.finished));
	});
