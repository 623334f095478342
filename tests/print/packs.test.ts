/** Sheets and packs: what stands on paper when nothing else works. */
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPress } from '#lib/server/print/press.ts';
import { typeset } from '#lib/server/print/typeset.ts';
import { newestEdition } from '#lib/server/domain/editions.ts';
import { outputOf } from '#lib/server/domain/outputs.ts';
import type { PackMeeting } from '#lib/server/domain/packs.ts';
import type { Sheet } from '#lib/server/domain/sheets.ts';
import { newId } from '#lib/server/ids.ts';
import { neutralReasons } from '#lib/vocabulary.ts';
import { reasonWords } from '#lib/words.ts';
import { packPrint, sheetPrint, type PackOptions } from '#lib/pack-words.ts';
import { rowCode } from '#lib/sheet.ts';
import { freshDatabase } from '../support/database.ts';
import { readPdf } from '../support/pdf.ts';
import { reader, shipped } from '../support/shipped.ts';
import { bare } from '../support/wordings.ts';

let guide: PackMeeting['guides'][number]['paper'];
let spanish: typeof guide;
let edition: PackMeeting['edition'];
beforeAll(async () => {
	const { db } = await freshDatabase();
	await shipped(db);
	edition = await newestEdition(db.read);
	guide = await outputOf(db.read, reader, 'guide', 'take-a-no', {}, 'en');
	spanish = await outputOf(db.read, reader, 'guide', 'take-a-no', {}, 'es');
});

const english: PackOptions = {
	language: 'en',
	size: 'letter',
	at: '2026-11-23T01:12:00.000Z',
	by: 'Maria Lopez'
};
const steps = [
	'Breathe.',
	'Say thank you.',
	'Ask one question.',
	'Check your thought.',
	'Plan the next try.'
];

/** A session's sheet with these people. */
function sheetWith(names: string[], change: Partial<Sheet['session']> = {}): Sheet {
	const session = {
		...{
			id: newId(),
			organizationId: newId(),
			groupId: newId(),
			group: 'Tuesday evening',
			number: 4,
			of: 12,
			date: '2026-11-24'
		},
		...{ time: '18:00', zone: 'America/Los_Angeles', minutes: 90, room: 'Room 2', endedAt: null, ...change }
	};
	const unmarked = { status: 'unmarked' as const, cameAt: null, leftAt: null, reason: null, heads: [] };
	return {
		session,
		code: '7KQ4MX',
		shut: 'not-yet',
		rows: names.map((name, place) => ({
			...{
				enrollmentId: newId(),
				code: rowCode(place),
				name,
				isAway: place === 2,
				isReview: false,
				isVisitor: false,
				...unmarked
			}
		})),
		gone: [],
		skills: [{ lessonId: 'take-a-no', number: '2.1', name: 'Take a no', steps }],
		practices: []
	};
}
const people = (count: number) => Array.from({ length: count }, (_, i) => `Person${i + 1} M.`);
const meetingWith = (names: string[], change: Partial<Sheet['session']> = {}): PackMeeting => ({
	...{ sheet: sheetWith(names, change), edition },
	guides: [{ paper: guide, start: '18:00' }]
});
/** Where `PACK_PICTURES` names a folder, what was set is kept there to be looked at. */
async function read(print: Parameters<typeof typeset>[0], name: string) {
	const { pdf } = typeset(print);
	if (process.env.PACK_PICTURES) writeFileSync(`${process.env.PACK_PICTURES}/${name}.pdf`, pdf);
	return { ...(await readPdf(pdf)), forEveryone: pdf.includes('pdfuaid') };
}

