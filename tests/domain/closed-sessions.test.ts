import { describe, expect, test } from 'vitest';
import {
	closedSessionsOf,
	countClosed,
	settleClosed,
	type ClosedStep
} from '#lib/server/domain/closed-sessions.ts';
import { createGroup, findGroup } from '#lib/server/domain/groups.ts';
import { moveSession } from '#lib/server/domain/moves.ts';
import { setHolidays, setOrganizationHolidays, setProgramHolidays } from '#lib/server/domain/observances.ts';
import { addClosure, closuresOf, removeClosure } from '#lib/server/domain/organizations.ts';
import { changesOf, undoChange } from '#lib/server/domain/schedule-changes.ts';
import { findSession, sessionsOf } from '#lib/server/domain/sessions.ts';
import { setZone } from '#lib/server/domain/zones.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, world, type World } from '../support/world.ts';

const close = (w: World, ...dates: string[]) =>
	Promise.all(dates.map((date) => addClosure(w.db, w.carl, w.mainStreet.id, { date, reason: 'Repairs' })));
const step = (w: World, change: Omit<ClosedStep, 'operationId'>, actor: Actor = w.carl) =>
	settleClosed(w.db, actor, w.tuesdayGroup.id, { operationId: newId(), ...change });
const pointedOut = async (w: World, actor: Actor = w.carl, groupId: string | null = null) =>
	(await closedSessionsOf(w.db.read, actor, 'en', groupId)).map(
		({ group, date, closure }) => `${group} ${date} ${closure}`
	);
const standing = async ({ db, tuesdayGroup }: World) =>
	(await sessionsOf(db.read, tuesdayGroup.id))
		.filter(({ cancelledAt }) => !cancelledAt)
		.sort((a, b) => a.startsAt.localeCompare(b.startsAt))
		.map(({ date, lessonIds }) => `${date.slice(5)} ${lessonIds.join('+').replaceAll('lesson-', '')}`);
const moved = ['03-03 one', '03-17 two', '03-31 three', '04-07 four', '04-14 five', '04-21 six'];

describe('a day that is closed later', () => {
	test('points out what was planned on it, to those who may know of it', async () => {
		const w = await world();
		await close(w, '2026-03-10', '2026-03-24', '2026-03-25');
		const two = ['Tuesday evening 2026-03-10 Repairs', 'Tuesday evening 2026-03-24 Repairs'];
		for (const actor of [w.carl, w.fatima]) expect(await pointedOut(w, actor)).toEqual(two);
		for (const actor of [w.nils, w.henry, w.olga, w.ada]) expect(await pointedOut(w, actor)).toEqual([]);
		expect(await countClosed(w.db.read, w.ada, w.mainStreet.id)).toBe(2);
		await expect(countClosed(w.db.read, w.henry, w.mainStreet.id)).rejects.toMatchObject({ status: 404 });
		await expect(countClosed(w.db.read, w.fatima, w.mainStreet.id)).rejects.toMatchObject({ status: 403 });
		const [closure] = await closuresOf(w.db.read, w.carl, w.mainStreet.id);
		await removeClosure(w.db, w.carl, w.mainStreet.id, closure.id);
		expect(await pointedOut(w)).toEqual(two.slice(1));
	});

	test('nothing that is past, and nothing that was meant so', async () => {
		const w = await world();
		await close(w, '2026-03-03', '2026-03-11');
		const there = {
			date: '2026-03-11',
			time: '18:00',
			minutes: 90,
			room: 'Room 2',
			following: false,
			override: 'agreed' as const
		};
		await moveSession(w.db, w.fatima, w.tuesdaySessions[1].id, { operationId: newId(), ...there });
		expect(await pointedOut(w)).toEqual([]);
		const later = { ...there, date: '2026-03-12', override: null };
		await moveSession(w.db, w.fatima, w.tuesdaySessions[1].id, { operationId: newId(), ...later });
		await close(w, '2026-03-12');
		expect(await pointedOut(w)).toEqual(['Tuesday evening 2026-03-12 Repairs']);
		at('2026-03-13T12:00:00.000Z');
		expect(await pointedOut(w)).toEqual([]);
	});

	test('its sessions move on in order, into meetings that are free, and back when undone', async () => {
		const w = await world();
		const before = await standing(w);
		await close(w, '2026-03-10', '2026-03-24');
		await step(w, { step: 'move' });
		expect(await standing(w)).toEqual(moved);
		expect(await pointedOut(w)).toEqual([]);
		expect(await sessionsOf(w.db.read, w.tuesdayGroup.id)).toHaveLength(6);
		const [last] = await changesOf(w.db.read, w.tuesdayGroup.id);
		expect(last).toMatchObject({ kind: 'moved-on', canUndo: true });
		await undoChange(w.db, w.fatima, w.tuesdayGroup.id, { operationId: newId(), changeId: last.id });
		expect(await standing(w)).toEqual(before);
	});

	test('a meeting at which the room is taken is passed over', async () => {
		const w = await world();
		const { mainStreet, edition, nils } = w;
		await createGroup(w.db, w.carl, {
			...{ name: 'In the way', siteId: mainStreet.id, room: 'Room 2', editionId: edition.id },
			...{
				facilitatorIds: [nils.id],
				startsOn: '2026-04-14',
				slots: [{ weekday: 2, time: '19:00', minutes: 60 }]
			}
		});
		await close(w, '2026-03-10');
		await step(w, { step: 'move' });
		expect((await standing(w)).at(-1)).toBe('05-26 six');
	});

	test('or they are cancelled as holidays, and nobody loses a lesson', async () => {
		const w = await world();
		await close(w, '2026-03-10', '2026-03-24');
		await step(w, { step: 'cancel' });
		expect(await standing(w)).toEqual(moved);
		const second = await findSession(w.db.read, w.carl, w.tuesdaySessions[1].id);
		expect(second).toMatchObject({ cancelReason: 'holiday', date: '2026-03-10' });
	});

	test('or held all the same, with a reason, until the day is another', async () => {
		const w = await world();
		const before = await standing(w);
		await close(w, '2026-03-10');
		await step(w, { step: 'hold', reason: 'agreed' }, w.fatima);
		expect(await pointedOut(w)).toEqual([]);
		expect(await standing(w)).toEqual(before);
	});

	test('two people at once: the second finds nothing to do', async () => {
		const w = await world();
		await close(w, '2026-03-10', '2026-03-24');
		await Promise.all([step(w, { step: 'move' }), step(w, { step: 'cancel' }, w.fatima)]);
		expect(await standing(w)).toEqual(moved);
		expect(await changesOf(w.db.read, w.tuesdayGroup.id)).toHaveLength(1);
	});

	test('a stranger may settle nothing', async () => {
		const w = await world();
		await close(w, '2026-03-10');
		for (const actor of [w.nils, w.olga, w.henry, w.ada, w.self(w.andre), w.key])
			await expect(step(w, { step: 'move' }, actor)).rejects.toMatchObject({ status: 404 });
		expect(await pointedOut(w)).toHaveLength(1);
	});
});

