import { expect, test } from 'vitest';
import { createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { accountingOf } from '#lib/server/feed/accounting.ts';
import { countProgramNames, NamesQuery, programNames } from '#lib/server/feed/names.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { at, world } from '../support/world.ts';

async function office() {
	const cast = await world();
	const { id } = await createRecipient(cast.db, system, { name: 'Program office', kind: 'program' });
	return { ...cast, officeId: id };
}
const all = NamesQuery.parse({});

test('a person without consent is not named, nor one who consented to somebody else', async () => {
	const { db, priya, andre, consent } = await office();
	await consent(andre, undefined, { information: ['name', 'enrollment', 'attendance', 'milestones'] });
	expect(await programNames(db, priya, all)).toEqual({ people: [], more: false });
	expect(await countProgramNames(db.read, priya)).toBe(0);
});

test('a consent that names the program lets out what it lists, and no more', async () => {
	const { db, priya, andre, beatriz, consent, officeId } = await office();
	await consent(andre, officeId, { information: ['name'] });
	await consent(beatriz, officeId, { information: ['name', 'enrollment', 'attendance', 'milestones'] });
	const { people } = await programNames(db, priya, all);
	expect(people.map((one) => [one.firstName, one.enrollment, one.attendance, one.completed])).toEqual([
		['Andre', null, null, null],
		[
			'Beatriz',
			{ group: 'Tuesday evening', left: false },
			{ lessonsDone: 0, lessonsNeeded: 5, minutes: 0 },
			false
		]
	]);
	expect(await countProgramNames(db.read, priya)).toBe(2);
});

test('a consent without the name names nobody', async () => {
	const { db, priya, andre, consent, officeId } = await office();
	await consent(andre, officeId, { information: ['enrollment', 'milestones'] });
	expect((await programNames(db, priya, all)).people).toEqual([]);
});

test('each person shown is a disclosure that their organization can account for', async () => {
	const { db, priya, carl, andre, consent, officeId } = await office();
	await consent(andre, officeId, { information: ['name', 'enrollment'] });
	await programNames(db, priya, all);
	await programNames(db, priya, { ...all, q: 'nobody like this' });
	const told = await accountingOf(db.read, carl, andre.participantId, {});
	expect(told).toMatchObject([
		{
			recipient: 'Program office',
			via: 'screen',
			kinds: ['name', 'enrollment'],
			count: null
		}
	]);
	const events = await historyOf(db.read, `participant:${andre.participantId}`);
	expect(events.at(-1)).toMatchObject({ kind: 'disclosure.made', actor: `staff:${priya.id}` });
});

test('a renewed consent shows a person once, and a revoked or expired one no longer', async () => {
	const { db, priya, carl, andre, dolores, consent, officeId } = await office();
	const terms = { information: ['name'] };
	await consent(andre, officeId, terms);
	const renewed = await consent(andre, officeId, { ...terms, operationId: newId() });
	await consent(dolores, officeId, { ...terms, expiresOn: '2026-03-10' });
	const names = async () => (await programNames(db, priya, all)).people.map((one) => one.firstName);
	expect(await names()).toEqual(['Andre', 'Dolores']);

	at('2026-03-12T02:00:00.000Z');
	expect(await names()).toEqual(['Andre']);
	await revokeConsent(db, carl, andre.participantId, renewed.id);
	expect((await programNames(db, priya, all)).people).toMatchObject([{ firstName: 'Andre' }]);
});

test('the list narrows by organization, name and number', async () => {
	const { db, priya, andre, dolores, harbor, consent, officeId } = await office();
	await consent(andre, officeId, { information: ['name'] });
	await consent(dolores, officeId, { information: ['name'] });
	const names = async (query: object) =>
		(await programNames(db, priya, NamesQuery.parse(query))).people.map((one) => one.firstName);
	expect(await names({ organization: harbor.id })).toEqual(['Dolores']);
	expect(await names({ q: 'MILL' })).toEqual(['Andre']);
	expect(await names({ q: 'p-2001' })).toEqual(['Dolores']);
	expect(await names({ q: '%' })).toEqual([]);
	expect(await names({ page: '2' })).toEqual([]);
});

test('nobody but the program’s staff may ask', async () => {
	const { db, carl, fatima, ada, lee } = await office();
	for (const other of [carl, fatima, ada, lee]) {
		await expect(programNames(db, other, all)).rejects.toMatchObject({ status: 403 });
		await expect(countProgramNames(db.read, other)).rejects.toMatchObject({ status: 403 });
	}
});
