import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labels } from '#lib/server/curriculum/labels.ts';
import { parseMarkdown } from '#lib/server/curriculum/markdown.ts';
import { renderGuide } from '#lib/server/curriculum/render.ts';
import { typeset } from '#lib/server/print/typeset.ts';
import { xmlOf } from '#lib/server/print/xml.ts';
import type { Print } from '#lib/print.ts';
import { readPdf } from '../support/pdf.ts';
import { bare } from '../support/wordings.ts';

/** A print with one lesson whose text is this HTML. */
function printWith(html: string, title = 'A lesson'): Print {
	const lesson = {
		...{ id: 'a-lesson', number: '1.1', label: 'Lesson 1.1', title, lang: 'en', meta: null, note: null },
		...{ plan: null, skill: null, facts: [], practice: null, intro: '' },
		activities: [{ key: 'one', title: 'One', clock: null, meta: null, html }]
	};
	return {
		...{ output: 'workbook', language: 'en', size: 'letter', title, stamp: 'Stamp' },
		...{ cover: null, cards: [], wallet: null },
		modules: [{ heading: null, guide: null, lessons: [lesson] }]
	};
}
const rendered = (text: string) => renderGuide(parseMarkdown(text).root!.children, labels('en'));
const paragraph = (value: string) =>
	renderGuide([{ type: 'paragraph', children: [{ type: 'text', value }] }], labels('en'));
const read = async (html: string, title?: string) => readPdf(typeset(printWith(html, title)).pdf);

describe('text', () => {
	test('is never taken for anything but text, whatever is in it', async () => {
		const letters = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
		const texts = fc.array(
			letters.filter((text) => text.trim() !== ''),
			{ minLength: 1, maxLength: 12 }
		);
		await fc.assert(
			fc.asyncProperty(texts, async (all) => {
				const { pages } = await read(all.map(paragraph).join('\n'), all[0]);
				const found = bare(pages.join(' '));
				for (const text of all) expect(found).toContain(bare(text));
			}),
			{ numRuns: 60 }
		);
	});

	test.each([
		'#read("/etc/passwd")',
		'#import "@preview/cetz:0.3.1"',
		'$x^2$ `code` *bold* _em_ = heading <label> @ref',
		'</p></lesson><x>&amp;&lt;',
		'\\u{41} // comment /* more */',
		'{"output":"guide"}'
	])('%s stays what it is', async (text) => {
		const { pages } = await read(paragraph(text), text);
		expect(bare(pages[0])).toContain(bare(text));
	});

	test('with letters that nothing has still becomes a PDF', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
				const { marked } = await read(paragraph(text));
				expect(marked).toBe(true);
			}),
			{ numRuns: 40 }
		);
	});

	test('loses what XML has no place for', () => {
		expect(xmlOf('<p>a\u0000\u0008b\uD800c\uFFFEd\te<br>f</p><hr>')).toBe(
			'<lesson><p>abcd\te<br/>f</p><hr/></lesson>'
		);
	});
});

test('every form of Markdown is set, and tagged as what it is', async () => {
	const { pages, roles, info } = await read(
		rendered(`
A **bold** and *soft* ~~old~~ \`word\` with [a link](https://example.org/?a=1&b=2).

1. first
2. second
   - inside
   - also

> Said by somebody.

### A heading

| Word | Meaning |
|------|---------|
| keep | hold on |

---

:::example{sector="construction"}
An example.
:::

:::worksheet{id="sheet"}
- one: What is it?
- two: And then?
:::
`)
	);
	expect(info.Language).toBe('en');
	for (const role of ['H1', 'H2', 'H3', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TH', 'TD', 'Link'])
		expect(roles.get(role), role).toBeGreaterThan(0);
	const text = bare(pages[0]);
	for (const words of [
		'bold',
		'old',
		'a link',
		'first',
		'inside',
		'Said by',
		'hold on',
		'Example',
		'And then?'
	])
		expect(text).toContain(bare(words));
});

test('an address in a lesson that is none of ours is no link in the PDF either', async () => {
	const html = rendered('[one](javascript:alert(1)) [two](file:///etc/passwd) [three](//host/x)');
	const { roles, pages } = await read(html);
	expect(roles.get('Link')).toBeUndefined();
	expect(bare(pages[0])).toContain('onetwothree');
});

test('a worksheet has room to write under every prompt, and a prompt is never alone at the foot of a page', async () => {
	const fields = Array.from({ length: 40 }, (_, i) => `- f${i}: Prompt number ${i}?`).join('\n');
	const { pages } = await read(rendered(`:::worksheet{id="long"}\n${fields}\n:::`));
	// 18 mm of lines and a prompt: no more than a dozen fit on a sheet.
	for (const page of pages) expect(page.match(/Prompt number/g)!.length).toBeLessThanOrEqual(12);
	expect(pages.join(' ').match(/Prompt number/g)).toHaveLength(40);
});
