import { describe, expect, test } from 'vitest';
import { asc, eq } from 'drizzle-orm';
import { enrollments, events, marks, milestones, standings } from '#lib/server/db/schema/index.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { recompute, standing } from '#lib/server/domain/milestones.ts';
import { explain } from '#lib/server/domain/outlooks.ts';
import { pauseEnrollment, resumeEnrollment, undoChange } from '#lib/server/domain/pauses.ts';
import { enrollByNumber, exitEnrollment, findEnrollment } from '#lib/server/domain/people.ts';
import { changesOf } from '#lib/server/domain/changes.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { possibleTargets, takeBackIn, transfer } from '#lib/server/domain/transfers.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { hold, note } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const operation = () => ({ operationId: newId() });
const evening = (startsAt: string) => new Date(Date.parse(startsAt) + 80 * 60_000).toISOString();

/** The Tuesday group has met twice: Andre was there, Beatriz once; another of the organization's groups begins next week. */
async function twoHeld() {
	const cast = await world();
	const { db, fatima, carl, andre, beatriz, tuesdaySessions, mainStreet, edition } = cast;
	for (const [i, { id, startsAt }] of tuesdaySessions.slice(0, 2).entries()) {
		at(evening(startsAt));
		await recordPractice(db, fatima, id, note(andre.id, `lesson-${i === 0 ? 'one' : 'two'}`));
		await hold(db, fatima, id, i === 0 ? [andre, beatriz] : [andre]);
	}
	at('2026-03-11T18:00:00.000Z');
	const next = await createGroup(db, carl, {
		...{ name: 'Thursday noon', siteId: mainStreet.id, room: 'Room 1', editionId: edition.id },
		...{ facilitatorIds: [cast.nils.id], startsOn: '2026-03-12' },
		slots: [{ weekday: 4, time: '12:00', minutes: 90 }]
	});
	return { ...cast, next };
}

const creditOf = async ({ db }: World, enrollmentId: string, actor: Actor = system) =>
	(await explain(db.read, actor, enrollmentId)).lessons
		.filter(({ state }) => state === 'credited')
		.map(({ id }) => id);
const enrollmentIn = async ({ db }: World, groupId: string, participantId: string) => {
	const rows = await db.read
		.select()
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(asc(enrollments.id));
	return rows.find((row) => row.participantId === participantId)!;
};
const earnedBy = async ({ db }: World, participantId: string) =>
	standing(
		await db.read
			.select()
			.from(milestones)
			.where(eq(milestones.participantId, participantId))
			.orderBy(asc(milestones.position))
	).map(({ kind, moduleId }) => `${kind}|${moduleId}`);

