import { expect, test } from 'vitest';
import { doubleBookingsIn } from '#lib/server/domain/double-bookings.ts';
import { createGroup, findGroup, type NewGroup } from '#lib/server/domain/groups.ts';
import { planMove } from '#lib/server/domain/moves.ts';
import { enrollByNumber, exitEnrollment } from '#lib/server/domain/people.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { world, type World } from '../support/world.ts';

const told = async (w: World, groupId: string, actor: Actor = w.carl) =>
	(await doubleBookingsIn(w.db.read, actor, await findGroup(w.db.read, actor, groupId))).map(
		({ firstName, group, date, time, count }) => `${firstName} ${group} ${date.slice(5)} ${time} ${count}`
	);
async function withSecond(change: Partial<NewGroup> = {}) {
	const w = await world();
	const { mainStreet, edition, nils } = w;
	const second = await createGroup(w.db, w.carl, {
		...{ name: 'Second', siteId: mainStreet.id, room: 'Room 9', editionId: edition.id },
		...{
			facilitatorIds: [nils.id],
			startsOn: '2026-03-24',
			slots: [{ weekday: 2, time: '19:00', minutes: 60 }]
		},
		...change
	});
	const andre = await enrollByNumber(w.db, w.carl, second.id, { operationId: newId(), number: 'P-1001' });
	return { w, second, andre };
}

test('who is in two groups at once is told on both sides, with when and how often', async () => {
	const { w, second, andre } = await withSecond();
	expect(await told(w, w.tuesdayGroup.id)).toEqual(['Andre Second 03-24 18:00 3']);
	expect(await told(w, second.id)).toEqual(['Andre Tuesday evening 03-24 19:00 3']);
	await exitEnrollment(w.db, w.carl, andre.id, { operationId: newId(), reason: 'transferred' });
	expect(await told(w, second.id)).toEqual([]);
});

test('a group that one may not know of has no name', async () => {
	const { w, second } = await withSecond();
	expect(await told(w, second.id, w.nils)).toEqual(['Andre null 03-24 19:00 3']);
});

test('at other times two groups are nobody’s concern', async () => {
	const { w, second } = await withSecond({ slots: [{ weekday: 2, time: '19:30', minutes: 60 }] });
	expect(await told(w, second.id)).toEqual([]);
	const [first] = w.tuesdaySessions.slice(3);
	const wish = { operationId: newId(), date: '2026-03-24', minutes: 90, room: 'Room 2' };
	const at = async (time: string) =>
		(await planMove(w.db.read, w.carl, first.id, { ...wish, time, following: false, override: null }))
			.clashes;
	expect(await at('18:00')).toEqual([]);
	expect(await at('18:30')).toMatchObject([{ kind: 'people', count: 1, group: 'Second', at: '19:30' }]);
});

test('another organization’s group is not spoken of', async () => {
	const w = await world();
	await enrollByNumber(w.db, w.carl, w.tuesdayGroup.id, { operationId: newId(), number: 'P-2001' });
	expect(await told(w, w.tuesdayGroup.id)).toEqual([]);
});
