/** How hard a lesson is to read for one audience: words, sentences and a grade (English) or score (Spanish). */
import type { Nodes } from 'mdast';
import readability from 'text-readability';
import { lessonFor, type Audience } from './audiences.ts';
import type { LessonText } from './parse.ts';
import { textOf } from './plain.ts';
import type { LessonHeader } from './schema.ts';
import type { Place } from './source.ts';
import { spanishSyllables } from './syllables.ts';
import { fieldsOf } from './worksheets.ts';

export type Reading = {
	words: number;
	sentences: number;
	syllables: number;
	/** School grade or reading-ease score, by the language; null where we know no formula for it. */
	level: number | null;
};
/** One paragraph, heading, list item or prompt. Null: it stands in the header. */
type Block = { text: string; place: Place | null };
export type Said = Pick<LessonHeader, 'title' | 'skill'> & { practice?: { task: string } };

type Formula = {
	syllables: (word: string) => number;
	level: (wordsPerSentence: number, syllablesPerWord: number) => number;
	/** Of two levels, is the first one harder to read? */
	harder: (one: number, other: number) => boolean;
};

export const formulas: Record<string, Formula> = {
	/** Flesch-Kincaid grade. Ours in place of the library's, which rounds before it multiplies: by half a grade. */
	en: {
		// None in a number or a sign, for the library; it is said somehow.
		syllables: (word) => Math.max(1, readability.syllableCount(word)),
		level: (words, syllables) => Math.max(0, 0.39 * words + 11.8 * syllables - 15.59),
		harder: (one, other) => one > other
	},
	/** Fernández-Huerta score: 100 is very easy, 60 to 70 is what most adults read. */
	es: {
		syllables: spanishSyllables,
		level: (words, syllables) => 206.84 - 60 * syllables - 1.02 * words,
		harder: (one, other) => one < other
	}
};

/** What a lesson says to an audience: its header's title, skill and task, its titles and its text. */
export function readingOf(
	text: LessonText,
	header: Said | null,
	audience: Audience,
	language: string
): Reading {
	return readingOfSentences(sentencesIn(blocksFor(text, header, audience)), language);
}

export function readingOfSentences(sentences: string[], language: string): Reading {
	const formula = formulas[language];
	const words = sentences.flatMap(wordsOf);
	const syllables = formula ? words.reduce((sum, word) => sum + syllablesOf(word, language), 0) : 0;
	const counts = { words: words.length, sentences: sentences.length, syllables };
	if (!formula || !words.length) return { ...counts, level: null };
	const level = formula.level(words.length / sentences.length, syllables / words.length);
	return { ...counts, level: Math.round(level * 10) / 10 };
}

/** Where to begin: the block of some length that is hardest to read. */
export function hardestPlace(
	text: LessonText,
	header: Said | null,
	audience: Audience,
	language: string
): Place | null {
	const { harder } = formulas[language];
	let hardest: { place: Place | null; level: number } | null = null;
	for (const { text: said, place } of blocksFor(text, header, audience)) {
		const { words, level } = readingOfSentences(sentencesOf(said), language);
		if (words < 8 || level === null) continue;
		if (!hardest || harder(level, hardest.level)) hardest = { place, level };
	}
	return hardest?.place ?? null;
}

/** Sentences are ours: the library takes two words or fewer ("Breathe.") for none, and needs a capital after. */
export function sentencesOf(block: string): string[] {
	// A stop ends a sentence unless a small letter follows ("9 a.m. on Monday").
	const sentences = block.split(/(?<=[.?!…]["'”’»)\]]*)\s+(?!\p{Ll})/u);
	return sentences.map((sentence) => sentence.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

const wordsOf = (sentence: string): string[] =>
	sentence.split(/[\s,]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** A curriculum says the same few thousand words over and over. */
const known = new Map<string, number>();

function syllablesOf(word: string, language: string): number {
	const key = `${language} ${word}`;
	const before = known.get(key);
	if (before !== undefined) return before;
	if (known.size > 50_000) known.clear();
	const count = formulas[language].syllables(word);
	known.set(key, count);
	return count;
}

const sentencesIn = (blocks: Block[]): string[] => blocks.flatMap(({ text }) => sentencesOf(text));

function blocksFor(text: LessonText, header: Said | null, audience: Audience): Block[] {
	const { intro, activities } = lessonFor(audience, text);
	return [
		...headerTexts(header).map((text) => ({ text, place: null })),
		...intro.flatMap(blocksOf),
		...activities.flatMap(({ title, place, nodes }) => [{ text: title, place }, ...nodes.flatMap(blocksOf)])
	];
}

function headerTexts(header: Said | null): string[] {
	if (!header) return [];
	const { skill } = header;
	const steps = skill ? [skill.name, ...skill.steps, skill.when, skill.watchFor] : [];
	return [header.title, ...steps, ...(header.practice ? [header.practice.task] : [])];
}

/** A paragraph, heading, list item, table cell or prompt ends its last sentence, with or without a stop. */
function blocksOf(node: Nodes): Block[] {
	const place = node.position?.start ?? null;
	if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell')
		return [{ text: textOf(node), place }];
	if (node.type === 'containerDirective' && node.name === 'worksheet') {
		const { fields, others } = fieldsOf(node);
		const prompts = fields.map(({ prompt, place }) => ({ text: prompt.map(textOf).join(''), place }));
		return [...prompts, ...others.flatMap(blocksOf)];
	}
	return 'children' in node ? node.children.flatMap(blocksOf) : [];
}
