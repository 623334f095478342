import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { KeyedSheet, keySheet } from '#lib/server/domain/keyings.ts';
import { milestonesOf } from '#lib/server/domain/milestones.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { practicesIn, recordPractice } from '#lib/server/domain/practices.ts';
import { marksOf, rollOf } from '#lib/server/domain/rolls.ts';
import { SheetCode, sessionOfCode, sheetCode, sheetOf } from '#lib/server/domain/sheets.ts';
import { newId } from '#lib/server/ids.ts';
import { hasTwoConnections } from '../support/database.ts';
import { note, onRoll } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

type Row = Partial<KeyedSheet['rows'][number]> & { enrollmentId: string };
/** A sheet as the page sends it: "A1 p, A2 a". */
const keyed = (rows: Row[], operationId = newId()) => KeyedSheet.parse({ operationId, rows });
const standings = async ({ db, fatima, tuesdaySession }: World) =>
	(await rollOf(db.read, fatima, tuesdaySession)).map(({ firstName, status }) => `${firstName} ${status}`);

/** The lesson of the first session that has a skill. */
async function skillOf({ db, fatima, tuesdaySession }: World) {
	const { skills } = await sheetOf(db.read, fatima, tuesdaySession, 'en');
	return skills[0];
}
const end = ({ db, fatima, tuesdaySession }: World) =>
	endSession(db, fatima, tuesdaySession, { operationId: newId() });

describe('a sheet', () => {
	test('has everybody in the order of the roll, each with a code that stays', async () => {
		const { db, fatima, carl, tuesdaySession, tuesdayGroup, enroll, andre } = await world();
		const before = await sheetOf(db.read, fatima, tuesdaySession, 'en');
		expect(before.rows.map(({ code, name }) => `${code} ${name}`)).toEqual(['A1 Andre M.', 'A2 Beatriz O.']);

		await enroll(carl, tuesdayGroup.id, 'P-1003', 'Aaron', 'Zed');
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'moved' });
		const after = await sheetOf(db.read, fatima, tuesdaySession, 'en');
		expect(after.rows.map(({ code, name }) => `${code} ${name}`)).toEqual(['A3 Aaron Z.', 'A2 Beatriz O.']);
		expect(after.gone.map(({ code, name }) => `${code} ${name}`)).toEqual(['A1 Andre M.']);
	});

	test('gives the whole name where two people would read the same', async () => {
		const { db, fatima, carl, tuesdaySession, tuesdayGroup, enroll } = await world();
		await enroll(carl, tuesdayGroup.id, 'P-1003', 'Andre', 'Moss');
		const { rows } = await sheetOf(db.read, fatima, tuesdaySession, 'en');
		expect(rows.map(({ name }) => name)).toEqual(['Andre Miller', 'Andre Moss', 'Beatriz O.']);
	});

	test('is found again by its code, however it is typed, by those who may know it', async () => {
		const { db, fatima, carl, nils, olga, priya, tuesdaySession } = await world();
		const code = sheetCode(tuesdaySession);
		expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
		const typed = `${code.slice(0, 3)}-${code.slice(3)} `.toLowerCase().replaceAll('0', 'o');
		for (const actor of [fatima, carl]) {
			expect(await sessionOfCode(db.read, actor, SheetCode.parse({ code: typed }))).toBe(tuesdaySession);
		}
		for (const actor of [nils, olga]) {
			await expect(sessionOfCode(db.read, actor, { code })).rejects.toMatchObject({
				status: 400,
				fields: { code: { code: 'sheet.code' } }
			});
		}
		await expect(sessionOfCode(db.read, priya, { code })).rejects.toMatchObject({ status: 403 });
		expect(SheetCode.safeParse({ code: 'ABC' }).error!.issues[0].message).toBe('sheet.code');
	});

	test('is not there for another organization, and not for a colleague of another group', async () => {
		const { db, olga, nils, tuesdaySession } = await world();
		for (const actor of [olga, nils]) {
			await expect(sheetOf(db.read, actor, tuesdaySession, 'en')).rejects.toMatchObject({ status: 404 });
			await expect(keySheet(db, actor, tuesdaySession, keyed([]))).rejects.toMatchObject({ status: 404 });
		}
	});
});

