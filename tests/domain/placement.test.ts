import { describe, expect, test } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { enrollments, groups } from '#lib/server/db/schema/index.ts';
import { enrollNewParticipant } from '#lib/server/domain/newcomers.ts';
import { enrollByNumber, exitEnrollment } from '#lib/server/domain/people.ts';
import { nextGroups, placementOf } from '#lib/server/domain/places.ts';
import { newId } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import type { Entry, PlacementReason } from '#lib/vocabulary.ts';
import { hold } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

let counted = 0;
const newcomer = (change: object = {}) => ({
	...{ operationId: newId(), number: `N-${1000 + counted++}`, firstName: 'Nadia', lastName: `No ${counted}` },
	...{ language: 'en' as const, ...change }
});
const take = ({ db }: World, by: Staff, groupId: string, override: PlacementReason | null = null) =>
	enrollNewParticipant(db, by, groupId, newcomer({ override }));
const set = ({ db }: World, groupId: string, change: { capacity?: number; entry?: Entry }) =>
	db.write((tx) => tx.update(groups).set(change).where(eq(groups.id, groupId)).returning());
const refusal = (code: string) => ({ status: 409, code: `placement.${code}` });

/** Holds the Tuesday group's sessions, a week apart, until some hours before the one after `until`. */
async function held(cast: World, until: number, from = 0) {
	for (const { id, startsAt } of cast.tuesdaySessions.slice(from, until)) {
		at(new Date(Date.parse(startsAt) + 80 * 60_000).toISOString());
		await hold(cast.db, cast.fatima, id, [cast.andre, cast.beatriz]);
	}
	at(new Date(Date.parse(cast.tuesdaySessions[until].startsAt) - 4 * 3_600_000).toISOString());
}

describe('a group that is full', () => {
	test('takes nobody more, and says so; program staff may look past that with a reason', async () => {
		const cast = await world();
		await set(cast, cast.tuesdayGroup.id, { capacity: 3 });
		await take(cast, cast.carl, cast.tuesdayGroup.id);
		await expect(take(cast, cast.carl, cast.tuesdayGroup.id)).rejects.toMatchObject(refusal('full'));
		expect(await take(cast, cast.carl, cast.tuesdayGroup.id, 'agreed')).toMatchObject({
			groupId: cast.tuesdayGroup.id
		});
	});

	test('has a place again when somebody leaves it', async () => {
		const cast = await world();
		await set(cast, cast.tuesdayGroup.id, { capacity: 2 });
		await exitEnrollment(cast.db, cast.carl, cast.andre.id, { operationId: newId(), reason: 'moved' });
		await take(cast, cast.carl, cast.tuesdayGroup.id);
	});

	test('gives its last seat to one of two who are placed at once', async () => {
		const cast = await world();
		await set(cast, cast.tuesdayGroup.id, { capacity: 3 });
		const both = await Promise.allSettled([
			take(cast, cast.carl, cast.tuesdayGroup.id),
			take(cast, cast.carl, cast.tuesdayGroup.id)
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refusal('full') });
		const { groupId, id } = enrollments;
		const rows = await cast.db.read
			.select({ id })
			.from(enrollments)
			.where(and(eq(groupId, cast.tuesdayGroup.id)))
			.orderBy(id);
		expect(rows).toHaveLength(3);
	});

	test('of nobody takes the first, and of sixty none without a reason', async () => {
		const cast = await world();
		const empty = await set(cast, cast.harborGroup.id, { capacity: 1 });
		expect(empty).toHaveLength(1);
		await exitEnrollment(cast.db, cast.henry, cast.dolores.id, { operationId: newId(), reason: 'moved' });
		await take(cast, cast.henry, cast.harborGroup.id);
		for (let i = 0; i < 58; i++) await take(cast, cast.carl, cast.tuesdayGroup.id, 'only-fit');
		await expect(take(cast, cast.carl, cast.tuesdayGroup.id)).rejects.toMatchObject(refusal('full'));
	}, 60_000);
});

describe('gates', () => {
	test('while the group is in an entry module somebody new joins at once', async () => {
		const cast = await world();
		await held(cast, 1);
		expect((await take(cast, cast.carl, cast.tuesdayGroup.id)).enrolledOn).toBe('2026-03-10');
	});

	test('past the last gate nobody new is placed; a reason looks past that', async () => {
		const cast = await world();
		await held(cast, 3);
		await expect(take(cast, cast.carl, cast.tuesdayGroup.id)).rejects.toMatchObject(refusal('gate'));
		await expect(take(cast, cast.carl, cast.tuesdayGroup.id, 'caught-up')).resolves.toBeDefined();
	});

	test('an open group takes somebody at any session, as long as completing is within reach', async () => {
		const cast = await world();
		await set(cast, cast.tuesdayGroup.id, { entry: 'open' });
		await held(cast, 3);
		await take(cast, cast.carl, cast.tuesdayGroup.id);
		await held(cast, 5, 3);
		await expect(take(cast, cast.carl, cast.tuesdayGroup.id)).rejects.toMatchObject(refusal('reach'));
		await expect(take(cast, cast.carl, cast.tuesdayGroup.id, 'agreed')).rejects.toMatchObject(
			refusal('reach')
		);
		await take(cast, cast.carl, cast.tuesdayGroup.id, 'next-cycle');
	});

	test('a closed group takes nobody after its second session, whatever the reason', async () => {
		const cast = await world();
		await set(cast, cast.tuesdayGroup.id, { entry: 'closed' });
		await held(cast, 1);
		await take(cast, cast.carl, cast.tuesdayGroup.id);
		await held(cast, 2, 1);
		for (const reason of [null, 'agreed', 'next-cycle'] as const)
			await expect(take(cast, cast.carl, cast.tuesdayGroup.id, reason)).rejects.toMatchObject(
				refusal('closed')
			);
	});

	test('a facilitator gives no reason: placing is program staff’s', async () => {
		const cast = await world();
		await expect(take(cast, cast.fatima, cast.tuesdayGroup.id, 'agreed')).rejects.toMatchObject({
			status: 403
		});
	});
});

describe('the next groups', () => {
	test('are those of the program that would take the person; of other organizations without a link', async () => {
		const cast = await world();
		await set(cast, cast.tuesdayGroup.id, { capacity: 2 });
		const { participantId } = cast.dolores;
		const forNew = await nextGroups(cast.db.read, cast.carl, cast.tuesdayGroup.id, { participantId: null });
		expect(forNew).toEqual([
			{
				...{ link: null, organization: 'Harbor Bridge', name: 'Harbor group', site: 'Pier 4' },
				joinsOn: '2026-03-03'
			}
		]);
		expect(await nextGroups(cast.db.read, cast.henry, cast.harborGroup.id, { participantId })).toEqual([]);
	});

	test('a replay of what was placed is no second placement', async () => {
		const cast = await world();
		await set(cast, cast.tuesdayGroup.id, { capacity: 3 });
		const sent = { operationId: newId(), number: 'P-2001' };
		const first = await enrollByNumber(cast.db, cast.carl, cast.tuesdayGroup.id, sent);
		expect((await enrollByNumber(cast.db, cast.carl, cast.tuesdayGroup.id, sent)).id).toBe(first.id);
		expect(
			(await placementOf(cast.db.read, cast.tuesdayGroup.id, { participantId: null })).obstacles
		).toEqual(['full']);
	});
});
