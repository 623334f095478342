import { describe, expect, test } from 'vitest';
import { mark, markAllPresent, takeBackAll } from '#lib/server/domain/attendance.ts';
import { NewMark } from '#lib/server/domain/marks.ts';
import { marksOf, rollCounts, rollOf } from '#lib/server/domain/rolls.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { milestonesOf } from '#lib/server/domain/milestones.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { newId } from '#lib/server/ids.ts';
import { excusedReasons, markStatuses, neutralReasons } from '#lib/vocabulary.ts';
import { deliverAll, note, onRoll } from '../support/telling.ts';
import { at, present, world } from '../support/world.ts';

const unknown = newId();
const kindsOf = async ({ db, andre }: Awaited<ReturnType<typeof world>>) =>
	(await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);

describe('what a mark may say', () => {
	const parse = (change: object) =>
		NewMark.safeParse({ operationId: newId(), enrollmentId: newId(), ...change });
	const faults = (change: object) =>
		parse(change).error?.issues.map((issue) => [issue.path.join('.'), issue.message]);

	test.each(['present', 'absent-unexcused', 'not-required', 'unmarked'] as const)(
		'%s needs nothing more',
		(status) => {
			expect(parse({ status }).success).toBe(true);
			expect(faults({ status, reason: 'sick' })).toEqual([['reason', 'reason']]);
			expect(faults({ status, cameAt: 5 })).toEqual([['status', 'minutes-partial']]);
		}
	);

	test('a partial presence says from when or until when, in that order', () => {
		expect(parse({ status: 'partial', cameAt: 10 }).success).toBe(true);
		expect(parse({ status: 'partial', leftAt: 10 }).success).toBe(true);
		expect(faults({ status: 'partial' })).toEqual([['cameAt', 'minutes']]);
		expect(faults({ status: 'partial', cameAt: 30, leftAt: 30 })).toEqual([['leftAt', 'minutes-order']]);
		expect(parse({ status: 'partial', cameAt: -1 }).success).toBe(false);
		expect(parse({ status: 'partial', cameAt: 1.5 }).success).toBe(false);
		expect(parse({ status: 'partial', cameAt: '5' }).success).toBe(false);
	});

	test('the reason decides what kind of absence it is', () => {
		for (const reason of neutralReasons) {
			expect(parse({ status: 'absent-neutral', reason }).success).toBe(true);
			expect(faults({ status: 'absent-excused', reason })).toEqual([['reason', 'reason']]);
		}
		for (const reason of excusedReasons) {
			expect(parse({ status: 'absent-excused', reason }).success).toBe(true);
			expect(faults({ status: 'absent-neutral', reason })).toEqual([['reason', 'reason']]);
		}
		expect(faults({ status: 'absent-excused' })).toEqual([['reason', 'reason']]);
	});

	test('nothing that was not asked for is taken', () => {
		expect(parse({ status: 'present', markedBy: 'staff:someone' }).success).toBe(false);
		expect(parse({ status: 'here' }).success).toBe(false);
	});

	test('every status has its place in this list', () => {
		expect(markStatuses).toHaveLength(7);
	});
});

