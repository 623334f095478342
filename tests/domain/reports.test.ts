import { describe, expect, test } from 'vitest';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { organizationCounts, programCounts } from '#lib/server/domain/counts.ts';
import { listPeople, PeopleQuery, rosterOf, sortings } from '#lib/server/domain/reports.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { hold, note } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

const ask = (change: object = {}) => PeopleQuery.parse(change);
const names = async ({ db, carl }: Pick<World, 'db' | 'carl'>, change: object = {}, actor: Actor = carl) =>
	(await listPeople(db.read, actor, ask(change))).map((one) => one.firstName);

/** Andre came twice and practiced, Beatriz once; Ángel joined and left; Zoe is new. */
async function report() {
	const cast = await world();
	const { db, fatima, carl, andre, beatriz, enroll, tuesdayGroup, tuesdaySessions } = cast;
	const angel = await enroll(carl, tuesdayGroup.id, 'P-1003', 'Ángel', "O'Neil_50%");
	await enroll(carl, tuesdayGroup.id, 'P-1004', 'Zoe', 'Álvarez');
	await hold(db, fatima, tuesdaySessions[0].id, [andre, beatriz]);
	at('2026-03-11T02:10:00Z');
	await hold(db, fatima, tuesdaySessions[1].id, [andre]);
	await recordPractice(
		db,
		fatima,
		tuesdaySessions[1].id,
		note(andre.id, 'lesson-two', { correction: 'sheet' })
	);
	await exitEnrollment(db, carl, angel.id, { operationId: newId(), reason: 'job' });
	return cast;
}

describe('the list of people', () => {
	test('has those who are in a group of the organization, with what they reached', async () => {
		const { db, carl } = await report();
		const [andre, beatriz, zoe] = await listPeople(db.read, carl, ask());
		expect(andre).toMatchObject({
			...{ firstName: 'Andre', number: 'P-1001', group: 'Tuesday evening', organization: 'Northside Works' },
			...{
				lessonsDone: 2,
				lessonsNeeded: 5,
				minutes: 180,
				practices: 1,
				practicesNeeded: 4,
				outlook: 'on-course'
			}
		});
		expect(beatriz).toMatchObject({ lessonsDone: 1, minutes: 90, outlook: 'on-course' });
		expect(zoe).toMatchObject({ lessonsDone: 0, outlook: 'at-risk' });
	});

	test('is filtered by state, outlook, group and organization', async () => {
		const cast = await report();
		expect(await names(cast, { state: 'active' })).toEqual(['Andre', 'Beatriz', 'Zoe']);
		expect(await names(cast, { state: 'exited' })).toEqual(['Ángel']);
		expect(await names(cast, { state: 'all' })).toEqual(['Andre', 'Ángel', 'Beatriz', 'Zoe']);
		expect(await names(cast, { outlook: 'at-risk' })).toEqual(['Zoe']);
		expect(await names(cast, { group: cast.tuesdayGroup.id })).toHaveLength(3);
		expect(await names(cast, { group: newId() })).toEqual([]);
		expect(await names(cast, { organization: cast.northside.id })).toHaveLength(3);
	});

	test('is sorted by any column, up and down, by name within', async () => {
		const cast = await report();
		expect(sortings).toHaveLength(6);
		expect(await names(cast, { sort: 'name', order: 'down' })).toEqual(['Zoe', 'Beatriz', 'Andre']);
		expect(await names(cast, { sort: 'lessons' })).toEqual(['Zoe', 'Beatriz', 'Andre']);
		expect(await names(cast, { sort: 'lessons', order: 'down' })).toEqual(['Andre', 'Beatriz', 'Zoe']);
		expect(await names(cast, { sort: 'minutes' })).toEqual(['Zoe', 'Beatriz', 'Andre']);
		expect(await names(cast, { sort: 'practice' })).toEqual(['Beatriz', 'Zoe', 'Andre']);
		expect(await names(cast, { sort: 'outlook' })).toEqual(['Andre', 'Beatriz', 'Zoe']);
		expect(await names(cast, { sort: 'outlook', order: 'down' })).toEqual(['Zoe', 'Andre', 'Beatriz']);
		expect(await names(cast, { sort: 'group', order: 'down' })).toEqual(['Andre', 'Beatriz', 'Zoe']);
	});

	test('finds people by any part of name or number, accents and capitals aside', async () => {
		const cast = await report();
		const found = (q: string) => names(cast, { q, state: 'all' });
		expect(await found('andre')).toEqual(['Andre']);
		expect(await found('ANGEL')).toEqual(['Ángel']);
		expect(await found('ángel')).toEqual(['Ángel']);
		expect(await found('alvarez')).toEqual(['Zoe']);
		expect(await found('ÁLVAREZ')).toEqual(['Zoe']);
		expect(await found('beatriz ort')).toEqual(['Beatriz']);
		expect(await found('p-100')).toHaveLength(4);
		expect(await found('nobody')).toEqual([]);
	});

	test('takes what means something to a database as plain letters', async () => {
		const cast = await report();
		const found = (q: string) => names(cast, { q, state: 'all' });
		expect(await found('%')).toEqual(['Ángel']);
		expect(await found('_')).toEqual(['Ángel']);
		expect(await found('l_50%')).toEqual(['Ángel']);
		expect(await found("o'neil")).toEqual(['Ángel']);
		for (const q of ['\\', '\\%', "' or 1=1 --", '"', '[a-z]', '.*']) expect(await found(q)).toEqual([]);
	});

	test('an address that makes no sense still opens the list', async () => {
		expect(
			ask({ sort: 'shoe', order: 'sideways', state: 'gone', outlook: 'great', group: 'x', q: 'a'.repeat(61) })
		).toEqual({
			...{ sort: 'name', order: 'up', state: 'active' }
		});
		expect(await names(await report(), { sort: 'shoe' })).toHaveLength(3);
	});

	test('never has a person of another organization, whatever is asked', async () => {
		const cast = await report();
		expect(await names(cast, { organization: cast.harbor.id, state: 'all' })).toEqual([]);
		expect(await names(cast, { group: cast.harborGroup.id, state: 'all' })).toEqual([]);
		expect(await names(cast, { q: 'P-2001', state: 'all' })).toEqual([]);
		expect(await names(cast, { state: 'all' }, cast.henry)).toEqual(['Dolores']);
	});

	test('is for program staff of organizations: others are refused', async () => {
		const cast = await report();
		const others: Actor[] = [
			cast.fatima,
			cast.priya,
			cast.lee,
			cast.ada,
			cast.key,
			cast.self(cast.andre),
			{ ...cast.carl, verified: false }
		];
		for (const actor of others) {
			await expect(listPeople(cast.db.read, actor, ask())).rejects.toMatchObject({ status: 403 });
			await expect(organizationCounts(cast.db.read, actor)).rejects.toMatchObject({ status: 403 });
		}
	});
});

