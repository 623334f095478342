import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { events } from '#lib/server/db/schema/index.ts';
import { lookUpName, lookUpNumber } from '#lib/server/domain/lookups.ts';
import { lookupsAnHour, takeLookup } from '#lib/server/identity/lookups.ts';
import { at, world } from '../support/world.ts';

const nobody = { here: [] };

test('the answer to a number is known or not, and shows only those whom one knows anyway', async () => {
	const { db, carl, fatima, nils, northside } = await world();
	const ask = (actor: typeof carl, number: string) =>
		lookUpNumber(db, actor, { organizationId: northside.id, number });
	expect(await ask(carl, 'P-2001')).toEqual({ answer: 'known', ...nobody });
	expect(await ask(carl, 'P-9999')).toEqual({ answer: 'unknown', ...nobody });
	const andre = { number: 'P-1001', firstName: 'Andre', lastName: 'Miller' };
	expect(await ask(carl, 'P-1001')).toMatchObject({ answer: 'here', here: [andre] });
	expect(await ask(fatima, 'P-1001')).toMatchObject({ answer: 'here' });
	expect(await ask(nils, 'P-1001')).toEqual({ answer: 'known', ...nobody });
});

test('a name of another organization is only maybe known', async () => {
	const { db, carl, nils, northside } = await world();
	const ask = (actor: typeof carl, firstName: string, lastName: string) =>
		lookUpName(db, actor, { organizationId: northside.id, firstName, lastName });
	expect(await ask(carl, 'dolorés', 'QUINN')).toEqual({ answer: 'maybe', ...nobody });
	expect(await ask(carl, 'Dolores', 'Quin')).toEqual({ answer: 'unknown', ...nobody });
	expect(await ask(carl, 'Andre', 'Miller')).toMatchObject({ answer: 'here', here: [{ number: 'P-1001' }] });
	expect(await ask(nils, 'Andre', 'Miller')).toEqual({ answer: 'maybe', ...nobody });
});

test('each question is in the log of whoever asks, without number or name', async () => {
	const { db, carl, harbor, northside } = await world();
	await lookUpNumber(db, carl, { organizationId: northside.id, number: 'P-2001' });
	await lookUpName(db, carl, { organizationId: northside.id, firstName: 'Dolores', lastName: 'Quinn' });
	const logged = await db.read
		.select()
		.from(events)
		.where(eq(events.kind, 'people.looked-up'))
		.orderBy(events.seq);
	expect(logged.map(({ subject, data }) => [subject, JSON.parse(String(data))])).toEqual([
		[`organization:${northside.id}`, { by: 'number', answer: 'known' }],
		[`organization:${northside.id}`, { by: 'name', answer: 'maybe' }]
	]);
	expect(JSON.stringify(logged)).not.toMatch(/Dolores|Quinn|P-2001/);
	const elsewhere = { organizationId: harbor.id, number: 'P-2001' };
	await expect(lookUpNumber(db, carl, elsewhere)).rejects.toMatchObject({ status: 400 });
});

test('only who works in groups may ask', async () => {
	const { db, priya, lee, ada, self, andre, northside } = await world();
	for (const actor of [priya, lee, ada, self(andre)]) {
		const asked = lookUpNumber(db, actor, { organizationId: northside.id, number: 'P-2001' });
		await expect(asked).rejects.toMatchObject({ status: 403 });
	}
});

test('names can’t be guessed through: so many an hour for each person of the staff', async () => {
	const { db, carl, fatima } = await world();
	for (let i = 0; i < lookupsAnHour.name; i += 1) await takeLookup(db, carl, 'name');
	await expect(takeLookup(db, carl, 'name')).rejects.toMatchObject({ status: 429, code: 'lookup.wait' });
	await takeLookup(db, fatima, 'name');
	await takeLookup(db, carl, 'number');
	at('2026-03-04T03:11:00.000Z');
	await takeLookup(db, carl, 'name');
});
