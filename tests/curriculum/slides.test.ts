import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkCurriculum, type ParsedEdition } from '#lib/server/curriculum/check.ts';
import { lessonSlides } from '#lib/server/curriculum/decks.ts';
import { readFolder } from '#lib/server/curriculum/files.ts';
import { labels } from '#lib/server/curriculum/labels.ts';
import { lessonIn, type LessonOutline } from '#lib/server/curriculum/outline.ts';
import { parseLesson } from '#lib/server/curriculum/parse.ts';
import { slidesOf } from '#lib/server/curriculum/slides.ts';
import { shownLanguages, stepIn, wordsIn, type Deck, type Slide } from '#lib/slides.ts';
import { readable } from './shown.ts';

const facilitatorBlocks = /^:::(?:say|ask|do|tip|care)\b[^\n]*\n([^]*?)^:::$/gm;
const languages = ['en', 'es'];

let files: { path: string; text: string }[];
let edition: ParsedEdition;
let decks: { lesson: LessonOutline; slides: Slide[] }[];

beforeAll(async () => {
	files = await readFolder('curriculum/steady-ground');
	edition = checkCurriculum(files).edition!;
	decks = edition.lessons.map(({ id, texts }) => {
		const lesson = edition.outline.lessons.find((one) => one.id === id)!;
		const all = new Set(lesson.activities.map(({ key }) => key));
		return { lesson, slides: lessonSlides(lesson, slidesOf(texts, labels), all) };
	});
});

/** What somebody in the room reads on a slide. */
const toldOn = (slide: Slide, language: string): string => {
	const { title, html, text, steps } = slide.words[language];
	return [title, readable(html), text, ...steps].join('\n');
};
const told = (slides: Slide[], language: string) => slides.map((slide) => toldOn(slide, language)).join('\n');

/** Sentences that stand in blocks for facilitators and nowhere else in the file, without marks. */
function secretsOf(text: string): string[] {
	const others = plain(text.replace(facilitatorBlocks, ''));
	return [...text.matchAll(facilitatorBlocks)]
		.flatMap(([, block]) => block.split('\n'))
		.map((line) => plain(line.replace(/^\s*[-*\d.]+\s+/, '')))
		.filter((line) => line.length > 12 && !others.includes(line));
}
const plain = (text: string) => text.replace(/\*\*/g, '').trim();

