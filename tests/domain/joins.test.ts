import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { chooseElectives } from '#lib/server/domain/electives.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { changeLessons, lessonPlanOf, type LessonChange } from '#lib/server/domain/joins.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { moveSession } from '#lib/server/domain/moves.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { changesOf, undoChange } from '#lib/server/domain/schedule-changes.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { at, present, world, type World } from '../support/world.ts';

const plan = async ({ db, carl, tuesdayGroup }: World) =>
	lessonPlanOf(db.read, await findGroup(db.read, carl, tuesdayGroup.id), 'en');
const rowOf = async (w: World, id: string) => (await plan(w)).find((one) => one.id === id)!;
const input = async (w: World, id: string, change: LessonChange) => ({
	operationId: newId(),
	change,
	seen: (await rowOf(w, id))?.seen ?? ''
});
const change = async (w: World, nth: number, how: LessonChange, actor: Actor = w.fatima) => {
	const { id } = w.tuesdaySessions[nth];
	return changeLessons(w.db, actor, id, await input(w, id, how));
};
/** Date and lessons of what stands, without the words that they all share. */
const standing = async ({ db, tuesdayGroup }: World) =>
	(await sessionsOf(db.read, tuesdayGroup.id))
		.filter(({ cancelledAt }) => !cancelledAt)
		.sort((a, b) => a.startsAt.localeCompare(b.startsAt))
		.map(({ date, lessonIds }) => `${date.slice(5)} ${lessonIds.join('+').replaceAll('lesson-', '')}`);
const six = ['03-03 one', '03-10 two', '03-17 three', '03-24 four', '03-31 five', '04-07 six'];
const undoLast = async ({ db, fatima, tuesdayGroup }: World) => {
	const [last] = await changesOf(db.read, tuesdayGroup.id);
	await undoChange(db, fatima, tuesdayGroup.id, { operationId: newId(), changeId: last.id });
	return last;
};

describe('a session takes in the next one’s lesson', () => {
	test('those after it move up, and the last meeting is given up', async () => {
		const w = await world();
		await change(w, 1, 'join');
		expect(await standing(w)).toEqual([
			'03-03 one',
			'03-10 two+three',
			'03-17 four',
			'03-24 five',
			'03-31 six'
		]);
		const last = await findSession(w.db.read, w.fatima, w.tuesdaySessions[5].id);
		expect(last).toMatchObject({ cancelReason: 'not-needed', revision: 1, lessonIds: [] });
		const joined = await findSession(w.db.read, w.fatima, w.tuesdaySessions[1].id);
		expect((await planOf(w.db.read, joined)).map(({ lesson }) => lesson.id)).toEqual([
			'lesson-two',
			'lesson-three'
		]);
		expect((await verifyEvents(w.db)).faults).toEqual([]);
		expect(await recompute(w.db, system)).toMatchObject({ changed: 0 });
	});

	test('its minutes are told beside how long it is', async () => {
		const w = await world();
		const { id } = w.tuesdaySessions[1];
		const long = {
			date: '2026-03-10',
			time: '17:00',
			minutes: 180,
			room: 'Room 2',
			following: false,
			override: null
		};
		await moveSession(w.db, w.fatima, id, { operationId: newId(), ...long });
		await change(w, 1, 'join');
		expect(await rowOf(w, id)).toMatchObject({ minutes: 180, planned: 180, can: { part: true } });
	});

	test('undone, or parted again, all is as it was', async () => {
		const w = await world();
		await change(w, 1, 'join');
		expect(await undoLast(w)).toMatchObject({ kind: 'joined', sessions: [{ number: 2 }], canUndo: true });
		expect(await standing(w)).toEqual(six);
		await change(w, 1, 'join');
		await change(w, 1, 'part');
		expect(await standing(w)).toEqual(six);
		expect(await sessionsOf(w.db.read, w.tuesdayGroup.id)).toHaveLength(6);
		await undoLast(w);
		expect(await standing(w)).toEqual([
			'03-03 one',
			'03-10 two+three',
			'03-17 four',
			'03-24 five',
			'03-31 six'
		]);
		const last = await findSession(w.db.read, w.fatima, w.tuesdaySessions[5].id);
		expect(last.cancelledAt).not.toBeNull();
	});
});

