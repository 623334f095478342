import { describe, expect, test } from 'vitest';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { cancelDays, cancelSession, closingOf } from '#lib/server/domain/cancellations.ts';
import { createGroup, findGroup } from '#lib/server/domain/groups.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { moveSession, planMove, type NewMove } from '#lib/server/domain/moves.ts';
import { setHolidays } from '#lib/server/domain/observances.ts';
import { addClosure, closuresOf } from '#lib/server/domain/organizations.ts';
import { previewGroup } from '#lib/server/domain/previews.ts';
import { changesOf, undoChange } from '#lib/server/domain/schedule-changes.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, present, world, type World } from '../support/world.ts';

const to = (change: Partial<NewMove> = {}): NewMove => ({
	operationId: newId(),
	date: '2026-03-11',
	time: '17:00',
	minutes: 90,
	room: 'Room 2',
	following: false,
	override: null,
	...change
});
const days = async ({ db, tuesdayGroup }: World) =>
	(await sessionsOf(db.read, tuesdayGroup.id)).map(({ date, time }) => `${date} ${time}`);
const lessons = async ({ db, tuesdayGroup }: World) =>
	(await sessionsOf(db.read, tuesdayGroup.id)).map((one) => (one.cancelledAt ? '-' : one.lessonIds.join()));
const tuesdays = ['03-03', '03-10', '03-17', '03-24', '03-31', '04-07'].map((day) => `2026-${day} 18:00`);
const second = (w: World) => w.tuesdaySessions[1].id;
const lastChange = async (w: World) => (await changesOf(w.db.read, w.tuesdayGroup.id))[0];
const undo = async (w: World, actor: Actor = w.fatima) =>
	undoChange(w.db, actor, w.tuesdayGroup.id, {
		operationId: newId(),
		changeId: (await lastChange(w)).id
	});

describe('one session moves', () => {
	test('to another day, time and room; the others stay', async () => {
		const w = await world();
		await moveSession(w.db, w.fatima, second(w), to({ room: 'Library' }));
		expect(await days(w)).toEqual([tuesdays[0], '2026-03-11 17:00', ...tuesdays.slice(2)]);
		const moved = await findSession(w.db.read, w.fatima, second(w));
		expect(moved).toMatchObject({ room: 'Library', revision: 1, startsAt: '2026-03-12T00:00:00.000Z' });
		const [, , third] = await sessionsOf(w.db.read, w.tuesdayGroup.id);
		expect(third).toMatchObject({ room: 'Room 2', revision: 0 });
		expect((await verifyEvents(w.db)).faults).toEqual([]);
	});

	test('sent twice, it moves once; with other content it is refused', async () => {
		const w = await world();
		const input = to();
		await moveSession(w.db, w.fatima, second(w), input);
		await moveSession(w.db, w.fatima, second(w), input);
		expect(await findSession(w.db.read, w.fatima, second(w))).toMatchObject({ revision: 1 });
		const other = { ...input, time: '16:00' };
		await expect(moveSession(w.db, w.fatima, second(w), other)).rejects.toMatchObject({
			code: 'operation.reused'
		});
	});

	test('not when it began, ended, was cancelled, nor into the past', async () => {
		const w = await world();
		const first = w.tuesdaySessions[0].id;
		const past = to({ date: '2026-03-02' });
		await expect(moveSession(w.db, w.fatima, second(w), past)).rejects.toMatchObject({
			fields: { date: { code: 'past' } }
		});
		await mark(w.db, w.fatima, first, present(w.andre.id));
		await expect(moveSession(w.db, w.fatima, first, to())).rejects.toMatchObject({ code: 'session.started' });
		await cancelSession(w.db, w.fatima, second(w), { operationId: newId(), reason: 'weather' });
		await expect(moveSession(w.db, w.fatima, second(w), to())).rejects.toMatchObject({
			code: 'session.cancelled'
		});
	});

	test('by its facilitators and coordinator, and by nobody else', async () => {
		const w = await world();
		for (const actor of [w.nils, w.olga, w.henry, w.ada, w.self(w.andre), w.key])
			await expect(moveSession(w.db, actor, second(w), to())).rejects.toMatchObject({ status: 404 });
		await moveSession(w.db, w.carl, second(w), to());
		expect((await days(w))[1]).toBe('2026-03-11 17:00');
	});

	test('to a time that the night of the change leaves out: to the next that there is', async () => {
		const w = await world();
		const night = to({ date: '2026-03-08', time: '02:30' });
		await moveSession(w.db, w.fatima, second(w), night);
		expect((await days(w))[1]).toBe('2026-03-08 03:30');
	});
});