describe('whose holidays are kept', () => {
	const set = (holidays: string | null) => ({ operationId: newId(), holidays });

	test('the site’s own, or else its organization’s, or else the program’s', async () => {
		const w = await world();
		const { db, carl, ada, northside, mainStreet } = w;
		const cesar = ['Tuesday evening 2026-03-31 César Chávez Day'];
		expect(await pointedOut(w)).toEqual([]);
		await setProgramHolidays(db, ada, { operationId: newId(), holidays: 'US-CA' });
		expect(await pointedOut(w)).toEqual(cesar);
		await setOrganizationHolidays(db, carl, northside.id, set('US'));
		expect(await pointedOut(w)).toEqual([]);
		await setHolidays(db, carl, mainStreet.id, set('US-CA'));
		expect(await pointedOut(w)).toEqual(cesar);
		await setHolidays(db, carl, mainStreet.id, set(null));
		expect(await pointedOut(w)).toEqual([]);
		await setOrganizationHolidays(db, carl, northside.id, set(null));
		expect(await pointedOut(w)).toEqual(cesar);
		expect((await closedSessionsOf(db.read, w.henry, 'en')).map(({ date }) => date)).toEqual(['2026-03-31']);
	});

	test('is said by administrators, and for an organization by its coordinators too', async () => {
		const w = await world();
		const { db, northside } = w;
		for (const actor of [w.carl, w.fatima, w.priya, w.lee, w.key, w.self(w.andre)]) {
			const input = { operationId: newId(), holidays: 'US-CA' };
			await expect(setProgramHolidays(db, actor, input)).rejects.toMatchObject({ status: 403 });
		}
		await expect(setOrganizationHolidays(db, w.fatima, northside.id, set('US'))).rejects.toMatchObject({
			status: 403
		});
		await expect(setOrganizationHolidays(db, w.henry, northside.id, set('US'))).rejects.toMatchObject({
			status: 404
		});
		await setOrganizationHolidays(db, w.ada, northside.id, set('US-NV'));
	});
});

describe('a site’s clocks change', () => {
	const zone = (w: World, to: string, actor: Actor = w.carl) =>
		setZone(w.db, actor, w.mainStreet.id, { operationId: newId(), zone: to });

	test('what is to come keeps its wall time, and what began its instant', async () => {
		const w = await world();
		const [begun, before] = await sessionsOf(w.db.read, w.tuesdayGroup.id);
		await zone(w, 'America/Phoenix');
		const [first, second] = await sessionsOf(w.db.read, w.tuesdayGroup.id);
		expect(first).toEqual(begun);
		expect(second).toMatchObject({ date: before.date, time: '18:00', zone: 'America/Phoenix', revision: 1 });
		expect([before.startsAt, second.startsAt]).toEqual([
			'2026-03-11T01:00:00.000Z',
			'2026-03-11T01:00:00.000Z'
		]);
		await zone(w, 'America/New_York');
		const [, east] = await sessionsOf(w.db.read, w.tuesdayGroup.id);
		expect(east).toMatchObject({ time: '18:00', startsAt: '2026-03-10T22:00:00.000Z', revision: 2 });
		expect((await findGroup(w.db.read, w.carl, w.tuesdayGroup.id)).zone).toBe('America/New_York');
		const [harbor] = (await sessionsOf(w.db.read, w.harborGroup.id)).slice(1);
		expect(harbor).toMatchObject({ zone: 'America/Los_Angeles', revision: 0 });
	});

	test('is said by the coordinator, and by nobody else’s', async () => {
		const w = await world();
		await expect(zone(w, 'America/Denver', w.fatima)).rejects.toMatchObject({ status: 403 });
		await expect(zone(w, 'America/Denver', w.henry)).rejects.toMatchObject({ status: 404 });
	});
});