describe('a lesson takes two sessions', () => {
	test('those after it move on, and a meeting is added', async () => {
		const w = await world();
		await change(w, 1, 'split');
		expect(await standing(w)).toEqual([
			...['03-03 one', '03-10 two', '03-17 two', '03-24 three', '03-31 four', '04-07 five', '04-14 six']
		]);
		const [, first, second] = await plan(w);
		expect([first.planned, second.planned]).toEqual([45, 45]);
		expect([first.lessons[0], second.lessons[0]]).toMatchObject([
			{ part: 1, parts: 2 },
			{ part: 2, parts: 2 }
		]);
		const { lessons } = await explainFor(w.db.read, w.tuesdayGroup.id, w.andre.id);
		expect(lessons.map(({ id }) => id)).toHaveLength(6);
		expect(await recompute(w.db, system)).toMatchObject({ changed: 0 });
	});

	test('put back by joining them, or undone', async () => {
		const w = await world();
		await change(w, 1, 'split');
		await change(w, 1, 'join');
		expect(await standing(w)).toEqual(six);
		await change(w, 2, 'split');
		await undoLast(w);
		expect(await standing(w)).toEqual(six);
	});

	test('and electives chosen on the way lose neither half', async () => {
		const w = await world({ more: true });
		await change(w, 1, 'split');
		await chooseElectives(w.db, w.fatima, w.tuesdayGroup.id, {
			operationId: newId(),
			electives: ['extra-one']
		});
		expect((await standing(w)).map((one) => one.slice(6))).toEqual([
			...['one', 'two', 'two', 'three', 'extra-one', 'four', 'five', 'six']
		]);
	});
});

describe('what may not be changed', () => {
	const code = (error: string) => ({ status: 409, code: error });

	test('a session that is over, began by the clock or by a mark, or was cancelled', async () => {
		const w = await world();
		await expect(change(w, 0, 'join')).rejects.toMatchObject(code('lessons.fixed'));
		at('2026-03-10T12:00:00.000Z');
		await mark(w.db, w.fatima, w.tuesdaySessions[1].id, present(w.andre.id));
		await expect(change(w, 1, 'split')).rejects.toMatchObject(code('lessons.fixed'));
		const third = w.tuesdaySessions[2].id;
		await cancelSession(w.db, w.fatima, third, { operationId: newId(), reason: 'room' });
		await expect(change(w, 2, 'split')).rejects.toMatchObject(code('session.cancelled'));
		expect((await standing(w)).slice(0, 2)).toEqual(six.slice(0, 2));
	});

	test('the last has nothing to take in, and one lesson can’t be parted', async () => {
		const w = await world();
		await expect(change(w, 5, 'join')).rejects.toMatchObject(code('lessons.last'));
		await expect(change(w, 1, 'part')).rejects.toMatchObject(code('lessons.one'));
		expect(await standing(w)).toEqual(six);
	});

	test('two people at once join once', async () => {
		const w = await world();
		const { id } = w.tuesdaySessions[1];
		const [hers, his] = [await input(w, id, 'join'), await input(w, id, 'join')];
		const answers = await Promise.allSettled([
			changeLessons(w.db, w.fatima, id, hers),
			changeLessons(w.db, w.carl, id, his)
		]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const refused = answers.find((one) => one.status === 'rejected') as PromiseRejectedResult;
		expect(refused.reason).toMatchObject(code('plan.changed'));
		expect((await standing(w))[1]).toBe('03-10 two+three');
	});

	test('sent twice it changes once; other content under its id is refused', async () => {
		const w = await world();
		const { id } = w.tuesdaySessions[1];
		const sent = await input(w, id, 'join');
		await changeLessons(w.db, w.fatima, id, sent);
		await changeLessons(w.db, w.fatima, id, sent);
		expect(await standing(w)).toHaveLength(5);
		const other = changeLessons(w.db, w.fatima, id, { ...sent, change: 'split' });
		await expect(other).rejects.toMatchObject(code('operation.reused'));
	});

	test('strangers learn nothing', async () => {
		const w = await world();
		for (const actor of [w.nils, w.olga, w.henry, w.priya, w.ada, w.self(w.andre), w.key])
			await expect(change(w, 1, 'join', actor)).rejects.toMatchObject({ status: 404 });
		await change(w, 1, 'join', w.carl);
	});
});
