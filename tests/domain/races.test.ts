import fc from 'fast-check';
import { expect, test, type TestContext } from 'vitest';
import { mark, markAllPresent } from '#lib/server/domain/attendance.ts';
import { marksOf } from '#lib/server/domain/rolls.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { appendEvent, historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { milestonesOf, recompute } from '#lib/server/domain/milestones.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import type { Db } from '#lib/server/db/open.ts';
import { events } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { hasTwoConnections } from '../support/database.ts';
import { onRoll, tick } from '../support/telling.ts';
import { present, world } from '../support/world.ts';

/** A world with two handles on its database, as two processes would have. */
async function twoWriters(context: TestContext) {
	if (!hasTwoConnections()) context.skip('PGlite has one connection');
	const cast = await world();
	return { ...cast, handles: [cast.db, await cast.reopen()] as [Db, Db] };
}
const settled = async (work: Promise<unknown>[]) =>
	(await Promise.allSettled(work)).map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code));
const cancelling = () => ({ operationId: newId(), reason: 'weather' as const });

test('of a mark and a cancellation at once exactly one wins, whichever began first', async (context) => {
	for (const markFirst of [true, false, true, false]) {
		const { handles, fatima, rosa, andre, tuesdaySession } = await twoWriters(context);
		const [one, other] = markFirst ? handles : handles.toReversed();
		const marking = () => mark(one, fatima, tuesdaySession, present(andre.id));
		const cancelled = () => cancelSession(other, rosa, tuesdaySession, cancelling());
		const begun = markFirst ? [marking(), cancelled()] : [cancelled(), marking()];
		const [first, second] = await settled(begun);
		const [marked, called] = markFirst ? [first, second] : [second, first];

		const session = await findSession(one.read, fatima, tuesdaySession);
		const said = await marksOf(other.read, tuesdaySession);
		if (session.cancelledAt) expect([marked, called, said.length]).toEqual(['session.cancelled', 'done', 0]);
		else expect([marked, called, said.length]).toEqual(['done', 'session.started', 1]);
		expect((await verifyEvents(one)).faults).toEqual([]);
	}
});

test('a mark before a cancellation, and after one, through one handle: the first wins', async () => {
	const { db, fatima, rosa, andre, tuesdaySession } = await world();
	const marking = () => mark(db, fatima, tuesdaySession, present(andre.id));
	const cancelled = () => cancelSession(db, rosa, tuesdaySession, cancelling());
	expect(await settled([marking(), cancelled()])).toEqual(['done', 'session.started']);
	const second = await world();
	expect(
		await settled([
			cancelSession(second.db, second.rosa, second.tuesdaySession, cancelling()),
			mark(second.db, second.fatima, second.tuesdaySession, present(second.andre.id))
		])
	).toEqual(['done', 'session.cancelled']);
});

test('of an end and a cancellation at once exactly one wins', async (context) => {
	const { handles, fatima, rosa, tuesdaySession } = await twoWriters(context);
	const [one, other] = handles;
	const outcome = await settled([
		endSession(one, fatima, tuesdaySession, { operationId: newId() }),
		cancelSession(other, rosa, tuesdaySession, cancelling())
	]);
	expect([
		['done', 'session.ended'],
		['session.cancelled', 'done']
	]).toContainEqual(outcome);
});

test('of two who end a session at once one does, and the other is told that it has ended', async (context) => {
	const { handles, fatima, rosa, tuesdaySession } = await twoWriters(context);
	const outcome = await settled([
		endSession(handles[0], fatima, tuesdaySession, { operationId: newId() }),
		endSession(handles[1], rosa, tuesdaySession, { operationId: newId() })
	]);
	expect(outcome.sort()).toEqual(['done', 'session.ended']);
	const told = await historyOf(handles[0].read, `session:${tuesdaySession}`);
	expect(told.filter(({ kind }) => kind === 'session.ended')).toHaveLength(1);
});

test('two cancellations at once add one meeting', async (context) => {
	const { handles, fatima, rosa, tuesdaySession, tuesdayGroup } = await twoWriters(context);
	const [one, other] = handles;
	const outcome = await settled([
		cancelSession(one, fatima, tuesdaySession, cancelling()),
		cancelSession(other, rosa, tuesdaySession, cancelling())
	]);
	expect(outcome.sort()).toEqual(['done', 'session.cancelled']);
	expect(await sessionsOf(one.read, tuesdayGroup.id)).toHaveLength(7);
});