describe('a session and all that follow move', () => {
	test('in the cadence of the group, over the change to summer time in wall time', async () => {
		const w = await world();
		await moveSession(w.db, w.fatima, second(w), to({ following: true }));
		const wednesdays = ['03-11', '03-18', '03-25', '04-01', '04-08'].map((day) => `2026-${day} 17:00`);
		expect(await days(w)).toEqual([tuesdays[0], ...wednesdays]);
		const group = await findGroup(w.db.read, w.fatima, w.tuesdayGroup.id);
		expect(group.slots).toEqual([{ weekday: 3, time: '17:00', minutes: 90 }]);
	});

	test('past days on which the site is closed', async () => {
		const w = await world();
		await addClosure(w.db, w.carl, w.mainStreet.id, { date: '2026-03-18', reason: 'Repairs' });
		await moveSession(w.db, w.fatima, second(w), to({ following: true }));
		expect((await days(w)).slice(1, 4)).toEqual(['2026-03-11 17:00', '2026-03-25 17:00', '2026-04-01 17:00']);
	});

	test('with both days of a week kept apart as they were', async () => {
		const w = await world();
		const group = await createGroup(w.db, w.carl, {
			name: 'Twice a week',
			siteId: w.mainStreet.id,
			room: 'Room 9',
			editionId: w.edition.id,
			facilitatorIds: [w.nils.id],
			startsOn: '2026-03-09',
			slots: [
				{ weekday: 1, time: '10:00', minutes: 90 },
				{ weekday: 4, time: '14:00', minutes: 60 }
			]
		});
		const all = await sessionsOf(w.db.read, group.id);
		const move = to({ date: '2026-03-13', time: '15:00', minutes: 60, room: 'Room 9', following: true });
		await moveSession(w.db, w.nils, all[1].id, move);
		const moved = (await sessionsOf(w.db.read, group.id)).map(({ date, time }) => `${date} ${time}`);
		expect(moved.slice(0, 4)).toEqual([
			'2026-03-09 10:00',
			'2026-03-13 15:00',
			'2026-03-17 10:00',
			'2026-03-20 15:00'
		]);
	});

	test('what is over, or was begun, stays where it was', async () => {
		const w = await world();
		at('2026-03-18T05:00:00.000Z');
		await mark(w.db, w.fatima, w.tuesdaySessions[2].id, present(w.andre.id));
		const later = w.tuesdaySessions[3].id;
		await moveSession(w.db, w.fatima, later, to({ date: '2026-03-25', following: true }));
		expect((await days(w)).slice(0, 3)).toEqual(tuesdays.slice(0, 3));
		expect((await days(w))[3]).toBe('2026-03-25 17:00');
	});
});

describe('what is in the way', () => {
	const another = (w: World, change: object = {}) =>
		createGroup(w.db, w.carl, {
			name: 'Wednesday',
			siteId: w.mainStreet.id,
			room: 'Library',
			editionId: w.edition.id,
			facilitatorIds: [w.nils.id],
			startsOn: '2026-03-11',
			slots: [{ weekday: 3, time: '17:30', minutes: 90 }],
			...change
		});
	const clashes = async (w: World, change: Partial<NewMove> = {}, actor: Actor = w.carl) =>
		(await planMove(w.db.read, actor, second(w), to(change))).clashes;

	test('a room that is taken, whatever its letters; the next hour is free', async () => {
		const w = await world();
		await another(w, { room: 'room 2 ' });
		expect(await clashes(w)).toMatchObject([
			{ kind: 'room', group: 'Wednesday', at: '17:30', date: '2026-03-11' }
		]);
		expect(await clashes(w, { time: '19:00' })).toEqual([]);
		expect(await clashes(w, { time: '16:00' })).toEqual([]);
		expect(await clashes(w, { room: 'Room 3' })).toEqual([]);
	});

	test('a facilitator who is elsewhere; the other group is named to those who may know of it', async () => {
		const w = await world();
		await another(w, { facilitatorIds: [w.rosa.id, w.nils.id] });
		const clash = { kind: 'facilitator', person: 'Rosa' };
		expect(await clashes(w)).toMatchObject([{ ...clash, group: 'Wednesday' }]);
		expect(await clashes(w, {}, w.rosa)).toMatchObject([{ ...clash, group: 'Wednesday' }]);
		expect(await clashes(w, {}, w.fatima)).toMatchObject([{ ...clash, group: null }]);
	});

	test('it is seen from the other side too', async () => {
		const w = await world();
		const other = await another(w, { facilitatorIds: [w.rosa.id] });
		const [first] = await sessionsOf(w.db.read, other.id);
		const there = to({ date: '2026-03-17', time: '18:30', room: 'Room 2' });
		const { clashes } = await planMove(w.db.read, w.carl, first.id, there);
		expect(clashes.map(({ kind }) => kind).sort()).toEqual(['facilitator', 'room']);
	});

	test('a cancelled session and another site are in nobody’s way', async () => {
		const w = await world();
		const other = await another(w, { room: 'Room 2' });
		const [first] = await sessionsOf(w.db.read, other.id);
		await cancelSession(w.db, w.carl, first.id, { operationId: newId(), reason: 'weather' });
		expect(await clashes(w)).toEqual([]);
		expect(await clashes(w, { date: '2026-03-10', time: '18:00' })).toEqual([]);
	});

	test('a closed day, and another session of the group that would come before', async () => {
		const w = await world();
		await addClosure(w.db, w.carl, w.mainStreet.id, { date: '2026-03-19', reason: 'Repairs' });
		const kinds = (await clashes(w, { date: '2026-03-19' })).map(({ kind }) => kind);
		expect(kinds).toEqual(['closed', 'order']);
	});

	test('it is not moved there without a reason, and with one it is', async () => {
		const w = await world();
		await another(w, { room: 'Room 2' });
		const refused = moveSession(w.db, w.fatima, second(w), to());
		await expect(refused).rejects.toMatchObject({ code: 'schedule.clash' });
		expect(await days(w)).toEqual(tuesdays);
		await moveSession(w.db, w.fatima, second(w), to({ override: 'shared' }));
		expect((await days(w))[1]).toBe('2026-03-11 17:00');
	});
});

