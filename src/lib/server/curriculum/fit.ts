/**
 * How much goes on one slide of the room screen, by measure: letters a line and lines a slide, for one language over
 * the whole width and for two side by side. A browser's test walks the shipped slides and finds none too full.
 */
import type { RootContent } from 'mdast';
import { textOf } from './plain.ts';
import { slideSizes, type SlideSize } from '#lib/slides.ts';

/** A paragraph, or an item of a list; `indent` in letters. */
export type Line = { text: string; indent?: number };

type Layout = { letters: number; lines: number };
/** Over the whole width, then in half of it. */
const layouts: Record<SlideSize, Layout[]> = {
	s: [
		{ letters: 57, lines: 10 },
		{ letters: 35, lines: 13 }
	],
	m: [
		{ letters: 42, lines: 7.6 },
		{ letters: 27, lines: 10.6 }
	],
	l: [
		{ letters: 31, lines: 5.6 },
		{ letters: 20, lines: 8.2 }
	]
};
/** Lines of space between two paragraphs. */
const gap = 0.35;

/** True when each language's lines fit in both layouts. `share` of the slide to be used: 1 is all of it. */
export const fits = (size: SlideSize, languages: Line[][], share = 1): boolean =>
	layouts[size].every(({ letters, lines }) =>
		languages.every((own) => heightOf(own, letters) <= lines * share)
	);

/** The largest letters with which it fits in each language; the smallest where none do. */
export const sizeFor = (languages: Line[][]): SlideSize =>
	slideSizes.findLast((size) => fits(size, languages)) ?? 's';

function heightOf(own: Line[], letters: number): number {
	const lines = own.reduce((sum, { text, indent = 0 }) => sum + linesOf(text, letters - indent), 0);
	return lines + gap * Math.max(own.length - 1, 0);
}

/** Lines that a text takes when it breaks between words. */
function linesOf(text: string, letters: number): number {
	let [lines, used] = [1, 0];
	for (const word of text.trim().split(/\s+/)) {
		const needed = used === 0 ? word.length : used + 1 + word.length;
		if (needed <= letters) used = needed;
		else {
			// A word that is longer than a line breaks where it must.
			lines += (used === 0 ? 0 : 1) + Math.floor(Math.max(word.length - 1, 0) / letters);
			used = word.length > letters ? ((word.length - 1) % letters) + 1 : word.length;
		}
	}
	return lines;
}

/** The lines of Markdown as they will be measured. */
export function linesIn(nodes: readonly RootContent[], indent = 0): Line[] {
	return nodes.flatMap((node): Line[] => {
		if (node.type === 'list' || node.type === 'listItem')
			return linesIn(node.children, indent + (node.type === 'list' ? 3 : 0));
		if (node.type === 'blockquote') return linesIn(node.children, indent + 2);
		if (node.type === 'table')
			return node.children.map((row) => ({ text: row.children.map(textOf).join('  '), indent }));
		if (node.type === 'code') return node.value.split('\n').map((text) => ({ text, indent }));
		// Bold letters are wider.
		return [{ text: textOf(node), indent: indent + (node.type === 'heading' ? 3 : 0) }];
	});
}
