import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { closingOf, Ending, endSession, markRestAway } from '#lib/server/domain/closings.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { recordHomework } from '#lib/server/domain/homework.ts';
import { planMakeUp } from '#lib/server/domain/makeups.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { progress } from '#lib/server/domain/progress.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { activities } from '../support/curriculum.ts';
import { putUnder } from '../support/policies.ts';
import { deliverAll, hold, note, onRoll, tick } from '../support/telling.ts';
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

describe('what is still to say', () => {
	const closing = ({ db, fatima, tuesdaySession }: World) => closingOf(db.read, fatima, tuesdaySession, 'en');

	test('whoever is unmarked is marked away at once, and nobody else', async () => {
		const cast = await world();
		const { db, fatima, andre, beatriz, tuesdaySession } = cast;
		await mark(db, fatima, tuesdaySession, present(andre.id));
		expect(await closing(cast)).toMatchObject({ unmarked: ['Beatriz O.'] });
		const sent = { operationId: newId() };
		await markRestAway(db, fatima, tuesdaySession, sent);
		await markRestAway(db, fatima, tuesdaySession, sent);
		expect(await closing(cast)).toMatchObject({ unmarked: [], here: 1 });
		expect(await onRoll(db, fatima, tuesdaySession, beatriz.id)).toMatchObject({
			status: 'absent-unexcused'
		});
		await endSession(db, fatima, tuesdaySession, ending());
		await expect(markRestAway(db, fatima, tuesdaySession, { operationId: newId() })).rejects.toMatchObject({
			code: 'session.ended'
		});
	});

	test('practice and homework of those who are there, and what two people said differently', async () => {
		const cast = await world();
		const { db, fatima, rosa, andre, beatriz, tuesdaySessions } = cast;
		await hold(db, fatima, tuesdaySessions[0].id, [andre, beatriz]);
		at('2026-03-11T01:10:00Z');
		const { id } = tuesdaySessions[1];
		await mark(db, fatima, id, present(andre.id));
		await mark(db, fatima, id, present(beatriz.id));
		const now = () => closingOf(db.read, fatima, id, 'en');
		expect(await now()).toMatchObject({
			unpracticed: [{ names: ['Andre M.', 'Beatriz O.'] }],
			homework: [{ unasked: ['Andre M.', 'Beatriz O.'], not: [] }],
			review: { roll: [], guide: [], practice: [] }
		});
		const said = { operationId: newId(), lessonId: 'lesson-one', enrollmentId: andre.id, replaces: [] };
		await recordHomework(db, fatima, id, { ...said, state: 'not' });
		await recordPractice(db, fatima, id, note(beatriz.id, 'lesson-two'));
		await recordPractice(db, rosa, id, note(beatriz.id, 'lesson-two', { result: 'hard' }));
		await recordDelivery(db, fatima, id, tick('lesson-two', 'check-in'));
		await recordDelivery(db, rosa, id, tick('lesson-two', 'check-in', { state: 'shortened', minutes: 5 }));
		expect(await now()).toMatchObject({
			unpracticed: [{ names: ['Andre M.'] }],
			homework: [{ unasked: ['Beatriz O.'], not: ['Andre M.'] }],
			review: { roll: [], guide: ['Check in'], practice: ['Beatriz O.'] }
		});
	});
});

describe('what it leaves people with', () => {
	test('who missed it is offered a make-up that can be planned as it stands', async () => {
		const cast = await world();
		const { db, fatima, andre, beatriz, tuesdaySession } = cast;
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await markRestAway(db, fatima, tuesdaySession, { operationId: newId() });
		await deliverAll(db, fatima, tuesdaySession);
		const prospects = async () =>
			(await closingOf(db.read, fatima, tuesdaySession, 'en')).prospects.flatMap(({ name, makeUps }) =>
				makeUps.map((one) => ({ name, ...one }))
			);
		const [missed, ...others] = await prospects();
		expect(others).toEqual([]);
		expect(missed).toMatchObject({
			...{ name: 'Beatriz O.', lessonId: 'lesson-one', short: 68 },
			offer: { way: 'one-to-one', day: '2026-03-10' }
		});
		const { lessonId, offer } = missed;
		await planMakeUp(db, fatima, beatriz.id, { operationId: newId(), lessonId, ...offer });
		expect(await prospects()).toEqual([]);
	});

	test('the same lesson in another group comes first', async () => {
		const cast = await world();
		const { db, carl, fatima, rosa, andre, tuesdaySession, edition, mainStreet } = cast;
		const slots = [{ weekday: 4, time: '10:00', minutes: 90 }];
		const other = await createGroup(db, carl, {
			...{ name: 'Thursday', room: 'Room 3', editionId: edition.id, startsOn: '2026-03-05', slots },
			...{ siteId: mainStreet.id, facilitatorIds: [rosa.id] }
		});
		const [host] = await sessionsOf(db.read, other.id);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await markRestAway(db, fatima, tuesdaySession, { operationId: newId() });
		await deliverAll(db, fatima, tuesdaySession);
		const { prospects } = await closingOf(db.read, fatima, tuesdaySession, 'en');
		expect(prospects.flatMap(({ makeUps }) => makeUps)).toMatchObject([
			{ offer: { way: 'session', sessionId: host.id, day: '2026-03-05' } }
		]);
	});

	test('who has used up absences, and who can finish only with make-ups, is named', async () => {
		const cast = await world();
		const { db, fatima, andre, tuesdaySessions } = cast;
		await putUnder(db, cast.tuesdayGroup.id, { absencesAllowed: 3, makeUps: { limit: 2, days: 60 } });
		for (const { id } of tuesdaySessions.slice(0, 3)) {
			at('2026-03-25T02:00:00Z');
			await mark(db, fatima, id, present(andre.id));
			await markRestAway(db, fatima, id, { operationId: newId() });
			await deliverAll(db, fatima, id);
		}
		const { prospects } = await closingOf(db.read, fatima, tuesdaySessions[2].id, 'en');
		expect(prospects.map(({ name, absences, outlook }) => [name, absences, outlook])).toEqual([
			['Andre M.', null, 'on-course'],
			['Beatriz O.', { have: 3, need: 3 }, 'at-risk']
		]);
	});
});