describe('many sessions are cancelled', () => {
	const closing = (w: World, change: object = {}) => ({
		operationId: newId(),
		groupId: null,
		siteId: w.mainStreet.id,
		firstDay: '2026-03-09',
		lastDay: '2026-03-20',
		reason: 'room' as const,
		...change
	});

	test('a closed site: no lesson is lost, and what is added comes after the closure', async () => {
		const w = await world();
		const order = (await lessons(w)).join();
		expect(await cancelDays(w.db, w.carl, closing(w))).toBe(2);
		expect((await lessons(w)).filter((one) => one !== '-').join()).toBe(order);
		expect((await days(w)).slice(6)).toEqual(['2026-04-14 18:00', '2026-04-21 18:00']);
		const closed = await closuresOf(w.db.read, w.carl, w.mainStreet.id);
		expect(closed.map(({ date }) => date)).toHaveLength(12);
	});

	test('one group: by its facilitators, and the site stays open', async () => {
		const w = await world();
		const own = closing(w, { siteId: null, groupId: w.tuesdayGroup.id, reason: 'facilitator' });
		expect((await closingOf(w.db.read, w.fatima, own)).cancelled).toHaveLength(2);
		expect(await cancelDays(w.db, w.fatima, own)).toBe(2);
		expect(await cancelDays(w.db, w.fatima, own)).toBe(0);
		expect(await closuresOf(w.db.read, w.carl, w.mainStreet.id)).toEqual([]);
	});

	test('what was begun stays', async () => {
		const w = await world();
		await mark(w.db, w.fatima, w.tuesdaySession, present(w.andre.id));
		const all = closing(w, { firstDay: '2026-03-03' });
		expect(await closingOf(w.db.read, w.carl, all)).toMatchObject({ kept: 1 });
		expect(await cancelDays(w.db, w.carl, all)).toBe(2);
	});

	test('nobody else may', async () => {
		const w = await world();
		await expect(cancelDays(w.db, w.fatima, closing(w))).rejects.toMatchObject({ status: 403 });
		for (const actor of [w.henry, w.olga, w.self(w.andre), w.key])
			await expect(cancelDays(w.db, actor, closing(w))).rejects.toMatchObject({ status: 404 });
		await expect(cancelDays(w.db, w.ada, closing(w))).rejects.toMatchObject({ status: 403 });
	});
});

