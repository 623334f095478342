import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { changesIn } from '#lib/server/domain/histories.ts';
import { milestonesOf, recompute } from '#lib/server/domain/milestones.ts';
import { practicesIn, recordPractice } from '#lib/server/domain/practices.ts';
import { progress } from '#lib/server/domain/progress.ts';
import { carryOut, NewTaps } from '#lib/server/domain/taps.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { hold, note, tick } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const withinLockTime = '2026-03-10T20:00:00Z';
const afterLockTime = '2026-03-11T20:00:00Z';

/** One lesson and one practice complete the course: what a correction takes away, it takes from the milestone. */
const shortCourse = {
	completion:
		'  coreLessons: 1\n  essential: []\n  applications: 0\n  practice: {entries: 1, skills: 1}\n  skillsShown: 1\n  plan: null'
};

const kindsOf = async ({ db, andre }: World) =>
	(await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);

/** The three things that may be said of a session, each as a screen would send it after the end. */
const statements = {
	mark: ({ db, andre, tuesdaySession }: World, actor: Actor, change: object) =>
		mark(db, actor, tuesdaySession, present(andre.id, change)),
	tick: ({ db, tuesdaySession }: World, actor: Actor, change: object) =>
		recordDelivery(db, actor, tuesdaySession, tick('lesson-one', 'plan', change)),
	practice: ({ db, andre, tuesdaySession }: World, actor: Actor, change: object) =>
		recordPractice(db, actor, tuesdaySession, note(andre.id, 'lesson-one', change))
};

describe.each(Object.entries(statements))('after the end, a %s', (_, say) => {
	const ended = async () => {
		const cast = await world();
		await endSession(cast.db, cast.fatima, cast.tuesdaySession, { operationId: newId() });
		return cast;
	};

	test('says why', async () => {
		const cast = await ended();
		const refused = { status: 400, code: 'session.ended', fields: { correction: { code: 'correction' } } };
		for (const correction of [undefined, null])
			await expect(say(cast, cast.fatima, { correction })).rejects.toMatchObject(refused);
		await say(cast, cast.fatima, { correction: 'sheet' });
		const added = (await historyOf(cast.db.read, `session:${cast.tuesdaySession}`)).at(-1)!;
		expect(added).toMatchObject({ actor: `staff:${cast.fatima.id}` });
		expect(JSON.parse(added.data)).toMatchObject({ correction: 'sheet' });
		expect((await changesIn(cast.db.read, cast.rosa, cast.tuesdaySession))[0]).toMatchObject({
			...{ by: 'Fatima', correction: 'sheet', from: [] }
		});
		expect((await verifyEvents(cast.db)).faults).toEqual([]);
	});

	test('is the facilitators’ for the lock time, and the organization’s program staff’s after it', async () => {
		const cast = await ended();
		at(withinLockTime);
		await say(cast, cast.rosa, { correction: 'told-later' });
		at(afterLockTime);
		await expect(say(cast, cast.rosa, { correction: 'told-later' })).rejects.toMatchObject({ status: 403 });
		for (const stranger of [cast.henry, cast.olga, cast.priya])
			await expect(say(cast, stranger, { correction: 'mistake' })).rejects.toMatchObject({ status: 404 });
		await say(cast, cast.carl, { correction: 'mistake' });
	});
});

