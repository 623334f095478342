import { asc, eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { prepared } from '#lib/server/db/prepared.ts';
import { enrollments } from '#lib/server/db/schema/index.ts';
import { world } from '../support/world.ts';

const inGroup = prepared('test_in_group', (read) =>
	read
		.select({ id: enrollments.id })
		.from(enrollments)
		.where(eq(enrollments.groupId, sql.placeholder('groupId')))
		.orderBy(asc(enrollments.id))
);

test('a prepared query answers for whichever values it is given, on each handle', async () => {
	const { db, tuesdayGroup, harborGroup, andre, beatriz, dolores } = await world();
	const there = async (groupId: string) => (await inGroup(db.read, { groupId })).map(({ id }) => id);
	expect(await there(tuesdayGroup.id)).toEqual([andre.id, beatriz.id]);
	expect(await there(harborGroup.id)).toEqual([dolores.id]);
	expect(await there(tuesdayGroup.id)).toEqual([andre.id, beatriz.id]);
	await db.write(async (tx) => {
		expect((await inGroup(tx, { groupId: harborGroup.id })).map(({ id }) => id)).toEqual([dolores.id]);
	});
});

test('inside a transaction the reading handle is refused, prepared or not', async () => {
	const { db, harborGroup } = await world();
	const leak = db.write(async () => inGroup(db.read, { groupId: harborGroup.id }));
	await expect(leak).rejects.toThrow('db.read inside db.write');
});
