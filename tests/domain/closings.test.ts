import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { closingOf, Ending, endSession } from '#lib/server/domain/closings.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { progress } from '#lib/server/domain/progress.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { activities } from '../support/curriculum.ts';
import { hold, tick } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const keys = Object.keys(activities);
const ending = (left?: NonNullable<Ending['left']>) => ({ operationId: newId(), left });
const said = (
	activity: string,
	said: NonNullable<Ending['left']>[number]['said'],
	lessonId = 'lesson-six'
) => ({
	...{ lessonId, activity, said }
});

/** Five sessions are over; Andre sits in the sixth, of which only the check-in is ticked. */
async function inTheLast() {
	const cast = await world();
	const { db, fatima, andre, tuesdaySessions } = cast;
	at('2026-04-08T02:30:00Z');
	for (const { id } of tuesdaySessions.slice(0, 5)) await hold(db, fatima, id, [andre]);
	const last = tuesdaySessions[5].id;
	await mark(db, fatima, last, present(andre.id));
	await recordDelivery(db, fatima, last, tick('lesson-six', 'check-in'));
	return { ...cast, last };
}
const lessonSix = async ({ db, tuesdayGroup, andre }: World) => {
	const { policy, edition, facts } = await factsIn(db.read, tuesdayGroup.id, [andre.id]);
	return progress(policy, edition, facts.get(andre.id)!).lessons[5];
};
const leftKeys = async ({ db, fatima }: World, sessionId: string) => {
	const { carried, left } = await closingOf(db.read, fatima, sessionId, 'en');
	return { carried: carried.length, left: left.map(({ key }) => key) };
};

describe('while a later session is planned', () => {
	test('what is open carries over to it, and nothing has to be said', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession } = cast;
		expect(await leftKeys(cast, tuesdaySession)).toEqual({ carried: 5, left: [] });
		await endSession(db, fatima, tuesdaySession, ending());
	});

	test('what is said all the same of what carries over says nothing', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, tuesdaySessions } = cast;
		await endSession(db, fatima, tuesdaySession, ending([said('plan', 'done', 'lesson-one')]));
		at('2026-03-11T01:10:00Z');
		expect(await leftKeys(cast, tuesdaySessions[1].id)).toEqual({ carried: 10, left: [] });
	});
});

describe('in the last session', () => {
	test('it does not end while an activity is open: nobody could be credited then', async () => {
		const cast = await inTheLast();
		const { db, fatima, last } = cast;
		expect(await leftKeys(cast, last)).toEqual({ carried: 0, left: keys.slice(1) });
		const refused = (input: ReturnType<typeof ending>, count: number) =>
			expect(endSession(db, fatima, last, input)).rejects.toMatchObject({
				...{ status: 409, code: 'session.left', params: { count } }
			});
		await refused(ending(), 4);
		await refused(ending([said('see-it', 'done'), said('plan', 'time')]), 2);
		await refused(ending([said('dance', 'done')]), 4);
		expect(await findSession(db.read, fatima, last)).toMatchObject({ endedAt: null });
		expect(await leftKeys(cast, last)).toEqual({ carried: 0, left: keys.slice(1) });
	});

	test('it ends with what became of each, and the lesson is credited', async () => {
		const cast = await inTheLast();
		const { db, fatima, last } = cast;
		const done = keys.slice(1, 4).map((key) => said(key, 'done'));
		const sent = ending([...done, said('plan', 'time')]);
		await endSession(db, fatima, last, sent);
		await endSession(db, fatima, last, sent);
		expect(await lessonSix(cast)).toMatchObject({ state: 'credited', delivered: 85, attended: 85 });
		const told = (await historyOf(db.read, `session:${last}`)).filter(
			({ kind }) => kind === 'delivery.recorded'
		);
		expect(
			told.map(({ data }) => JSON.parse(data)).map(({ activity, state, reason }) => [activity, state, reason])
		).toEqual([
			['check-in', 'done', null],
			['see-it', 'done', null],
			['try-it', 'done', null],
			['talk-about-it', 'done', null],
			['plan', 'skipped', 'time']
		]);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('what a colleague ticked in the meantime stands', async () => {
		const cast = await inTheLast();
		const { db, fatima, rosa, last } = cast;
		const shortened = tick('lesson-six', 'try-it', { state: 'shortened', minutes: 10 });
		await recordDelivery(db, rosa, last, shortened);
		await endSession(db, fatima, last, ending(keys.slice(1).map((key) => said(key, 'done'))));
		expect(await lessonSix(cast)).toMatchObject({ state: 'credited', delivered: 20 + 20 + 10 + 10 + 5 });
	});

	test('what was left over from the session before is asked about too', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySessions } = cast;
		at('2026-04-08T02:30:00Z');
		for (const { id } of tuesdaySessions.slice(0, 4)) await hold(db, fatima, id, []);
		await endSession(db, fatima, tuesdaySessions[4].id, ending());
		expect(await leftKeys(cast, tuesdaySessions[5].id)).toEqual({ carried: 0, left: [...keys, ...keys] });
	});

	test('one that was ended before an earlier one leaves that to be asked', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySessions } = cast;
		at('2026-04-08T02:30:00Z');
		for (const { id } of tuesdaySessions.slice(0, 4)) await hold(db, fatima, id, []);
		await hold(db, fatima, tuesdaySessions[5].id, []);
		await expect(endSession(db, fatima, tuesdaySessions[4].id, ending())).rejects.toMatchObject({
			...{ code: 'session.left', params: { count: 5 } }
		});
	});

	test('once it is cancelled, the meeting that is added takes over', async () => {
		const cast = await world();
		const { db, fatima, tuesdayGroup, tuesdaySessions } = cast;
		at('2026-04-08T02:30:00Z');
		for (const { id } of tuesdaySessions.slice(0, 4)) await hold(db, fatima, id, []);
		await cancelSession(db, fatima, tuesdaySessions[5].id, { operationId: newId(), reason: 'weather' });
		expect(await leftKeys(cast, tuesdaySessions[4].id)).toEqual({ carried: 5, left: [] });
		await endSession(db, fatima, tuesdaySessions[4].id, ending());
		expect((await sessionsOf(db.read, tuesdayGroup.id)).at(-1)).toMatchObject({ lessonIds: ['lesson-six'] });
	});
});

test('of an open activity only "done" or a reason to skip it can be said', () => {
	const faults = (one: object) =>
		Ending.safeParse({ operationId: newId(), left: [{ ...said('plan', 'done'), ...one }] }).error?.issues.map(
			({ path }) => path.join('.')
		);
	expect(faults({})).toBeUndefined();
	expect(faults({ said: 'time' })).toBeUndefined();
	for (const word of ['pending', 'shortened', '', undefined])
		expect(faults({ said: word })).toEqual(['left.0.said']);
});
