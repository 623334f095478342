import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guestsOf, makeUpsOf, openMakeUps } from '#lib/server/domain/arrangements.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { heldOf } from '#lib/server/domain/facts.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import {
	approveMakeUp,
	endMakeUp,
	holdMakeUp,
	planMakeUp,
	ToldMakeUp,
	type NewMakeUp
} from '#lib/server/domain/makeups.ts';
import { milestonesOf, recompute } from '#lib/server/domain/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { progress } from '#lib/server/domain/progress.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { makeUpStates } from '#lib/vocabulary.ts';
import { histories, policies, smallEdition } from '../support/stories.ts';
import { deliverAll, hold, tick } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

/** Andre left after 45 of 90 minutes of the Tuesday session; Beatriz was there. */
async function halfMissed() {
	const cast = await world();
	const { db, fatima, tuesdaySession, andre, beatriz } = cast;
	await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'partial', leftAt: 45 }));
	await hold(db, fatima, tuesdaySession, [beatriz]);
	return cast;
}

const oneToOne = (change: Partial<NewMakeUp> = {}): NewMakeUp => ({
	...{ operationId: newId(), lessonId: 'lesson-one', way: 'one-to-one', day: '2026-03-03' },
	...change
});
const of = (makeUpId: string, change: object = {}) => ({ operationId: newId(), makeUpId, ...change });
const was = (makeUpId: string, minutes: number, change: object = {}) =>
	of(makeUpId, { day: '2026-03-03', minutes, exception: null, ...change }) as Parameters<
		typeof holdMakeUp
	>[3];

async function plan({ db, carl, andre }: World, change: Partial<NewMakeUp> = {}, actor: Actor = carl) {
	const asked = oneToOne(change);
	await planMakeUp(db, actor, andre.id, asked);
	return asked.operationId;
}
const lessonOne = async ({ db, tuesdayGroup, andre }: World) =>
	(await explainFor(db.read, tuesdayGroup.id, andre.id)).lessons[0];
const stateOf = async ({ db, carl, andre }: World) =>
	(await makeUpsOf(db.read, carl, andre.id, 'en')).arranged.map(({ state }) => state);

/** Northside's morning group, which has the same lessons a day later. */
const wednesdayGroup = ({ db, carl, mainStreet, edition, nils }: World, startsOn = '2026-03-04') =>
	createGroup(db, carl, {
		...{ name: 'Wednesday morning', siteId: mainStreet.id, room: 'Room 1', editionId: edition.id },
		...{ facilitatorIds: [nils.id], startsOn, slots: [{ weekday: 3, time: '09:00', minutes: 90 }] }
	});