describe('marking', () => {
	test('the roll shows who is in the group, by first name, unmarked until somebody says something', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'partial', cameAt: 10, leftAt: 60 }));
		const roll = await rollOf(db.read, fatima, tuesdaySession);
		expect(roll.map(({ firstName, status, cameAt, leftAt }) => [firstName, status, cameAt, leftAt])).toEqual([
			['Andre', 'partial', 10, 60],
			['Beatriz', 'unmarked', null, null]
		]);
	});

	test('sent twice under the same id, a mark is there once', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const sent = present(andre.id);
		await mark(db, fatima, tuesdaySession, sent);
		await mark(db, fatima, tuesdaySession, sent);
		expect(await marksOf(db.read, tuesdaySession)).toHaveLength(1);
		expect(await historyOf(db.read, `session:${tuesdaySession}`)).toHaveLength(1);
	});

	test('the same id with other content is refused, and what was said stays', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const sent = present(andre.id);
		await mark(db, fatima, tuesdaySession, sent);
		const other = { ...sent, status: 'absent-unexcused' as const };
		await expect(mark(db, fatima, tuesdaySession, other)).rejects.toMatchObject({
			status: 409,
			code: 'operation.reused'
		});
		expect((await onRoll(db, fatima, tuesdaySession, andre.id)).status).toBe('present');
	});

	test('the same id sent by somebody else is refused', async () => {
		const { db, fatima, rosa, andre, tuesdaySession } = await world();
		const sent = present(andre.id);
		await mark(db, fatima, tuesdaySession, sent);
		await expect(mark(db, rosa, tuesdaySession, sent)).rejects.toMatchObject({ code: 'operation.reused' });
	});

	test('the id of a mark that "all present" made is refused like a used one', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		await markAllPresent(db, fatima, tuesdaySession, { operationId: newId() });
		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		const sent = present(andre.id, { operationId: heads[0] });
		await expect(mark(db, fatima, tuesdaySession, sent)).rejects.toMatchObject({
			status: 409,
			code: 'operation.reused'
		});
	});

	test('a refused mark uses up nothing: the same operation succeeds once the session’s day has come', async () => {
		const { db, fatima, andre, tuesdaySessions } = await world();
		const sent = present(andre.id);
		await expect(mark(db, fatima, tuesdaySessions[1].id, sent)).rejects.toMatchObject({
			...{ status: 409, code: 'session.not-yet', params: { date: '2026-03-10' } }
		});
		at('2026-03-11T02:00:00Z');
		await mark(db, fatima, tuesdaySessions[1].id, sent);
		expect((await onRoll(db, fatima, tuesdaySessions[1].id, andre.id)).status).toBe('present');
	});

	test('the day that counts is the day where the session is held', async () => {
		const { db, fatima, andre, tuesdaySessions } = await world();
		at('2026-03-10T06:59:00Z'); // Monday, 23:59 in Los Angeles (summer time since Sunday)
		await expect(mark(db, fatima, tuesdaySessions[1].id, present(andre.id))).rejects.toMatchObject({
			code: 'session.not-yet'
		});
		at('2026-03-10T07:00:00Z'); // Tuesday, 00:00
		await mark(db, fatima, tuesdaySessions[1].id, present(andre.id));
	});

	test('minutes beyond the session’s are refused beside their field', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const late = (change: object) =>
			mark(db, fatima, tuesdaySession, present(andre.id, { status: 'partial', ...change }));
		const fault = { code: 'minutes-session', params: { most: 90 } };
		await expect(late({ cameAt: 91 })).rejects.toMatchObject({ status: 400, fields: { cameAt: fault } });
		await expect(late({ leftAt: 91 })).rejects.toMatchObject({ status: 400, fields: { leftAt: fault } });
		await late({ leftAt: 90 });
	});

	test('a cancelled session takes no marks', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		await cancelSession(db, fatima, tuesdaySession, { operationId: newId(), reason: 'weather' });
		await expect(mark(db, fatima, tuesdaySession, present(andre.id))).rejects.toMatchObject({
			status: 409,
			code: 'session.cancelled'
		});
		const all = markAllPresent(db, fatima, tuesdaySession, { operationId: newId() });
		await expect(all).rejects.toMatchObject({ code: 'session.cancelled' });
	});

	test('every mark leaves one event without a name in it', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const sent = present(andre.id, { status: 'absent-excused', reason: 'sick' });
		await mark(db, fatima, tuesdaySession, sent);
		const [event] = await historyOf(db.read, `session:${tuesdaySession}`);
		expect(event).toMatchObject({ actor: `staff:${fatima.id}`, kind: 'mark.added' });
		expect(JSON.parse(event.data)).toEqual({
			...{ markId: sent.operationId, enrollmentId: andre.id, status: 'absent-excused', reason: 'sick' },
			...{ cameAt: null, leftAt: null, correction: null, replaces: [] }
		});
		expect(event.data).not.toMatch(/Andre|Miller|P-1001/);
	});
});

