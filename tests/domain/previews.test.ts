import { expect, test } from 'vitest';
import { createGroup, type NewGroup } from '#lib/server/domain/groups.ts';
import { addClosure, closuresOf, removeClosure } from '#lib/server/domain/organizations.ts';
import { previewGroup } from '#lib/server/domain/previews.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { world, type World } from '../support/world.ts';

const mondays = ({ mainStreet, edition, fatima }: World, change: Partial<NewGroup> = {}): NewGroup => ({
	name: 'Monday mornings',
	siteId: mainStreet.id,
	room: 'Room 1',
	editionId: edition.id,
	facilitatorIds: [fatima.id],
	startsOn: '2026-05-18',
	slots: [{ weekday: 1, time: '09:00', minutes: 90 }],
	...change
});

test('the dates shown are the dates made, and what is left out has its reason', async () => {
	const cast = await world();
	const { db, carl, mainStreet } = cast;
	await addClosure(db, carl, mainStreet.id, { date: '2026-06-08', reason: 'Painting' });
	await addClosure(db, carl, mainStreet.id, { date: '2026-06-09', reason: 'Painting, a Tuesday' });

	const preview = await previewGroup(db.read, carl, mondays(cast));
	expect(preview.skipped).toEqual([
		{ date: '2026-05-25', reason: null },
		{ date: '2026-06-08', reason: 'Painting' }
	]);
	expect(preview.sessions[0]).toMatchObject({ date: '2026-05-18', time: '09:00', lessons: ['Try one'] });

	const group = await createGroup(db, carl, mondays(cast));
	const made = (await sessionsOf(db.read, group.id)).map((session) => session.startsAt);
	expect(preview.sessions.map((session) => session.startsAt)).toEqual(made);
});

test('a place or an edition that is not there to choose is a fault of its field', async () => {
	const cast = await world();
	const { db, carl, pier } = cast;
	const faults = (change: Partial<NewGroup>) => previewGroup(db.read, carl, mondays(cast, change));
	await expect(faults({ siteId: pier.id })).rejects.toMatchObject({ fields: { siteId: { code: 'choice' } } });
	await expect(faults({ editionId: newId() })).rejects.toMatchObject({
		fields: { editionId: { code: 'choice' } }
	});
});

test('only program staff of the organization look ahead', async () => {
	const cast = await world();
	await expect(previewGroup(cast.db.read, cast.fatima, mondays(cast))).rejects.toMatchObject({ status: 403 });
});

test('the same operation sent twice makes one group; with other content it is refused', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const input = mondays(cast, { operationId: newId() });
	const first = await createGroup(db, carl, input);
	expect(await createGroup(db, carl, input)).toEqual(first);
	expect(await sessionsOf(db.read, first.id)).toHaveLength(6);
	await expect(createGroup(db, carl, { ...input, room: 'Room 9' })).rejects.toMatchObject({
		status: 409,
		code: 'operation.reused'
	});
});

test('a closure can be taken back, by those who keep the site', async () => {
	const { db, carl, henry, mainStreet } = await world();
	await addClosure(db, carl, mainStreet.id, { date: '2026-06-08', reason: 'Painting' });
	const [closure] = await closuresOf(db.read, carl, mainStreet.id);
	await expect(removeClosure(db, henry, mainStreet.id, closure.id)).rejects.toMatchObject({ status: 404 });
	await removeClosure(db, carl, mainStreet.id, closure.id);
	expect(await closuresOf(db.read, carl, mainStreet.id)).toEqual([]);
	await expect(removeClosure(db, carl, mainStreet.id, closure.id)).rejects.toMatchObject({ status: 404 });
});