describe('what is held counts', () => {
	test('left after 45 of 90 minutes: 22 more do not bring the credit, 23 do', async () => {
		const cast = await halfMissed();
		expect(await lessonOne(cast)).toMatchObject({ state: 'partly', attended: 45, short: 23 });
		const makeUpId = await plan(cast);
		await holdMakeUp(cast.db, cast.fatima, cast.andre.id, was(makeUpId, 22));
		expect(await lessonOne(cast)).toMatchObject({ state: 'partly', attended: 67, short: 1 });
		await holdMakeUp(cast.db, cast.fatima, cast.andre.id, was(makeUpId, 23));
		expect(await lessonOne(cast)).toMatchObject({ state: 'credited', attended: 68 });
	});

	test('nothing counts before it is held, and nothing of what is over', async () => {
		const cast = await halfMissed();
		const { db, fatima, carl, andre } = cast;
		const makeUpId = await plan(cast, {}, fatima);
		expect(await stateOf(cast)).toEqual(['proposed']);
		expect(await lessonOne(cast)).toMatchObject({ attended: 45 });
		await approveMakeUp(db, carl, andre.id, of(makeUpId));
		expect(await lessonOne(cast)).toMatchObject({ attended: 45 });
		await holdMakeUp(db, fatima, andre.id, was(makeUpId, 45));
		expect(await lessonOne(cast)).toMatchObject({ state: 'credited', attended: 90 });
		await endMakeUp(db, fatima, andre.id, of(makeUpId, { reason: 'mistake' }) as never);
		expect(await lessonOne(cast)).toMatchObject({ state: 'partly', attended: 45 });
		expect(await stateOf(cast)).toEqual(['over']);
		expect((await recompute(db, system)).changed).toBe(0);
		expect((await verifyEvents(db)).faults).toEqual([]);
	});

	test('milestones follow in the same transaction', async () => {
		const cast = await world({
			completion:
				'  coreLessons: 1\n  essential: []\n  applications: 0\n  practice: {entries: 0, skills: 0}\n  skillsShown: 0\n  plan: null'
		});
		const { db, fatima, andre, tuesdaySession } = cast;
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
		await hold(db, fatima, tuesdaySession, []);
		const makeUpId = await plan(cast);
		const earned = async () => (await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);
		expect(await earned()).not.toContain('completed');
		await holdMakeUp(db, fatima, andre.id, was(makeUpId, 68));
		expect(await earned()).toContain('completed');
		await endMakeUp(db, fatima, andre.id, of(makeUpId, { reason: 'mistake' }) as never);
		expect(await earned()).not.toContain('completed');
	});

	test('each step is in the log, without a name', async () => {
		const cast = await halfMissed();
		const makeUpId = await plan(cast, {}, cast.fatima);
		await approveMakeUp(cast.db, cast.carl, cast.andre.id, of(makeUpId));
		await holdMakeUp(cast.db, cast.fatima, cast.andre.id, was(makeUpId, 30));
		const said = await historyOf(cast.db.read, `participant:${cast.andre.participantId}`);
		const kinds = said.map(({ kind }) => kind).filter((kind) => kind.startsWith('make-up'));
		expect(kinds).toEqual(['make-up.proposed', 'make-up.approved', 'make-up.held']);
		expect(said.map(({ data }) => data).join()).not.toMatch(/Andre|Miller/);
	});
});

