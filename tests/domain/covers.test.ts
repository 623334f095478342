import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { todayOf } from '#lib/server/domain/agendas.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { addCover, coverClashes, coversOf, endCover, type NewCover } from '#lib/server/domain/covers.ts';
import { createGroup, findGroup, listGroups } from '#lib/server/domain/groups.ts';
import { moveSession } from '#lib/server/domain/moves.ts';
import { findEnrollment, findParticipant } from '#lib/server/domain/people.ts';
import { roomOf } from '#lib/server/domain/rooms.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { openCalendar, readCalendar } from '#lib/server/feed/calendars.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, present, world, type World } from '../support/world.ts';
import { hold } from '../support/telling.ts';

const gone = { status: 404 };
const cover = (w: World, change: Partial<NewCover> = {}): NewCover => ({
	...{ operationId: newId(), staffId: w.nils.id, sessionId: w.tuesdaySession },
	...{ firstDay: null, lastDay: null, override: null, ...change }
});
const days = (firstDay: string, lastDay: string) => ({ sessionId: null, firstDay, lastDay });
const add = (w: World, change: Partial<NewCover> = {}, actor: Actor = w.fatima) =>
	addCover(w.db, actor, w.tuesdayGroup.id, cover(w, change));
const sees = async (w: World, actor: Actor) => {
	const seen = [];
	for (const { id, number } of w.tuesdaySessions)
		if (
			await findSession(w.db.read, actor, id).then(
				() => true,
				() => false
			)
		)
			seen.push(number);
	return seen;
};

describe('whoever covers', () => {
	test('one session runs it, and it stands on their day', async () => {
		const w = await world();
		expect(await sees(w, w.nils)).toEqual([]);
		await add(w);
		expect(await sees(w, w.nils)).toEqual([1]);
		expect((await todayOf(w.db.read, w.nils, 'en')).first).toMatchObject({ id: w.tuesdaySession });
		const { can } = await roomOf(w.db.read, w.nils, w.tuesdaySession, 'en');
		expect(can).toMatchObject({ run: true, end: true, cancel: false });
		await hold(w.db, w.nils, w.tuesdaySession, [w.andre, w.beatriz]);
	});

	test('sees and may do nothing else of the group', async () => {
		const w = await world();
		await add(w);
		const { nils, db } = w;
		expect(await listGroups(db.read, nils)).toEqual([]);
		await expect(findGroup(db.read, nils, w.tuesdayGroup.id)).rejects.toMatchObject(gone);
		await expect(findEnrollment(db.read, nils, w.andre.id)).rejects.toMatchObject(gone);
		await expect(findParticipant(db.read, nils, w.andre.participantId)).rejects.toMatchObject(gone);
		const other = w.tuesdaySessions[1].id;
		await expect(mark(db, nils, other, present(w.andre.id))).rejects.toMatchObject(gone);
		const reason = { operationId: newId(), reason: 'weather' as const };
		const forbidden = { status: 403 };
		await expect(cancelSession(db, nils, w.tuesdaySession, reason)).rejects.toMatchObject(forbidden);
		const to = { operationId: newId(), date: '2026-03-11', time: '17:00', minutes: 90, room: 'Room 2' };
		const moved = moveSession(db, nils, w.tuesdaySession, { ...to, following: false, override: null });
		await expect(moved).rejects.toMatchObject(forbidden);
		await expect(add(w, {}, nils)).rejects.toMatchObject(gone);
	});

	test('some days has the sessions of these days', async () => {
		const w = await world();
		await add(w, days('2026-03-09', '2026-03-18'), w.carl);
		expect(await sees(w, w.nils)).toEqual([2, 3]);
		expect(await sees(w, w.olga)).toEqual([]);
	});

	test('keeps a session that moves out of the days only when it was that one', async () => {
		const w = await world();
		const [, second] = w.tuesdaySessions;
		await add(w, { sessionId: second.id });
		const to = { date: '2026-03-12', time: '17:00', minutes: 90, room: 'Room 2' };
		const alone = { operationId: newId(), following: false, override: null };
		await moveSession(w.db, w.fatima, second.id, { ...to, ...alone });
		expect(await sees(w, w.nils)).toEqual([2]);
	});

	test('can put the sheet right for two days, then it is over by itself', async () => {
		const w = await world();
		await add(w);
		at('2026-03-05T20:00:00.000Z');
		expect(await sees(w, w.nils)).toEqual([1]);
		at('2026-03-06T03:00:00.000Z');
		expect(await sees(w, w.nils)).toEqual([]);
		const group = await findGroup(w.db.read, w.fatima, w.tuesdayGroup.id);
		expect(await coversOf(w.db.read, group)).toHaveLength(1);
		at('2026-03-07T20:00:00.000Z');
		expect(await coversOf(w.db.read, group)).toEqual([]);
	});

	test('is done at once when the cover is ended, and their calendar follows', async () => {
		const w = await world();
		await add(w);
		const input = { operationId: newId(), groupId: null, language: 'en' as const };
		const token = await openCalendar(w.db, w.nils, input);
		expect((await readCalendar(w.db.read, token)).meetings).toHaveLength(1);
		const group = await findGroup(w.db.read, w.fatima, w.tuesdayGroup.id);
		const [{ id: coverId, name }] = await coversOf(w.db.read, group);
		expect(name).toBe('Nils');
		for (const actor of [w.nils, w.olga, w.henry, w.ada])
			await expect(endCover(w.db, actor, group.id, { operationId: newId(), coverId })).rejects.toMatchObject(
				gone
			);
		await endCover(w.db, w.rosa, group.id, { operationId: newId(), coverId });
		expect(await sees(w, w.nils)).toEqual([]);
		expect((await readCalendar(w.db.read, token)).meetings).toEqual([]);
	});

	test('no longer does once they are no facilitator of the organization', async () => {
		const w = await world();
		await add(w);
		expect(await sees(w, { ...w.nils, grants: [] })).toEqual([]);
		expect(await sees(w, { ...w.nils, verified: false })).toEqual([]);
	});
});

