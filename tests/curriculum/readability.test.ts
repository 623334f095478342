import { describe, expect, test } from 'vitest';
import { parseLesson } from '#lib/server/curriculum/parse.ts';
import {
	hardestPlace,
	readingOf,
	readingOfSentences,
	sentencesOf
} from '#lib/server/curriculum/readability.ts';
import { spanishSyllables } from '#lib/server/curriculum/syllables.ts';

const said = { title: 'One', skill: undefined };
const textOf = (markdown: string) =>
	parseLesson({ path: 'a.md', text: `---\nid: a\n---\n${markdown}` }).text!;
const counts = (markdown: string, audience: 'participant' | 'facilitator' = 'participant') => {
	const { words, sentences } = readingOf(textOf(markdown), said, audience, 'en');
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
		['Le dijo «no». Y se fue.', 2],
		['¿Qué pasó? ¿Qué vio?', 2],
		['…', 0],
		['', 0]
	])('%s', (text, count) => {
		expect(sentencesOf(text)).toHaveLength(count);
	});
});

describe('the grade of English', () => {
	test("is Flesch-Kincaid's formula over all words", () => {
		expect(readingOfSentences(['The cat sat.'], 'en').level).toBe(0);
		const reading = readingOfSentences(['A manager says no today.', 'You call again after lunch.'], 'en');
		expect(reading).toMatchObject({ words: 10, sentences: 2, syllables: 15 });
		expect(reading.level).toBeCloseTo(0.39 * 5 + 11.8 * 1.5 - 15.59, 1);
	});

	test('counts a number, a dash and a word with a hyphen as they are said', () => {
		expect(readingOfSentences(['Call 2 co-workers – at 10:30.'], 'en')).toMatchObject({
			words: 5,
			syllables: 7
		});
	});

	test('of nothing is nothing, and of a language without a formula neither', () => {
		const nothing = { words: 0, sentences: 0, syllables: 0, level: null };
		expect(readingOfSentences([], 'en')).toEqual(nothing);
		expect(readingOfSentences(['Kumusta ka?'], 'tl')).toEqual({ ...nothing, words: 2, sentences: 1 });
	});
});

describe('syllables of Spanish', () => {
	// Divisions as the Real Academia gives them (Ortografía 2010; Diccionario panhispánico de dudas).
	const divided =
		'a-é-re-o ca-ó-ti-co tran-se-ún-te po-e-ta le-er rí-o ba-úl ve-hí-cu-lo bú-ho buey a-ve-ri-guáis lim-piéis ' +
		'que-so gui-ta-rra pin-güi-no rey muy y a-ho-ra pro-hí-be prohi-bir ahu-ma-do ciu-dad viu-da cons-truir ' +
		'hui-da je-suí-ti-co pa-ís au-to-bús guion lin-güís-ti-ca vein-tiún o-í-do to-da-ví-a reu-nión co-o-pe-rar ' +
		'zo-o-ló-gi-co al-co-hol lí-ne-a a-diós de-sahu-cio a-hí re-hú-so psi-co-lo-gí-a a-yu-da hue-le a-ve-ri-güe ' +
		'gue-rra a-gua cua-der-no o-í-ais chi-i-ta miau';

	test.each(divided.split(' '))('%s', (parts) => {
		expect(spanishSyllables(parts.replaceAll('-', ''))).toBe(parts.split('-').length);
	});

	test('capitals and accents in two pieces make no difference; a number is at least one', () => {
		expect(spanishSyllables('TODAVÍA')).toBe(4);
		expect(spanishSyllables('todavía'.normalize('NFD'))).toBe(4);
		expect(spanishSyllables('12')).toBe(1);
	});
});

test("the score of Spanish is Fernández-Huerta's formula over all words", () => {
	const reading = readingOfSentences(['El jefe dice que no.', 'Usted llama otra vez.'], 'es');
	expect(reading).toMatchObject({ words: 9, sentences: 2, syllables: 14 });
	expect(reading.level).toBeCloseTo(206.84 - 60 * (14 / 9) - 1.02 * 4.5, 1);
});

describe('the hardest place', () => {
	const easy = 'You call him and he says no to you.';
	const hard =
		'Professional communication necessitates organizational responsibilities and alternatives throughout.';
	const placeIn = (markdown: string, language = 'en') =>
		hardestPlace(textOf(markdown), said, 'participant', language);

	test('is the block of some length with the highest grade, or the lowest score', () => {
		expect(placeIn(`${easy}\n\n- ${hard}\n\nIncomprehensibility!`)).toMatchObject({ line: 6, column: 3 });
		expect(placeIn(`${easy}\n\n${hard}`, 'es')).toMatchObject({ line: 6, column: 1 });
	});

	test('is none where all are short, and never what the audience does not read', () => {
		expect(placeIn('No.')).toBeNull();
		expect(placeIn(`${easy}\n\n:::say\n${hard}\n:::`)).toMatchObject({ line: 4 });
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
			'participant',
			'en'
		);
		expect(reading).toMatchObject({ words: 13, sentences: 7 });
	});
});