describe('a sign-in sheet', () => {
	test.each(['letter', 'a4'] as const)('of ten people is one tagged page on %s', async (size) => {
		const print = sheetPrint(sheetWith(people(10)), { ...english, size });
		const { pages, sizes, roles, info, forEveryone } = await read(print, `ten-${size}`);
		expect(pages).toHaveLength(1);
		expect(sizes[0]).toEqual(size === 'a4' ? [595, 842] : [612, 792]);
		expect(forEveryone, 'PDF/UA').toBe(true);
		expect(info).toMatchObject({
			Title: 'Sign-in sheet: Tuesday evening, November 24, 2026',
			Language: 'en'
		});
		for (const role of ['H1', 'Table', 'TH', 'TD']) expect(roles.get(role), role).toBeGreaterThan(0);
		for (const text of ['7KQ-4MX', 'Tuesday, November 24', '6–7:30', 'A1', 'Person10 M.', 'Time in'])
			expect(pages[0]).toContain(text);
	});

	test('of sixty goes over pages, each with its heads, its code and its number', async () => {
		const { pages, forEveryone } = await read(sheetPrint(sheetWith(people(60)), english), 'sixty');
		expect(pages.length).toBeGreaterThan(2);
		expect(forEveryone).toBe(true);
		for (const page of pages)
			for (const text of ['7KQ-4MX', 'Tuesday evening', 'Time in', `/ ${pages.length}`])
				expect(page).toContain(text);
		const text = pages.join(' ');
		for (const name of people(60)) expect(text).toContain(name);
	});

	test('marks visitors as such, and none of them stands in a practice grid', () => {
		const sheet = sheetWith(people(2));
		const visitor = { ...sheet.rows[1], code: 'Q1', name: 'Vera W.', isVisitor: true };
		const meeting = { ...meetingWith([]), sheet: { ...sheet, rows: [sheet.rows[0], visitor] } };
		const [{ sheet: printed, grids }] = packPrint([meeting], english).meetings;
		expect(printed.rows.map(({ name }) => name)).toEqual(['Person1 M.', 'Vera W. (visitor)']);
		expect(grids.map(({ rows }) => rows.map(({ name }) => name))).toEqual([['Person1 M.']]);
	});

	test('of nobody yet says so, and has room for whoever comes', async () => {
		const { pages } = await read(sheetPrint(sheetWith([]), english), 'nobody');
		expect(pages).toHaveLength(1);
		expect(pages[0]).toContain('Nobody is on this list yet.');
		expect(pages[0]).toContain('Not on the list?');
	});

	test('in Spanish has the same letters to circle', async () => {
		const print = sheetPrint(sheetWith(people(8)), { ...english, language: 'es' });
		const { pages, info } = await read(print, 'spanish');
		expect(info.Language).toBe('es');
		expect(pages[0]).toContain('Entrada');
		for (const letter of ['P', 'L', 'A', 'E', 'N']) expect(pages[0]).toMatch(new RegExp(`\\b${letter}\\b`));
	});

	test('says nothing of what the group is for, nor why somebody may be away', async () => {
		for (const language of ['en', 'es'] as const) {
			const { pages } = await read(sheetPrint(sheetWith(people(8)), { ...english, language }), 'neutral');
			const text = pages.join(' ').toLowerCase();
			const telling = neutralReasons.map((reason) =>
				reasonWords[reason]({}, { locale: language }).toLowerCase()
			);
			const others = [
				'steady ground',
				'groundwork',
				'main street',
				'reentry',
				'jail',
				'prison',
				'probation',
				'cbi'
			];
			expect([...telling, ...others].filter((word) => text.includes(word))).toEqual([]);
		}
	});

	test('wraps a name that is longer than its column, with or without spaces', async () => {
		const names = ['A'.repeat(200), `${'Maria de los Angeles '.repeat(9)}G.`];
		const { pages, forEveryone } = await read(sheetPrint(sheetWith(names), english), 'long');
		expect(forEveryone).toBe(true);
		const text = bare(pages.join(' '));
		expect(text.replace(/\s/g, '')).toContain('A'.repeat(200));
		expect(text.match(/Angeles/g)).toHaveLength(9);
	});

	test('prints names of many scripts, and leaves room to write the others in', async () => {
		const names = [
			'Łukasz Ż.',
			'Nguyễn T.',
			'Ольга П.',
			'Αλίκη Π.',
			'李 小.',
			'محمد ع.',
			'👩🏽‍🦱 K.',
			'Zoë O’N.',
			'\uD800x B.'
		];
		const { pages, forEveryone } = await read(sheetPrint(sheetWith(names), english), 'scripts');
		expect(forEveryone, 'PDF/UA').toBe(true);
		const text = bare(pages.join(' '));
		for (const name of ['Łukasz Ż.', 'Zoë O’N.']) expect(text).toContain(bare(name));
		expect(text).not.toContain('李');
		expect(pages[0].match(/Write the name here/g)!.length).toBeGreaterThanOrEqual(2);
		for (const [place] of names.entries()) expect(text).toContain(rowCode(place));
	});
});

