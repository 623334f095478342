import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { milestonesOf, recompute, settle } from '#lib/server/domain/milestones.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { practicesIn, recordPractice } from '#lib/server/domain/practices.ts';
import { earned } from '#lib/server/domain/progress.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { milestones, standings } from '#lib/server/db/schema/index.ts';
import { DomainError } from '#lib/server/errors.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { activities, lessonIds } from '../support/curriculum.ts';
import { hold, note, onRoll, tick } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const oneLesson = `  coreLessons: 1
  essential: []
  applications: 0
  practice: {entries: 0, skills: 0}
  skillsShown: 0
  plan: null`;
const kindsOf = async ({ db }: World, enrollmentId: string) =>
	(await milestonesOf(db.read, enrollmentId)).map(({ kind, moduleId }) =>
		moduleId ? `${kind} ${moduleId}` : kind
	);

describe('awarding', () => {
	test('enrolling is the first milestone, and stands in the log of the person’s organization', async () => {
		const cast = await world();
		expect(await kindsOf(cast, cast.andre.id)).toEqual(['enrolled']);
		const history = await historyOf(cast.db.read, `participant:${cast.andre.participantId}`);
		expect(history.map(({ kind, chain }) => [kind, chain])).toEqual([
			['participant.added', cast.northside.id],
			['enrollment.added', cast.northside.id],
			['milestone.awarded', cast.northside.id]
		]);
		expect(JSON.parse(history[2].data)).toMatchObject({ enrollmentId: cast.andre.id, milestone: 'enrolled' });
	});

	test('once, however often it is settled', async () => {
		const cast = await world();
		const { db, fatima, andre, tuesdayGroup, tuesdaySession } = cast;
		await mark(db, fatima, tuesdaySession, present(andre.id));
		for (let i = 0; i < 3; i++) await db.write((tx) => settle(tx, system, tuesdayGroup.id));
		await recompute(db, system);
		expect(await kindsOf(cast, andre.id)).toEqual(['enrolled', 'first-session']);
		const rows = (await db.read.select().from(milestones)).filter((row) => row.enrollmentId === andre.id);
		expect(rows).toHaveLength(2);
	});

	test('each is at its event’s place in the log, in the order in which they were earned', async () => {
		const cast = await world({ completion: oneLesson });
		const { db, fatima, andre, tuesdaySession } = cast;
		await hold(db, fatima, tuesdaySession, [andre]);
		const rows = await milestonesOf(db.read, andre.id);
		expect(rows.map((row) => row.kind)).toEqual(['enrolled', 'first-session', 'half-way', 'completed']);
		const history = await historyOf(db.read, `participant:${andre.participantId}`);
		const awarded = history.filter((event) => event.kind === 'milestone.awarded');
		expect(rows.map((row) => row.position)).toEqual(awarded.map((event) => event.position));
		expect(rows.map((row) => row.id)).toEqual(awarded.map((event) => JSON.parse(event.data).milestoneId));
	});

	test('a module is completed with its last core lesson', async () => {
		const cast = await world();
		const { db, fatima, andre, beatriz, tuesdaySessions } = cast;
		for (const [i, day] of ['2026-03-04', '2026-03-11', '2026-03-18'].entries()) {
			at(`${day}T02:10:00Z`);
			await hold(db, fatima, tuesdaySessions[i].id, i === 1 ? [andre] : [andre, beatriz]);
		}
		expect(await kindsOf(cast, andre.id)).toEqual([
			'enrolled',
			'first-session',
			'half-way',
			'module first-part'
		]);
		expect(await kindsOf(cast, beatriz.id)).toEqual(['enrolled', 'first-session']);
	});
});

