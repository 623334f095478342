import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { giveDates, openDatesOf, planDates, type NewDateList } from '#lib/server/domain/date-lists.ts';
import { createGroup, findGroup, type NewGroup } from '#lib/server/domain/groups.ts';
import { moveSession } from '#lib/server/domain/moves.ts';
import { addClosure } from '#lib/server/domain/organizations.ts';
import { previewGroup } from '#lib/server/domain/previews.ts';
import { changesOf, undoChange } from '#lib/server/domain/schedule-changes.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, present, world, type World } from '../support/world.ts';

const on = (days: string[], time = '18:00', minutes = 90) =>
	days.map((day) => ({ date: `2026-${day}`, time, minutes }));
const wish = ({ mainStreet, edition, nils }: World, change: Partial<NewGroup> = {}): NewGroup => ({
	name: 'Given dates',
	siteId: mainStreet.id,
	room: 'Room 9',
	editionId: edition.id,
	facilitatorIds: [nils.id],
	startsOn: '2026-04-01',
	dates: on(['04-24', '04-03', '04-10', '04-13', '05-01', '05-04'], '10:00'),
	...change
});
const shown = async ({ db }: World, groupId: string) =>
	(await sessionsOf(db.read, groupId)).map(
		({ date, time, lessonIds }) => `${date.slice(5)} ${time} ${lessonIds.join('+').replaceAll('lesson-', '')}`
	);
const given = async (w: World, change: Partial<NewDateList> = {}): Promise<NewDateList> => ({
	operationId: newId(),
	seen: (await openDatesOf(w.db.read, w.tuesdayGroup.id)).seen,
	dates: on(['03-11', '03-13', '03-20', '04-02', '04-10'], '17:00'),
	...change
});

describe('a group is made on given dates', () => {
	test('one lesson a date, in order; it has no weekly times, and begins with the first', async () => {
		const w = await world();
		const group = await createGroup(w.db, w.carl, wish(w));
		expect(await shown(w, group.id)).toEqual([
			...['04-03 10:00 one', '04-10 10:00 two', '04-13 10:00 three'],
			...['04-24 10:00 four', '05-01 10:00 five', '05-04 10:00 six']
		]);
		expect(await findGroup(w.db.read, w.carl, group.id)).toMatchObject({ slots: [], startsOn: '2026-04-03' });
		const preview = await previewGroup(w.db.read, w.carl, wish(w, { name: 'Shown' }));
		expect(preview.sessions.map(({ date }) => date.slice(5))).toEqual(
			(await shown(w, group.id)).map((one) => one.slice(0, 5))
		);
	});

	test('fewer and longer ones hold several lessons; where they can’t, or are too many, it is told', async () => {
		const w = await world();
		const three = wish(w, { dates: on(['04-03', '04-10', '04-17'], '10:00', 180) });
		const { id } = await createGroup(w.db, w.carl, three);
		expect(await shown(w, id)).toEqual([
			'04-03 10:00 one+two',
			'04-10 10:00 three+four',
			'04-17 10:00 five+six'
		]);
		const faults = (dates: NewGroup['dates']) => previewGroup(w.db.read, w.carl, wish(w, { dates }));
		await expect(faults(on(['04-03', '04-10']))).rejects.toMatchObject({
			fields: { dates: { code: 'dates-few', params: { given: 2, wanted: 6 } } }
		});
		const seven = on(['04-03', '04-04', '04-05', '04-06', '04-07', '04-08', '04-09']);
		await expect(faults(seven)).rejects.toMatchObject({ fields: { dates: { code: 'dates-many' } } });
		await expect(faults([])).rejects.toMatchObject({ fields: { slots: { code: 'too-few' } } });
	});

	test('on a closed day, or where a room is taken, only with a reason', async () => {
		const w = await world();
		await addClosure(w.db, w.carl, w.mainStreet.id, { date: '2026-04-13', reason: 'Repairs' });
		const taken = wish(w, {
			room: 'Room 2',
			dates: on(['03-31', '04-10', '04-13', '04-24', '05-01', '05-04']),
			override: null
		});
		const { clashes } = await previewGroup(w.db.read, w.carl, taken);
		expect(clashes.map(({ kind, date }) => `${kind} ${date}`)).toEqual([
			'closed 2026-04-13',
			'room 2026-03-31'
		]);
		await expect(createGroup(w.db, w.carl, taken)).rejects.toMatchObject({ code: 'schedule.clash' });
		const { id } = await createGroup(w.db, w.carl, { ...taken, override: 'agreed' });
		const held = (await sessionsOf(w.db.read, id)).filter(({ heldOn }) => heldOn);
		expect(held.map(({ heldOn }) => heldOn)).toEqual(['2026-04-13']);
	});

	test('a cancelled session’s lesson moves on, to a week after the last date', async () => {
		const w = await world();
		const group = await createGroup(w.db, w.carl, wish(w));
		const [first] = await sessionsOf(w.db.read, group.id);
		await cancelSession(w.db, w.carl, first.id, { operationId: newId(), reason: 'room' });
		expect((await shown(w, group.id)).slice(5)).toEqual(['05-04 10:00 five', '05-11 10:00 six']);
	});

	test('moved with all that follow, each goes as many days on', async () => {
		const w = await world();
		const group = await createGroup(w.db, w.carl, wish(w));
		const [, second] = await sessionsOf(w.db.read, group.id);
		const to = {
			date: '2026-04-12',
			time: '11:00',
			minutes: 90,
			room: 'Room 9',
			following: true,
			override: null
		};
		await moveSession(w.db, w.carl, second.id, { operationId: newId(), ...to });
		expect((await shown(w, group.id)).map((one) => one.slice(0, 11))).toEqual([
			...['04-03 10:00', '04-12 11:00', '04-15 11:00', '04-26 11:00', '05-03 11:00', '05-06 11:00']
		]);
	});
});

