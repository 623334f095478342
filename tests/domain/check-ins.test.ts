import { describe, expect, test } from 'vitest';
import { asc, eq } from 'drizzle-orm';
import { checkIns, events, makeUps, marks } from '#lib/server/db/schema/index.ts';
import { ownArrivals } from '#lib/server/domain/arrivals.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { acceptCheckIn, proposeCheckIn, turnDownCheckIn } from '#lib/server/domain/check-ins.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { roomState } from '#lib/server/domain/rooms.ts';
import { carryOut } from '#lib/server/domain/taps.ts';
import { now } from '#lib/server/clock.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, present, world, type World } from '../support/world.ts';

type Who = { id: string; participantId: string };
const coming = (change: object = {}) => ({
	...{ operationId: newId(), way: 'phone' as const, arrivedAt: now() },
	...change
});
const propose = ({ db, self, tuesdaySession }: World, who: Who, change: object = {}) =>
	proposeCheckIn(db, self(who), tuesdaySession, coming(change));
const waiting = async ({ db, tuesdaySession }: World, actor: Actor) =>
	(await roomState(db.read, actor, tuesdaySession)).checkIns;
const accept = (
	{ db, fatima, tuesdaySession }: World,
	checkInId: string,
	cameAt: number | null = null,
	operationId = newId()
) => acceptCheckIn(db, fatima, tuesdaySession, { operationId, checkInId, cameAt });
const turnDown = ({ db, fatima, tuesdaySession }: World, checkInId: string, operationId = newId()) =>
	turnDownCheckIn(db, fatima, tuesdaySession, { operationId, checkInId });
const kept = ({ db }: World) => db.read.select().from(checkIns).orderBy(asc(checkIns.id));
const marked = ({ db }: World) => db.read.select().from(marks).orderBy(asc(marks.id));
const own = async ({ db, self }: World, who: Who) => ownArrivals(db.read, self(who));

/** Tuesday's session, at six sharp: Andre has said that he is there. */
async function said() {
	const here = await world();
	at('2026-03-04T02:00:00.000Z');
	await propose(here, here.andre);
	const [checkIn] = await waiting(here, here.fatima);
	return { ...here, checkIn };
}

describe('somebody who says that they are there', () => {
	test('is seen by the facilitator and marked by nobody', async () => {
		const here = await said();
		expect(here.checkIn).toMatchObject({ name: 'Andre M.', way: 'phone', cameAt: null, visiting: false });
		expect(await marked(here)).toEqual([]);
		const { people } = await roomState(here.db.read, here.fatima, here.tuesdaySession);
		expect(people.map(({ status }) => status)).toEqual(['unmarked', 'unmarked']);
		expect(await own(here, here.andre)).toMatchObject([{ state: 'waiting', status: null, open: false }]);
		expect(await own(here, here.beatriz)).toMatchObject([{ state: 'none' }]);
		expect(await own(here, here.dolores)).toMatchObject([{ group: 'Harbor group', state: 'none' }]);
	});

	test('is kept once, sent again or from a second device', async () => {
		const here = await world();
		const operationId = newId();
		const both = [propose(here, here.andre, { operationId }), propose(here, here.andre)];
		await Promise.all([
			...both,
			propose(here, here.andre, { operationId, arrivedAt: '2026-03-04T02:11:00.000Z' })
		]);
		expect(await kept(here)).toHaveLength(1);
		expect(await waiting(here, here.fatima)).toHaveLength(1);
	});

	test('can’t be said under an operation of somebody else, nor by staff', async () => {
		const here = await world();
		const operationId = newId();
		await propose(here, here.andre, { operationId });
		await expect(propose(here, here.beatriz, { operationId })).rejects.toMatchObject({ status: 409 });
		for (const actor of [here.fatima, here.carl, here.ada, here.key] as Actor[]) {
			const try_ = proposeCheckIn(here.db, actor, here.tuesdaySession, coming());
			await expect(try_).rejects.toMatchObject({ status: 403 });
		}
		expect(await kept(here)).toHaveLength(1);
	});

	test('is told kindly when the meeting is another group’s, or they have left it', async () => {
		const here = await world();
		await expect(propose(here, here.dolores)).rejects.toMatchObject({
			status: 409,
			code: 'check-in.not-yours'
		});
		at('2026-03-03T10:00:00.000Z');
		await exitEnrollment(here.db, here.carl, here.beatriz.id, { operationId: newId(), reason: 'moved' });
		at('2026-03-04T02:00:00.000Z');
		await expect(propose(here, here.beatriz)).rejects.toMatchObject({ code: 'check-in.not-yours' });
		expect(await kept(here)).toEqual([]);
	});

	test('is heard from a quarter of an hour before the start until the end, on that day', async () => {
		const here = await world();
		at('2026-03-04T01:44:59.000Z');
		await expect(propose(here, here.andre)).rejects.toMatchObject({ status: 409, code: 'check-in.not-yet' });
		at('2026-03-04T01:45:00.000Z');
		await propose(here, here.andre);
		expect(await kept(here)).toHaveLength(1);
		at('2026-03-04T07:59:59.000Z');
		await propose(here, here.beatriz);
		at('2026-03-04T08:00:00.000Z');
		const walkIn = await here.enroll(here.carl, here.tuesdayGroup.id, 'P-1010', 'Chao', 'Li');
		await expect(propose(here, walkIn)).rejects.toMatchObject({ status: 409 });
		expect(await waiting(here, here.fatima)).toEqual([]);
		expect(await kept(here)).toHaveLength(2);
	});

	test.each(['ended', 'cancelled'])('is told that it is over once the session was %s', async (how) => {
		const here = await world();
		const operationId = newId();
		if (how === 'ended') await endSession(here.db, here.fatima, here.tuesdaySession, { operationId });
		else await cancelSession(here.db, here.fatima, here.tuesdaySession, { operationId, reason: 'weather' });
		await expect(propose(here, here.andre)).rejects.toMatchObject({ status: 409, code: 'check-in.over' });
		expect(await kept(here)).toEqual([]);
	});

	test('and comes from another group to make something up is on the list', async () => {
		const here = await world();
		const row = { id: newId(), organizationId: here.northside.id, enrollmentId: here.dolores.id };
		const visit = { lessonId: 'lesson-one', state: 'approved' as const, way: 'session' as const };
		const place = { sessionId: here.tuesdaySession, day: '2026-03-03', minutes: 30, by: 'system', at: now() };
		await here.db.write((tx) =>
			tx
				.insert(makeUps)
				.values({ ...row, makeUpId: row.id, ...visit, ...place })
				.returning()
		);
		await propose(here, here.dolores);
		const [one] = await waiting(here, here.fatima);
		expect(one).toMatchObject({ name: 'Dolores Q.', visiting: true });
		expect((await own(here, here.dolores)).map(({ group, state }) => [group, state])).toContainEqual([
			'Tuesday evening',
			'waiting'
		]);
		await accept(here, one.checkInId);
		expect(await marked(here)).toMatchObject([{ enrollmentId: here.dolores.id, status: 'present' }]);
		expect((await own(here, here.dolores)).find(({ group }) => group === 'Tuesday evening')).toMatchObject({
			state: 'noted'
		});
	});
});