describe('a cover is refused', () => {
	test('for a stranger, one of the group’s own, or somebody who is no facilitator', async () => {
		const w = await world();
		for (const { id: staffId } of [w.olga, w.rosa, w.carl, w.ada])
			await expect(add(w, { staffId })).rejects.toMatchObject({ fields: { staffId: { code: 'choice' } } });
	});

	test('by anybody without a say in the group', async () => {
		const w = await world();
		for (const actor of [w.nils, w.olga, w.henry, w.ada, w.priya, w.self(w.andre), w.key])
			await expect(add(w, {}, actor)).rejects.toMatchObject(gone);
	});

	test('for another group’s session, or days without one', async () => {
		const w = await world();
		await expect(add(w, { sessionId: w.harborSession })).rejects.toMatchObject({
			fields: { sessionId: { code: 'cover-none' } }
		});
		await expect(add(w, days('2026-03-04', '2026-03-09'))).rejects.toMatchObject({
			fields: { firstDay: { code: 'cover-none' } }
		});
	});

	test('for who is elsewhere at the time, unless there is a reason', async () => {
		const w = await world();
		const other = await createGroup(w.db, w.carl, {
			name: 'Also Tuesday',
			siteId: w.mainStreet.id,
			room: 'Library',
			editionId: w.edition.id,
			facilitatorIds: [w.nils.id],
			startsOn: '2026-03-10',
			slots: [{ weekday: 2, time: '19:00', minutes: 60 }]
		});
		await add(w);
		const next = days('2026-03-10', '2026-03-10');
		await expect(add(w, next)).rejects.toMatchObject({ code: 'schedule.clash' });
		const clashes = await coverClashes(w.db.read, w.fatima, w.tuesdayGroup.id, cover(w, next));
		expect(clashes).toMatchObject([{ kind: 'facilitator', person: 'Nils', group: null, at: '19:00' }]);
		await add(w, { ...next, override: 'others-lead' });
		expect(await sees(w, w.nils)).toEqual([1, 2]);
		expect(await sessionsOf(w.db.read, other.id)).toHaveLength(6);
	});
});