describe('voiding', () => {
	test('a correction that takes the ground away voids, and one that gives it back awards anew', async () => {
		const cast = await world({ completion: oneLesson });
		const { db, fatima, andre, tuesdaySession } = cast;
		await hold(db, fatima, tuesdaySession, [andre]);
		const first = await milestonesOf(db.read, andre.id);
		const correct = async (status: 'present' | 'absent-unexcused') => {
			const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
			await mark(
				db,
				fatima,
				tuesdaySession,
				present(andre.id, { status, replaces: heads, correction: 'sheet' })
			);
		};
		await correct('absent-unexcused');
		expect(await kindsOf(cast, andre.id)).toEqual(['enrolled']);
		await correct('present');
		const again = await milestonesOf(db.read, andre.id);
		expect(again.map((row) => row.kind)).toEqual(first.map((row) => row.kind));
		expect(again.slice(1).map((row) => row.id)).not.toEqual(first.slice(1).map((row) => row.id));

		const all = (await db.read.select().from(milestones)).filter((row) => row.enrollmentId === andre.id);
		const voids = all.filter((row) => row.voids !== null);
		expect(voids.map((row) => row.voids).sort()).toEqual(
			first
				.slice(1)
				.map((row) => row.id)
				.sort()
		);
		const history = await historyOf(db.read, `participant:${andre.participantId}`);
		expect(history.filter((event) => event.kind === 'milestone.voided')).toHaveLength(3);
	});

	test('what was earned stays when the person leaves the group', async () => {
		const cast = await world({ completion: oneLesson });
		const { db, fatima, carl, andre, tuesdaySession } = cast;
		await hold(db, fatima, tuesdaySession, [andre]);
		const before = await kindsOf(cast, andre.id);
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
		expect(await kindsOf(cast, andre.id)).toEqual(before);
	});

	test('another’s correction leaves one’s own milestones alone', async () => {
		const cast = await world({ completion: oneLesson });
		const { db, fatima, andre, beatriz, tuesdaySession } = cast;
		await hold(db, fatima, tuesdaySession, [andre, beatriz]);
		const { heads } = await onRoll(db, fatima, tuesdaySession, beatriz.id);
		const absent = { status: 'absent-unexcused', replaces: heads, correction: 'mistake' };
		await mark(db, fatima, tuesdaySession, present(beatriz.id, absent));
		expect(await kindsOf(cast, andre.id)).toContain('completed');
		expect(await kindsOf(cast, beatriz.id)).toEqual(['enrolled']);
	});
});

describe('standings', () => {
	test('are worked out with the facts, in the same transaction', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const of = async () =>
			(await db.read.select().from(standings)).find((row) => row.enrollmentId === andre.id);
		expect(await of()).toMatchObject({
			lessonsDone: 0,
			lessonsNeeded: 5,
			minutes: 0,
			practices: 0,
			practicesNeeded: 4
		});
		await hold(db, fatima, tuesdaySession, [andre]);
		await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', { correction: 'sheet' }));
		expect(await of()).toMatchObject({
			...{ lessonsDone: 1, minutes: 90, practices: 1, outlook: 'on-course', finishOn: '2026-04-07' }
		});
	});

	test('recompute brings those into step that only the passing of days has changed', async () => {
		const { db, fatima, andre, beatriz, tuesdaySessions } = await world();
		for (const [i, day] of ['2026-03-04', '2026-03-11'].entries()) {
			at(`${day}T02:10:00Z`);
			await hold(db, fatima, tuesdaySessions[i].id, [andre]);
		}
		const of = async () =>
			(await db.read.select().from(standings)).find((row) => row.enrollmentId === beatriz.id);
		expect(await of()).toMatchObject({ outlook: 'at-risk' });
		at('2026-05-01T20:00:00Z');
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
		expect(await of()).toMatchObject({ outlook: 'out-of-reach', finishOn: null });
	});
});

/** One thing that somebody does on a screen, with what they see there. */
test('recompute takes a few people a transaction, and whatever waits goes in between', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	for (const i of [3, 4, 5, 6]) await cast.enroll(carl, tuesdayGroup.id, `P-100${i}`, `Name ${i}`, 'Of six');
	const turns: string[] = [];
	const watched: typeof db = {
		...db,
		write: (work) => {
			turns.push('write');
			setImmediate(() => turns.push('other'));
			return db.write(work);
		}
	};
	// Six people in one group, one in the other.
	expect(await recompute(watched, system)).toEqual({ groups: 2, changed: 0 });
	expect(turns.filter((turn) => turn === 'write')).toHaveLength(3);
	expect(turns.join(' ')).toMatch(/^write other write other write/);
});

type Step = { who: number; person: number; session: number; what: string; pick: number; aware: boolean };
const step = fc.record({
	who: fc.nat(1),
	person: fc.nat(1),
	session: fc.nat(2),
	what: fc.constantFrom('mark', 'mark', 'tick', 'tick', 'all', 'note', 'end', 'cancel', 'exit'),
	pick: fc.nat(1000),
	/** Knows what was said before, and replaces it. */
	aware: fc.boolean()
});

const statuses = ['present', 'present', 'partial', 'absent-unexcused', 'unmarked', 'absent-neutral'] as const;
const keys = Object.keys(activities);

