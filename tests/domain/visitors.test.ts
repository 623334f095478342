import { describe, expect, test } from 'vitest';
import { makeUpsOf } from '#lib/server/domain/arrangements.ts';
import { ownArrivals } from '#lib/server/domain/arrivals.ts';
import { mark, takeBackAll, markAllPresent } from '#lib/server/domain/attendance.ts';
import { acceptCheckIn, proposeCheckIn } from '#lib/server/domain/check-ins.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { changesIn } from '#lib/server/domain/histories.ts';
import { KeyedSheet, keySheet } from '#lib/server/domain/keyings.ts';
import { endMakeUp, holdMakeUp, planMakeUp } from '#lib/server/domain/makeups.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { roomOf, roomState } from '#lib/server/domain/rooms.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { sheetOf } from '#lib/server/domain/sheets.ts';
import { now } from '#lib/server/clock.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { deliverAll, hold, note, tick } from '../support/telling.ts';
import { at, present, world } from '../support/world.ts';

/** Andre missed Tuesday's first lesson, and makes it up with Nils on Wednesday at nine. */
async function visit() {
	const cast = await world();
	const { db, carl, nils, fatima, tuesdaySession, andre, beatriz, mainStreet, edition } = cast;
	await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
	await hold(db, fatima, tuesdaySession, [beatriz]);
	const group = await createGroup(db, carl, {
		...{ name: 'Wednesday morning', siteId: mainStreet.id, room: 'Room 1', editionId: edition.id },
		...{
			facilitatorIds: [nils.id],
			startsOn: '2026-03-04',
			slots: [{ weekday: 3, time: '09:00', minutes: 90 }]
		}
	});
	const [host] = await sessionsOf(db.read, group.id);
	const makeUpId = newId();
	await planMakeUp(db, carl, andre.id, {
		...{ operationId: makeUpId, lessonId: 'lesson-one', way: 'session', sessionId: host.id }
	});
	at('2026-03-04T17:20:00.000Z');
	const ivan = await cast.enroll(carl, group.id, 'P-3001', 'Ivan', 'Zhu');
	return { ...cast, host: host.id, makeUpId, hostGroup: group, ivan };
}
type Visit = Awaited<ReturnType<typeof visit>>;

const room = ({ db, nils, host }: Visit) => roomState(db.read, nils, host);
const say = ({ db, nils, host, andre }: Visit, change: object = {}) =>
	mark(db, nils, host, present(andre.id, change));
const arranged = async ({ db, carl, andre }: Visit) => {
	const [{ state, minutes, day }] = (await makeUpsOf(db.read, carl, andre.id, 'en')).arranged;
	return { state, minutes, day };
};
const lessonOne = async ({ db, tuesdayGroup, andre }: Visit) =>
	(await explainFor(db.read, tuesdayGroup.id, andre.id)).lessons[0];
const heads = async (here: Visit) => (await room(here)).visitors[0].heads;