describe('keying a sheet', () => {
	test('marks everybody in one go, and says so in the log', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, andre, beatriz } = cast;
		await keySheet(
			db,
			fatima,
			tuesdaySession,
			keyed([
				{ enrollmentId: andre.id, said: 'l 6:20' },
				{ enrollmentId: beatriz.id, said: 'ew' }
			])
		);
		expect(await standings(cast)).toEqual(['Andre partial', 'Beatriz absent-excused']);
		expect(await onRoll(db, fatima, tuesdaySession, andre.id)).toMatchObject({ cameAt: 20, leftAt: null });
		const kinds = (await historyOf(db.read, `session:${tuesdaySession}`)).map(({ kind }) => kind);
		expect(kinds.filter((kind) => kind === 'mark.added')).toHaveLength(2);
		expect(kinds.at(-1)).toBe('sheet.keyed');
		expect((await milestonesOf(db.read, andre.id)).map(({ kind }) => kind)).toContain('first-session');
		expect((await verifyEvents(db)).faults).toEqual([]);
	});

	test('sent twice changes nothing; the same id with other content is refused', async () => {
		const { db, fatima, tuesdaySession, andre } = await world();
		const sheet = keyed([{ enrollmentId: andre.id, said: 'p' }]);
		await keySheet(db, fatima, tuesdaySession, sheet);
		await keySheet(db, fatima, tuesdaySession, sheet);
		expect(await marksOf(db.read, tuesdaySession)).toHaveLength(1);
		const other = keyed([{ enrollmentId: andre.id, said: 'a' }], sheet.operationId);
		await expect(keySheet(db, fatima, tuesdaySession, other)).rejects.toMatchObject({
			code: 'operation.reused'
		});
	});

	test('leaves what says the same, and sets what differs beside it for review', async () => {
		const { db, fatima, rosa, tuesdaySession, andre, beatriz } = await world();
		for (const one of [andre, beatriz]) await mark(db, fatima, tuesdaySession, present(one.id));
		await keySheet(
			db,
			rosa,
			tuesdaySession,
			keyed([
				{ enrollmentId: andre.id, said: 'p' },
				{ enrollmentId: beatriz.id, said: 'a' }
			])
		);
		expect(await marksOf(db.read, tuesdaySession)).toHaveLength(3);
		expect((await onRoll(db, fatima, tuesdaySession, andre.id)).review).toEqual([]);
		const review = (await onRoll(db, fatima, tuesdaySession, beatriz.id)).review;
		expect(review.map(({ status }) => status)).toEqual(['present', 'absent-unexcused']);
	});

	test('replaces what was seen beside the row where the sheet is to be right', async () => {
		const { db, fatima, rosa, tuesdaySession, andre } = await world();
		const first = present(andre.id);
		await mark(db, fatima, tuesdaySession, first);
		const row = { enrollmentId: andre.id, said: 'a', over: true, replaces: [first.operationId] };
		await keySheet(db, rosa, tuesdaySession, keyed([row]));
		const entry = await onRoll(db, fatima, tuesdaySession, andre.id);
		expect([entry.status, entry.review]).toEqual(['absent-unexcused', []]);

		await keySheet(db, rosa, tuesdaySession, keyed([{ ...row, said: 'p' }]));
		const contested = await onRoll(db, fatima, tuesdaySession, andre.id);
		expect(contested.review).toHaveLength(2);
	});

	test('settles what was under review by what the sheet says', async () => {
		const { db, fatima, rosa, tuesdaySession, andre } = await world();
		const [one, other] = [present(andre.id), present(andre.id, { status: 'absent-unexcused' })];
		await mark(db, fatima, tuesdaySession, one);
		await mark(db, rosa, tuesdaySession, other);
		const same = { enrollmentId: andre.id, said: 'p' };
		await keySheet(db, rosa, tuesdaySession, keyed([same]));
		expect(await marksOf(db.read, tuesdaySession)).toHaveLength(2);

		const replaces = [one.operationId, other.operationId];
		await keySheet(db, rosa, tuesdaySession, keyed([{ ...same, over: true, replaces }]));
		const entry = await onRoll(db, fatima, tuesdaySession, andre.id);
		expect([entry.status, entry.review]).toEqual(['present', []]);
	});

	test('says something anew of whom a mark was taken back', async () => {
		const { db, fatima, tuesdaySession, andre } = await world();
		const first = present(andre.id);
		await mark(db, fatima, tuesdaySession, first);
		const back = present(andre.id, { status: 'unmarked', replaces: [first.operationId] });
		await mark(db, fatima, tuesdaySession, back);
		await keySheet(db, fatima, tuesdaySession, keyed([{ enrollmentId: andre.id, said: 'a' }]));
		const entry = await onRoll(db, fatima, tuesdaySession, andre.id);
		expect([entry.status, entry.review]).toEqual(['absent-unexcused', []]);
	});

	test('by two people at once keeps both where they differ, and one where they agree', async (context) => {
		if (!hasTwoConnections()) context.skip('PGlite has one connection');
		const { db, reopen, fatima, rosa, tuesdaySession, andre, beatriz } = await world();
		const other = await reopen();
		const sheet = (said: string) =>
			keyed([
				{ enrollmentId: andre.id, said: 'p' },
				{ enrollmentId: beatriz.id, said }
			]);
		await Promise.all([
			keySheet(db, fatima, tuesdaySession, sheet('p')),
			keySheet(other, rosa, tuesdaySession, sheet('a'))
		]);
		expect(await marksOf(db.read, tuesdaySession)).toHaveLength(3);
		const beatrizNow = await onRoll(db, fatima, tuesdaySession, beatriz.id);
		expect(beatrizNow.review.map(({ status }) => status).sort()).toEqual(['absent-unexcused', 'present']);
	});

	test('refuses the whole sheet where a row cannot be read, each fault beside its row', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, andre, beatriz } = cast;
		const skill = await skillOf(cast);
		const sheet = keyed([
			{
				enrollmentId: andre.id,
				said: 'p',
				practices: [{ lessonId: skill.lessonId, said: '9w', replaces: [] }]
			},
			{ enrollmentId: beatriz.id, said: 'z' }
		]);
		await expect(keySheet(db, fatima, tuesdaySession, sheet)).rejects.toMatchObject({
			status: 400,
			fields: {
				'rows.0.practices.0.said': { code: 'sheet.steps', params: { most: 3 } },
				'rows.1.said': { code: 'sheet.letter' }
			}
		});
		expect(await marksOf(db.read, tuesdaySession)).toEqual([]);
		const corrected = keyed([{ enrollmentId: andre.id, said: 'p' }], sheet.operationId);
		await keySheet(db, fatima, tuesdaySession, corrected);
		expect(await standings(cast)).toEqual(['Andre present', 'Beatriz unmarked']);
	});

	test('refuses the row of somebody who left before the session, and takes who left after it', async () => {
		const cast = await world();
		const { db, fatima, carl, tuesdaySessions, andre, beatriz } = cast;
		const leave = (id: string) => exitEnrollment(db, carl, id, { operationId: newId(), reason: 'moved' });
		const next = tuesdaySessions[1].id;
		await leave(andre.id);
		at('2026-03-11T02:00:00.000Z');
		const rows = [
			{ enrollmentId: andre.id, said: 'p' },
			{ enrollmentId: beatriz.id, said: 'p' }
		];
		await expect(keySheet(db, fatima, next, keyed(rows))).rejects.toMatchObject({
			fields: { 'rows.0.said': { code: 'enrollment.exited' } }
		});
		expect(await marksOf(db.read, next)).toEqual([]);
		at('2026-03-12T02:00:00.000Z');
		await leave(beatriz.id);
		await keySheet(db, fatima, next, keyed([{ ...rows[0], said: '' }, rows[1]]));
		expect((await onRoll(db, fatima, next, beatriz.id)).status).toBe('present');
	});

	test('of a person of another group is refused as if there were none', async () => {
		const { db, fatima, tuesdaySession, dolores } = await world();
		const sheet = keyed([{ enrollmentId: dolores.id, said: 'p' }]);
		await expect(keySheet(db, fatima, tuesdaySession, sheet)).rejects.toMatchObject({ status: 404 });
	});

	test('after the end is a correction by the sheet, until the lock time; then program staff do it', async () => {
		const cast = await world();
		const { db, fatima, carl, tuesdaySession, andre, beatriz } = cast;
		await end(cast);
		expect((await sheetOf(db.read, fatima, tuesdaySession, 'en')).shut).toBeNull();
		await keySheet(db, fatima, tuesdaySession, keyed([{ enrollmentId: andre.id, said: 'p' }]));
		expect((await marksOf(db.read, tuesdaySession))[0].correction).toBe('sheet');

		at('2026-03-12T20:00:00.000Z');
		const late = () => keyed([{ enrollmentId: beatriz.id, said: 'p' }]);
		expect((await sheetOf(db.read, fatima, tuesdaySession, 'en')).shut).toBe('locked');
		await expect(keySheet(db, fatima, tuesdaySession, late())).rejects.toMatchObject({ status: 403 });
		expect((await sheetOf(db.read, carl, tuesdaySession, 'en')).shut).toBeNull();
		await keySheet(db, carl, tuesdaySession, late());
		expect(await standings(cast)).toEqual(['Andre present', 'Beatriz present']);
	});

	test('of a cancelled session, or one to come, says so and stores nothing', async () => {
		const { db, fatima, tuesdaySession, tuesdaySessions, andre } = await world();
		await cancelSession(db, fatima, tuesdaySession, { operationId: newId(), reason: 'weather' });
		const sheet = () => keyed([{ enrollmentId: andre.id, said: 'p' }]);
		const codes = ['session.cancelled', 'session.not-yet'];
		for (const [i, id] of [tuesdaySession, tuesdaySessions[1].id].entries()) {
			await expect(keySheet(db, fatima, id, sheet())).rejects.toMatchObject({ code: codes[i] });
			expect((await sheetOf(db.read, fatima, id, 'en')).shut).toBe(['cancelled', 'not-yet'][i]);
			expect(await marksOf(db.read, id)).toEqual([]);
		}
	});

	test('of nobody at all, and of sixty', async () => {
		const { db, fatima, carl, tuesdaySession, tuesdayGroup, enroll } = await world();
		await keySheet(db, fatima, tuesdaySession, keyed([]));
		expect(await marksOf(db.read, tuesdaySession)).toEqual([]);
		for (let i = 0; i < 58; i += 1) await enroll(carl, tuesdayGroup.id, `Q-${100 + i}`, `Name${i}`, 'Long');
		const { rows } = await sheetOf(db.read, fatima, tuesdaySession, 'en');
		expect(rows).toHaveLength(60);
		expect(new Set(rows.map(({ code }) => code)).size).toBe(60);
		await keySheet(
			db,
			fatima,
			tuesdaySession,
			keyed(rows.map(({ enrollmentId }, i) => ({ enrollmentId, said: i % 2 ? 'a' : 'p' })))
		);
		const counts = Map.groupBy(await marksOf(db.read, tuesdaySession), ({ status }) => status);
		expect([counts.get('present')!.length, counts.get('absent-unexcused')!.length]).toEqual([30, 30]);
	});
});