describe('what can be made up', () => {
	test('says what is missing, until when, and which sessions of other groups fit', async () => {
		const cast = await halfMissed();
		const fits = await wednesdayGroup(cast);
		const tooLate = await wednesdayGroup(cast, '2026-04-01');
		const [host] = await sessionsOf(cast.db.read, fits.id);
		const { openings } = await makeUpsOf(cast.db.read, cast.fatima, cast.andre.id, 'en');
		expect(openings).toHaveLength(1);
		expect(openings[0]).toMatchObject({ lessonId: 'lesson-one', short: 23, by: '2026-03-24', packet: 45 });
		expect(openings[0].hosts.map(({ id }) => id)).toEqual([host.id]);
		expect(openings[0].hosts.some(({ groupId }) => groupId === tooLate.id)).toBe(false);
	});

	test('another group’s session takes a guest: its group is told who comes, and its day is the make-up’s', async () => {
		const cast = await halfMissed();
		const { db, fatima, nils, andre } = cast;
		const group = await wednesdayGroup(cast);
		const [host] = await sessionsOf(db.read, group.id);
		const makeUpId = await plan(cast, { way: 'session', sessionId: host.id, day: null });
		expect(await guestsOf(db.read, nils, group.id, 'en')).toMatchObject([
			{ firstName: 'Andre', lesson: 'Try one', date: '2026-03-04' }
		]);
		await expect(holdMakeUp(db, fatima, andre.id, was(makeUpId, 30))).rejects.toMatchObject({
			fields: { day: { code: 'future' } }
		});
		at('2026-03-04T20:00:00Z');
		await holdMakeUp(db, fatima, andre.id, was(makeUpId, 30));
		const [arranged] = (await makeUpsOf(db.read, fatima, andre.id, 'en')).arranged;
		expect(arranged).toMatchObject({
			state: 'held',
			day: '2026-03-04',
			host: { group: 'Wednesday morning' }
		});
		expect(await guestsOf(db.read, nils, group.id, 'en')).toEqual([]);
	});

	test('a cancelled session of another group is shown as such, and nothing was held in it', async () => {
		const cast = await halfMissed();
		const { db, fatima, carl, andre } = cast;
		const [host] = await sessionsOf(db.read, (await wednesdayGroup(cast)).id);
		const makeUpId = await plan(cast, { way: 'session', sessionId: host.id, day: null });
		await cancelSession(db, carl, host.id, { operationId: newId(), reason: 'weather' });
		expect((await openMakeUps(db.read, fatima, 'en'))[0].host).toMatchObject({ cancelled: true });
		at('2026-03-04T20:00:00Z');
		await expect(holdMakeUp(db, fatima, andre.id, was(makeUpId, 30))).rejects.toMatchObject({
			code: 'session.cancelled'
		});
	});

	test('neither a session of another organization nor one with another lesson is taken', async () => {
		const cast = await halfMissed();
		const second = (await sessionsOf(cast.db.read, (await wednesdayGroup(cast)).id))[1];
		for (const sessionId of [cast.harborSessions[0].id, second.id, cast.tuesdaySessions[1].id, newId()])
			await expect(plan(cast, { way: 'session', sessionId, day: null })).rejects.toMatchObject({
				status: 400
			});
	});

	test('worksheets at home count for half of the lesson at the most, however often', async () => {
		const cast = await world();
		const { db, fatima, andre, tuesdaySession } = cast;
		await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-excused', reason: 'sick' }));
		await deliverAll(db, fatima, tuesdaySession);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		const first = await plan(cast, { way: 'packet' });
		await expect(holdMakeUp(db, fatima, andre.id, was(first, 46))).rejects.toMatchObject({
			fields: { minutes: { code: 'too-big', params: { limit: 45 } } }
		});
		await holdMakeUp(db, fatima, andre.id, was(first, 45));
		expect(await lessonOne(cast)).toMatchObject({ state: 'partly', attended: 45 });
		await expect(plan(cast, { way: 'packet' })).rejects.toMatchObject({ code: 'make-up.no-packet' });
	});

	test('what is credited, to come or unknown is not made up', async () => {
		const cast = await halfMissed();
		await expect(plan(cast, { lessonId: 'lesson-two' })).rejects.toMatchObject({
			code: 'make-up.not-needed'
		});
		await expect(plan(cast, { lessonId: 'no-such-lesson' })).rejects.toMatchObject({ status: 400 });
		await expect(planMakeUp(cast.db, cast.carl, cast.beatriz.id, oneToOne())).rejects.toMatchObject({
			code: 'make-up.not-needed'
		});
		await plan(cast);
		await expect(plan(cast)).rejects.toMatchObject({ code: 'make-up.planned' });
	});
});

describe('limit and deadline', () => {
	test('a day before the lesson is refused, one after the deadline only program staff may allow, with a reason', async () => {
		const cast = await halfMissed();
		await expect(plan(cast, { day: '2026-03-02' })).rejects.toMatchObject({
			fields: { day: { code: 'make-up.early' } }
		});
		const late = { code: 'make-up.late', params: { date: '2026-03-24' } };
		await expect(plan(cast, { day: '2026-03-25' })).rejects.toMatchObject(late);
		await expect(plan(cast, { day: '2026-03-25', exception: 'sick' }, cast.fatima)).rejects.toMatchObject(
			late
		);
		const makeUpId = await plan(cast, { day: '2026-03-25', exception: 'sick' });
		at('2026-03-26T02:00:00Z');
		await holdMakeUp(cast.db, cast.fatima, cast.andre.id, was(makeUpId, 30, { day: '2026-03-25' }));
		expect(await lessonOne(cast)).toMatchObject({ state: 'credited' });
	});

	test('what was planned in time and held too late is refused, too', async () => {
		const cast = await halfMissed();
		const { db, fatima, carl, andre } = cast;
		const makeUpId = await plan(cast);
		at('2026-03-26T02:00:00Z');
		const late = (by: Actor, change: object = {}) =>
			holdMakeUp(db, by, andre.id, was(makeUpId, 30, { day: '2026-03-25', ...change }));
		await expect(late(fatima, { exception: 'work' })).rejects.toMatchObject({ code: 'make-up.late' });
		await expect(late(carl)).rejects.toMatchObject({ code: 'make-up.late' });
		await late(carl, { exception: 'justice' });
		expect(await stateOf(cast)).toEqual(['held']);
	});

	test('no more lessons than the policy allows, unless program staff say why', async () => {
		const cast = await world();
		const { db, fatima, andre, tuesdaySessions } = cast;
		for (const [i, { id, startsAt }] of tuesdaySessions.slice(0, 5).entries()) {
			at(new Date(Date.parse(startsAt) + 3_600_000).toISOString());
			await mark(db, fatima, id, present(andre.id, { status: 'absent-unexcused' }));
			await hold(db, fatima, id, []);
			const lessonId = ['one', 'two', 'three', 'four', 'five'].map((name) => `lesson-${name}`)[i];
			const change = { lessonId, day: tuesdaySessions[i].date };
			if (i < 4) await plan(cast, change);
			else {
				await expect(plan(cast, change)).rejects.toMatchObject({
					code: 'make-up.limit',
					params: { count: 4 }
				});
				await plan(cast, { ...change, exception: 'not-offered' });
			}
		}
	});
});

