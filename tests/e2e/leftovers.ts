/** Finds messages that stayed English on a page in Spanish. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { organizations, recipients } from '../../src/demo/program.ts';
import { expect } from './test.ts';

const folder = 'src/lib/i18n/messages';

/** Texts of all messages in a language, plural forms apart. */
function texts(locale: 'en' | 'es'): string[] {
	const files = readdirSync(folder).map((area) => `${folder}/${area}/${locale}.json`);
	const messages = files.flatMap((file) => Object.values(JSON.parse(readFileSync(file, 'utf8')) as object));
	return messages.flatMap((message) =>
		typeof message === 'string' ? [message] : Object.values(message[0].match as Record<string, string>)
	);
}

/** What is data, not a message: it stands as it was typed. */
const data = new Set<string>([
	...recipients.map(({ name }) => name),
	...organizations.flatMap(({ name, sites }) => [name, ...sites]),
	'Groundwork',
	// A language is chosen under its own name.
	'English'
]);

const spanish = new Set(texts('es'));
const english = [...new Set(texts('en'))].filter((text) => !spanish.has(text) && !data.has(text));
/** A message without anything put in, as it stands alone. */
export const whole = new Set(english.filter((text) => !text.includes('{')));
/** Parts of longer messages that can't be there by chance. */
export const parts = english
	.flatMap((text) => text.split(/\{\w+\}/))
	.map((part) => part.trim())
	.filter((part) => part.length >= 12 && part.includes(' '));

/** Texts and labels that a reader meets, without what is marked as being in another language. */
const toldOn = (page: Page) =>
	page.evaluate(() => {
		const names = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'];
		const told: string[] = [document.title];
		const read = (node: Node) => {
			if (node.nodeType === Node.TEXT_NODE) told.push(node.textContent ?? '');
			if (!(node instanceof Element) || node.matches('script, style, textarea, [lang]:not([lang="es"])'))
				return;
			told.push(...names.map((name) => node.getAttribute(name) ?? ''));
			for (const child of node.childNodes) read(child);
		};
		read(document.body);
		return told.map((text) => text.trim().replace(/\s+/g, ' ')).filter(Boolean);
	});

export const chooseSpanish = (page: Page, origin: string) =>
	page.context().addCookies([{ name: 'locale', value: 'es', url: new URL('/', origin).href }]);

/** Expects a page in Spanish without a message in English. */
export async function readInSpanish(page: Page, kind: string) {
	expect.soft(await page.locator('html').getAttribute('lang'), kind).toBe('es');
	const left = (await toldOn(page)).filter(
		(text) => whole.has(text) || parts.some((part) => text.includes(part))
	);
	expect.soft([...new Set(left)], kind).toEqual([]);
}
