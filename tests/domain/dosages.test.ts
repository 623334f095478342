import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { dosageTargets, standings } from '#lib/server/db/schema/index.ts';
import { groupDosage, ownHours, personDosage, programDosage } from '#lib/server/domain/dosages.ts';
import { setTarget } from '#lib/server/domain/dosage-targets.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { holdMakeUp, planMakeUp } from '#lib/server/domain/makeups.ts';
import { enrollByNumber } from '#lib/server/domain/people.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { countedMinutes } from '#lib/dosage.ts';
import { hold } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

const target = (hours: number | null, seen: string | null = null) => ({ operationId: newId(), hours, seen });

/** Andre came to the first session of 90 minutes, Beatriz did not; then it is the next day. */
async function afterOne() {
	const cast = await world();
	await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre]);
	at('2026-03-04T20:00:00.000Z');
	return cast;
}

async function makeUp({ db, carl, beatriz }: World, minutes: number) {
	const makeUpId = newId();
	const asked = {
		operationId: makeUpId,
		lessonId: 'lesson-one',
		way: 'one-to-one' as const,
		day: '2026-03-04'
	};
	await planMakeUp(db, carl, beatriz.id, { ...asked, sessionId: null, exception: null });
	await holdMakeUp(db, carl, beatriz.id, { operationId: newId(), makeUpId, day: '2026-03-04', minutes });
}

test('a person has the minutes of sessions and make-ups by target, and what the group was given', async () => {
	const cast = await afterOne();
	const { db, fatima, andre, beatriz } = cast;
	await makeUp(cast, 45);
	expect((await personDosage(db.read, fatima, andre.id)).dosage).toMatchObject({
		delivered: 90,
		attended: 90,
		bySource: { session: 90, 'make-up': 0 },
		byTarget: { work: { delivered: 90, attended: 90 } }
	});
	expect((await personDosage(db.read, fatima, beatriz.id)).dosage).toMatchObject({
		delivered: 90,
		attended: 45,
		bySource: { session: 0, 'make-up': 45 }
	});
});

test('hours go along into another group, and count once in the program', async () => {
	const cast = await afterOne();
	const { db, henry, carl, olga, andre, harborGroup, harborSessions, priya } = cast;
	const sent = { operationId: newId(), number: 'P-1001', moves: true, override: 'next-cycle' as const };
	const moved = await enrollByNumber(db, henry, harborGroup.id, sent);
	at('2026-03-11T02:10:00.000Z');
	await hold(db, olga, harborSessions[1].id, [moved]);
	const there = await personDosage(db.read, henry, moved.id);
	expect(countedMinutes(there.dosage)).toBe(180);
	expect((await ownHours(db.read, cast.self(andre))).minutes).toBe(180);
	expect(countedMinutes((await personDosage(db.read, carl, andre.id)).dosage)).toBe(90);

	const kept = await db.read.select().from(standings).orderBy(asc(standings.enrollmentId));
	const total = kept.map(({ dosage }) => countedMinutes(dosage!)).reduce((a, b) => a + b, 0);
	expect(total).toBe(180);
	expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	expect(await db.read.select().from(standings).orderBy(asc(standings.enrollmentId))).toEqual(kept);
	expect((await programDosage(db.read, priya)).total).toEqual({ people: null, minutes: null });
});

test('the program is told hours by target from eleven people on, worked out where nothing is kept yet', async () => {
	const cast = await world();
	const { db, carl, priya, tuesdayGroup, andre, beatriz } = cast;
	const people = [andre, beatriz];
	for (let i = 0; i < 8; i++)
		people.push(await cast.enroll(carl, tuesdayGroup.id, `P-30${i}`, 'New', `${i}`));
	await hold(db, cast.fatima, cast.tuesdaySession, people);
	expect(await programDosage(db.read, priya)).toEqual({
		total: { people: null, minutes: null },
		targets: [{ target: 'work', people: null, minutes: null }]
	});
	at('2026-03-11T02:10:00.000Z');
	people.push(await cast.enroll(carl, tuesdayGroup.id, 'P-309', 'New', '9'));
	await hold(db, cast.fatima, cast.tuesdaySessions[1].id, people);
	const told = { people: 11, minutes: 21 * 90 };
	expect(await programDosage(db.read, priya)).toEqual({
		total: told,
		targets: [{ target: 'work', ...told }]
	});
	await db.write((tx) => tx.update(standings).set({ dosage: null }).returning());
	expect((await programDosage(db.read, priya)).total).toEqual(told);
	await expect(programDosage(db.read, carl)).rejects.toMatchObject({ status: 403 });
});

test('target hours are set by a coordinator, kept with who and when, and shown to the person themselves', async () => {
	const cast = await afterOne();
	const { db, carl, fatima, henry, andre, beatriz, tuesdayGroup } = cast;
	const once = target(100);
	await setTarget(db, carl, andre.id, once);
	await setTarget(db, carl, andre.id, once);
	at('2026-03-05T20:00:00.000Z');
	await setTarget(db, carl, andre.id, target(60, once.operationId));
	const told = await personDosage(db.read, fatima, andre.id);
	expect(told.target?.hours).toBe(60);
	expect(told.can.set).toBe(false);
	expect(told.history.map(({ hours, by, at }) => [hours, by, at.slice(0, 10)])).toEqual([
		[60, 'Carl', '2026-03-05'],
		[100, 'Carl', '2026-03-04']
	]);
	const { people } = await groupDosage(db.read, fatima, tuesdayGroup.id);
	expect(people.map(({ firstName, target }) => [firstName, target])).toEqual([
		['Andre', 60],
		['Beatriz', null]
	]);
	expect(await ownHours(db.read, cast.self(andre))).toMatchObject({ minutes: 90, target: 60 });
	expect(await ownHours(db.read, cast.self(beatriz))).toMatchObject({ minutes: 0, target: null });

	await setTarget(db, carl, andre.id, target(null, told.target!.id));
	expect((await ownHours(db.read, cast.self(andre))).target).toBeNull();
	expect(await db.read.select().from(dosageTargets).orderBy(asc(dosageTargets.id))).toHaveLength(3);
	await expect(setTarget(db, fatima, andre.id, target(80))).rejects.toMatchObject({ status: 403 });
	await expect(setTarget(db, henry, andre.id, target(80))).rejects.toMatchObject({ status: 404 });
});

test('of two people who set them at once, the second is told', async () => {
	const { db, carl, andre } = await afterOne();
	await setTarget(db, carl, andre.id, target(100));
	await expect(setTarget(db, carl, andre.id, target(60))).rejects.toMatchObject({ code: 'target.changed' });
	await expect(setTarget(db, carl, andre.id, target(0))).rejects.toThrow();
});
