/** Every output of the curriculum that ships, as PDFs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { typeset } from '#lib/server/print/typeset.ts';
import type { Print } from '#lib/print.ts';
import { freshDatabase } from '../support/database.ts';
import { readPdf } from '../support/pdf.ts';
import { shipped, type Shipped } from '../support/shipped.ts';
import { bare, firstMissing, textsIn, textsOf } from '../support/wordings.ts';

let curriculum: Shipped;
beforeAll(async () => {
	curriculum = await shipped((await freshDatabase()).db);
});

const languages = ['en', 'es'] as const;
/** Set and read once, however many tests look at it. */
const kept = new Map<string, ReturnType<typeof readNew>>();
const read = (print: Print) => kept.get(keyOf(print)) ?? readNew(print);
const keyOf = (print: Print) => JSON.stringify(print);

function readNew(print: Print) {
	const { pdf } = typeset(print);
	const reading = readPdf(pdf).then((found) => ({ ...found, forEveryone: pdf.includes('pdfuaid') }));
	kept.set(keyOf(print), reading);
	return reading;
}
const footOf = (print: Print) => new RegExp(`${RegExp.escape(print.stamp)}\\s*\\d+ / \\d+\\s*$`);
/** All pages as one text, their feet taken away. */
const textOf = (print: Print, pages: string[]) =>
	pages.map((page) => page.replace(footOf(print), '')).join(' ');

describe.each(languages)('in %s', (language) => {
	test("a lesson's guide has four to seven pages, whichever lesson it is", async () => {
		const outside = [];
		for (const { id, number } of curriculum.outline.lessons) {
			const { pages } = typeset(await curriculum.print('guide', id, language));
			if (pages < 4 || pages > 7) outside.push(`${number} ${id}: ${pages}`);
		}
		expect(outside).toEqual([]);
	});

	test.each(['guide', 'workbook', 'handout'] as const)(
		'the whole %s has every text of its page, in the same order, and its stamp on every sheet',
		async (output) => {
			const print = await curriculum.print(output, null, language);
			const { pages } = await read(print);
			expect(firstMissing(textsOf(print), textOf(print, pages))).toBeNull();
			const [, ...afterCover] = pages;
			expect(afterCover.filter((page) => !footOf(print).test(page))).toEqual([]);
			expect(pages[0]).toContain(print.stamp);
		}
	);

	test.each(['cards', 'wallet-card'] as const)('%s have every text of their page', async (output) => {
		const print = await curriculum.print(output, null, language, { backs: false });
		const { pages } = await read(print);
		expect(textsOf(print).length).toBeGreaterThan(8);
		expect(firstMissing(textsOf(print), pages.join(' '))).toBeNull();
	});

	test.each([
		['guide', 'take-a-no'],
		['guide', null],
		['workbook', 'take-a-no'],
		['workbook', 'getting-hired'],
		['workbook', null],
		['handout', 'take-a-no'],
		['cards', null],
		['wallet-card', null]
	] as const)('the %s of %s is tagged: language, title, headings, lists, tables', async (output, part) => {
		const print = await curriculum.print(output, part, language);
		const { info, marked, roles, forEveryone } = await read(print);
		expect(forEveryone, 'PDF/UA').toBe(true);
		expect(info).toMatchObject({ Title: print.title, Language: language });
		expect(marked).toBe(true);
		expect(roles.get('H1')).toBeGreaterThan(0);
		const lists = ['guide', 'workbook', 'handout', 'cards'].includes(output);
		expect((roles.get('L') ?? 0) > 0).toBe(lists);
		const tables = output === 'guide' || output === 'workbook';
		expect((roles.get('TH') ?? 0) > 0).toBe(tables);
	});

	test('nothing that is for facilitators alone stands on what participants get', async () => {
		const guide = await curriculum.print('guide', null, language);
		const own = await curriculum.print('workbook', null, language);
		const shared = new Set(textsOf(own).map(bare));
		const forFacilitators = guide.modules.flatMap(({ guide, lessons }) => [
			...textsIn(guide?.html ?? ''),
			...lessons.flatMap(({ intro, activities }) =>
				[intro, ...activities.map(({ html }) => html)].flatMap(scripts)
			)
		]);
		const secret = forFacilitators.map(bare).filter((text) => text.length > 24 && !shared.has(text));
		expect(secret.length).toBeGreaterThan(1000);

		for (const output of ['workbook', 'handout', 'cards', 'wallet-card'] as const) {
			const { pages } = await read(await curriculum.print(output, null, language));
			const text = bare(pages.join(' '));
			expect(secret.filter((one) => text.includes(one))).toEqual([]);
		}
	});

	test('the contents of the whole workbook give the page on which each lesson is', async () => {
		const print = await curriculum.print('workbook', null, language);
		const { pages, outline } = await read(print);
		const lessons = print.modules.flatMap((module) => module.lessons);
		const first = pages.findIndex((page) => page.includes(`${lessons[0].label} `));
		const contents = pages.slice(1, first).join(' ');
		const wrong = lessons.filter(({ number, label, title }) => {
			const told = new RegExp(`${RegExp.escape(number)} ${RegExp.escape(title)}[ .]*?(\\d+)\\b`).exec(
				contents
			);
			const page = pages[Number(told?.[1]) - 1] ?? '';
			return !bare(page).includes(bare(label + title));
		});
		expect(wrong.map(({ number }) => number)).toEqual([]);
		expect(outline.map(({ items }) => items.length)).toEqual(
			print.modules.map(({ lessons }) => lessons.length)
		);
	});
});

