import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { NewDelivery, recordDelivery } from '#lib/server/domain/deliveries.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { milestonesOf } from '#lib/server/domain/milestones.ts';
import { progress } from '#lib/server/domain/progress.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { newId } from '#lib/server/ids.ts';
import { activities } from '../support/curriculum.ts';
import { hold, tick } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const keys = Object.keys(activities);
const week2 = '2026-03-11T01:10:00Z';
const plan = async ({ db, fatima }: World, sessionId: string) => {
	const lessons = await planOf(db.read, await findSession(db.read, fatima, sessionId));
	return lessons.map(({ lesson, carried, activities: left }) => ({
		...{ lesson: lesson.id, carried },
		left: left.map(({ key, state }) => (state === 'pending' ? key : `${key} ${state}`))
	}));
};
const standingOf = async ({ db, tuesdayGroup, andre }: World) => {
	const { policy, edition, facts } = await factsIn(db.read, tuesdayGroup.id, [andre.id]);
	return progress(policy, edition, facts.get(andre.id)!).lessons;
};

describe('what a tick may say', () => {
	const faults = (change: object) =>
		NewDelivery.safeParse({ ...tick('lesson-one', 'plan'), ...change }).error?.issues.map((issue) =>
			issue.path.join('.')
		);

	test('skipping says why, shortening says to how many minutes', () => {
		expect(faults({ state: 'skipped' })).toEqual(['reason']);
		expect(faults({ state: 'skipped', reason: 'time' })).toBeUndefined();
		expect(faults({ state: 'shortened' })).toEqual(['minutes']);
		expect(faults({ state: 'shortened', minutes: 5 })).toBeUndefined();
		expect(faults({ state: 'half' })).toEqual(['state']);
		expect(faults({ minutes: -1 })).toEqual(['minutes']);
	});
});

