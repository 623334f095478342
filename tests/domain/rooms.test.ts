import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { closingOf } from '#lib/server/domain/closings.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { changesIn } from '#lib/server/domain/histories.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { roomOf } from '#lib/server/domain/rooms.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { todayOf } from '#lib/server/domain/agendas.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { standingOf } from '#lib/roll.ts';
import { at, present, world, type World } from '../support/world.ts';

const room = ({ db, tuesdaySession }: World, actor: Actor) => roomOf(db.read, actor, tuesdaySession, 'en');
const end = ({ db, tuesdaySession }: World, actor: Actor) =>
	endSession(db, actor, tuesdaySession, { operationId: newId() });
const done = ({ db, fatima, tuesdaySession }: World, activity: string) =>
	recordDelivery(db, fatima, tuesdaySession, {
		...{ operationId: newId(), lessonId: 'lesson-one', activity, state: 'done' },
		...{ minutes: null, reason: null, replaces: [] }
	});

describe('a room', () => {
	test('holds the lesson with the words of its guide, the roll, and what the actor may do', async () => {
		const here = await world();
		const { session, lessons, state, can } = await room(here, here.fatima);
		expect(session).toMatchObject({
			group: 'Tuesday evening',
			number: 1,
			of: 6,
			room: 'Room 2',
			site: 'Main Street'
		});
		expect(session.next).toMatchObject({ number: 2, date: '2026-03-10' });
		expect(lessons.map(({ title, skill }) => [title, skill?.steps])).toEqual([
			['Try one', ['Stop.', 'Look.', 'Go.']]
		]);
		expect(lessons[0].activities[0].html).toContain('Facilitators read this lesson-one line aloud.');
		expect(state.activities.map(({ key }) => key)).toEqual(lessons[0].activities.map(({ key }) => key));
		expect(state.people.map(({ name, status }) => [name, status])).toEqual([
			['Andre M.', 'unmarked'],
			['Beatriz O.', 'unmarked']
		]);
		expect(can).toEqual({
			run: true,
			end: true,
			announce: true,
			cancel: true,
			reopen: false,
			correct: false
		});
	});

	test('shows whole names only of people who would read the same', async () => {
		const here = await world();
		await here.enroll(here.carl, here.tuesdayGroup.id, 'P-1009', 'Andre', 'Moss');
		const { state } = await room(here, here.fatima);
		expect(state.people.map(({ name }) => name)).toEqual(['Andre Miller', 'Andre Moss', 'Beatriz O.']);
	});

	test('of another group or organization there is none', async () => {
		const here = await world();
		for (const actor of [
			here.nils,
			here.olga,
			here.henry,
			here.priya,
			here.lee,
			here.ada,
			here.self(here.andre)
		]) {
			await expect(room(here, actor)).rejects.toMatchObject({ status: 404 });
		}
	});

	test('before its day it can be prepared, not run', async () => {
		const here = await world();
		at('2026-03-02T20:00:00.000Z');
		expect((await room(here, here.fatima)).can).toEqual({
			run: false,
			end: false,
			announce: true,
			cancel: true,
			reopen: false,
			correct: false
		});
	});

	test('after the end it is corrected by facilitators for the lock time, then by program staff', async () => {
		const here = await world();
		await end(here, here.fatima);
		const ended = await room(here, here.rosa);
		expect(ended.can).toEqual({
			run: false,
			end: false,
			announce: false,
			cancel: false,
			reopen: true,
			correct: true
		});
		expect(ended.session).toMatchObject({ endedBy: 'Fatima', lockedAfter: '2026-03-10' });
		at('2026-03-12T02:00:00.000Z');
		expect((await room(here, here.rosa)).can.correct).toBe(false);
		expect((await room(here, here.carl)).can.correct).toBe(true);
	});

	test('a cancelled one is only read', async () => {
		const here = await world();
		await cancelSession(here.db, here.fatima, here.tuesdaySession, { operationId: newId(), reason: 'room' });
		const { state, session, can } = await room(here, here.fatima);
		expect(state.cancelled).toBe(true);
		expect(session.cancelReason).toBe('room');
		expect(can).toEqual({
			run: false,
			end: false,
			announce: false,
			cancel: false,
			reopen: false,
			correct: false
		});
	});
});