describe('practice on a sheet', () => {
	test('is noted with its steps, and counts as seen', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, andre, beatriz } = cast;
		const { lessonId } = await skillOf(cast);
		const practices = (said: string) => [{ lessonId, said, replaces: [] }];
		await keySheet(
			db,
			fatima,
			tuesdaySession,
			keyed([
				{ enrollmentId: andre.id, said: 'p', practices: practices('13w') },
				{ enrollmentId: beatriz.id, practices: practices('h') }
			])
		);
		const noted = await practicesIn(db.read, tuesdaySession);
		expect(noted.find(({ enrollmentId }) => enrollmentId === andre.id)).toMatchObject({
			...{ steps: [1, 3], result: 'went-well', shown: true, review: false }
		});
		expect(noted.find(({ enrollmentId }) => enrollmentId === beatriz.id)).toMatchObject({
			...{ steps: [], result: 'hard', shown: false }
		});
		expect(await standings(cast)).toEqual(['Andre present', 'Beatriz unmarked']);
	});

	test('stays where it says the same, needs review where not, and gives way to the sheet where chosen', async () => {
		const cast = await world();
		const { db, fatima, rosa, tuesdaySession, andre } = cast;
		const { lessonId } = await skillOf(cast);
		const first = note(andre.id, lessonId);
		await recordPractice(db, fatima, tuesdaySession, first);
		const key = (said: string, change: object = {}) =>
			keySheet(
				db,
				rosa,
				tuesdaySession,
				keyed([
					{
						enrollmentId: andre.id,
						...change,
						practices: [{ lessonId, said, replaces: [first.operationId] }]
					}
				])
			);
		const entry = async () => (await practicesIn(db.read, tuesdaySession))[0];

		await key('12w');
		expect(await entry()).toMatchObject({ heads: [first.operationId], review: false });
		await key('3h', { over: true });
		expect(await entry()).toMatchObject({ steps: [3], result: 'hard', review: false });
		await key('1s');
		expect((await entry()).review).toBe(true);
	});
});
