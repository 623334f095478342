import { describe, expect, test } from 'vitest';
import { announceAbsence, announceOwn } from '#lib/server/domain/announcements.ts';
import { mark, markAllPresent } from '#lib/server/domain/attendance.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { roomState } from '#lib/server/domain/rooms.ts';
import { newId } from '#lib/server/ids.ts';
import type { AbsenceReason } from '#lib/vocabulary.ts';
import { at, present, world, type World } from '../support/world.ts';

const own = (reason: AbsenceReason, withdrawn = false) => ({ operationId: newId(), reason, withdrawn });
const told = (enrollmentId: string, reason: AbsenceReason, withdrawn = false) => ({
	...own(reason, withdrawn),
	enrollmentId
});
const people = async ({ db, fatima, tuesdaySession }: World) =>
	(await roomState(db.read, fatima, tuesdaySession)).people;

describe('an announced absence', () => {
	test('is shown on the roll before anybody is marked, and is no mark by itself', async () => {
		const here = await world();
		const { db, andre, tuesdaySession } = here;
		await announceOwn(db, here.self(andre), tuesdaySession, own('court'));
		expect(await people(here)).toMatchObject([
			{ name: 'Andre M.', status: 'unmarked', announced: 'court', heads: [] },
			{ name: 'Beatriz O.', status: 'unmarked' }
		]);
	});

	test('is left out when everybody else is marked at once', async () => {
		const here = await world();
		const { db, fatima, beatriz, tuesdaySession } = here;
		await announceAbsence(db, fatima, tuesdaySession, told(beatriz.id, 'work'));
		expect(await markAllPresent(db, fatima, tuesdaySession, { operationId: newId() })).toBe(1);
		expect((await people(here)).map(({ status }) => status)).toEqual(['present', 'unmarked']);
	});

	test('is withdrawn when plans change; the last word counts', async () => {
		const here = await world();
		const { db, fatima, andre, tuesdaySession } = here;
		await announceOwn(db, here.self(andre), tuesdaySession, own('work'));
		await announceAbsence(db, fatima, tuesdaySession, told(andre.id, 'sick'));
		expect((await people(here))[0].announced).toBe('sick');
		at('2026-03-04T02:11:00.000Z');
		await announceOwn(db, here.self(andre), tuesdaySession, own('sick', true));
		expect((await people(here))[0].announced).toBeUndefined();
	});

	test('sent twice, it is said once; whoever came all the same is marked as they were', async () => {
		const here = await world();
		const { db, fatima, andre, tuesdaySession } = here;
		const said = own('family');
		await announceOwn(db, here.self(andre), tuesdaySession, said);
		await announceOwn(db, here.self(andre), tuesdaySession, said);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		expect((await people(here))[0]).toMatchObject({ status: 'present', heads: [expect.any(String)] });
	});

	test('of somebody else’s group there is no session, and none is announced for', async () => {
		const here = await world();
		const { db, olga, andre, dolores, tuesdaySession, fatima } = here;
		await expect(announceAbsence(db, olga, tuesdaySession, told(andre.id, 'court'))).rejects.toMatchObject({
			status: 404
		});
		await expect(announceOwn(db, here.self(dolores), tuesdaySession, own('court'))).rejects.toMatchObject({
			status: 404
		});
		await expect(
			announceAbsence(db, fatima, tuesdaySession, told(dolores.id, 'court'))
		).rejects.toMatchObject({
			status: 404
		});
		await expect(announceOwn(db, fatima, tuesdaySession, own('court'))).rejects.toMatchObject({
			status: 403
		});
	});

	test('a session that was cancelled takes none', async () => {
		const here = await world();
		const { db, fatima, andre, tuesdaySession } = here;
		await cancelSession(db, fatima, tuesdaySession, { operationId: newId(), reason: 'weather' });
		await expect(announceAbsence(db, fatima, tuesdaySession, told(andre.id, 'court'))).rejects.toMatchObject({
			code: 'session.cancelled'
		});
	});
});