describe('before the end', () => {
	test('it says who is unmarked, what carries over, and of whom no practice is noted', async () => {
		const here = await world();
		const { db, fatima, tuesdaySession, andre } = here;
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await done(here, 'check-in');
		const closing = await closingOf(db.read, fatima, tuesdaySession, 'en');
		expect(closing).toMatchObject({
			unmarked: ['Beatriz O.'],
			carried: ['See it', 'Try it', 'Talk about it', 'Plan'],
			left: [],
			unpracticed: [{ skill: 'Try one', names: ['Andre M.'] }],
			review: { roll: [], guide: [], practice: [] },
			here: 1,
			people: 2
		});
	});

	test('with everything there, nothing is missing', async () => {
		const here = await world();
		const { db, fatima, tuesdaySession, andre, beatriz } = here;
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await mark(db, fatima, tuesdaySession, present(beatriz.id, standingOf('court')));
		for (const activity of ['check-in', 'see-it', 'try-it', 'talk-about-it', 'plan'])
			await done(here, activity);
		await recordPractice(db, fatima, tuesdaySession, {
			...{ operationId: newId(), enrollmentId: andre.id, lessonId: 'lesson-one', steps: [1] },
			...{ result: 'so-so', shown: true, replaces: [], withdrawn: false }
		});
		const closing = await closingOf(db.read, fatima, tuesdaySession, 'en');
		expect(closing).toMatchObject({
			unmarked: [],
			carried: [],
			unpracticed: [{ names: [] }],
			review: { roll: [], guide: [], practice: [] },
			here: 1
		});
	});

	test('two answers are to be settled', async () => {
		const here = await world();
		const { db, fatima, rosa, tuesdaySession, andre } = here;
		await mark(db, fatima, tuesdaySession, present(andre.id));
		await mark(db, rosa, tuesdaySession, present(andre.id, standingOf('sick')));
		expect((await closingOf(db.read, fatima, tuesdaySession, 'en')).review).toMatchObject({
			roll: ['Andre M.'],
			guide: [],
			practice: []
		});
	});
});

describe('the history of a session', () => {
	test('says who changed what from what, when and why, newest first', async () => {
		const here = await world();
		const { db, fatima, carl, tuesdaySession, andre } = here;
		const first = present(andre.id);
		await mark(db, fatima, tuesdaySession, first);
		await end(here, fatima);
		at('2026-03-05T18:00:00.000Z');
		const correction = { ...standingOf('court'), replaces: [first.operationId], correction: 'told-later' };
		await mark(db, carl, tuesdaySession, present(andre.id, correction));
		const history = await changesIn(db.read, fatima, tuesdaySession);
		const marked = history.filter((change) => change.kind === 'mark');
		expect(
			marked.map(({ by, at, name, from, to, correction }) => [by, at, name, from, to, correction])
		).toEqual([
			[
				'Carl',
				'2026-03-05T18:00:00.000Z',
				'Andre M.',
				[standingOf('present')],
				standingOf('court'),
				'told-later'
			],
			['Fatima', '2026-03-04T02:10:00.000Z', 'Andre M.', [], standingOf('present'), null]
		]);
		await expect(changesIn(db.read, here.olga, tuesdaySession)).rejects.toMatchObject({ status: 404 });
	});
});

describe('today', () => {
	test('puts the session that runs first', async () => {
		const { db, fatima, tuesdaySession } = await world();
		const { first, unfinished, today, upcoming } = await todayOf(db.read, fatima, 'en');
		expect(first).toMatchObject({
			id: tuesdaySession,
			state: 'running',
			lessons: ['Try one'],
			of: 6,
			people: 2,
			unmarked: 2
		});
		expect([unfinished, today]).toEqual([[], []]);
		expect(upcoming.map(({ number, state }) => [number, state])).toEqual([
			[2, 'ahead'],
			[3, 'ahead'],
			[4, 'ahead'],
			[5, 'ahead'],
			[6, 'ahead']
		]);
	});

	test('without one today, what was never ended comes before what is ahead', async () => {
		const { db, fatima, tuesdaySession, andre } = await world();
		await mark(db, fatima, tuesdaySession, present(andre.id));
		at('2026-03-05T18:00:00.000Z');
		const { first, unfinished } = await todayOf(db.read, fatima, 'en');
		expect(first).toMatchObject({ id: tuesdaySession, state: 'unfinished', unmarked: 1 });
		expect(unfinished).toEqual([]);
		at('2026-03-11T01:30:00.000Z');
		const next = await todayOf(db.read, fatima, 'en');
		expect(next.first).toMatchObject({ number: 2, state: 'running' });
		expect(next.unfinished).toMatchObject([{ id: tuesdaySession }]);
	});

	test('one that ended today is still there to be read', async () => {
		const here = await world();
		await end(here, here.fatima);
		const { first, today } = await todayOf(here.db.read, here.fatima, 'en');
		expect(first).toMatchObject({ number: 2, state: 'ahead' });
		expect(today).toMatchObject([{ id: here.tuesdaySession, state: 'ended' }]);
	});

	test('whoever has no group has nothing to run, and other roles have no such day', async () => {
		const { db, nils, lee } = await world();
		const { first, upcoming } = await todayOf(db.read, nils, 'en');
		expect([first, upcoming]).toEqual([null, []]);
		await expect(todayOf(db.read, lee, 'en')).rejects.toMatchObject({ status: 403 });
	});
});