describe('who may mark', () => {
	test('another organization’s session, another group’s and one that does not exist are the same 404', async () => {
		const { db, olga, nils, henry, fatima, andre, dolores, tuesdaySession, harborSession } = await world();
		const missing = { status: 404, code: 'not-found', params: {}, fields: {} };
		const marking = [
			mark(db, olga, tuesdaySession, present(andre.id)),
			mark(db, henry, tuesdaySession, present(andre.id)),
			mark(db, nils, tuesdaySession, present(andre.id)),
			mark(db, fatima, harborSession, present(dolores.id)),
			mark(db, fatima, unknown, present(andre.id)),
			mark(db, fatima, 'not an id', present(andre.id))
		];
		for (const each of marking) await expect(each).rejects.toMatchObject(missing);
		await expect(rollOf(db.read, olga, tuesdaySession)).rejects.toMatchObject(missing);
		await expect(rollOf(db.read, nils, tuesdaySession)).rejects.toMatchObject(missing);
	});

	test('people without the role are told nothing: program staff, lead, administrator, participant, key', async () => {
		const { db, priya, lee, ada, self, key, andre, tuesdaySession } = await world();
		for (const actor of [priya, lee, ada, self(andre), key, { ...priya, verified: false }]) {
			await expect(mark(db, actor, tuesdaySession, present(andre.id))).rejects.toMatchObject({ status: 404 });
			await expect(rollOf(db.read, actor, tuesdaySession)).rejects.toMatchObject({ status: 404 });
		}
	});

	test('a facilitator who is half signed in sees nothing', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const half = { ...fatima, verified: false };
		await expect(mark(db, half, tuesdaySession, present(andre.id))).rejects.toMatchObject({ status: 404 });
	});

	test('a coordinator of the organization may, as the group’s facilitators may', async () => {
		const { db, carl, rosa, andre, beatriz, tuesdaySession } = await world();
		await mark(db, carl, tuesdaySession, present(andre.id));
		await mark(db, rosa, tuesdaySession, present(beatriz.id));
		expect((await rollOf(db.read, rosa, tuesdaySession)).map((entry) => entry.status)).toEqual([
			'present',
			'present'
		]);
	});

	test('a person of another group can’t be marked, and nobody learns whether they exist', async () => {
		const { db, fatima, dolores, tuesdaySession } = await world();
		for (const id of [dolores.id, unknown]) {
			await expect(mark(db, fatima, tuesdaySession, present(id))).rejects.toMatchObject({ status: 404 });
		}
	});

	test('a mark can only replace what was said of the same person in the same session', async () => {
		const { db, fatima, andre, beatriz, tuesdaySession } = await world();
		const sent = present(beatriz.id);
		await mark(db, fatima, tuesdaySession, sent);
		for (const replaces of [[sent.operationId], [unknown]]) {
			await expect(mark(db, fatima, tuesdaySession, present(andre.id, { replaces }))).rejects.toMatchObject({
				...{ status: 400, fields: { replaces: { code: 'unknown' } } }
			});
		}
	});
});