describe('a change is undone', () => {
	test('a move of all that follow, with the weekly times', async () => {
		const w = await world();
		await moveSession(w.db, w.fatima, second(w), to({ following: true, room: 'Library' }));
		expect(await lastChange(w)).toMatchObject({ kind: 'moved', by: 'Fatima', canUndo: true, undone: false });
		await undo(w);
		expect(await days(w)).toEqual(tuesdays);
		expect(await findSession(w.db.read, w.fatima, second(w))).toMatchObject({ room: 'Room 2', revision: 2 });
		const { slots } = await findGroup(w.db.read, w.fatima, w.tuesdayGroup.id);
		expect(slots).toEqual([{ weekday: 2, time: '18:00', minutes: 90 }]);
		expect(await lastChange(w)).toMatchObject({ canUndo: false, undone: true });
		await expect(undo(w)).rejects.toMatchObject({ code: 'schedule.undone' });
	});

	test('a cancellation: the lessons move back, and the meeting that was added is given up', async () => {
		const w = await world();
		const before = await lessons(w);
		await cancelSession(w.db, w.fatima, second(w), { operationId: newId(), reason: 'weather' });
		await undo(w);
		expect(await lessons(w)).toEqual([...before, '-']);
		const back = await findSession(w.db.read, w.fatima, second(w));
		expect(back).toMatchObject({ cancelledAt: null, cancelReason: null, revision: 2 });
	});

	test('not when something was changed or said since', async () => {
		const w = await world();
		await moveSession(w.db, w.fatima, second(w), to());
		const first = await lastChange(w);
		await moveSession(w.db, w.fatima, second(w), to({ time: '16:00' }));
		const input = { operationId: newId(), changeId: first.id };
		const late = undoChange(w.db, w.fatima, w.tuesdayGroup.id, input);
		await expect(late).rejects.toMatchObject({ code: 'schedule.changed-since' });
		expect((await days(w))[1]).toBe('2026-03-11 16:00');
	});

	test('not into the past', async () => {
		const w = await world();
		await moveSession(w.db, w.fatima, second(w), to());
		at('2026-03-11T12:00:00.000Z');
		expect(await lastChange(w)).toMatchObject({ canUndo: false });
		await expect(undo(w)).rejects.toMatchObject({ code: 'schedule.changed-since' });
	});

	test('by nobody who has no say in the group', async () => {
		const w = await world();
		await moveSession(w.db, w.fatima, second(w), to());
		for (const actor of [w.nils, w.olga, w.henry, w.ada, w.self(w.andre)])
			await expect(undo(w, actor)).rejects.toMatchObject({ status: 404 });
		const input = { operationId: newId(), changeId: (await lastChange(w)).id };
		await expect(undoChange(w.db, w.olga, w.harborGroup.id, input)).rejects.toMatchObject({ status: 404 });
	});
});

describe('a group is made', () => {
	const wish = (w: World, change: object = {}) => ({
		name: 'Another',
		siteId: w.mainStreet.id,
		room: 'ROOM 2',
		editionId: w.edition.id,
		facilitatorIds: [w.nils.id, w.rosa.id],
		startsOn: '2026-03-09',
		slots: [{ weekday: 2, time: '19:00', minutes: 60 }],
		override: null,
		...change
	});

	test('where something is in the way only with a reason', async () => {
		const w = await world();
		await expect(createGroup(w.db, w.carl, wish(w))).rejects.toMatchObject({ code: 'schedule.clash' });
		const { clashes } = await previewGroup(w.db.read, w.carl, wish(w));
		expect(clashes.slice(0, 2)).toMatchObject([
			{ kind: 'room', date: '2026-03-10', group: 'Tuesday evening' },
			{ kind: 'facilitator', person: 'Rosa', group: 'Tuesday evening' }
		]);
		const made = await createGroup(w.db, w.carl, wish(w, { override: 'agreed' }));
		expect(await sessionsOf(w.db.read, made.id)).toHaveLength(6);
	});

	test('without a question where nothing is in the way', async () => {
		const w = await world();
		const free = wish(w, { slots: [{ weekday: 2, time: '19:30', minutes: 60 }] });
		const made = await createGroup(w.db, w.carl, free);
		expect(await sessionsOf(w.db.read, made.id)).toHaveLength(6);
	});

	test('a site keeps the holidays of its state beside the federal ones', async () => {
		const w = await world();
		const onDay = (change: object = {}) =>
			wish(w, { startsOn: '2026-03-30', slots: [{ weekday: 2, time: '09:00', minutes: 60 }], ...change });
		const dates = async () =>
			(await previewGroup(w.db.read, w.carl, onDay())).sessions.map(({ date }) => date);
		expect((await dates())[0]).toBe('2026-03-31');
		const input = { operationId: newId(), holidays: 'US-CA' };
		for (const actor of [w.fatima, w.nils])
			await expect(setHolidays(w.db, actor, w.mainStreet.id, input)).rejects.toMatchObject({ status: 403 });
		await expect(setHolidays(w.db, w.henry, w.mainStreet.id, input)).rejects.toMatchObject({ status: 404 });
		await setHolidays(w.db, w.carl, w.mainStreet.id, input);
		expect((await dates())[0]).toBe('2026-04-07');
		await setHolidays(w.db, w.carl, w.mainStreet.id, { operationId: newId(), holidays: null });
		expect((await dates())[0]).toBe('2026-03-31');
	});
});