describe('the facilitator', () => {
	test('accepts with an ordinary mark, once', async () => {
		const here = await said();
		const operationId = newId();
		await accept(here, here.checkIn.checkInId, null, operationId);
		await accept(here, here.checkIn.checkInId, null, operationId);
		const [mark] = await marked(here);
		expect(await marked(here)).toHaveLength(1);
		expect(mark).toMatchObject({ id: operationId, status: 'present', markedBy: `staff:${here.fatima.id}` });
		expect(await waiting(here, here.fatima)).toEqual([]);
		expect(await own(here, here.andre)).toMatchObject([{ state: 'noted', status: 'present' }]);
		await expect(accept(here, here.checkIn.checkInId)).rejects.toMatchObject({ code: 'check-in.answered' });
		await propose(here, here.andre);
		expect(await kept(here)).toHaveLength(2);
	});

	test('is offered the minutes of somebody who came late, beyond five', async () => {
		const here = await world();
		const minutes = { '02:05:59': null, '02:06:00': 6, '02:40:00': 40, '04:10:00': 89 };
		for (const [time, cameAt] of Object.entries(minutes)) {
			const arrivedAt = `2026-03-04T${time}.000Z`;
			const { firstName } = { firstName: `At${time.replaceAll(':', '')}` };
			const who = await here.enroll(
				here.carl,
				here.tuesdayGroup.id,
				`P-${time}`.replaceAll(':', ''),
				firstName,
				'X'
			);
			await propose(here, who, { arrivedAt });
			const found = (await waiting(here, here.fatima)).find(({ name }) => name.startsWith(firstName));
			expect(found?.cameAt, time).toBe(cameAt);
		}
		const late = (await waiting(here, here.fatima)).find(({ cameAt }) => cameAt === 40)!;
		await accept(here, late.checkInId, 40);
		expect(await marked(here)).toMatchObject([{ status: 'partial', cameAt: 40, leftAt: null }]);
	});

	test('turns down, and the person is told to speak to them; they may still be marked by hand', async () => {
		const here = await said();
		await turnDown(here, here.checkIn.checkInId);
		expect(await waiting(here, here.fatima)).toEqual([]);
		expect(await marked(here)).toEqual([]);
		expect(await own(here, here.andre)).toMatchObject([{ state: 'turned-down' }]);
		await expect(propose(here, here.andre)).rejects.toMatchObject({ code: 'check-in.turned-down' });
		await mark(here.db, here.fatima, here.tuesdaySession, present(here.andre.id));
		expect(await own(here, here.andre)).toMatchObject([{ state: 'noted', status: 'present' }]);
	});

	test('never has a mark overwritten by what somebody said of themselves', async () => {
		const here = await said();
		const absent = present(here.andre.id, { status: 'absent-unexcused' });
		await mark(here.db, here.rosa, here.tuesdaySession, absent);
		expect(await waiting(here, here.fatima)).toEqual([]);
		await expect(accept(here, here.checkIn.checkInId)).rejects.toMatchObject({ code: 'check-in.marked' });
		expect(await marked(here)).toMatchObject([{ status: 'absent-unexcused' }]);
		expect(await kept(here)).toHaveLength(1);
		const back = present(here.andre.id, { status: 'unmarked', replaces: [absent.operationId] });
		await mark(here.db, here.rosa, here.tuesdaySession, back);
		expect(await waiting(here, here.fatima)).toHaveLength(1);
		await accept(here, here.checkIn.checkInId);
		const { people } = await roomState(here.db.read, here.fatima, here.tuesdaySession);
		expect(people[0]).toMatchObject({ status: 'present', review: [] });
	});

	test('and a colleague who answer at once: one is heard, the other is told', async () => {
		const here = await said();
		const { db, rosa, tuesdaySession, checkIn } = here;
		const answers = await Promise.allSettled([
			accept(here, checkIn.checkInId),
			turnDownCheckIn(db, rosa, tuesdaySession, { operationId: newId(), checkInId: checkIn.checkInId })
		]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const lost = answers.find((one) => one.status === 'rejected') as PromiseRejectedResult;
		expect(lost.reason).toMatchObject({ status: 409, code: 'check-in.answered' });
		expect(await kept(here)).toHaveLength(2);
	});

	test('accepts all with a tap each, and what is refused stops none of the others', async () => {
		const here = await said();
		const { db, fatima, tuesdaySession, beatriz, checkIn } = here;
		await propose(here, beatriz);
		await turnDown(here, checkIn.checkInId);
		const [other] = await waiting(here, fatima);
		const taps = [checkIn, other].map(({ checkInId }) => ({
			...{ kind: 'accept-check-in' as const, operationId: newId(), checkInId, cameAt: null }
		}));
		const { outcomes, room } = await carryOut(db, fatima, tuesdaySession, taps);
		expect(outcomes.map(({ refusal }) => refusal?.code ?? null)).toEqual(['check-in.answered', null]);
		expect(room.people.map(({ status }) => status)).toEqual(['unmarked', 'present']);
		expect(room.checkIns).toEqual([]);
	});

	test('answers nothing after the end, and nothing of another session', async () => {
		const here = await said();
		const { db, fatima, olga, harborSession, tuesdaySession, checkIn } = here;
		const about = { checkInId: checkIn.checkInId, cameAt: null };
		const elsewhere = acceptCheckIn(db, olga, harborSession, { operationId: newId(), ...about });
		await expect(elsewhere).rejects.toMatchObject({ status: 404 });
		for (const actor of [olga, here.nils, here.ada, here.priya]) {
			const foreign = acceptCheckIn(db, actor, tuesdaySession, { operationId: newId(), ...about });
			await expect(foreign).rejects.toMatchObject({ status: 404 });
		}
		const self = acceptCheckIn(db, here.self(here.andre), tuesdaySession, { operationId: newId(), ...about });
		await expect(self).rejects.toMatchObject({ status: 404 });
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		await expect(accept(here, checkIn.checkInId)).rejects.toMatchObject({ code: 'session.ended' });
		await expect(turnDown(here, checkIn.checkInId)).rejects.toMatchObject({ code: 'session.ended' });
		expect(await kept(here)).toHaveLength(1);
	});
});

test('the log tells of each step without a name, and the chain holds', async () => {
	const here = await said();
	await accept(here, here.checkIn.checkInId);
	const told = await here.db.read
		.select()
		.from(events)
		.where(eq(events.subject, `session:${here.tuesdaySession}`))
		.orderBy(asc(events.position));
	const [proposed, accepted] = told.filter(({ kind }) => kind.startsWith('check-in.'));
	expect(proposed).toMatchObject({
		kind: 'check-in.proposed',
		actor: `participant:${here.andre.participantId}`
	});
	expect(accepted).toMatchObject({ kind: 'check-in.accepted', actor: `staff:${here.fatima.id}` });
	expect(JSON.stringify(told)).not.toMatch(/Andre|Miller/);
	expect((await verifyEvents(here.db)).faults).toEqual([]);
});
