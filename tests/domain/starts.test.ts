import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { acceptCheckIn, proposeCheckIn } from '#lib/server/domain/check-ins.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { presences } from '#lib/server/domain/presence.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { roomState } from '#lib/server/domain/rooms.ts';
import { beginSession, NewStart, takeBackStart } from '#lib/server/domain/starts.ts';
import { carryOut } from '#lib/server/domain/taps.ts';
import { now } from '#lib/server/clock.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { defaultPolicy } from '#lib/vocabulary.ts';
import { deliverAll } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

const began = (change: object = {}) => NewStart.parse({ operationId: newId(), ...change });
const begin = ({ db, fatima, tuesdaySession }: World, change: object = {}, actor: Actor = fatima) =>
	beginSession(db, actor, tuesdaySession, began(change));
const startIn = async ({ db, rosa, tuesdaySession }: World) =>
	(await roomState(db.read, rosa, tuesdaySession)).start;

describe('a session that begins late', () => {
	test('says when to every device, once: whoever taps second changes nothing', async () => {
		const here = await world();
		const operationId = newId();
		for (const _ of [1, 2]) await begin(here, { operationId });
		at('2026-03-04T02:12:00.000Z');
		await begin(here, {}, here.rosa);
		expect(await startIn(here)).toEqual({ startId: operationId, startedAt: '2026-03-04T02:10:00.000Z' });
	});

	test('keeps when it was tapped on a device that was cut off, but nothing to come', async () => {
		const here = await world();
		await begin(here, { startedAt: '2026-03-04T02:04:00.000Z' });
		expect(await startIn(here)).toMatchObject({ startedAt: '2026-03-04T02:04:00.000Z' });
		const other = await world();
		await begin(other, { startedAt: '2026-03-04T02:30:00.000Z' });
		expect(await startIn(other)).toMatchObject({ startedAt: '2026-03-04T02:10:00.000Z' });
	});

	test('is taken back, and begun again', async () => {
		const here = await world();
		const { db, rosa, tuesdaySession } = here;
		await begin(here);
		const { startId } = (await startIn(here))!;
		at('2026-03-04T02:11:00.000Z');
		await takeBackStart(db, rosa, tuesdaySession, { operationId: newId(), startId });
		expect(await startIn(here)).toBeNull();
		await takeBackStart(db, here.fatima, tuesdaySession, { operationId: newId(), startId });
		at('2026-03-04T02:14:00.000Z');
		await begin(here);
		expect(await startIn(here)).toMatchObject({ startedAt: '2026-03-04T02:14:00.000Z' });
	});

	test('begins near its planned time, while it is open, by its facilitators', async () => {
		const here = await world();
		const { db, fatima, olga, nils, andre, self, tuesdaySession } = here;
		for (const actor of [olga, nils, self(andre)] as Actor[])
			await expect(begin(here, {}, actor)).rejects.toMatchObject({ status: 404 });
		at('2026-03-04T06:10:00.000Z');
		await expect(begin(here)).rejects.toMatchObject({ code: 'session.begins' });
		at('2026-03-04T02:10:00.000Z');
		await deliverAll(db, fatima, tuesdaySession);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		await expect(begin(here)).rejects.toMatchObject({ code: 'session.ended' });
	});

	test('leaves marks as they are; who came before the beginning missed nothing', async () => {
		const here = await world();
		const { db, fatima, andre, beatriz, tuesdayGroup, tuesdaySession } = here;
		const late = { status: 'partial', cameAt: 24 };
		await mark(db, fatima, tuesdaySession, present(andre.id, late));
		await mark(db, fatima, tuesdaySession, present(beatriz.id, { ...late, cameAt: 54 }));
		await begin(here, { startedAt: '2026-03-04T02:09:00.000Z' });
		const { startId } = (await startIn(here))!;
		at('2026-03-04T02:25:00.000Z');
		await takeBackStart(db, fatima, tuesdaySession, { operationId: newId(), startId });
		await begin(here);
		const { people } = await roomState(db.read, fatima, tuesdaySession);
		expect(people.map(({ cameAt }) => cameAt)).toEqual([24, 54]);
		await deliverAll(db, fatima, tuesdaySession);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		const attended = async (id: string) =>
			(await explainFor(db.read, tuesdayGroup.id, id)).lessons[0].attended;
		expect(await attended(andre.id)).toBe(90);
		expect(await attended(beatriz.id)).toBe(61);
		expect((await recompute(db, system)).changed).toBe(0);
	});

	test('calls nobody late who checks in within five minutes of the beginning', async () => {
		const here = await world();
		const { db, fatima, andre, beatriz, self, tuesdaySession } = here;
		await begin(here);
		for (const [who, time] of [
			[andre, '02:14:00'],
			[beatriz, '02:17:00']
		] as const) {
			at(`2026-03-04T${time}.000Z`);
			const arrival = { operationId: newId(), way: 'phone' as const, arrivedAt: now() };
			await proposeCheckIn(db, self(who), tuesdaySession, arrival);
		}
		const { checkIns } = await roomState(db.read, fatima, tuesdaySession);
		expect(checkIns.map(({ cameAt }) => cameAt)).toEqual([null, 17]);
		const [{ checkInId, cameAt }] = checkIns;
		await acceptCheckIn(db, fatima, tuesdaySession, { operationId: newId(), checkInId, cameAt });
		expect((await roomState(db.read, fatima, tuesdaySession)).people[0]).toMatchObject({ status: 'present' });
	});

	test('counts the cut-off for coming late from the beginning, and reads no stay that ended before it', () => {
		const policy = { ...defaultPolicy, lateCutoff: 15 };
		const fact = (cameAt: number | null, leftAt: number | null = null) => ({
			...{ id: newId(), replaces: [], sessionId: 's', status: 'partial' as const, reason: null },
			...{ cameAt, leftAt }
		});
		const stay = (...times: [number | null, (number | null)?]) =>
			presences(policy, [fact(...times)], new Map([['s', 20]]), 'worst').get('s');
		expect(stay(34)).toEqual({ from: 14, to: Infinity });
		expect(stay(36)).toEqual({ from: 0, to: 0 });
		expect(stay(null, 15)).toEqual({ from: 0, to: 0 });
		expect(stay(10, 80)).toEqual({ from: 0, to: 60 });
	});

	test('is begun and taken back by taps', async () => {
		const here = await world();
		const { db, fatima, tuesdaySession } = here;
		const operationId = newId();
		const begun = await carryOut(db, fatima, tuesdaySession, [
			{ kind: 'begin', operationId, startedAt: '2026-03-04T02:08:00.000Z' }
		]);
		expect(begun.room.start).toEqual({ startId: operationId, startedAt: '2026-03-04T02:08:00.000Z' });
		at('2026-03-04T02:11:00.000Z');
		const back = await carryOut(db, fatima, tuesdaySession, [
			{ kind: 'take-back-start', operationId: newId(), startId: operationId }
		]);
		expect(back.room.start).toBeNull();
	});
});
