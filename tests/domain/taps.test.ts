import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { marksOf } from '#lib/server/domain/rolls.ts';
import { roomState, type RoomState } from '#lib/server/domain/rooms.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { carryOut, NewTaps, type NewTap } from '#lib/server/domain/taps.ts';
import { newId } from '#lib/server/ids.ts';
import { markInAll, standingOf } from '#lib/roll.ts';
import { applied } from '../../src/routes/(staff)/sessions/[session]/applied.ts';
import { present, world } from '../support/world.ts';

const markTap = (enrollmentId: string, change: object = {}) =>
	({ kind: 'mark', ...present(enrollmentId, change) }) as NewTap;
const allTap = (): NewTap => ({ kind: 'mark-all', operationId: newId() });
const deliveryTap = (activity: string, change: object = {}): NewTap => ({
	kind: 'delivery',
	operationId: newId(),
	lessonId: 'lesson-one',
	activity,
	state: 'done',
	minutes: 20,
	reason: null,
	replaces: [],
	...change
});
const practiceTap = (enrollmentId: string, change: object = {}): NewTap => ({
	kind: 'practice',
	operationId: newId(),
	enrollmentId,
	lessonId: 'lesson-one',
	steps: [1, 2],
	result: 'went-well',
	shown: true,
	replaces: [],
	withdrawn: false,
	...change
});
const refusals = (outcomes: { refusal: { code: string } | null }[]) =>
	outcomes.map(({ refusal }) => refusal?.code ?? 'ok');
const byPerson = ({ practices, ...room }: RoomState) => ({
	...room,
	practices: practices.toSorted((a, b) => a.enrollmentId.localeCompare(b.enrollmentId))
});

describe('what a screen sends', () => {
	test('one tap or several are read alike, and each fault names its place', () => {
		const tap = allTap();
		expect(NewTaps.parse(tap)).toEqual([tap]);
		expect(NewTaps.parse([tap, tap])).toHaveLength(2);
		const where = (sent: unknown) => NewTaps.safeParse(sent).error?.issues.map(({ path }) => path.join('.'));
		expect(where({ ...tap, kind: 'end' })).toEqual(['0.kind']);
		expect(where([tap, { ...markTap(newId()), status: 'late' }])).toEqual(['1.status']);
		expect(where([])).toEqual(['']);
		expect(NewTaps.safeParse({ ...tap, extra: 1 }).error?.issues[0]).toMatchObject({ keys: ['extra'] });
		expect(where(Array.from({ length: 101 }, allTap))).toEqual(['']);
	});

	test('is carried out in order, and answered with the room as it is then', async () => {
		const { db, fatima, tuesdaySession, andre, beatriz } = await world();
		const first = markTap(andre.id);
		const taps = [
			first,
			markTap(andre.id, { status: 'partial', leftAt: 40, replaces: [first.operationId] }),
			deliveryTap('check-in'),
			practiceTap(beatriz.id)
		];
		const { outcomes, room } = await carryOut(db, fatima, tuesdaySession, taps);
		expect(refusals(outcomes)).toEqual(['ok', 'ok', 'ok', 'ok']);
		expect(room.people.map(({ name, status, leftAt }) => [name, status, leftAt])).toEqual([
			['Andre M.', 'partial', 40],
			['Beatriz O.', 'unmarked', null]
		]);
		expect(room.activities[0]).toMatchObject({ key: 'check-in', state: 'done', delivered: 20 });
		expect(room.practices).toMatchObject([{ enrollmentId: beatriz.id, steps: [1, 2], result: 'went-well' }]);
	});

	test('one that is refused does not stop the others', async () => {
		const { db, fatima, tuesdaySession, andre, dolores } = await world();
		const taps = [markTap(dolores.id), deliveryTap('no-such-activity'), markTap(andre.id)];
		const { outcomes, room } = await carryOut(db, fatima, tuesdaySession, taps);
		expect(refusals(outcomes)).toEqual(['not-found', 'invalid', 'ok']);
		expect(room.people[0].status).toBe('present');
	});

	test('sent again after a lost answer, it changes nothing', async () => {
		const { db, fatima, tuesdaySession, andre } = await world();
		const taps = [markTap(andre.id), allTap(), deliveryTap('check-in')];
		const before = await carryOut(db, fatima, tuesdaySession, taps);
		const again = await carryOut(db, fatima, tuesdaySession, taps);
		expect(refusals(again.outcomes)).toEqual(['ok', 'ok', 'ok']);
		expect(again.room).toEqual(before.room);
		expect(await marksOf(db.read, tuesdaySession)).toHaveLength(2);
	});

	test('for a session of another organization there is nothing, and nothing is carried out', async () => {
		const { db, olga, fatima, tuesdaySession, andre } = await world();
		await expect(carryOut(db, olga, tuesdaySession, [markTap(andre.id)])).rejects.toMatchObject({
			status: 404
		});
		expect((await roomState(db.read, fatima, tuesdaySession)).people[0].status).toBe('unmarked');
	});

	test('after a cancellation each tap is told so', async () => {
		const { db, fatima, rosa, tuesdaySession, andre } = await world();
		await cancelSession(db, rosa, tuesdaySession, { operationId: newId(), reason: 'weather' });
		const { outcomes, room } = await carryOut(db, fatima, tuesdaySession, [markTap(andre.id), allTap()]);
		expect(refusals(outcomes)).toEqual(['session.cancelled', 'session.cancelled']);
		expect(room.cancelled).toBe(true);
	});
});