describe('all present', () => {
	test('marks those of whom nothing was said, and only them', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
		expect(await markAllPresent(db, fatima, tuesdaySession, { operationId: newId() })).toBe(1);
		expect(await markAllPresent(db, fatima, tuesdaySession, { operationId: newId() })).toBe(0);
		const roll = await rollOf(db.read, fatima, tuesdaySession);
		expect(roll.map((entry) => entry.status)).toEqual(['absent-unexcused', 'present']);
	});

	test('sent twice it changes nothing, not even for who joined in between', async () => {
		const { db, fatima, carl, enroll, tuesdayGroup, tuesdaySession } = await world();
		const all = { operationId: newId() };
		expect(await markAllPresent(db, fatima, tuesdaySession, all)).toBe(2);
		const cesar = await enroll(carl, tuesdayGroup.id, 'P-1003', 'Cesar', 'Lopez');
		expect(await markAllPresent(db, fatima, tuesdaySession, all)).toBe(0);
		expect((await onRoll(db, fatima, tuesdaySession, cesar.id)).status).toBe('unmarked');
	});

	test('a mark taken back leaves the person to be marked again, without a contradiction', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const wrong = present(andre.id, { status: 'absent-unexcused' });
		await mark(db, fatima, tuesdaySession, wrong);
		await mark(
			db,
			fatima,
			tuesdaySession,
			present(andre.id, { status: 'unmarked', replaces: [wrong.operationId] })
		);
		expect((await onRoll(db, fatima, tuesdaySession, andre.id)).status).toBe('unmarked');
		expect(await markAllPresent(db, fatima, tuesdaySession, { operationId: newId() })).toBe(2);
		expect(await onRoll(db, fatima, tuesdaySession, andre.id)).toMatchObject({
			status: 'present',
			review: []
		});
	});

	test('is taken back at once, as long as nobody was marked since', async () => {
		const { db, fatima, rosa, andre, beatriz, tuesdaySession } = await world();
		const all = { operationId: newId() };
		await markAllPresent(db, fatima, tuesdaySession, all);
		const inAll = async () =>
			(await rollOf(db.read, rosa, tuesdaySession)).map((one) => [one.status, one.inAll]);
		expect(await inAll()).toEqual(Array(2).fill(['present', all.operationId]));

		const back = { operationId: newId(), all: all.operationId };
		await takeBackAll(db, rosa, tuesdaySession, back);
		await takeBackAll(db, rosa, tuesdaySession, back);
		expect(await inAll()).toEqual(Array(2).fill(['unmarked', null]));
		expect(await marksOf(db.read, tuesdaySession)).toHaveLength(4);
		expect((await milestonesOf(db.read, andre.id)).map(({ kind }) => kind)).toEqual(['enrolled']);

		at('2026-03-04T02:12:00Z');
		const again = { operationId: newId() };
		await markAllPresent(db, fatima, tuesdaySession, again);
		at('2026-03-04T02:13:00Z');
		await mark(db, rosa, tuesdaySession, { ...present(beatriz.id), status: 'absent-unexcused' });
		expect((await inAll()).map(([, one]) => one)).toEqual([null, null]);
		const late = takeBackAll(db, fatima, tuesdaySession, { operationId: newId(), all: again.operationId });
		await expect(late).rejects.toMatchObject({ status: 409, code: 'roll.changed' });
	});

	test('is taken back by its own id alone, by who may mark, and not after the end', async () => {
		const { db, fatima, nils, andre, tuesdaySession } = await world();
		const all = { operationId: newId() };
		const back = (actor: typeof fatima, id = all.operationId) =>
			takeBackAll(db, actor, tuesdaySession, { operationId: newId(), all: id });
		const one = present(andre.id);
		await mark(db, fatima, tuesdaySession, one);
		await expect(back(fatima, one.operationId)).rejects.toMatchObject({ code: 'roll.changed' });
		at('2026-03-04T02:12:00Z');
		await markAllPresent(db, fatima, tuesdaySession, all);
		await expect(back(nils)).rejects.toMatchObject({ status: 404 });
		await expect(back(fatima, newId())).rejects.toMatchObject({ code: 'roll.changed' });
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		await expect(back(fatima)).rejects.toMatchObject({ status: 409, code: 'session.ended' });
	});

	test('of a group of nobody it marks nobody, and of sixty all sixty', async () => {
		const { db, fatima, carl, enroll, edition, mainStreet, tuesdayGroup, tuesdaySession } = await world();
		const empty = await createGroup(db, carl, {
			...{ name: 'Nobody yet', siteId: mainStreet.id, room: 'Room 1', editionId: edition.id },
			...{ facilitatorIds: [fatima.id], startsOn: '2026-03-03' },
			slots: [{ weekday: 2, time: '18:00', minutes: 90 }]
		});
		const [first] = await sessionsOf(db.read, empty.id);
		expect(await markAllPresent(db, fatima, first.id, { operationId: newId() })).toBe(0);
		await deliverAll(db, fatima, first.id);
		await endSession(db, fatima, first.id, { operationId: newId() });

		for (let i = 3; i <= 60; i++) await enroll(carl, tuesdayGroup.id, `P-2${100 + i}`, `Person ${i}`, 'Long');
		const all = { operationId: newId() };
		expect(await markAllPresent(db, fatima, tuesdaySession, all)).toBe(60);
		const roll = await rollOf(db.read, fatima, tuesdaySession);
		expect(roll.filter(({ status, inAll }) => status === 'present' && inAll)).toHaveLength(60);
		await takeBackAll(db, fatima, tuesdaySession, { operationId: newId(), all: all.operationId });
		expect(
			(await rollCounts(db.read, [{ ...first, id: tuesdaySession, groupId: tuesdayGroup.id }])).get(
				tuesdaySession
			)
		).toEqual({ people: 60, unmarked: 60 });
	});

	test('is refused once the session has ended', async () => {
		const { db, fatima, tuesdaySession } = await world();
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		const all = markAllPresent(db, fatima, tuesdaySession, { operationId: newId() });
		await expect(all).rejects.toMatchObject({ status: 409, code: 'session.ended' });
	});
});