describe('a pack', () => {
	test('has each session with its sheet, grid and guide, and the way back at the end', async () => {
		const dates = ['2026-11-24', '2026-11-26', '2026-12-01', '2026-12-03'];
		const meetings = dates.map((date, i) => meetingWith(people(10), { date, number: 4 + i }));
		const { pages, roles, forEveryone, info } = await read(packPrint(meetings, english), 'pack');
		expect(forEveryone, 'PDF/UA').toBe(true);
		expect(info.Title).toBe('Paper pack: Nov 24 – Dec 3');
		for (const role of ['H1', 'Table', 'TH', 'L']) expect(roles.get(role), role).toBeGreaterThan(0);
		const [front] = pages;
		for (const text of [
			'Maria Lopez',
			'November 22, 2026',
			edition.version,
			edition.hash.slice(0, 12),
			'Shred it'
		])
			expect(bare(front)).toContain(bare(text));
		const withText = (text: string) => pages.filter((page) => page.includes(text)).length;
		expect(withText('Time in')).toBe(4);
		expect(withText('Practice, lesson 2.1')).toBe(4);
		const away = pages.filter((page) => page.includes('Said beforehand'));
		expect(away.map((page) => page.includes('Time in'))).toEqual([false, false, false, false]);
		expect(pages.at(-1)).toContain('When the system is back');
		expect(withText(guide.hash.slice(0, 12))).toBeGreaterThanOrEqual(16);
	});

	test('in Spanish, on A4, of sixty people', async () => {
		const meeting = { ...meetingWith(people(60)), guides: [{ paper: spanish, start: '18:00' }] };
		const print = packPrint([meeting], { ...english, language: 'es', size: 'a4' });
		const { pages, info, forEveryone } = await read(print, 'pack-es');
		expect([info.Language, forEveryone]).toEqual(['es', true]);
		expect(pages.at(-1)).toContain('Cuando vuelva el sistema');
		const grids = pages.filter((page) => page.includes('Cómo salió'));
		expect(grids.length).toBeGreaterThan(2);
	});

	test('has no word of a lesson on a page that has names', async () => {
		const skilled = meetingWith(people(10));
		const plain = { ...skilled, sheet: { ...skilled.sheet, skills: [] } };
		const { pages } = await read(packPrint([skilled, plain], english), 'pack-neutral');
		const named = pages.filter((page) => page.includes('Person3 M.'));
		expect(named.length).toBeGreaterThanOrEqual(3);
		expect(pages.filter((page) => page.includes('Said beforehand'))).toHaveLength(2);
		for (const word of ['Take a no', 'Ask one question', edition.title])
			expect(named.filter((page) => page.includes(word))).toEqual([]);
	});

	test('is never kept by the press: it has names', async () => {
		const press = openPress({ error: () => undefined });
		onTestFinished(() => press.close());
		const print = sheetPrint(sheetWith(people(10)), english);
		await Promise.all([press.print(print, 'staff:a'), press.print(print, 'staff:a')]);
		expect(press.made).toBe(1);
		await press.print(print, 'staff:a');
		expect(press.made).toBe(2);
	});
});
