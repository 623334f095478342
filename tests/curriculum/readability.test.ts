import { describe, expect, test } from 'vitest';
import { parseLesson } from '#lib/server/curriculum/parse.ts';
import { readingOf, readingOfSentences, sentencesOf } from '#lib/server/curriculum/readability.ts';

const said = { title: 'One', skill: undefined };
const textOf = (markdown: string) =>
	parseLesson({ path: 'a.md', text: `---\nid: a\n---\n${markdown}` }).text!;
const counts = (markdown: string, audience: 'participant' | 'facilitator' = 'participant') => {
	const { words, sentences } = readingOf(textOf(markdown), said, audience);
	return { words, sentences };
};

describe('sentences', () => {
	test.each([
		['Breathe. Say thank you.', 2],
		['Is it true? Is it whole?', 2],
		['"I knew it." Then he left.', 2],
		['Meet at 9 a.m. on Monday.', 1],
		['You wait… Then you go.', 2],
		['no stop at the end', 1],
		['…', 0],
		['', 0]
	])('%s', (text, count) => {
		expect(sentencesOf(text)).toHaveLength(count);
	});
});

describe('the grade', () => {
	test("is Flesch-Kincaid's formula over all words", () => {
		expect(readingOfSentences(['The cat sat.']).grade).toBe(0);
		const reading = readingOfSentences(['A manager says no today.', 'You call again after lunch.']);
		expect(reading).toMatchObject({ words: 10, sentences: 2, syllables: 15 });
		expect(reading.grade).toBeCloseTo(0.39 * 5 + 11.8 * 1.5 - 15.59, 1);
	});

	test('of nothing is nothing', () => {
		expect(readingOfSentences([])).toEqual({ words: 0, sentences: 0, syllables: 0, grade: 0 });
	});
});

describe('what is counted', () => {
	test('list items, headings, cells and prompts end a sentence without a stop', () => {
		expect(counts('- one\n- two\n- three')).toEqual({ words: 4, sentences: 4 });
		expect(counts('### A heading\n\nand text')).toEqual({ words: 5, sentences: 3 });
		expect(counts('| a | b |\n| - | - |\n| c | d |')).toEqual({ words: 5, sentences: 5 });
		expect(counts(':::worksheet{id="x"}\n- name: Who said no\n- day: When\n:::')).toEqual({
			words: 5,
			sentences: 3
		});
	});

	test('marks, addresses and line breaks in a paragraph do not end one', () => {
		expect(counts('You **do**\nthis [here](https://example.com/long).')).toEqual({ words: 5, sentences: 2 });
	});

	test('a participant is not asked to read what facilitators say', () => {
		const text = 'Read this.\n\n:::say\nThree more words.\n:::';
		expect(counts(text)).toEqual({ words: 3, sentences: 2 });
		expect(counts(text, 'facilitator')).toEqual({ words: 6, sentences: 3 });
	});

	test('the skill, its steps and the task are read by participants', () => {
		const skill = {
			name: 'Take a no',
			steps: ['Breathe.', 'Say thank you.'],
			when: 'Told no.',
			watchFor: 'Arguing.'
		};
		const reading = readingOf(
			textOf(''),
			{ title: 'One', skill, practice: { task: 'Apply once.' } },
			'participant'
		);
		expect(reading).toMatchObject({ words: 13, sentences: 7 });
	});
});