async function take(cast: World, { who, person, session, what, pick, aware }: Step) {
	const { db, fatima, rosa, carl, andre, beatriz, tuesdaySessions } = cast;
	const actor = [fatima, rosa][who];
	const { id } = [andre, beatriz][person];
	const sessionId = tuesdaySessions[session].id;
	const held = await findSession(db.read, actor, sessionId);
	const correction = held.endedAt ? ('mistake' as const) : null;
	if (what === 'mark') {
		const status = statuses[pick % statuses.length];
		const heads =
			(await rollOf(db.read, actor, sessionId)).find((one) => one.enrollmentId === id)?.heads ?? [];
		const minutes = status === 'partial' ? { leftAt: 10 + (pick % 80) } : {};
		const reason = status === 'absent-neutral' ? 'court' : null;
		await mark(
			db,
			actor,
			sessionId,
			present(id, { status, ...minutes, reason, correction, replaces: aware ? heads : [] })
		);
	}
	if (what === 'tick' || what === 'all') {
		const lessonId = held.lessonIds[0] ?? lessonIds[0];
		const [planned] = (await planOf(db.read, held)).filter(({ lesson }) => lesson.id === lessonId);
		const wanted = what === 'all' ? keys : [keys[pick % keys.length]];
		for (const key of wanted) {
			const heads = planned?.activities.find((one) => one.key === key)?.heads ?? [];
			const state = (['done', 'done', 'skipped', 'pending'] as const)[what === 'all' ? 0 : pick % 4];
			const reason = state === 'skipped' ? ('time' as const) : null;
			await recordDelivery(
				db,
				actor,
				sessionId,
				tick(lessonId, key, { state, reason, replaces: aware ? heads : [] })
			);
		}
	}
	if (what === 'note') {
		const lessonId = lessonIds[pick % 3];
		const entry = (await practicesIn(db.read, sessionId)).find(
			(one) => one.enrollmentId === id && one.lessonId === lessonId
		);
		const withdrawn = entry !== undefined && aware && pick % 3 === 0;
		await recordPractice(
			db,
			actor,
			sessionId,
			note(id, lessonId, { withdrawn, replaces: aware ? (entry?.heads ?? []) : [] })
		);
	}
	if (what === 'end') await endSession(db, actor, sessionId, { operationId: newId() });
	if (what === 'cancel') await cancelSession(db, actor, sessionId, { operationId: newId(), reason: 'room' });
	if (what === 'exit' && pick % 5 === 0)
		await exitEnrollment(db, carl, id, { operationId: newId(), reason: 'moved' });
}

/** Whatever stands is defensible, whatever is due is there, and nothing stands twice. */
async function expectInStep({ db, tuesdayGroup }: World) {
	const { policy, edition, facts } = await factsIn(db.read, tuesdayGroup.id);
	const name = ({ kind, moduleId }: { kind: string; moduleId: string }) => `${kind} ${moduleId}`;
	for (const [enrollmentId, own] of facts) {
		const stands = (await milestonesOf(db.read, enrollmentId)).map(name);
		expect(new Set(stands).size).toBe(stands.length);
		expect(stands).toEqual(expect.arrayContaining(earned(policy, edition, own, 'worst').map(name)));
		expect(earned(policy, edition, own, 'best').map(name)).toEqual(expect.arrayContaining(stands));
	}
	const before = await db.read.select().from(standings).orderBy(standings.enrollmentId);
	expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	expect(await db.read.select().from(standings).orderBy(standings.enrollmentId)).toEqual(before);
}

test('whatever is done and corrected, in whatever order, no milestone is ever stale', async () => {
	const completion = oneLesson.replace('entries: 0, skills: 0', 'entries: 1, skills: 1');
	const usual = { who: 0, person: 0, session: 0, pick: 0, aware: true };
	// Everybody begins with somebody who completes, so that there is something to lose.
	const beginning: Step[] = ['all', 'mark', 'note', 'mark'].map((what, i) => ({
		...usual,
		what,
		pick: i === 3 ? 3 : 0
	}));
	const story = fc.array(step, { minLength: 8, maxLength: 26 });
	await fc.assert(
		fc.asyncProperty(story, async (steps) => {
			const cast = await world({ completion });
			at('2026-03-18T02:10:00Z');
			for (const each of [...beginning, ...steps]) {
				await take(cast, each).catch((error: unknown) => {
					if (!(error instanceof DomainError)) throw error;
				});
				await expectInStep(cast);
			}
			const all = await cast.db.read.select().from(milestones);
			const kinds = [...new Set(all.map((row) => row.kind))].sort();
			expect(kinds).toEqual(['completed', 'enrolled', 'first-session', 'half-way', 'practice-target']);
			expect(all.filter((row) => row.voids !== null).length).toBeGreaterThan(0);
		}),
		{ numRuns: isPostgres ? 4 : 8, endOnFailure: true }
	);
});