describe('moving to another group', () => {
	test('takes all credit and practice along, and no absence', async () => {
		const cast = await twoHeld();
		const { db, carl, andre, next } = cast;
		await transfer(db, carl, andre.id, { ...operation(), groupId: next.id });
		const there = await enrollmentIn(cast, next.id, andre.participantId);
		expect(await creditOf(cast, there.id, carl)).toEqual(['lesson-one', 'lesson-two']);
		const told = await explain(db.read, carl, there.id);
		expect(told.lessons.slice(0, 3).map(({ before }) => before ?? false)).toEqual([true, true, false]);
		expect(told.requirements.find(({ kind }) => kind === 'practice')?.have).toBe(2);
		expect(told.minutes).toBe(0);
		expect(await findEnrollment(db.read, carl, andre.id)).toMatchObject({ exitReason: 'transferred' });
	});

	test('earns no milestone twice, and what is earned later is earned once', async () => {
		const cast = await twoHeld();
		const { db, carl, nils, andre, next } = cast;
		const before = await earnedBy(cast, andre.participantId);
		await transfer(db, carl, andre.id, { ...operation(), groupId: next.id });
		expect(await earnedBy(cast, andre.participantId)).toEqual(before);
		const there = await enrollmentIn(cast, next.id, andre.participantId);
		for (const { id, startsAt } of (await sessionsOf(db.read, next.id)).slice(0, 4)) {
			at(evening(startsAt));
			await hold(db, nils, id, [there]);
		}
		const earned = await earnedBy(cast, andre.participantId);
		expect(new Set(earned).size).toBe(earned.length);
		expect(earned).toContain('module|first-part');
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('keeps step with what is corrected in the old group', async () => {
		const cast = await twoHeld();
		const { db, carl, andre, next, tuesdaySessions } = cast;
		await transfer(db, carl, andre.id, { ...operation(), groupId: next.id });
		const there = await enrollmentIn(cast, next.id, andre.participantId);
		const [second] = await db.read
			.select()
			.from(marks)
			.where(eq(marks.sessionId, tuesdaySessions[1].id))
			.orderBy(asc(marks.id));
		await mark(
			db,
			carl,
			tuesdaySessions[1].id,
			present(andre.id, {
				status: 'absent-excused',
				reason: 'sick',
				replaces: [second.id],
				correction: 'sheet'
			})
		);
		expect(await creditOf(cast, there.id, carl)).toEqual(['lesson-one']);
		const [row] = await db.read.select().from(standings).where(eq(standings.enrollmentId, there.id));
		expect(row.lessonsDone).toBe(1);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('is offered where the person fits, with what they have already', async () => {
		const cast = await twoHeld();
		const { db, carl, andre, next } = cast;
		const targets = await possibleTargets(db.read, carl, await findEnrollment(db.read, carl, andre.id));
		expect(targets).toMatchObject([{ id: next.id, obstacles: [] }]);
		const harbor = { ...operation(), groupId: cast.harborGroup.id };
		await expect(transfer(db, carl, andre.id, harbor)).rejects.toMatchObject({ status: 400 });
		await expect(transfer(db, cast.fatima, andre.id, harbor)).rejects.toMatchObject({ status: 403 });
	});

	test('to another organization is done there, by the number; no record of the old one is shown there', async () => {
		const cast = await twoHeld();
		const { db, henry, olga, beatriz, andre, harborGroup, carl } = cast;
		const sent = { ...operation(), number: 'P-1002', moves: true, override: 'agreed' as const };
		const there = await enrollByNumber(db, henry, harborGroup.id, sent);
		expect(await creditOf(cast, there.id, olga)).toEqual(['lesson-one']);
		const told = JSON.stringify(await explain(db.read, olga, there.id));
		expect(told).not.toContain('Tuesday evening');
		expect(told).not.toContain(beatriz.id);
		await expect(explain(db.read, olga, beatriz.id)).rejects.toMatchObject({ status: 404 });
		await expect(explain(db.read, carl, there.id)).rejects.toMatchObject({ status: 404 });
		expect(await findEnrollment(db.read, carl, beatriz.id)).toMatchObject({ exitReason: 'transferred' });
		expect((await findEnrollment(db.read, carl, andre.id)).exitedAt).toBeNull();
	});

	test('sent twice it is one move', async () => {
		const cast = await twoHeld();
		const { db, carl, andre, next } = cast;
		const sent = { ...operation(), groupId: next.id };
		await transfer(db, carl, andre.id, sent);
		await transfer(db, carl, andre.id, sent);
		await expect(transfer(db, carl, andre.id, { ...sent, operationId: newId() })).rejects.toMatchObject({
			code: 'enrollment.exited'
		});
		expect(await changesOf(db.read, andre.id)).toHaveLength(1);
	});

	test('there and back again loses nothing', async () => {
		const cast = await twoHeld();
		const { db, carl, nils, andre, next, tuesdayGroup } = cast;
		await transfer(db, carl, andre.id, { ...operation(), groupId: next.id });
		const there = await enrollmentIn(cast, next.id, andre.participantId);
		for (const { id, startsAt } of (await sessionsOf(db.read, next.id)).slice(0, 3)) {
			at(evening(startsAt));
			await hold(db, nils, id, [there]);
		}
		await transfer(db, carl, there.id, { ...operation(), groupId: tuesdayGroup.id, override: 'agreed' });
		expect(await creditOf(cast, andre.id, carl)).toEqual(['lesson-one', 'lesson-two', 'lesson-three']);
		const earned = await earnedBy(cast, andre.participantId);
		expect(new Set(earned).size).toBe(earned.length);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});
});

describe('a pause', () => {
	const away = { from: '2026-03-11', backOn: '2026-03-25', reason: 'medical' as const };

	test('takes the person off the roll, and counts no absence', async () => {
		const cast = await twoHeld();
		const { db, carl, fatima, andre, beatriz, tuesdaySessions } = cast;
		await pauseEnrollment(db, carl, andre.id, { ...operation(), ...away });
		at(evening(tuesdaySessions[2].startsAt));
		await expect(mark(db, fatima, tuesdaySessions[2].id, present(andre.id))).rejects.toMatchObject({
			code: 'enrollment.paused'
		});
		await hold(db, fatima, tuesdaySessions[2].id, [beatriz]);
		at('2026-03-25T18:00:00.000Z');
		await resumeEnrollment(db, carl, andre.id, operation());
		at(evening(tuesdaySessions[4].startsAt));
		await mark(db, fatima, tuesdaySessions[4].id, present(andre.id));
		expect(await findEnrollment(db.read, carl, andre.id)).toMatchObject({
			pausedOn: null,
			away: [{ from: '2026-03-11', until: '2026-03-25' }]
		});
	});

	test('recounts what can still be finished', async () => {
		const cast = await twoHeld();
		const { db, carl, andre } = cast;
		const outlook = async () => (await explain(db.read, carl, andre.id)).outlook;
		expect(await outlook()).toBe('on-course');
		await pauseEnrollment(db, carl, andre.id, { ...operation(), ...away, backOn: '2026-04-01' });
		expect(await outlook()).toBe('at-risk');
	});

	test('is undone within the day, with a reason; not the day after', async () => {
		const cast = await twoHeld();
		const { db, carl, andre } = cast;
		await pauseEnrollment(db, carl, andre.id, { ...operation(), ...away });
		const [{ id: changeId }] = await changesOf(db.read, andre.id);
		const undo = () => ({ ...operation(), changeId, reason: 'mistake' as const });
		await undoChange(db, carl, andre.id, undo());
		expect(await findEnrollment(db.read, carl, andre.id)).toMatchObject({ pausedOn: null, away: [] });
		await expect(undoChange(db, carl, andre.id, undo())).rejects.toMatchObject({
			code: 'enrollment.changed'
		});
		await exitEnrollment(db, carl, andre.id, { ...operation(), reason: 'moved' });
		const left = (await changesOf(db.read, andre.id)).at(-1)!.id;
		at('2026-03-12T18:00:00.000Z');
		await expect(undoChange(db, carl, andre.id, { ...undo(), changeId: left })).rejects.toMatchObject({
			code: 'enrollment.changed'
		});
	});

	test('of whoever is paused or has left is none', async () => {
		const cast = await twoHeld();
		const { db, carl, andre, fatima } = cast;
		await expect(pauseEnrollment(db, fatima, andre.id, { ...operation(), ...away })).rejects.toMatchObject({
			status: 403
		});
		await expect(resumeEnrollment(db, carl, andre.id, operation())).rejects.toMatchObject({
			code: 'enrollment.not-paused'
		});
		await pauseEnrollment(db, carl, andre.id, { ...operation(), ...away });
		await expect(pauseEnrollment(db, carl, andre.id, { ...operation(), ...away })).rejects.toMatchObject({
			code: 'enrollment.paused-already'
		});
		await exitEnrollment(db, carl, andre.id, { ...operation(), reason: 'moved' });
		await expect(pauseEnrollment(db, carl, andre.id, { ...operation(), ...away })).rejects.toMatchObject({
			code: 'enrollment.exited'
		});
	});
});

describe('coming back', () => {
	test('into the same group keeps everything, at a gate or with a reason', async () => {
		const cast = await twoHeld();
		const { db, carl, andre, fatima, tuesdaySessions } = cast;
		await exitEnrollment(db, carl, andre.id, { ...operation(), reason: 'custody' });
		at(evening(tuesdaySessions[2].startsAt));
		await hold(db, fatima, tuesdaySessions[2].id, [cast.beatriz]);
		at('2026-03-18T18:00:00.000Z');
		await expect(takeBackIn(db, carl, andre.id, operation())).rejects.toMatchObject({
			code: 'placement.gate'
		});
		await takeBackIn(db, carl, andre.id, { ...operation(), override: 'caught-up' });
		expect(await creditOf(cast, andre.id, carl)).toEqual(['lesson-one', 'lesson-two']);
		expect(await findEnrollment(db.read, carl, andre.id)).toMatchObject({
			exitedAt: null,
			away: [{ from: '2026-03-11', until: '2026-03-18' }]
		});
		await expect(takeBackIn(db, carl, andre.id, operation())).rejects.toMatchObject({
			code: 'enrollment.twice'
		});
	});

	test('an exit in error is undone the same day, unless the seat is taken', async () => {
		const cast = await twoHeld();
		const { db, carl, andre } = cast;
		await exitEnrollment(db, carl, andre.id, { ...operation(), reason: 'moved' });
		const [{ id: changeId }] = await changesOf(db.read, andre.id);
		await undoChange(db, carl, andre.id, { ...operation(), changeId, reason: 'mistake' });
		expect(await findEnrollment(db.read, carl, andre.id)).toMatchObject({ exitedAt: null, exitReason: null });
		const kinds = await db.read.select({ kind: events.kind }).from(events).orderBy(asc(events.position));
		expect(kinds.map(({ kind }) => kind)).toEqual(
			expect.arrayContaining(['enrollment.exited', 'enrollment.undone'])
		);
	});
});