describe('a visitor', () => {
	test('stands on the host’s roll apart, by first name, initial and lesson alone', async () => {
		const here = await visit();
		const { people, visitors } = await room(here);
		expect(people.map(({ name }) => name)).toEqual(['Ivan Z.']);
		expect(visitors).toEqual([
			{
				...{ enrollmentId: here.andre.id, name: 'Andre M.', lessonIds: ['lesson-one'] },
				...{ status: 'unmarked', cameAt: null, leftAt: null, reason: null },
				...{ heads: [], review: [], corrected: false, inAll: null }
			}
		]);
		const shown = JSON.stringify(await roomOf(here.db.read, here.nils, here.host, 'en'));
		for (const secret of ['Miller', 'P-1001', here.andre.participantId, 'Tuesday evening'])
			expect(shown).not.toContain(secret);
	});

	test('who is here holds the make-up with the lesson’s minutes, and is credited', async () => {
		const here = await visit();
		await say(here);
		expect(await arranged(here)).toEqual({ state: 'held', minutes: 90, day: '2026-03-04' });
		expect(await lessonOne(here)).toMatchObject({ state: 'credited', attended: 90 });
		expect((await recompute(here.db, system)).changed).toBe(0);
		expect((await verifyEvents(here.db)).faults).toEqual([]);
	});

	test('who is there for a part holds that part of it; corrected, the minutes follow', async () => {
		const here = await visit();
		await say(here, { status: 'partial', leftAt: 40 });
		expect(await arranged(here)).toMatchObject({ state: 'held', minutes: 40 });
		await say(here, { replaces: await heads(here) });
		expect(await arranged(here)).toMatchObject({ state: 'held', minutes: 90 });
	});

	test('who is away leaves it open, and what happened is kept', async () => {
		const here = await visit();
		await say(here, { status: 'absent-excused', reason: 'sick' });
		expect(await arranged(here)).toMatchObject({ state: 'approved' });
		expect((await room(here)).visitors[0]).toMatchObject({ status: 'absent-excused', reason: 'sick' });
		const { facts } = await factsIn(here.db.read, here.tuesdayGroup.id, [here.andre.id]);
		expect(facts.get(here.andre.id)!.marks.map(({ sessionId }) => sessionId)).toEqual([here.tuesdaySession]);
	});

	test('whose mark is taken back has made up nothing, until it is said again', async () => {
		const here = await visit();
		await say(here);
		await say(here, { status: 'unmarked', replaces: await heads(here) });
		expect(await arranged(here)).toMatchObject({ state: 'approved' });
		expect(await lessonOne(here)).toMatchObject({ state: 'missed', attended: 0 });
		await say(here, { replaces: await heads(here) });
		expect(await arranged(here)).toMatchObject({ state: 'held', minutes: 90 });
	});

	test('of whom two people say different things has made up nothing, until one is settled on', async () => {
		const here = await visit();
		await say(here);
		await say(here, { status: 'absent-unexcused' });
		expect((await room(here)).visitors[0].review).toHaveLength(2);
		expect(await arranged(here)).toMatchObject({ state: 'approved' });
		await say(here, { replaces: await heads(here) });
		expect(await arranged(here)).toMatchObject({ state: 'held' });
	});

	test('has the minutes that were given, once the session has ended', async () => {
		const here = await visit();
		const { db, nils, host } = here;
		await say(here);
		const [first] = (await roomOf(db.read, nils, host, 'en')).lessons[0].activities;
		const cut = tick('lesson-one', first.key, { state: 'shortened', minutes: 5, reason: 'time' as never });
		await recordDelivery(db, nils, host, cut);
		await deliverAll(db, nils, host);
		await endSession(db, nils, host, { operationId: newId() });
		const given = 90 - first.minutes + 5;
		expect(await arranged(here)).toMatchObject({ state: 'held', minutes: given });
		const again = tick('lesson-one', first.key, {
			replaces: [cut.operationId],
			correction: 'mistake' as never
		});
		await recordDelivery(db, nils, host, again);
		expect(await arranged(here)).toMatchObject({ minutes: 90 });
	});

	test('stays with what their own facilitator said of the make-up by hand', async () => {
		const here = await visit();
		const { db, fatima, andre, makeUpId } = here;
		await say(here);
		const hand = { operationId: newId(), makeUpId, day: '2026-03-04', minutes: 30 };
		await holdMakeUp(db, fatima, andre.id, hand);
		await say(here, { status: 'absent-unexcused', replaces: await heads(here) });
		expect(await arranged(here)).toMatchObject({ state: 'held', minutes: 30 });
	});

	test('whose visit was called off is not on the roll, unless something was said of them there', async () => {
		const here = await visit();
		const over = { operationId: newId(), makeUpId: here.makeUpId, reason: 'called-off' as never };
		await endMakeUp(here.db, here.carl, here.andre.id, over);
		expect((await room(here)).visitors).toEqual([]);
		await expect(say(here)).rejects.toMatchObject({ status: 404 });
	});

	test('is left out of “all others here”, and their mark ends what could be taken back at once', async () => {
		const here = await visit();
		const { db, nils, host } = here;
		const operationId = newId();
		expect(await markAllPresent(db, nils, host, { operationId })).toBe(1);
		expect((await room(here)).visitors[0].status).toBe('unmarked');
		await say(here);
		at('2026-03-04T17:21:00.000Z');
		await say(here, { status: 'absent-unexcused', replaces: await heads(here) });
		await expect(
			takeBackAll(db, nils, host, { operationId: newId(), all: operationId })
		).rejects.toMatchObject({
			code: 'roll.changed'
		});
	});

	test('is corrected after the end with a reason, by name in the session’s history', async () => {
		const here = await visit();
		const { db, nils, host } = here;
		await deliverAll(db, nils, host);
		await endSession(db, nils, host, { operationId: newId() });
		await expect(say(here)).rejects.toMatchObject({ code: 'session.ended' });
		await say(here, { correction: 'told-later' });
		expect(await arranged(here)).toMatchObject({ state: 'held', minutes: 90 });
		const [change] = await changesIn(db.read, nils, host);
		expect(change).toMatchObject({ kind: 'mark', name: 'Andre M.', correction: 'told-later' });
	});

	test('checks in: accepting it holds the make-up, late by the minutes that were offered', async () => {
		const here = await visit();
		const { db, nils, host, andre, self } = here;
		await proposeCheckIn(db, self(andre), host, {
			...{ operationId: newId(), way: 'phone', arrivedAt: now() }
		});
		const [waiting] = (await room(here)).checkIns;
		expect(waiting).toMatchObject({ name: 'Andre M.', visiting: true, cameAt: 20 });
		const { checkInId, cameAt } = waiting;
		await acceptCheckIn(db, nils, host, { operationId: newId(), checkInId, cameAt });
		expect(await arranged(here)).toMatchObject({ state: 'held' });
		const own = await ownArrivals(db.read, self(andre));
		expect(own.find(({ sessionId }) => sessionId === host)).toMatchObject({ state: 'noted' });
	});

	test('stands on the sheet with a code of their own, and is keyed from it', async () => {
		const here = await visit();
		const { db, nils, host, andre } = here;
		const { rows } = await sheetOf(db.read, nils, host, 'en');
		expect(rows.map(({ code, name, isVisitor }) => [code, name, isVisitor])).toEqual([
			['A1', 'Ivan Z.', false],
			['Q1', 'Andre M.', true]
		]);
		const sheet = { operationId: newId(), rows: [{ enrollmentId: andre.id, said: 'l 9:30' }] };
		await keySheet(db, nils, host, KeyedSheet.parse(sheet));
		expect((await room(here)).visitors[0]).toMatchObject({ status: 'partial', cameAt: 30 });
	});

	test('practices nothing here that is noted, and is nobody’s of other groups to mark', async () => {
		const here = await visit();
		const { db, nils, host, andre, beatriz } = here;
		await expect(recordPractice(db, nils, host, note(andre.id, 'lesson-one'))).rejects.toMatchObject({
			status: 404
		});
		await expect(mark(db, nils, host, present(beatriz.id))).rejects.toMatchObject({ status: 404 });
		for (const actor of [here.olga, here.fatima, here.self(andre)] as Actor[])
			await expect(mark(db, actor, host, present(andre.id))).rejects.toMatchObject({ status: 404 });
	});
});
