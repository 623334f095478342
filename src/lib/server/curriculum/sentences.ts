/** A paragraph in parts: between sentences where there are enough of them, else between words. */
import type { Paragraph, PhrasingContent } from 'mdast';
import { textOf } from './plain.ts';

const afterSentence = /(?<=[.!?…]["”»')\]]*)\s+/u;

/** As many paragraphs as asked for, about as long as each other. */
export function partsOf(paragraph: Paragraph, count: number): Paragraph[] {
	const sentences = atomsOf(paragraph.children, afterSentence);
	const atoms = sentences.length >= count ? sentences : atomsOf(paragraph.children, /\s+/u);
	const total = atoms.reduce((sum, atom) => sum + lengthOf(atom), 0);
	const parts = Array.from({ length: count }, (): PhrasingContent[] => []);
	let before = 0;
	for (const atom of atoms) {
		// Where its middle falls decides.
		const part = Math.floor(((before + lengthOf(atom) / 2) / total) * count);
		parts[Math.min(part, count - 1)].push(atom);
		before += lengthOf(atom);
	}
	return parts.map((children) => ({ type: 'paragraph', children: trimmed(children) }));
}

const lengthOf = (node: PhrasingContent) => textOf(node).length;

/** Plain text in pieces, each with the space before it; what is bold or a link stays whole. */
function atomsOf(children: PhrasingContent[], between: RegExp): PhrasingContent[] {
	return children.flatMap((child): PhrasingContent[] => {
		if (child.type !== 'text') return [child];
		const starts = [...child.value.matchAll(new RegExp(between, 'gu'))].map(({ index }) => index);
		return [0, ...starts].map((start, i) => ({ type: 'text', value: child.value.slice(start, starts[i]) }));
	});
}

function trimmed(children: PhrasingContent[]): PhrasingContent[] {
	const [first, ...rest] = children;
	return first?.type === 'text' ? [{ ...first, value: first.value.trimStart() }, ...rest] : children;
}