/** Blocks are never in one another: the next end of a <div> is their own. */
const script = /<div class="block block-(?:say|ask|do|tip|care)">([\s\S]*?)<\/div>/g;
const scripts = (html: string) => [...html.matchAll(script)].flatMap(([, inside]) => textsIn(inside));

test('running clock times begin when the session does', async () => {
	const print = await curriculum.print('guide', 'take-a-no', 'en', { start: '18:30' });
	const [lesson] = print.modules[0].lessons;
	const [first, second] = lesson.activities;
	expect(first.clock).toBe('6:30\u00a0pm');
	expect(lesson.plan!.rows[1].clock).toBe(second.clock);
	expect(lesson.plan!.end.clock).toBe('8\u00a0pm');
	const { pages } = await read(print);
	expect(pages[0].replaceAll('\u00a0', ' ')).toContain('6:30 pm');
});

test('a workbook has the examples of one sector; a lesson without one keeps all', async () => {
	const example = /block-example sector-([a-z-]+)/g;
	const all = await curriculum.print('workbook', null, 'en');
	const one = await curriculum.print('workbook', null, 'en', { sector: 'construction' });
	const sectors = (print: Print) =>
		print.modules.flatMap(({ lessons }) =>
			lessons.map(({ activities }) =>
				activities.flatMap(({ html }) => [...html.matchAll(example)].map(([, name]) => name))
			)
		);
	const [before, after] = [sectors(all), sectors(one)];
	const wanted = before.map((names) =>
		names.includes('construction') ? names.filter((name) => name === 'construction') : names
	);
	expect(after).toEqual(wanted);
	expect(after.flat().length).toBeLessThan(before.flat().length);
});

test('skill cards are eight to a sheet, and their backs lie behind them when the sheet is turned', async () => {
	const print = await curriculum.print('cards', null, 'en');
	const { pages } = await read(print);
	const sheets = Math.ceil(print.cards.length / 8);
	expect(pages).toHaveLength(2 * sheets);
	const [front, back] = pages;
	const order = (page: string, names: string[]) => names.map((name) => page.indexOf(name));
	const fronts = order(
		front,
		print.cards.slice(0, 8).map(({ front }) => front.name)
	);
	expect(fronts).toEqual([...fronts].sort((a, b) => a - b));
	const backs = order(
		back,
		[1, 0, 3, 2, 5, 4, 7, 6].map((at) => print.cards[at].back!.name)
	);
	expect(backs.every((at) => at >= 0)).toBe(true);
	expect(backs).toEqual([...backs].sort((a, b) => a - b));
});

test("a lesson's card is there eight times, for the group", async () => {
	const { cards } = await curriculum.print('cards', 'take-a-no', 'es');
	expect(cards).toHaveLength(8);
	expect(new Set(cards.map(({ front }) => front.name)).size).toBe(1);
});

test('the card for the wallet says nothing of what it is for', async () => {
	for (const language of languages) {
		const { wallet } = await curriculum.print('wallet-card', null, language);
		const words = [
			...wallet!.rows.flatMap(({ sign, does }) => [sign, does]),
			...wallet!.calls,
			wallet!.help
		].join(' ');
		expect(words).not.toMatch(
			/steady|ground|program|group|court|justice|case|record|work|reentry|grupo|corte|justicia|caso/i
		);
		expect(wallet!.rows).toHaveLength(3);
		expect(wallet!.calls).toHaveLength(2);
	}
});

test('A4 has as many sheets of cards, and its own size', async () => {
	const letter = await read(await curriculum.print('cards', null, 'en'));
	const a4 = await read(await curriculum.print('cards', null, 'en', { size: 'a4' }));
	expect(a4.sizes[0]).toEqual([595, 842]);
	expect(letter.sizes[0]).toEqual([612, 792]);
	expect(a4.pages.length).toBe(letter.pages.length);
});
