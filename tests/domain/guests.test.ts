import { asc } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { addGuest, linkGuest, removeGuest } from '#lib/server/domain/guests.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { recordKeepApart } from '#lib/server/domain/keep-aparts.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { roomState } from '#lib/server/domain/rooms.ts';
import { sweep } from '#lib/server/jobs.ts';
import { guests } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, world, type World } from '../support/world.ts';

const room = ({ db, fatima, tuesdaySession }: World) => roomState(db.read, fatima, tuesdaySession);
async function come({ db, fatima, tuesdaySession }: World, firstName = 'Ray', initial: string | null = 'T') {
	const guest = { operationId: newId(), firstName, initial };
	await addGuest(db, fatima, tuesdaySession, guest);
	return guest.operationId;
}
const link = (guestId: string, who: { enrollmentId?: string; number?: string }) => ({
	...{ operationId: newId(), guestId },
	...who
});

describe('a guest', () => {
	test('stands on the roll by first name and initial, sent twice once', async () => {
		const here = await world();
		const guest = { operationId: newId(), firstName: 'Ray', initial: 'T' };
		for (const _ of [1, 2]) await addGuest(here.db, here.fatima, here.tuesdaySession, guest);
		await come(here, 'Ana', null);
		expect((await room(here)).guests.map(({ name }) => name)).toEqual(['Ray T.', 'Ana']);
	});

	test('is linked to somebody of the roll: their mark says who linked them, and the name is gone', async () => {
		const here = await world();
		const { db, fatima, andre, tuesdaySession } = here;
		const guestId = await come(here);
		await linkGuest(db, fatima, tuesdaySession, link(guestId, { enrollmentId: andre.id }));
		const { people, guests: left } = await room(here);
		expect(left).toEqual([]);
		expect(people[0]).toMatchObject({ name: 'Andre M.', status: 'present' });
		const [row] = await db.read.select().from(guests);
		expect(row).toMatchObject({
			firstName: null,
			initial: null,
			enrollmentId: andre.id,
			closedBy: `staff:${fatima.id}`
		});
	});

	test('is linked by the program’s number, also after the end, within the lock time', async () => {
		const here = await world();
		const { db, rosa, fatima, tuesdaySession } = here;
		const guestId = await come(here);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		await linkGuest(db, rosa, tuesdaySession, link(guestId, { number: 'P-1002' }));
		expect((await room(here)).people[1]).toMatchObject({ status: 'present', corrected: true });
	});

	test('of somebody who is not in the group is not linked, and stays', async () => {
		const here = await world();
		const guestId = await come(here);
		for (const number of ['P-2001', 'P-9999']) {
			const wrong = linkGuest(here.db, here.fatima, here.tuesdaySession, link(guestId, { number }));
			await expect(wrong).rejects.toMatchObject({ fields: { number: { code: 'guest.not-in-group' } } });
		}
		expect((await room(here)).guests).toHaveLength(1);
	});

	test('is linked or taken off once: the second of two people is told so', async () => {
		const here = await world();
		const { db, fatima, rosa, andre, tuesdaySession } = here;
		const guestId = await come(here);
		await removeGuest(db, fatima, tuesdaySession, { operationId: newId(), guestId });
		const late = linkGuest(db, rosa, tuesdaySession, link(guestId, { enrollmentId: andre.id }));
		await expect(late).rejects.toMatchObject({ code: 'guest.closed' });
		expect((await room(here)).people[0].status).toBe('unmarked');
	});

	test('who is kept apart from somebody there is not linked, in the words of a placement', async () => {
		const here = await world();
		const { db, carl, fatima, andre, beatriz, tuesdaySession } = here;
		const guestId = await come(here);
		await recordKeepApart(db, carl, andre.participantId, { operationId: newId(), number: 'P-1002' });
		for (const who of [{ enrollmentId: andre.id }, { number: 'P-1002' }]) {
			const refused = linkGuest(db, fatima, tuesdaySession, link(guestId, who));
			await expect(refused).rejects.toMatchObject({ code: 'placement.unavailable', params: {} });
		}
		expect((await room(here)).guests).toHaveLength(1);
		await exitEnrollment(db, carl, beatriz.id, { operationId: newId(), reason: 'moved' });
		await linkGuest(db, fatima, tuesdaySession, link(guestId, { enrollmentId: andre.id }));
		expect((await room(here)).guests).toEqual([]);
	});

	test('nobody linked loses the name after thirty days, and no other guest does', async () => {
		const here = await world();
		const { db } = here;
		await come(here);
		at('2026-03-20T02:10:00.000Z');
		await come(here, 'Ana', null);
		at('2026-04-03T02:11:00.000Z');
		await sweep(db);
		const kept = await db.read.select().from(guests).orderBy(asc(guests.addedAt));
		expect(kept.map(({ firstName, initial, closedBy }) => [firstName, initial, closedBy])).toEqual([
			[null, null, 'system'],
			['Ana', null, null]
		]);
		expect((await room(here)).guests.map(({ name }) => name)).toEqual(['Ana']);
	});

	test('of another organization’s session there is none', async () => {
		const here = await world();
		const guestId = await come(here);
		for (const actor of [here.olga, here.nils, here.priya, here.self(here.andre)] as Actor[]) {
			const tried = removeGuest(here.db, actor, here.tuesdaySession, { operationId: newId(), guestId });
			await expect(tried).rejects.toMatchObject({ status: 404 });
		}
		const elsewhere = removeGuest(here.db, here.olga, here.harborSession, { operationId: newId(), guestId });
		await expect(elsewhere).rejects.toMatchObject({ status: 404 });
	});
});