describe('what was earned follows', () => {
	const completed = async () => {
		const cast = await world(shortCourse);
		const { db, fatima, andre, tuesdaySession } = cast;
		const noted = note(andre.id, 'lesson-one');
		await recordPractice(db, fatima, tuesdaySession, noted);
		const ticked = tick('lesson-one', 'try-it');
		await recordDelivery(db, fatima, tuesdaySession, ticked);
		await hold(db, fatima, tuesdaySession, [andre]);
		expect(await kindsOf(cast)).toContain('completed');
		return { ...cast, noted, ticked };
	};
	const lessonOne = async ({ db, tuesdayGroup, andre }: World) => {
		const { policy, edition, facts } = await factsIn(db.read, tuesdayGroup.id, [andre.id]);
		return progress(policy, edition, facts.get(andre.id)!).lessons[0];
	};
	const proven = async ({ db }: World) => expect(await recompute(db, system)).toMatchObject({ changed: 0 });

	test('a tick that is corrected away voids the milestone, and one that is put back earns it again', async () => {
		const cast = await completed();
		const { db, fatima, tuesdaySession, ticked } = cast;
		const undone = tick('lesson-one', 'try-it', {
			...{ state: 'pending', replaces: [ticked.operationId], correction: 'mistake' }
		});
		await recordDelivery(db, fatima, tuesdaySession, undone);
		expect(await lessonOne(cast)).toMatchObject({ state: 'partly', on: '2026-03-10' });
		expect(await kindsOf(cast)).not.toContain('completed');
		await proven(cast);

		await recordDelivery(
			db,
			fatima,
			tuesdaySession,
			tick('lesson-one', 'try-it', { replaces: [undone.operationId], correction: 'sheet' })
		);
		expect(await kindsOf(cast)).toContain('completed');
		await proven(cast);
	});

	test('a practice that is taken back voids the milestone, one without its steps too', async () => {
		for (const change of [{ withdrawn: true }, { steps: [], shown: false }]) {
			const cast = await completed();
			const { db, carl, andre, tuesdaySession, noted } = cast;
			at(afterLockTime);
			const corrected = {
				...change,
				replaces: [noted.operationId],
				correction: 'participant-asked' as const
			};
			await recordPractice(db, carl, tuesdaySession, note(andre.id, 'lesson-one', corrected));
			expect(await kindsOf(cast)).not.toContain('completed');
			await proven(cast);
		}
	});

	test('a practice from the paper sheet earns it', async () => {
		const cast = await world(shortCourse);
		const { db, fatima, andre, tuesdaySession } = cast;
		await hold(db, fatima, tuesdaySession, [andre]);
		expect(await kindsOf(cast)).not.toContain('completed');
		await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', { correction: 'sheet' }));
		expect(await kindsOf(cast)).toContain('completed');
		expect(await practicesIn(db.read, tuesdaySession)).toHaveLength(1);
		await proven(cast);
	});
});

test('a screen that sends too late is told so of each tap, and with a reason it is taken', async () => {
	const { db, fatima, rosa, andre, tuesdaySession } = await world();
	await endSession(db, rosa, tuesdaySession, { operationId: newId() });
	const taps = (correction: string | null) =>
		NewTaps.parse([
			{ kind: 'mark', ...present(andre.id, { correction }) },
			{ kind: 'delivery', ...tick('lesson-one', 'plan'), correction },
			{ kind: 'practice', ...note(andre.id, 'lesson-one'), correction }
		]);
	const late = await carryOut(db, fatima, tuesdaySession, taps(null));
	expect(late.outcomes.map(({ refusal }) => refusal?.code)).toEqual(Array(3).fill('session.ended'));
	const all = NewTaps.parse({ kind: 'mark-all', operationId: newId() });
	expect((await carryOut(db, fatima, tuesdaySession, all)).outcomes[0].refusal?.code).toBe('session.ended');
	const told = await carryOut(db, fatima, tuesdaySession, taps('sheet'));
	expect(told.outcomes.map(({ refusal }) => refusal)).toEqual([null, null, null]);
	expect(told.room.people.find((one) => one.enrollmentId === andre.id)).toMatchObject({ status: 'present' });
	expect(told.room.practices).toHaveLength(1);
});

test('an activity is not taken back that no session is left to take over', async () => {
	const { db, fatima, carl, tuesdaySessions } = await world();
	at('2026-04-15T20:00:00Z');
	for (const { id } of tuesdaySessions) await hold(db, fatima, id, []);
	const last = tuesdaySessions[5].id;
	const change = (state: 'pending' | 'skipped') =>
		tick('lesson-six', 'plan', { state, reason: state === 'skipped' ? 'time' : null, correction: 'sheet' });
	await expect(recordDelivery(db, carl, last, change('pending'))).rejects.toMatchObject({
		...{ status: 409, code: 'session.left', params: { count: 1 } }
	});
	await recordDelivery(db, carl, last, change('skipped'));
});