describe('who is on the roll', () => {
	test('somebody who joined later is not on the roll of a session before that', async () => {
		const { db, fatima, carl, enroll, tuesdayGroup, tuesdaySessions } = await world();
		at('2026-03-11T02:00:00Z');
		await enroll(carl, tuesdayGroup.id, 'P-1003', 'Cesar', 'Lopez');
		const names = async (n: number) =>
			(await rollOf(db.read, fatima, tuesdaySessions[n].id)).map((one) => one.firstName);
		expect(await names(0)).toEqual(['Andre', 'Beatriz']);
		expect(await names(1)).toEqual(['Andre', 'Beatriz', 'Cesar']);
	});

	test('who left stays on the roll of the sessions before that, marked or not', async () => {
		const { db, fatima, carl, andre, tuesdaySessions } = await world();
		at('2026-03-11T02:00:00Z');
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
		const names = async (n: number) =>
			(await rollOf(db.read, fatima, tuesdaySessions[n].id)).map((one) => one.firstName);
		expect(await names(0)).toEqual(['Andre', 'Beatriz']);
		expect(await names(1)).toEqual(['Beatriz']);
		expect(await markAllPresent(db, fatima, tuesdaySessions[0].id, { operationId: newId() })).toBe(2);
		expect(await markAllPresent(db, fatima, tuesdaySessions[1].id, { operationId: newId() })).toBe(1);
	});

	test('who left is not marked in the sessions after that, and still in those before it', async () => {
		const { db, fatima, carl, andre, tuesdaySessions } = await world();
		at('2026-03-05T02:00:00Z');
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
		at('2026-03-11T02:00:00Z');
		const gone = { status: 409, code: 'enrollment.exited' };
		await expect(mark(db, fatima, tuesdaySessions[1].id, present(andre.id))).rejects.toMatchObject(gone);
		const practiced = recordPractice(db, fatima, tuesdaySessions[1].id, note(andre.id, 'lesson-two'));
		await expect(practiced).rejects.toMatchObject(gone);
		await mark(db, fatima, tuesdaySessions[0].id, present(andre.id));
		await recordPractice(db, fatima, tuesdaySessions[0].id, note(andre.id, 'lesson-one'));
	});

	test('names that begin with an accent stand where people look for them', async () => {
		const { db, fatima, carl, enroll, tuesdayGroup, tuesdaySession } = await world();
		await enroll(carl, tuesdayGroup.id, 'P-1003', 'Ángel', 'Lopez');
		await enroll(carl, tuesdayGroup.id, 'P-1004', 'antonio', 'Lopez');
		await enroll(carl, tuesdayGroup.id, 'P-1005', 'Zoe', 'Lopez');
		const roll = await rollOf(db.read, fatima, tuesdaySession);
		expect(roll.map((one) => one.firstName)).toEqual(['Andre', 'Ángel', 'antonio', 'Beatriz', 'Zoe']);
	});
});

describe('corrections', () => {
	async function ended() {
		const cast = await world();
		const { db, fatima, andre, tuesdaySession } = cast;
		const first = present(andre.id, { status: 'absent-unexcused' });
		await mark(db, fatima, tuesdaySession, first);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		const correct = (actor: Parameters<typeof mark>[1], change: object = {}) =>
			mark(
				db,
				actor,
				tuesdaySession,
				present(andre.id, { replaces: [first.operationId], correction: 'mistake', ...change })
			);
		return { ...cast, first, correct };
	}

	test('after the end a mark says why', async () => {
		const { db, fatima, andre, tuesdaySession, correct } = await ended();
		await expect(correct(fatima, { correction: null })).rejects.toMatchObject({
			...{ status: 400, fields: { correction: { code: 'correction' } } }
		});
		await correct(fatima, { correction: 'sheet' });
		expect(await onRoll(db, fatima, tuesdaySession, andre.id)).toMatchObject({
			status: 'present',
			corrected: true
		});
		const said = await marksOf(db.read, tuesdaySession);
		expect(said.map(({ status, correction }) => [status, correction])).toEqual([
			['absent-unexcused', null],
			['present', 'sheet']
		]);
	});

	test('facilitators correct until the lock time is over, program staff of the organization after it too', async () => {
		const { fatima, carl, correct } = await ended();
		at('2026-03-11T06:59:00Z'); // the seventh day, 23:59
		await correct(fatima);
		at('2026-03-11T07:00:00Z');
		await expect(correct(fatima)).rejects.toMatchObject({
			status: 403,
			params: { action: 'attendance.correct-locked' }
		});
		await correct(carl);
	});

	test('a session that nobody ended is not locked', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		at('2026-05-01T07:00:00Z');
		await mark(db, fatima, tuesdaySession, present(andre.id));
	});
});

