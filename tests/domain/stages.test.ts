import { expect, test } from 'vitest';
import { createGroup } from '#lib/server/domain/groups.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { listStages, sizeOf } from '#lib/server/domain/stages.ts';
import { newId } from '#lib/server/ids.ts';
import { hold } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

const found = async ({ db, carl }: World) =>
	Object.fromEntries(
		(await listStages(db.read, carl)).map(({ stage, groups }) => [stage, groups.map((group) => group.name)])
	);

test('a group is starting before its first session, running after, done when every session has ended', async () => {
	const cast = await world();
	const { db, fatima, tuesdaySessions } = cast;
	at('2026-03-02T18:00:00.000Z');
	expect(await found(cast)).toEqual({ running: [], starting: ['Tuesday evening'], done: [] });
	at('2026-03-04T02:10:00.000Z');
	expect(await found(cast)).toEqual({ running: ['Tuesday evening'], starting: [], done: [] });

	at('2026-05-30T18:00:00.000Z');
	for (const { id } of tuesdaySessions) await hold(db, fatima, id, []);
	expect(await found(cast)).toEqual({ running: [], starting: [], done: ['Tuesday evening'] });
});

test('it says who and how many, what was held, what waits for its end, and what comes next', async () => {
	const cast = await world();
	const { db, carl, fatima, tuesdaySessions } = cast;
	const look = async () => (await listStages(db.read, carl))[0].groups[0];
	expect(await look()).toMatchObject({
		facilitators: ['Fatima', 'Rosa'],
		people: 2,
		size: 'small',
		held: 0,
		planned: 6,
		unfinished: 0,
		next: { number: 1, date: '2026-03-03' }
	});
	at('2026-03-05T18:00:00.000Z');
	expect(await look()).toMatchObject({ held: 0, unfinished: 1, next: { number: 2 } });
	await endSession(db, fatima, tuesdaySessions[0].id, { operationId: newId() });
	await cancelSession(db, fatima, tuesdaySessions[1].id, { operationId: newId(), reason: 'weather' });
	expect(await look()).toMatchObject({ held: 1, planned: 6, unfinished: 0, next: { number: 3 } });
});

test('what meets next comes first', async () => {
	const cast = await world();
	const { db, carl, mainStreet, edition, fatima } = cast;
	const early = { weekday: 2, time: '09:00', minutes: 90 };
	await createGroup(db, carl, {
		name: 'A later start',
		siteId: mainStreet.id,
		room: 'Room 1',
		editionId: edition.id,
		facilitatorIds: [fatima.id],
		startsOn: '2026-03-10',
		slots: [early]
	});
	await createGroup(db, carl, {
		name: 'Zoe’s morning',
		siteId: mainStreet.id,
		room: 'Room 1',
		editionId: edition.id,
		facilitatorIds: [fatima.id],
		startsOn: '2026-03-04',
		slots: [{ ...early, weekday: 3 }]
	});
	expect((await found(cast)).starting).toEqual(['Zoe’s morning', 'A later start']);
});

test('a coordinator sees the groups of their organization, a facilitator their own', async () => {
	const { db, henry, olga, nils } = await world();
	const names = async (actor: typeof henry) =>
		(await listStages(db.read, actor)).flatMap(({ groups }) => groups.map((group) => group.name));
	expect(await names(henry)).toEqual(['Harbor group']);
	expect(await names(olga)).toEqual(['Harbor group']);
	expect(await names(nils)).toEqual([]);
});

test.each([
	[7, 'small'],
	[8, 'usual'],
	[12, 'usual'],
	[13, 'large']
])('%i people are %s', (people, size) => {
	expect(sizeOf(people)).toBe(size);
});
