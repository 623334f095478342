/** Files: the rows of the screens, in parts; of an organization for its own staff, of the program with consent. */
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { csvParts, ndjsonParts, streamed } from '#lib/server/csv.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { attendanceRows, dosageRows, milestoneRows } from '#lib/server/domain/export-rows.ts';
import { ExportQuery, logExport, spanOf } from '#lib/server/domain/exports.ts';
import { newId } from '#lib/server/ids.ts';
import { hold, onRoll } from '../support/telling.ts';
import { present, world } from '../support/world.ts';

const span = { from: '2026-03-01', to: '2026-03-31', group: undefined };
async function all<Row>(parts: AsyncIterable<Row[]>): Promise<Row[]> {
	const rows: Row[] = [];
	for await (const part of parts) rows.push(...part);
	return rows;
}

describe('attendance', () => {
	test('is what the roll shows, a line for each person and session, corrections and contradictions as they stand', async () => {
		const { db, carl, fatima, rosa, andre, beatriz, tuesdaySession } = await world();
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'partial', cameAt: 10, leftAt: 70 }));
		await mark(db, fatima, tuesdaySession, present(beatriz.id));
		await mark(db, rosa, tuesdaySession, present(beatriz.id, { status: 'absent-excused', reason: 'work' }));
		const rows = await all(attendanceRows(db.read, carl, span));
		expect(rows).toMatchObject([
			{
				...{ number: 'P-1001', firstName: 'Andre', group: 'Tuesday evening', date: '2026-03-03' },
				...{ session: 1, of: 90, status: 'partial', minutes: 60, review: false }
			},
			{ number: 'P-1002', review: true }
		]);
		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		const change = { status: 'absent-neutral', reason: 'court', replaces: heads };
		await mark(db, fatima, tuesdaySession, present(andre.id, change));
		expect((await all(attendanceRows(db.read, carl, span)))[0]).toMatchObject({
			...{ status: 'absent-neutral', reason: 'court', minutes: 0 }
		});
	});

	test('is of the days and the group that were asked for, and never another organization’s', async () => {
		const { db, carl, henry, fatima, olga, andre, dolores, tuesdaySession, harborSession, harborGroup } =
			await world();
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await mark(db, olga, harborSession, present(dolores.id));
		const numbers = async (by: typeof carl, change: object = {}) =>
			(await all(attendanceRows(db.read, by, { ...span, ...change }))).map(({ number }) => number);
		expect(await numbers(carl)).toEqual(['P-1001']);
		expect(await numbers(henry)).toEqual(['P-2001']);
		expect(await numbers(carl, { from: '2026-03-04' })).toEqual([]);
		expect(await numbers(carl, { group: harborGroup.id })).toEqual([]);
	});
});

describe('milestones', () => {
	test('are those that stand, by the program’s days, each with whose it is', async () => {
		const { db, carl, fatima, andre, beatriz, tuesdaySession } = await world();
		await hold(db, fatima, tuesdaySession, [andre, beatriz]);
		const rows = await all(milestoneRows(db.read, carl, span));
		const told = rows.map(({ number, kind, date }) => `${number} ${kind} ${date}`);
		expect(told).toContain('P-1001 first-session 2026-03-03');
		expect(told).toContain('P-1002 enrolled 2026-03-03');
		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		const change = { status: 'absent-unexcused', replaces: heads, correction: 'mistake' };
		await mark(db, fatima, tuesdaySession, present(andre.id, change));
		const later = await all(milestoneRows(db.read, carl, span));
		expect(later.map(({ number, kind }) => `${number} ${kind}`)).not.toContain('P-1001 first-session');
		expect(await all(milestoneRows(db.read, carl, { ...span, from: '2026-03-04' }))).toEqual([]);
	});
});

describe('hours', () => {
	test('are of everybody, those without any too', async () => {
		const { db, carl, fatima, andre, tuesdaySession } = await world();
		await hold(db, fatima, tuesdaySession, [andre]);
		const rows = await all(dosageRows(db.read, carl, {}));
		expect(rows.map(({ number }) => number)).toEqual(['P-1001', 'P-1002']);
		expect(rows[0].minutes).toBeGreaterThan(0);
		expect(rows[1]).toMatchObject({ minutes: 0, target: null });
	});
});

test('who may not see the list of people takes no file along, and each file is logged with what it was of', async () => {
	const { db, carl, fatima, priya, ada, northside, tuesdayGroup } = await world();
	for (const other of [fatima, priya, ada]) {
		await expect(logExport(db, other, 'attendance', span)).rejects.toMatchObject({ status: 403 });
		for (const rows of [attendanceRows, milestoneRows, dosageRows])
			await expect(all<object>(rows(db.read, other, span))).rejects.toMatchObject({ status: 403 });
	}
	await logExport(db, carl, 'attendance', { ...span, group: tuesdayGroup.id });
	const event = (await historyOf(db.read, `organization:${northside.id}`)).at(-1)!;
	expect(event).toMatchObject({ kind: 'export.attendance', actor: `staff:${carl.id}` });
	expect(JSON.parse(event.data)).toEqual({ from: span.from, to: span.to, group: tuesdayGroup.id });
});

test('days that are turned round, missing or nonsense become a span that there is', async () => {
	const { db } = await world();
	const of = (query: object) => spanOf(db.read, ExportQuery.parse(query));
	expect(await of({})).toEqual({ from: '2025-12-03', to: '2026-03-03' });
	expect(await of({ from: '2026-03-05', to: '2026-03-01' })).toEqual({
		from: '2026-03-01',
		to: '2026-03-05'
	});
	expect(await of({ from: 'yesterday', to: '2026-01-31', group: 'x' })).toEqual({
		...{ from: '2025-11-02', to: '2026-01-31' }
	});
	expect(ExportQuery.parse({ kind: 'secrets', group: newId() })).toMatchObject({ kind: 'attendance' });
});

describe('a file in parts', () => {
	async function* parts<Row>(...of: Row[][]) {
		yield* of;
	}
	const textOf = async (texts: AsyncIterable<string>) => new Response(streamed(texts)).text();

	test('for nobody is its head line alone; as lines of JSON it is empty', async () => {
		expect(await textOf(csvParts(['Number', 'Day'], parts()))).toBe('Number,Day\r\n');
		expect(await textOf(ndjsonParts(parts()))).toBe('');
	});

	test('is one table, whose cells are no formulas', async () => {
		const text = await textOf(csvParts(['a', 'b'], parts([['=1+1', 2]], [], [['\n@x', null]])));
		expect(parse(text)).toEqual([
			['a', 'b'],
			["'=1+1", '2'],
			["'\n@x", '']
		]);
	});

	test('has an object a line, whatever the texts hold', async () => {
		const text = await textOf(ndjsonParts(parts([{ a: 'x\ny' }], [{ a: '=1' }])));
		expect(
			text
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line))
		).toEqual([{ a: 'x\ny' }, { a: '=1' }]);
	});
});