test('the same operation sent by two processes at once is carried out once', async (context) => {
	const { handles, fatima, andre, tuesdaySession } = await twoWriters(context);
	const sent = present(andre.id);
	const times = Array.from({ length: 10 }, (_, i) => mark(handles[i % 2], fatima, tuesdaySession, sent));
	expect(await settled(times)).toEqual(times.map(() => 'done'));
	expect(await marksOf(handles[0].read, tuesdaySession)).toHaveLength(1);
	expect((await verifyEvents(handles[1])).faults).toEqual([]);
});

test('the same operation with other content, sent at once, is refused to one of the two', async (context) => {
	const { handles, fatima, andre, tuesdaySession } = await twoWriters(context);
	const sent = present(andre.id);
	const outcome = await settled([
		mark(handles[0], fatima, tuesdaySession, sent),
		mark(handles[1], fatima, tuesdaySession, { ...sent, status: 'absent-unexcused' })
	]);
	expect(outcome.sort()).toEqual(['done', 'operation.reused']);
	expect(await marksOf(handles[0].read, tuesdaySession)).toHaveLength(1);
});

test('no write is lost and no chain broken when two processes write at once', async (context) => {
	const { handles, fatima, rosa, andre, beatriz, northside, harbor, tuesdaySession } =
		await twoWriters(context);
	const before = await handles[0].read.$count(events);
	const writes = Array.from({ length: 60 }, (_, i) => {
		const [db, actor] = i % 2 ? [handles[0], fatima] : [handles[1], rosa];
		const organizationId = [northside.id, harbor.id, null][i % 3];
		return i % 4 === 0
			? mark(db, actor, tuesdaySession, present(i % 8 ? andre.id : beatriz.id))
			: db.write((tx) =>
					appendEvent(tx, actor, { organizationId, subject: `test:${i}`, kind: 'test', data: { i } })
				);
	});
	expect(await settled(writes)).toEqual(writes.map(() => 'done'));
	expect(await marksOf(handles[0].read, tuesdaySession)).toHaveLength(15);

	const rows = await handles[1].read.select().from(events).orderBy(events.position);
	expect(rows.map((row) => row.position)).toEqual(rows.map((_, i) => i + 1));
	const tested = rows.filter((row) => row.kind === 'test').map((row) => JSON.parse(row.data).i as number);
	expect(tested.sort((a, b) => a - b)).toEqual(writes.map((_, i) => i).filter((i) => i % 4 !== 0));
	// 15 marks and 45 events, and at most one milestone a person.
	expect(rows.length - before).toBeGreaterThanOrEqual(60);
	expect((await verifyEvents(handles[0])).faults).toEqual([]);
	expect(await recompute(handles[1], system)).toMatchObject({ changed: 0 });
});

test('"all present" and single marks at once leave nobody without a mark and contradict nobody', async (context) => {
	const { handles, fatima, rosa, andre, beatriz, tuesdaySession } = await twoWriters(context);
	const outcome = await settled([
		markAllPresent(handles[0], fatima, tuesdaySession, { operationId: newId() }),
		mark(handles[1], rosa, tuesdaySession, present(andre.id)),
		markAllPresent(handles[1], rosa, tuesdaySession, { operationId: newId() })
	]);
	expect(outcome).toEqual(['done', 'done', 'done']);
	for (const { id } of [andre, beatriz]) {
		expect(await onRoll(handles[0], fatima, tuesdaySession, id)).toMatchObject({
			status: 'present',
			review: []
		});
	}
});

test('marks and ticks from two processes in any order award each milestone once', async (context) => {
	if (!hasTwoConnections()) context.skip('PGlite has one connection');
	const keys = ['check-in', 'see-it', 'try-it', 'talk-about-it', 'plan'];
	await fc.assert(
		fc.asyncProperty(fc.shuffledSubarray([...keys, 'mark'], { minLength: 6 }), async (order) => {
			const { db, reopen, fatima, rosa, andre, tuesdaySession } = await world();
			const other = await reopen();
			const sent = order.map((one, i) => {
				const [handle, actor] = i % 2 ? [db, fatima] : [other, rosa];
				return one === 'mark'
					? mark(handle, actor, tuesdaySession, present(andre.id))
					: recordDelivery(handle, actor, tuesdaySession, tick('lesson-one', one));
			});
			await Promise.all(sent);
			const kinds = (await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);
			expect(kinds).toEqual(['enrolled', 'first-session']);
			expect(await recompute(db, system)).toMatchObject({ changed: 0 });
		}),
		{ numRuns: 5 }
	);
});