describe('recording', () => {
	test('done takes the planned minutes, shortened its own, skipped none', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession } = cast;
		await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', 'check-in'));
		await recordDelivery(
			db,
			fatima,
			tuesdaySession,
			tick('lesson-one', 'see-it', { state: 'shortened', minutes: 8 })
		);
		await recordDelivery(
			db,
			fatima,
			tuesdaySession,
			tick('lesson-one', 'plan', { state: 'skipped', reason: 'time' })
		);
		const [{ activities: said }] = await planOf(db.read, await findSession(db.read, fatima, tuesdaySession));
		expect(said.map(({ key, state, delivered }) => [key, state, delivered])).toEqual([
			['check-in', 'done', 20],
			['see-it', 'shortened', 8],
			['try-it', 'pending', 0],
			['talk-about-it', 'pending', 0],
			['plan', 'skipped', 0]
		]);
	});

	test('sent twice it is there once; the same id with other content is refused', async () => {
		const { db, fatima, rosa, tuesdaySession } = await world();
		const sent = tick('lesson-one', 'check-in');
		await recordDelivery(db, fatima, tuesdaySession, sent);
		await recordDelivery(db, fatima, tuesdaySession, sent);
		expect(await historyOf(db.read, `session:${tuesdaySession}`)).toHaveLength(1);
		const reused = { status: 409, code: 'operation.reused' };
		await expect(recordDelivery(db, fatima, tuesdaySession, { ...sent, minutes: 3 })).rejects.toMatchObject(
			reused
		);
		await expect(recordDelivery(db, rosa, tuesdaySession, sent)).rejects.toMatchObject(reused);
	});

	test('an id that marked somebody can’t tick an activity', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const sent = present(andre.id);
		await mark(db, fatima, tuesdaySession, sent);
		const ticked = recordDelivery(
			db,
			fatima,
			tuesdaySession,
			tick('lesson-one', 'plan', { operationId: sent.operationId })
		);
		await expect(ticked).rejects.toMatchObject({ code: 'operation.reused' });
	});

	test('an unknown lesson, an unknown activity and minutes beyond the session’s are the field’s fault', async () => {
		const { db, fatima, tuesdaySession } = await world();
		const refused = (input: NewDelivery, fields: object) =>
			expect(recordDelivery(db, fatima, tuesdaySession, input)).rejects.toMatchObject({
				status: 400,
				fields
			});
		await refused(tick('lesson-nine', 'plan'), { activity: { code: 'unknown' } });
		await refused(tick('lesson-one', 'dance'), { activity: { code: 'unknown' } });
		await refused(tick('lesson-one', '__proto__'), { activity: { code: 'unknown' } });
		await refused(tick('lesson-one', 'plan', { minutes: 91 }), {
			minutes: { code: 'minutes-session', params: { most: 90 } }
		});
	});

	test('it can only replace what was said of the same activity in the same session', async () => {
		const { db, fatima, tuesdaySession } = await world();
		const sent = tick('lesson-one', 'check-in');
		await recordDelivery(db, fatima, tuesdaySession, sent);
		const other = tick('lesson-one', 'plan', { replaces: [sent.operationId] });
		await expect(recordDelivery(db, fatima, tuesdaySession, other)).rejects.toMatchObject({
			...{ status: 400, fields: { replaces: { code: 'unknown' } } }
		});
	});

	test('not before the session’s day, not in a cancelled one, not by strangers', async () => {
		const { db, fatima, nils, olga, carl, lee, tuesdaySession, tuesdaySessions } = await world();
		const send = (actor: typeof fatima, id: string) =>
			recordDelivery(db, actor, id, tick('lesson-one', 'plan'));
		await expect(send(fatima, tuesdaySessions[1].id)).rejects.toMatchObject({
			status: 409,
			code: 'session.not-yet'
		});
		for (const actor of [nils, olga, lee])
			await expect(send(actor, tuesdaySession)).rejects.toMatchObject({ status: 404 });
		await cancelSession(db, fatima, tuesdaySession, { operationId: newId(), reason: 'room' });
		await expect(send(carl, tuesdaySession)).rejects.toMatchObject({
			status: 409,
			code: 'session.cancelled'
		});
	});

	test('after the lock time only program staff of the organization tick', async () => {
		const { db, fatima, carl, tuesdaySession } = await world();
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		at('2026-03-10T20:00:00Z');
		const late = (activity: string) => tick('lesson-one', activity, { correction: 'sheet' });
		await recordDelivery(db, fatima, tuesdaySession, late('plan'));
		at('2026-03-11T20:00:00Z');
		await expect(recordDelivery(db, fatima, tuesdaySession, late('see-it'))).rejects.toMatchObject({
			status: 403
		});
		await recordDelivery(db, carl, tuesdaySession, late('see-it'));
	});
});

describe('taken back and contested', () => {
	test('a tick taken back leaves the activity to be done', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession } = cast;
		const sent = tick('lesson-one', 'check-in');
		await recordDelivery(db, fatima, tuesdaySession, sent);
		await recordDelivery(
			db,
			fatima,
			tuesdaySession,
			tick('lesson-one', 'check-in', { state: 'pending', replaces: [sent.operationId] })
		);
		expect((await plan(cast, tuesdaySession))[0].left).toEqual(keys);
		await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', 'check-in'));
		const [{ activities: said }] = await planOf(db.read, await findSession(db.read, fatima, tuesdaySession));
		expect(said[0]).toMatchObject({ state: 'done', review: false });
	});

	test('two people who tick the same need nobody’s attention; two who differ do, until one settles it', async () => {
		const { db, fatima, rosa, tuesdaySession } = await world();
		const [one, two] = [tick('lesson-one', 'see-it'), tick('lesson-one', 'see-it')];
		const other = tick('lesson-one', 'see-it', { state: 'skipped', reason: 'room' });
		const first = async () =>
			(await planOf(db.read, await findSession(db.read, rosa, tuesdaySession)))[0].activities[1];
		await recordDelivery(db, fatima, tuesdaySession, one);
		await recordDelivery(db, rosa, tuesdaySession, two);
		expect(await first()).toMatchObject({ state: 'done', review: false });
		await recordDelivery(db, rosa, tuesdaySession, other);
		expect(await first()).toMatchObject({ review: true });
		const replaces = (await first()).heads;
		expect([...replaces].sort()).toEqual([one, two, other].map((sent) => sent.operationId).sort());
		await recordDelivery(
			db,
			rosa,
			tuesdaySession,
			tick('lesson-one', 'see-it', { state: 'shortened', minutes: 10, replaces })
		);
		expect(await first()).toMatchObject({ state: 'shortened', delivered: 10, review: false });
	});

	test('a tick in doubt voids no milestone and awards none', async () => {
		const cast = await world({
			completion:
				'  coreLessons: 1\n  essential: []\n  applications: 0\n  practice: {entries: 0, skills: 0}\n  skillsShown: 0\n  plan: null'
		});
		const { db, fatima, rosa, andre, tuesdaySession } = cast;
		const kinds = async () => (await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);
		await hold(db, fatima, tuesdaySession, [andre]);
		expect(await kinds()).toContain('completed');
		const doubt = tick('lesson-one', 'try-it', {
			...{ state: 'skipped', reason: 'time', correction: 'told-later' }
		});
		await recordDelivery(db, rosa, tuesdaySession, doubt);
		expect((await standingOf(cast))[0].state).toBe('review');
		expect(await kinds()).toContain('completed');
		await recordDelivery(
			db,
			rosa,
			tuesdaySession,
			tick('lesson-one', 'try-it', {
				...{ state: 'pending', replaces: [doubt.operationId], correction: 'mistake' }
			})
		);
		expect((await standingOf(cast))[0].state).toBe('credited');
		expect(await kinds()).toContain('completed');
	});
});

