import { expect, test } from 'vitest';
import { historyOf } from '#lib/server/domain/events.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { organizationCounts } from '#lib/server/domain/counts.ts';
import { exportPeople, listPeople, PeopleQuery, rosterOf } from '#lib/server/domain/reports.ts';
import { newId } from '#lib/server/ids.ts';
import { world } from '../support/world.ts';

test('the file has the rows of the screen, in its order, and the log has that it was made', async () => {
	const { db, carl, northside } = await world();
	const query = PeopleQuery.parse({ sort: 'name', order: 'down', q: 'i' });
	const rows = await exportPeople(db, carl, query);
	expect(rows).toEqual(await listPeople(db.read, carl, query));
	expect(rows.map((row) => row.firstName)).toEqual(['Beatriz', 'Andre']);

	const [, event] = await historyOf(db.read, `organization:${northside.id}`);
	expect(event).toMatchObject({ kind: 'export.people', actor: `staff:${carl.id}` });
	expect(JSON.parse(event.data)).toEqual({
		order: 'down',
		rows: 2,
		searched: true,
		sort: 'name',
		state: 'active'
	});
});

test('who may not see the list may not take it along', async () => {
	const { db, fatima, priya, ada } = await world();
	for (const other of [fatima, priya, ada]) {
		await expect(exportPeople(db, other, PeopleQuery.parse({}))).rejects.toMatchObject({ status: 403 });
	}
});

test('counts can be narrowed to a group; who left for a job is counted apart', async () => {
	const { db, carl, andre, tuesdayGroup, harborGroup } = await world();
	await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
	expect(await organizationCounts(db.read, carl, { group: tuesdayGroup.id })).toMatchObject({
		enrolled: 2,
		exited: 1,
		leftForJob: 1
	});
	expect(await organizationCounts(db.read, carl, { group: harborGroup.id })).toMatchObject({ enrolled: 0 });
	expect(await organizationCounts(db.read, carl)).toMatchObject({ enrolled: 2, exited: 1, leftForJob: 1 });
});

test('a group’s roster has those who are in it first', async () => {
	const { db, carl, andre, tuesdayGroup } = await world();
	await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
	const roster = await rosterOf(db.read, tuesdayGroup.id);
	expect(roster.map((row) => [row.firstName, row.exitReason])).toEqual([
		['Beatriz', null],
		['Andre', 'job']
	]);
});