describe('who', () => {
	test('a facilitator plans, a coordinator approves, and nothing is held before that', async () => {
		const cast = await halfMissed();
		const { db, fatima, rosa, carl, andre } = cast;
		const makeUpId = await plan(cast, {}, fatima);
		await expect(approveMakeUp(db, rosa, andre.id, of(makeUpId))).rejects.toMatchObject({ status: 403 });
		await expect(holdMakeUp(db, fatima, andre.id, was(makeUpId, 30))).rejects.toMatchObject({
			code: 'make-up.not-approved'
		});
		await expect(
			endMakeUp(db, fatima, andre.id, of(makeUpId, { reason: 'not-approved' }) as never)
		).rejects.toMatchObject({ status: 403 });
		await approveMakeUp(db, carl, andre.id, of(makeUpId));
		await holdMakeUp(db, rosa, andre.id, was(makeUpId, 30));
	});

	test('for another organization and another group’s facilitator there is nothing', async () => {
		const cast = await halfMissed();
		const { db, andre, olga, henry, nils, priya, ada, dolores, carl } = cast;
		const makeUpId = await plan(cast);
		for (const stranger of [olga, henry, nils, priya, ada, cast.self(andre)]) {
			const gone = { status: 404 };
			await expect(plan(cast, {}, stranger)).rejects.toMatchObject(gone);
			await expect(approveMakeUp(db, stranger, andre.id, of(makeUpId))).rejects.toMatchObject(gone);
			await expect(holdMakeUp(db, stranger, andre.id, was(makeUpId, 30))).rejects.toMatchObject(gone);
			await expect(makeUpsOf(db.read, stranger, andre.id, 'en')).rejects.toMatchObject(gone);
		}
		await expect(approveMakeUp(db, henry, dolores.id, of(makeUpId))).rejects.toMatchObject({ status: 404 });
		await expect(approveMakeUp(db, carl, cast.beatriz.id, of(makeUpId))).rejects.toMatchObject({
			status: 404
		});
		expect(await openMakeUps(db.read, henry, 'en')).toEqual([]);
		expect(await openMakeUps(db.read, nils, 'en')).toEqual([]);
	});

	test('of two who decide at once one is told that it was decided; sent twice it changes nothing', async () => {
		const cast = await halfMissed();
		const { db, fatima, carl, andre } = cast;
		const makeUpId = await plan(cast, {}, fatima);
		const approval = of(makeUpId);
		const both = await Promise.allSettled([
			approveMakeUp(db, carl, andre.id, approval),
			endMakeUp(db, fatima, andre.id, of(makeUpId, { reason: 'person-asked' }) as never),
			approveMakeUp(db, carl, andre.id, of(makeUpId))
		]);
		expect(both.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
		for (const one of both)
			if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'make-up.changed' });
		const state = await stateOf(cast);
		expect([['over'], ['approved']]).toContainEqual(state);
		if (both[0].status === 'fulfilled') {
			await approveMakeUp(db, carl, andre.id, approval);
			expect(await stateOf(cast)).toEqual(state);
		}
	});

	test('nobody who has left is planned for', async () => {
		const cast = await halfMissed();
		await exitEnrollment(cast.db, cast.carl, cast.andre.id, { operationId: newId(), reason: 'job' });
		await expect(plan(cast)).rejects.toMatchObject({ code: 'enrollment.exited' });
		expect((await makeUpsOf(cast.db.read, cast.carl, cast.andre.id, 'en')).openings).toEqual([]);
	});

	test('after its lock time what was held is program staff’s to correct', async () => {
		const cast = await halfMissed();
		const { db, fatima, carl, andre } = cast;
		const makeUpId = await plan(cast);
		await holdMakeUp(db, fatima, andre.id, was(makeUpId, 30));
		at('2026-03-11T20:00:00Z');
		await expect(holdMakeUp(db, fatima, andre.id, was(makeUpId, 40))).rejects.toMatchObject({ status: 403 });
		await holdMakeUp(db, carl, andre.id, was(makeUpId, 40));
		expect(await lessonOne(cast)).toMatchObject({ attended: 85 });
	});
});