describe('the plan of a session', () => {
	test('what an ended session left undone comes first in the next, and what it did is left out', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, tuesdaySessions } = cast;
		for (const key of ['check-in', 'see-it'])
			await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', key));
		at(week2);
		expect(await plan(cast, tuesdaySessions[1].id)).toEqual([
			{ lesson: 'lesson-two', carried: false, left: keys }
		]);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		expect(await plan(cast, tuesdaySessions[1].id)).toEqual([
			{ lesson: 'lesson-one', carried: true, left: ['try-it', 'talk-about-it', 'plan'] },
			{ lesson: 'lesson-two', carried: false, left: keys }
		]);
	});

	test('what was skipped with a reason is not carried over', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, tuesdaySessions } = cast;
		for (const key of keys) {
			await recordDelivery(
				db,
				fatima,
				tuesdaySession,
				tick('lesson-one', key, { state: 'skipped', reason: 'interruption' })
			);
		}
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		expect((await plan(cast, tuesdaySessions[1].id)).map(({ lesson }) => lesson)).toEqual(['lesson-two']);
	});

	test('carried over and done there, the lesson is credited to who came to both', async () => {
		const cast = await world();
		const { db, fatima, andre, tuesdaySession, tuesdaySessions } = cast;
		await mark(db, fatima, tuesdaySession, present(andre.id));
		for (const key of ['check-in', 'see-it'])
			await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', key));
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		at(week2);
		expect((await standingOf(cast))[0]).toMatchObject({
			state: 'partly',
			reach: 'planned',
			on: '2026-03-10'
		});
		await hold(db, fatima, tuesdaySessions[1].id, [andre]);
		expect((await standingOf(cast)).slice(0, 2).map((one) => one.state)).toEqual(['credited', 'credited']);
		expect(await plan(cast, tuesdaySessions[1].id)).toEqual([
			{ lesson: 'lesson-one', carried: true, left: ['try-it done', 'talk-about-it done', 'plan done'] },
			{ lesson: 'lesson-two', carried: false, left: keys.map((key) => `${key} done`) }
		]);
	});

	test('a lesson that was done ahead of its plan is shown where it was done, and left out where it was planned', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, tuesdaySessions } = cast;
		await recordDelivery(db, fatima, tuesdaySession, tick('lesson-two', 'check-in'));
		expect((await plan(cast, tuesdaySession)).map(({ lesson }) => lesson)).toEqual([
			'lesson-two',
			'lesson-one'
		]);
		expect(await plan(cast, tuesdaySessions[1].id)).toEqual([
			{ lesson: 'lesson-two', carried: false, left: keys.slice(1) }
		]);
	});

	test('an activity added afterwards to an ended session is no longer left for the next', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, tuesdaySessions } = cast;
		await hold(db, fatima, tuesdaySession, []);
		expect((await plan(cast, tuesdaySessions[1].id)).map(({ lesson }) => lesson)).toEqual(['lesson-two']);
	});
});