describe('a group is given other dates on the way', () => {
	const dates = async (w: World) => (await shown(w, w.tuesdayGroup.id)).map((one) => one.slice(0, 11));
	const tuesdays = ['03-03', '03-10', '03-17', '03-24', '03-31', '04-07'].map((day) => `${day} 18:00`);
	const last = async (w: World) => (await changesOf(w.db.read, w.tuesdayGroup.id))[0];

	test('what is to come meets on them; what began stays; the calendar is told', async () => {
		const w = await world();
		await giveDates(w.db, w.fatima, w.tuesdayGroup.id, await given(w));
		expect(await dates(w)).toEqual([
			...['03-03 18:00', '03-11 17:00', '03-13 17:00', '03-20 17:00', '04-02 17:00', '04-10 17:00']
		]);
		expect(await findGroup(w.db.read, w.fatima, w.tuesdayGroup.id)).toMatchObject({ slots: [] });
		const revisions = (await sessionsOf(w.db.read, w.tuesdayGroup.id)).map(({ revision }) => revision);
		expect(revisions).toEqual([0, 1, 1, 1, 1, 1]);
	});

	test('undone, it meets weekly again', async () => {
		const w = await world();
		await giveDates(w.db, w.fatima, w.tuesdayGroup.id, await given(w));
		expect(await last(w)).toMatchObject({ kind: 'dates', canUndo: true });
		const undo = { operationId: newId(), changeId: (await last(w)).id };
		await undoChange(w.db, w.fatima, w.tuesdayGroup.id, undo);
		expect(await dates(w)).toEqual(tuesdays);
		const { slots } = await findGroup(w.db.read, w.fatima, w.tuesdayGroup.id);
		expect(slots).toEqual([{ weekday: 2, time: '18:00', minutes: 90 }]);
	});

	test('as many as there are sessions to come, none of them past', async () => {
		const w = await world();
		const plan = async (change: Partial<NewDateList>) =>
			planDates(w.db.read, w.fatima, w.tuesdayGroup.id, await given(w, change));
		await expect(plan({ dates: on(['03-11']) })).rejects.toMatchObject({
			fields: { dates: { code: 'dates-count', params: { given: 1, wanted: 5 } } }
		});
		const past = on(['03-02', '03-13', '03-20', '04-02', '04-10']);
		await expect(plan({ dates: past })).rejects.toMatchObject({ fields: { dates: { code: 'past' } } });
		expect(await dates(w)).toEqual(tuesdays);
	});

	test('before one that began, or on a holiday, only with a reason', async () => {
		const w = await world();
		at('2026-03-10T12:00:00.000Z');
		await mark(w.db, w.fatima, w.tuesdaySessions[1].id, present(w.andre.id));
		const early = await given(w, {
			dates: [...on(['03-10'], '12:00'), ...on(['05-25', '05-26', '06-01'])]
		});
		const { clashes } = await planDates(w.db.read, w.fatima, w.tuesdayGroup.id, early);
		expect(clashes.map(({ kind, date }) => `${kind} ${date}`)).toEqual([
			'closed 2026-05-25',
			'order 2026-03-10'
		]);
		const refused = giveDates(w.db, w.fatima, w.tuesdayGroup.id, early);
		await expect(refused).rejects.toMatchObject({ code: 'schedule.clash' });
		const meant = { ...early, operationId: newId(), override: 'agreed' as const };
		await giveDates(w.db, w.fatima, w.tuesdayGroup.id, meant);
		const third = await findSession(w.db.read, w.fatima, w.tuesdaySessions[3].id);
		expect(third).toMatchObject({ date: '2026-05-25', heldOn: '2026-05-25' });
		const began = await findSession(w.db.read, w.fatima, w.tuesdaySessions[1].id);
		expect(began).toMatchObject({ date: '2026-03-10', revision: 0 });
	});

	test('02:30 in the night that leaves it out is told as half past three', async () => {
		const w = await world();
		const night = [...on(['03-08'], '02:30'), ...on(['03-15', '03-22', '03-29', '04-05'], '02:30')];
		const { moved } = await planDates(
			w.db.read,
			w.fatima,
			w.tuesdayGroup.id,
			await given(w, { dates: night })
		);
		expect(moved.map(({ to, odd }) => [to.time, odd])).toEqual([
			['03:30', { asked: '02:30', kind: 'missing' }],
			...Array.from({ length: 4 }, () => ['02:30', null])
		]);
	});

	test('not over what somebody else moved in the meantime', async () => {
		const w = await world();
		const mine = await given(w);
		const there = { date: '2026-03-11', time: '09:00', minutes: 90, room: 'Room 2' };
		const theirs = { ...there, following: false, override: null };
		await moveSession(w.db, w.carl, w.tuesdaySessions[1].id, { operationId: newId(), ...theirs });
		const late = giveDates(w.db, w.fatima, w.tuesdayGroup.id, mine);
		await expect(late).rejects.toMatchObject({ status: 409, code: 'plan.changed' });
		expect((await dates(w))[1]).toBe('03-11 09:00');
	});

	test('sent twice, it changes once; by nobody who has no say', async () => {
		const w = await world();
		const sent = await given(w);
		for (const actor of [w.nils, w.olga, w.henry, w.ada, w.self(w.andre), w.key] as Actor[])
			await expect(giveDates(w.db, actor, w.tuesdayGroup.id, sent)).rejects.toMatchObject({ status: 404 });
		await giveDates(w.db, w.fatima, w.tuesdayGroup.id, sent);
		await giveDates(w.db, w.fatima, w.tuesdayGroup.id, sent);
		expect(await changesOf(w.db.read, w.tuesdayGroup.id)).toHaveLength(1);
		at('2026-05-01T12:00:00.000Z');
		const over = await given(w);
		await expect(giveDates(w.db, w.fatima, w.tuesdayGroup.id, over)).rejects.toMatchObject({ status: 400 });
	});
});