describe('what the screen shows before the answer', () => {
	test('is what the server then says, heads and all', async () => {
		const { db, fatima, tuesdaySession, andre, beatriz } = await world();
		const before = await roomState(db.read, fatima, tuesdaySession);
		const [all, tick, noted] = [allTap(), deliveryTap('check-in'), practiceTap(andre.id)];
		const inAll = markInAll(all.operationId, andre.id);
		const taps = [
			all,
			markTap(andre.id, { ...standingOf('court'), replaces: [inAll] }),
			tick,
			deliveryTap('check-in', { state: 'shortened', minutes: 7, replaces: [tick.operationId] }),
			deliveryTap('see-it', { state: 'skipped', minutes: 0, reason: 'time' }),
			noted,
			practiceTap(andre.id, { steps: [3], result: 'hard', replaces: [noted.operationId] }),
			practiceTap(beatriz.id, { steps: [], shown: false })
		];
		for (let count = 1; count <= taps.length; count++) {
			const expected = applied(before, taps.slice(0, count));
			const { outcomes, room } = await carryOut(db, fatima, tuesdaySession, taps.slice(0, count));
			expect(refusals(outcomes)).toEqual(Array(count).fill('ok'));
			expect(byPerson(expected)).toEqual(byPerson(room));
		}
	});

	test('a mark taken back and everybody marked again leaves nothing to review', async () => {
		const { db, fatima, tuesdaySession, andre } = await world();
		const first = markTap(andre.id);
		const back = markTap(andre.id, { ...standingOf('unmarked'), replaces: [first.operationId] });
		const { room } = await carryOut(db, fatima, tuesdaySession, [first, back, allTap()]);
		expect(room.people.map(({ status, review }) => [status, review])).toEqual([
			['present', []],
			['present', []]
		]);
	});

	test('it stays what was tapped when somebody else said something different meanwhile, until one settles it', async () => {
		const { db, fatima, rosa, tuesdaySession, andre } = await world();
		await mark(db, rosa, tuesdaySession, present(andre.id, standingOf('sick')));
		const { room } = await carryOut(db, fatima, tuesdaySession, [markTap(andre.id)]);
		const [person] = room.people;
		expect(person.review.map(({ status, by }) => [status, by])).toEqual([
			['absent-excused', 'Rosa'],
			['present', 'Fatima']
		]);
		const settled = markTap(andre.id, { ...standingOf('sick'), replaces: person.heads });
		expect(applied(room, [settled]).people[0]).toMatchObject({ status: 'absent-excused', review: [] });
		const after = await carryOut(db, fatima, tuesdaySession, [settled]);
		expect(after.room.people[0]).toMatchObject({ status: 'absent-excused', reason: 'sick', review: [] });
	});
});