describe('two devices', () => {
	async function contradiction() {
		const cast = await world();
		const { db, fatima, rosa, andre, tuesdaySession } = cast;
		await deliverAll(db, fatima, tuesdaySession);
		const [here, gone] = [present(andre.id), present(andre.id, { status: 'absent-unexcused' })];
		await mark(db, fatima, tuesdaySession, here);
		const before = await kindsOf(cast);
		await mark(db, rosa, tuesdaySession, gone);
		return { ...cast, before, heads: [here.operationId, gone.operationId].sort() };
	}

	test('that say the same need nobody’s attention', async () => {
		const { db, fatima, rosa, andre, tuesdaySession } = await world();
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await mark(db, rosa, tuesdaySession, present(andre.id));
		expect(await onRoll(db, fatima, tuesdaySession, andre.id)).toMatchObject({
			status: 'present',
			review: []
		});
	});

	test('that say different things are both kept for review, with who said what', async () => {
		const { db, fatima, rosa, andre, tuesdaySession, heads } = await contradiction();
		const entry = await onRoll(db, fatima, tuesdaySession, andre.id);
		expect([...entry.heads].sort()).toEqual(heads);
		expect(entry.review.map(({ status, markedBy }) => [status, markedBy]).sort()).toEqual(
			[
				['absent-unexcused', `staff:${rosa.id}`],
				['present', `staff:${fatima.id}`]
			].sort()
		);
	});

	test('void nothing that stood, until one mark replaces both', async () => {
		const cast = await contradiction();
		const { db, rosa, andre, tuesdaySession, before, heads } = cast;
		expect(before).toEqual(['enrolled', 'first-session']);
		expect(await kindsOf(cast)).toEqual(before);
		const settled = present(andre.id, { status: 'absent-unexcused', replaces: heads });
		await mark(db, rosa, tuesdaySession, settled);
		expect(await kindsOf(cast)).toEqual(['enrolled']);
		expect(await onRoll(db, rosa, tuesdaySession, andre.id)).toMatchObject({
			status: 'absent-unexcused',
			review: []
		});
	});

	test('award nothing, until one mark replaces both', async () => {
		const cast = await world();
		const { db, fatima, rosa, andre, tuesdaySession } = cast;
		const [gone, here] = [present(andre.id, { status: 'absent-unexcused' }), present(andre.id)];
		await mark(db, fatima, tuesdaySession, gone);
		await mark(db, rosa, tuesdaySession, here);
		expect(await kindsOf(cast)).toEqual(['enrolled']);
		const replaces = [gone.operationId, here.operationId];
		await mark(db, fatima, tuesdaySession, present(andre.id, { replaces }));
		expect(await kindsOf(cast)).toEqual(['enrolled', 'first-session']);
	});

	test('that correct the same mark differently contradict each other', async () => {
		const { db, fatima, rosa, andre, tuesdaySession } = await world();
		const first = present(andre.id);
		await mark(db, fatima, tuesdaySession, first);
		const replaces = [first.operationId];
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'partial', leftAt: 60, replaces }));
		await mark(db, rosa, tuesdaySession, present(andre.id, { status: 'unmarked', replaces }));
		expect((await onRoll(db, fatima, tuesdaySession, andre.id)).review).toHaveLength(2);
	});

	test('one of which takes its own mark back leave the other’s standing', async () => {
		const { db, fatima, rosa, andre, tuesdaySession } = await world();
		const wrong = present(andre.id, { status: 'absent-unexcused' });
		await mark(db, fatima, tuesdaySession, wrong);
		await mark(db, rosa, tuesdaySession, present(andre.id));
		await mark(
			db,
			fatima,
			tuesdaySession,
			present(andre.id, { status: 'unmarked', replaces: [wrong.operationId] })
		);
		expect(await onRoll(db, rosa, tuesdaySession, andre.id)).toMatchObject({ status: 'present', review: [] });
	});
});

test('marking somebody on another day of the group leaves this session as it was', async () => {
	const { db, fatima, andre, tuesdaySessions } = await world();
	at('2026-03-11T02:00:00Z');
	await mark(db, fatima, tuesdaySessions[1].id, present(andre.id));
	expect((await onRoll(db, fatima, tuesdaySessions[0].id, andre.id)).status).toBe('unmarked');
	expect((await findSession(db.read, fatima, tuesdaySessions[0].id)).endedAt).toBeNull();
});
