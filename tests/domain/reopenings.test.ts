import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { closingOf, endSession } from '#lib/server/domain/closings.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { milestonesOf, recompute } from '#lib/server/domain/milestones.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { reopeningsOf, reopenSession } from '#lib/server/domain/reopenings.ts';
import { roomOf } from '#lib/server/domain/rooms.ts';
import { agendaOf, findSession } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { hold, onRoll } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const opening = (reason: 'mistake' | 'went-on' = 'mistake') => ({ operationId: newId(), reason });
const ending = () => ({ operationId: newId() });

/** The first session was held, and ended. */
async function ended() {
	const cast = await world();
	await hold(cast.db, cast.fatima, cast.tuesdaySession, [cast.andre]);
	return cast;
}
const session = ({ db, fatima, tuesdaySession }: World) => findSession(db.read, fatima, tuesdaySession);

describe('opening a session again', () => {
	test('keeps who did it, when and why, beside the end that it took back', async () => {
		const cast = await ended();
		const { db, fatima, rosa, tuesdaySession } = cast;
		const { endedAt, revision } = await session(cast);
		at('2026-03-04T09:00:00Z');
		const sent = opening();
		await reopenSession(db, rosa, tuesdaySession, sent);
		await reopenSession(db, rosa, tuesdaySession, sent);
		// Calendars have nothing to tell: when and where it was is as before.
		expect(await session(cast)).toMatchObject({ endedAt: null, endedBy: null, revision });
		expect(await reopeningsOf(db.read, tuesdaySession)).toEqual([
			{
				...{ id: sent.operationId, reason: 'mistake', at: '2026-03-04T09:00:00.000Z', by: 'Rosa' },
				...{ endedAt, endedBy: 'Fatima' }
			}
		]);
		const told = (await historyOf(db.read, `session:${tuesdaySession}`)).at(-1);
		expect(told).toMatchObject({ kind: 'session.reopened', actor: `staff:${rosa.id}` });
		expect(JSON.parse(told!.data)).toEqual({ reason: 'mistake', endedAt });
		expect((await verifyEvents(db)).faults).toEqual([]);
		const room = await roomOf(db.read, fatima, tuesdaySession, 'en');
		expect(room).toMatchObject({ state: { ended: false }, can: { run: true, end: true, reopen: false } });
	});

	test('lets it be marked without a reason, and end again', async () => {
		const cast = await ended();
		const { db, fatima, rosa, andre, beatriz, tuesdaySession } = cast;
		await expect(mark(db, fatima, tuesdaySession, present(beatriz.id))).rejects.toMatchObject({
			code: 'session.ended'
		});
		await reopenSession(db, fatima, tuesdaySession, opening('went-on'));
		await mark(db, fatima, tuesdaySession, present(beatriz.id));
		at('2026-03-04T06:00:00Z');
		await endSession(db, rosa, tuesdaySession, ending());
		expect(await session(cast)).toMatchObject({ endedAt: '2026-03-04T06:00:00.000Z', endedBy: rosa.id });
		expect(await reopeningsOf(db.read, tuesdaySession)).toHaveLength(1);
		expect(await onRoll(db, fatima, tuesdaySession, andre.id)).toMatchObject({ status: 'present' });
		// And corrections go on as before.
		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		const corrected = { status: 'absent-unexcused', replaces: heads, correction: 'mistake' };
		await mark(db, fatima, tuesdaySession, present(andre.id, corrected));
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('leaves milestones with what they stand on, and voids those that lost it', async () => {
		const cast = await ended();
		const { db, fatima, andre, tuesdaySession } = cast;
		const kinds = async () => (await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);
		expect(await kinds()).toEqual(['enrolled', 'first-session']);
		await reopenSession(db, fatima, tuesdaySession, opening());
		expect(await kinds()).toEqual(['enrolled', 'first-session']);
		const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
		const away = { status: 'absent-unexcused' as const, replaces: heads };
		await mark(db, fatima, tuesdaySession, present(andre.id, away));
		expect(await kinds()).toEqual(['enrolled']);
		await endSession(db, fatima, tuesdaySession, ending());
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('puts it back on the day’s list, and what it left over with it', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, tuesdaySessions } = cast;
		await endSession(db, fatima, tuesdaySession, ending());
		const carried = async () =>
			(await planOf(db.read, await findSession(db.read, fatima, tuesdaySessions[1].id))).filter(
				(one) => one.carried
			).length;
		expect(await carried()).toBe(1);
		at('2026-03-05T01:10:00Z');
		expect((await agendaOf(db.read, fatima)).unfinished).toEqual([]);
		await reopenSession(db, fatima, tuesdaySession, opening());
		expect((await agendaOf(db.read, fatima)).unfinished).toMatchObject([{ id: tuesdaySession }]);
		expect(await carried()).toBe(0);
	});
});

describe('who may, and when', () => {
	const refused = ({ db, tuesdaySession }: World, actor: Actor) =>
		expect(reopenSession(db, actor, tuesdaySession, opening())).rejects;

	test('not who may not know of it; facilitators until the lock time, then program staff', async () => {
		const cast = await ended();
		const { db, fatima, nils, olga, priya, carl, tuesdaySession } = cast;
		for (const actor of [nils, olga, priya]) await refused(cast, actor).toMatchObject({ status: 404 });
		at('2026-03-11T06:00:00Z');
		expect((await roomOf(db.read, fatima, tuesdaySession, 'en')).can.reopen).toBe(true);
		at('2026-03-11T08:00:00Z');
		expect((await roomOf(db.read, fatima, tuesdaySession, 'en')).can.reopen).toBe(false);
		await refused(cast, fatima).toMatchObject({ status: 403 });
		await reopenSession(db, carl, tuesdaySession, opening());
		expect(await session(cast)).toMatchObject({ endedAt: null });
	});

	test('not one that is open: of two who do it at once the second is told', async () => {
		const cast = await ended();
		const { db, fatima, rosa, tuesdaySession } = cast;
		const both = await Promise.allSettled(
			[fatima, rosa].map((actor) => reopenSession(db, actor, tuesdaySession, opening()))
		);
		const failed = both.filter((one) => one.status === 'rejected');
		expect(failed.map(({ reason }) => reason.code)).toEqual(['session.open']);
		expect(await reopeningsOf(db.read, tuesdaySession)).toHaveLength(1);
	});

	test('of two who end it at once the second is told, and sees who did', async () => {
		const cast = await world();
		const { db, fatima, rosa, tuesdaySession } = cast;
		await endSession(db, fatima, tuesdaySession, ending());
		await expect(endSession(db, rosa, tuesdaySession, ending())).rejects.toMatchObject({
			...{ status: 409, code: 'session.ended' }
		});
		const { session: told } = await closingOf(db.read, rosa, tuesdaySession, 'en');
		expect(told).toMatchObject({ endedBy: 'Fatima' });
	});
});