test('a form tells how in one choice: alone, with worksheets, or in a session by its id', () => {
	const told = { operationId: newId(), lessonId: 'lesson-one' };
	const session = newId();
	expect(ToldMakeUp.parse({ ...told, how: session, day: '2026-03-05' })).toMatchObject({
		...{ way: 'session', sessionId: session, day: null }
	});
	expect(ToldMakeUp.parse({ ...told, how: 'packet', day: '2026-03-05' })).toMatchObject({ way: 'packet' });
	expect(ToldMakeUp.safeParse({ ...told, how: 'one-to-one' }).error?.issues[0].path).toEqual(['day']);
	expect(ToldMakeUp.safeParse({ ...told, how: 'by-phone', day: '2026-03-05' }).success).toBe(false);
});

test('a lesson whose rest the next session still brings needs no make-up', async () => {
	const cast = await world();
	const { db, fatima, andre, tuesdaySession } = cast;
	await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
	await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', 'check-in'));
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });
	expect(await lessonOne(cast)).toMatchObject({ delivered: 20, attended: 0, short: 0 });
	expect((await makeUpsOf(db.read, fatima, andre.id, 'en')).openings).toEqual([]);
	await expect(plan(cast)).rejects.toMatchObject({ code: 'make-up.not-needed' });
});

/** Chains of statements about make-ups, as the verbs append them: each replaces the one before. */
const statement = fc.record({
	state: fc.constantFrom(...makeUpStates),
	minutes: fc.integer({ min: 1, max: 90 })
});
const stories = fc
	.array(
		fc.record({
			lessonId: fc.constantFrom('one', 'two', 'three'),
			said: fc.array(statement, { maxLength: 4 })
		}),
		{
			maxLength: 4
		}
	)
	.map((all) =>
		all.flatMap(({ lessonId, said }, i) =>
			said.map((one, n) => ({
				...one,
				...{ id: `${i}-${n}`, replaces: n === 0 ? null : `${i}-${n - 1}`, lessonId, enrollmentId: 'a' }
			}))
		)
	);

describe('whatever is said of make-ups', () => {
	test('the order in which it is read changes nothing, and only what is held last counts', () => {
		const shuffled = stories.chain((said) =>
			fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length }))
		);
		fc.assert(
			fc.property(policies, histories, shuffled, (policy, facts, [said, other]) => {
				const [one, two] = [said, other].map((all) =>
					progress(policy, smallEdition, { ...facts, makeUps: heldOf(all) })
				);
				expect(two).toEqual(one);
				const replaced = new Set(said.map(({ replaces }) => replaces));
				const last = said.filter(({ id, state }) => !replaced.has(id) && state === 'held');
				const total = (all: { minutes: number }[]) => all.reduce((sum, { minutes }) => sum + minutes, 0);
				expect(total(heldOf(said))).toBe(total(last));
			})
		);
	});

	test('nobody is credited with more minutes of a lesson than were delivered of it', () => {
		fc.assert(
			fc.property(policies, histories, stories, (policy, facts, said) => {
				const { lessons } = progress(policy, smallEdition, { ...facts, makeUps: heldOf(said) });
				for (const { attended, delivered } of lessons) expect(attended).toBeLessThanOrEqual(delivered);
			})
		);
	});
});
