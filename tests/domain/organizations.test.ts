import { describe, expect, test } from 'vitest';
import { historyOf } from '#lib/server/domain/events.ts';
import {
	addClosure,
	closedDays,
	closuresOf,
	createOrganization,
	createSite,
	establishProgram,
	findProgram,
	newestPolicy,
	NewProgram,
	NewSite,
	removeClosure
} from '#lib/server/domain/organizations.ts';
import { organizations } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { defaultPolicy } from '#lib/vocabulary.ts';
import { freshDatabase } from '../support/database.ts';
import { world, zone } from '../support/world.ts';

describe('the program', () => {
	test('is made once, with the default policy', async () => {
		const { db } = await freshDatabase();
		await expect(findProgram(db.read)).rejects.toMatchObject({ status: 404 });
		const made = await establishProgram(db, system, { name: 'Test', zone, holidays: 'US' });
		const again = await establishProgram(db, system, { name: 'Other', zone: 'UTC', holidays: 'DE' });
		expect(again).toEqual(made);
		expect(await newestPolicy(db.read)).toMatchObject({ version: 1, data: defaultPolicy });
		expect((await historyOf(db.read, `program:${made.id}`)).map(({ kind }) => kind)).toEqual([
			'program.established'
		]);
	});

	test('has a zone and a calendar that are known', () => {
		const faults = (change: object) =>
			NewProgram.safeParse({ name: 'Test', zone, holidays: 'US-CA', ...change }).error?.issues.map(
				(issue) => issue.path[0]
			);
		expect(faults({})).toBeUndefined();
		expect(faults({ zone: 'America/Springfield' })).toEqual(['zone']);
		expect(faults({ holidays: 'XX' })).toEqual(['holidays']);
		expect(NewSite.safeParse({ name: 'Site', zone: '' }).success).toBe(false);
	});

	test('is the deployment’s and its administrator’s to make, as organizations are', async () => {
		const { db, ada, carl, priya, lee, fatima, key } = await world();
		for (const actor of [carl, priya, lee, fatima, key]) {
			await expect(createOrganization(db, actor, { name: 'New' })).rejects.toMatchObject({ status: 403 });
			const program = establishProgram(db, actor, { name: 'Other', zone, holidays: 'US' });
			await expect(program).rejects.toMatchObject({ status: 403 });
		}
		expect(await createOrganization(db, ada, { name: 'New' })).toMatchObject({ name: 'New' });
	});
});

describe('what a form sends twice', () => {
	test('makes one organization, one site, one closure', async () => {
		const { db, ada, carl, northside, mainStreet } = await world();
		const [organization, site, closure] = [newId(), newId(), newId()];
		for (let i = 0; i < 2; i++) {
			await createOrganization(db, ada, { operationId: organization, name: 'New' });
			await createSite(db, carl, northside.id, { operationId: site, name: 'Annex', zone });
			await addClosure(db, carl, mainStreet.id, {
				operationId: closure,
				date: '2026-03-10',
				reason: 'Painting'
			});
		}
		expect(await db.read.$count(organizations)).toBe(3);
		expect(await closuresOf(db.read, carl, mainStreet.id)).toEqual([
			{ id: closure, date: '2026-03-10', reason: 'Painting' }
		]);
		const other = createOrganization(db, ada, { operationId: organization, name: 'Other' });
		await expect(other).rejects.toMatchObject({ status: 409, code: 'operation.reused' });
	});
});

describe('closures', () => {
	test('can be taken back by who may make them, and only where they are', async () => {
		const { db, carl, henry, fatima, northside, mainStreet, pier } = await world();
		await addClosure(db, carl, mainStreet.id, { date: '2026-03-10', reason: 'Painting' });
		const [{ id }] = await closuresOf(db.read, carl, mainStreet.id);
		await expect(removeClosure(db, henry, mainStreet.id, id)).rejects.toMatchObject({ status: 404 });
		await expect(removeClosure(db, henry, pier.id, id)).rejects.toMatchObject({ status: 404 });
		await expect(removeClosure(db, fatima, mainStreet.id, id)).rejects.toMatchObject({ status: 403 });
		await removeClosure(db, carl, mainStreet.id, id);
		await expect(removeClosure(db, carl, mainStreet.id, id)).rejects.toMatchObject({ status: 404 });
		expect(await closedDays(db.read, { id: mainStreet.id, organizationId: northside.id })).toEqual(new Set());
		const kinds = (await historyOf(db.read, `site:${mainStreet.id}`)).map(({ kind }) => kind);
		expect(kinds).toEqual(['site.created', 'site.closed', 'site.reopened']);
	});
});