describe('the slides of the curriculum that ships', () => {
	test('hold no line of a facilitator in any lesson, in either language', () => {
		let secrets = 0;
		for (const { lesson, slides } of decks) {
			for (const language of languages) {
				const ending = language === 'en' ? `(?<!\\.es)\\.md$` : `\\.es\\.md$`;
				const file = files.find(
					({ path, text }) => new RegExp(ending).test(path) && text.includes(`\nid: ${lesson.id}\n`)
				)!;
				const shown = told(slides, language);
				for (const secret of secretsOf(file.text)) {
					secrets++;
					expect(shown, `${lesson.id}, ${language}`).not.toContain(secret);
				}
				const care = /^care: (.*)$/m.exec(file.text)?.[1];
				if (care) expect(shown).not.toContain(care);
			}
		}
		expect(secrets).toBeGreaterThan(2000);
	});

	test('have no block that is not for the room', () => {
		const html = decks.flatMap(({ slides }) =>
			slides.flatMap(({ words }) => Object.values(words).map((one) => one.html))
		);
		const blocks = new Set(
			html.flatMap((one) => [...one.matchAll(/block-([a-z]+)/g)].map(([, name]) => name))
		);
		expect([...blocks].sort()).toEqual(['example', 'label', 'show', 'worksheet']);
	});

	test('show every activity once by its title and its time, in order, also one with nothing else to show', () => {
		for (const { lesson, slides } of decks) {
			for (const language of languages) {
				const own = lessonIn(lesson, language);
				expect(slides[0].words[language].title).toBe(own.title);
				const shown = slides.filter(({ kind }) => kind === 'activity');
				expect(shown.map(({ minutes, words }) => [words[language].title, minutes])).toEqual(
					own.activities.map(({ title, minutes }) => [title, minutes])
				);
			}
		}
		const alone = decks[0].slides.filter(
			(slide, i, all) => slide.kind === 'activity' && all[i + 1]?.kind === 'activity'
		);
		expect(alone.length).toBeGreaterThan(0);
	});

	test('say everything that is for the room, in the order of the lesson', () => {
		for (const { lesson, slides } of decks) {
			for (const language of languages) {
				const shown = told(
					slides.filter(({ kind }) => kind === 'text'),
					language
				).replace(/\s+/g, ' ');
				const file = files.find(
					({ path, text }) =>
						path.endsWith(language === 'es' ? '.es.md' : '.md') &&
						(language === 'es' || !path.endsWith('.es.md')) &&
						text.includes(`\nid: ${lesson.id}\n`)
				)!;
				const body = file.text.replace(/^---\n[^]*?\n---\n/, '').replace(facilitatorBlocks, '');
				const words = plain(body)
					.split('\n')
					.filter((line) => line.trim() && !/^(:::|## )/.test(line))
					.map((line) => line.replace(/^\s*(?:-|\d+\.)\s+(?:[a-z][a-z0-9-]*: (?=[^a-z]))?/, '').trim())
					.filter((line) => !/[[\]*_]/.test(line))
					.flatMap((line) => line.split(/(?<=[.!?…]["”»')\]]*)\s+/));
				for (const sentence of words)
					expect(shown, `${lesson.id}, ${language}`).toContain(sentence.replace(/\s+/g, ' '));
			}
		}
	});

	test('go through the steps one at a time, and show them all while they are practiced', () => {
		for (const { lesson, slides } of decks.filter(({ lesson }) => lesson.skill)) {
			const steps = slides.filter(({ kind }) => kind === 'steps').map(({ upTo }) => upTo);
			const count = lesson.skill!.steps.length;
			expect(steps.slice(0, count)).toEqual(lesson.skill!.steps.map((_, i) => i + 1));
			expect(steps.slice(count).every((upTo) => upTo === null)).toBe(true);
		}
		const withPractice = decks.filter(({ lesson }) => lesson.practice);
		for (const { slides } of withPractice) {
			expect(slides.filter(({ kind }) => kind === 'practice')).toHaveLength(1);
		}
	});

	test('are as many in every language, of the same activities and sizes', () => {
		for (const { texts } of edition.lessons) {
			const { en, es } = slidesOf(texts, labels);
			expect(es.map(({ key, size }) => [key, size])).toEqual(en.map(({ key, size }) => [key, size]));
			for (const { html } of [...en, ...es]) expect(html).not.toBe('');
		}
	});

	test('of a session with a part of a lesson leave the other activities out', () => {
		const { lesson } = decks[4];
		const { texts } = edition.lessons[4];
		const [first, second] = lesson.activities;
		const slides = lessonSlides(lesson, slidesOf(texts, labels), new Set([second.key]), 3);
		const shown = new Set(slides.map(({ activity }) => activity));
		expect([...shown]).toEqual(['', `${lesson.id}/${second.key}`]);
		expect(shown).not.toContain(`${lesson.id}/${first.key}`);
		expect(slides.every((slide) => slide.lesson === 3)).toBe(true);
	});
});

const lessonText = (markdown: string) =>
	parseLesson({ path: '1-a/1-b.md', text: `---\nid: a\n---\n## Try (teach, 10 min)\n\n${markdown}\n` }).text!;
const cut = (...markdown: string[]) =>
	Object.values(
		slidesOf(Object.fromEntries(markdown.map((one, i) => [languages[i], lessonText(one)])), labels)
	);

describe('cutting', () => {
	const sentence = 'Every word of this sentence has to be read from the far end of the room. ';

	test('puts each block, and the text between them, on slides of their own', () => {
		const [slides] = cut('Before.\n\n:::show\nOn the wall.\n:::\n\n:::say\nAloud.\n:::\n\nAfter.');
		expect(slides.map(({ html }) => readable(html))).toEqual(['Before.', 'On the wall.', 'After.']);
		expect(slides.every(({ size }) => size === 'l')).toBe(true);
	});

	test('cuts a long paragraph between its sentences, into parts about as long as each other', () => {
		const [slides] = cut(sentence.repeat(12));
		expect(slides.length).toBeGreaterThan(1);
		const lengths = slides.map(({ html }) => readable(html).length);
		expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(sentence.length);
		for (const { html } of slides) expect(readable(html)).toMatch(/^Every .*room\.\s*$/);
	});

	test('goes on counting, and says again what a list is a list of', () => {
		const items = Array.from({ length: 8 }, (_, i) => `${i + 1}. ${sentence}`).join('\n');
		const [slides] = cut(`What to do:\n\n${items}`);
		expect(slides.length).toBeGreaterThan(1);
		for (const { html } of slides) expect(readable(html)).toMatch(/^What to do:/);
		const starts = slides.slice(1).map(({ html }) => Number(/<ol start="(\d+)">/.exec(html)![1]));
		const counts = slides.map(({ html }) => html.match(/<li>/g)!.length);
		expect(starts).toEqual(
			counts.slice(0, -1).map((_, i) => 1 + counts.slice(0, i + 1).reduce((a, b) => a + b))
		);
	});

	test('keeps the prompts of a worksheet whole, with its label on each slide', () => {
		const prompts = Array.from({ length: 9 }, (_, i) => `- p${i}: ${sentence}`).join('\n');
		const [slides] = cut(`:::worksheet{id="x"}\n${prompts}\n:::`);
		expect(slides.length).toBeGreaterThan(1);
		const html = slides.map((slide) => slide.html);
		for (const one of html)
			expect(one).toContain('<p class="block-label">Write it down</p><dl class="worksheet');
		expect(html.join('').match(/class="field-p\d"/g)).toHaveLength(9);
	});

	test('gives languages of other lengths as many slides, even where their blocks differ', () => {
		const pairs = [
			['Short.', sentence.repeat(14)],
			['One.\n\nTwo.', sentence.repeat(14)],
			[':::show\nA.\n:::\n\nB.', 'B.'],
			['', sentence]
		];
		for (const [english, spanish] of pairs) {
			const [en, es] = cut(english, spanish);
			expect(es.map(({ size }) => size)).toEqual(en.map(({ size }) => size));
		}
	});

	test('loses no word and makes none, whatever the text', { timeout: 60_000 }, () => {
		const word = fc.constantFrom(
			'a',
			'steady',
			'ground',
			'practice.',
			'"Yes."',
			'x'.repeat(80),
			'**bold**',
			'Done!'
		);
		const line = fc
			.array(word, { minLength: 1, maxLength: 160 })
			// Too long to be said again above the rest of a list.
			.map((words) => sentence + words.join(' '));
		const block = fc.oneof(
			line,
			line.map((text) => `- ${text}`),
			line.map((text) => `:::show\n${text}\n:::`)
		);
		fc.assert(
			fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) => {
				const text = blocks.join('\n\n');
				const wanted = text
					.replace(/^(- |:::.*)/gm, '')
					.replace(/\*\*/g, '')
					.split(/\s+/)
					.filter(Boolean);
				const [slides] = cut(text);
				const shown = slides.flatMap(({ html }) => readable(html).split(/\s+/)).filter(Boolean);
				expect(shown.join(' ')).toBe(wanted.join(' '));
			}),
			{ numRuns: 150 }
		);
	});
});

describe('an address', () => {
	test('names a slide, or the nearest there is', () => {
		const slides = ['a', 'b', 'c'];
		const asked = { '1': 1, '3': 3, '4': 3, '0': 1, '-1': 1, x: 1, '2x': 1, '99999999999': 1 };
		for (const [text, step] of Object.entries(asked)) expect(stepIn(slides, text), text).toBe(step);
		expect(stepIn(slides, undefined)).toBe(1);
	});

	test('names a language that there is, both, or what the screen began with', () => {
		const deck = { languages: ['en', 'es'], language: 'es' } as Deck;
		expect(shownLanguages(deck, null)).toEqual(['es']);
		expect(shownLanguages(deck, 'en')).toEqual(['en']);
		expect(shownLanguages(deck, 'both')).toEqual(['en', 'es']);
		expect(shownLanguages(deck, 'fr')).toEqual(['es']);
		expect(shownLanguages({ ...deck, languages: ['en'] }, 'both')).toEqual(['en']);
		expect(shownLanguages({ ...deck, languages: ['en', 'fr', 'es'] }, 'both')).toEqual(['en', 'es']);
	});

	test('of a lesson that is not translated shows the English words, and says so', () => {
		const slide = { words: { en: { title: 'A', html: '', text: '', steps: [] } } } as unknown as Slide;
		expect(wordsIn(slide, 'es')).toMatchObject({ title: 'A', language: 'en' });
	});
});
