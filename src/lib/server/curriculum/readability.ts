/** How hard a lesson is to read: Flesch-Kincaid grade, words and sentences, for one audience. */
import type { Nodes } from 'mdast';
import readability from 'text-readability';
import { lessonFor, type Audience } from './audiences.ts';
import type { LessonText } from './parse.ts';
import { textOf } from './plain.ts';
import type { LessonHeader } from './schema.ts';
import { fieldsOf } from './worksheets.ts';

export type Reading = { words: number; sentences: number; syllables: number; grade: number };
type Said = Pick<LessonHeader, 'title' | 'skill'> & { practice?: { task: string } };

/** What a lesson says to an audience: its header's title, skill and task, its titles and its text. */
export function readingOf(text: LessonText, header: Said | null, audience: Audience): Reading {
	const { intro, activities } = lessonFor(audience, text);
	const blocks = [
		...headerBlocks(header),
		...intro.flatMap(blocksOf),
		...activities.flatMap(({ title, nodes }) => [title, ...nodes.flatMap(blocksOf)])
	];
	return readingOfSentences(blocks.flatMap(sentencesOf));
}

/**
 * Words and syllables are text-readability's. Sentences are ours: it takes two words or fewer ("Breathe.")
 * for none and needs a capital after the stop; and it rounds before it multiplies, by up to half a grade.
 */
export function readingOfSentences(sentences: string[]): Reading {
	const text = sentences.join('\n');
	const words = readability.lexiconCount(text);
	const syllables = readability.syllableCount(text);
	const counts = { words, sentences: sentences.length, syllables };
	if (!words) return { ...counts, grade: 0 };
	const grade = 0.39 * (words / sentences.length) + 11.8 * (syllables / words) - 15.59;
	return { ...counts, grade: Math.max(0, Math.round(grade * 10) / 10) };
}

/** A stop ends a sentence unless a small letter follows ("9 a.m. on Monday"). */
export function sentencesOf(block: string): string[] {
	const sentences = block.split(/(?<=[.?!…]["'”’)\]]*)\s+(?!\p{Ll})/u);
	return sentences.map((sentence) => sentence.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function headerBlocks(header: Said | null): string[] {
	if (!header) return [];
	const { skill } = header;
	const steps = skill ? [skill.name, ...skill.steps, skill.when, skill.watchFor] : [];
	return [header.title, ...steps, ...(header.practice ? [header.practice.task] : [])];
}

/** A paragraph, heading, list item, table cell or prompt ends its last sentence, with or without a stop. */
function blocksOf(node: Nodes): string[] {
	if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell')
		return [textOf(node)];
	if (node.type === 'containerDirective' && node.name === 'worksheet') {
		const { fields, others } = fieldsOf(node);
		return [...fields.map(({ prompt }) => prompt.map(textOf).join('')), ...others.flatMap(blocksOf)];
	}
	return 'children' in node ? node.children.flatMap(blocksOf) : [];
}