describe('the counts', () => {
	test('of an organization say the same as its list', async () => {
		const { db, carl, tuesdayGroup } = await report();
		const counts = await organizationCounts(db.read, carl);
		const people = await listPeople(db.read, carl, ask({ state: 'all' }));
		expect(counts).toEqual({
			enrolled: people.length,
			started: people.filter((one) => one.minutes > 0).length,
			halfway: 0,
			completed: people.filter((one) => one.outlook === 'complete').length,
			exited: people.filter((one) => one.exitedAt !== null).length,
			leftForJob: people.filter((one) => one.exitReason === 'job').length
		});
		expect(counts).toMatchObject({ enrolled: 4, started: 2, exited: 1, leftForJob: 1 });
		expect(await organizationCounts(db.read, carl, { group: tuesdayGroup.id })).toEqual(counts);
		expect(await organizationCounts(db.read, carl, { group: newId() })).toMatchObject({ enrolled: 0 });
	});

	test('of the program add up over organizations and groups, and name nobody', async () => {
		const { db, priya } = await report();
		const { total, organizations } = await programCounts(db.read, priya);
		expect(total).toMatchObject({ enrolled: 5, started: 2, exited: 1 });
		expect(organizations.map(({ name, enrolled }) => [name, enrolled])).toEqual([
			['Harbor Bridge', 1],
			['Northside Works', 4]
		]);
		for (const one of organizations) {
			expect(one.groups.reduce((sum, group) => sum + group.enrolled, 0)).toBe(one.enrolled);
		}
		expect(JSON.stringify({ total, organizations })).not.toMatch(/Andre|Miller|Dolores|P-1001/);
	});

	test('of the program are for its staff alone', async () => {
		const { db, carl, fatima, lee, ada, key } = await world();
		for (const actor of [carl, fatima, lee, ada, key]) {
			await expect(programCounts(db.read, actor)).rejects.toMatchObject({ status: 403 });
		}
	});
});

test('a group’s roster has those who are in it first', async () => {
	const { db, tuesdayGroup } = await report();
	expect((await rosterOf(db.read, tuesdayGroup.id)).map((one) => one.firstName)).toEqual([
		'Andre',
		'Beatriz',
		'Zoe',
		'Ángel'
	]);
});
