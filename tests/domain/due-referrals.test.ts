import { expect, test } from 'vitest';
import { acceptOffer } from '#lib/server/domain/offers.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { newId } from '#lib/server/ids.ts';
import { offered, offerTo, referred, waiting } from '../support/referring.ts';
import { at, world, type World } from '../support/world.ts';

const listFor = (cast: World, who = cast.carl) => worklistOf(cast.db.read, who, 'en');

test('eligibility that is not known after seven days waits for a hand', async () => {
	const cast = await world();
	await referred(cast, { referredOn: '2026-02-25' });
	const late = await referred(cast, { number: 'P-3002', referredOn: '2026-02-24', firstName: 'Irma' });
	const { eligibility, count } = await listFor(cast);
	expect(eligibility).toMatchObject([{ id: late, firstName: 'Irma', referredOn: '2026-02-24' }]);
	expect(count).toBe(1);
});

test('an offer is asked after from the day before its last, until it was answered', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const id = await offered(cast);
	at('2026-03-08T20:00:00Z');
	expect((await listFor(cast)).offers).toEqual([]);
	at('2026-03-09T20:00:00Z');
	expect((await listFor(cast)).offers).toMatchObject([{ id, group: 'Tuesday evening', until: '2026-03-10' }]);
	await acceptOffer(db, carl, id, { operationId: newId() });
	expect((await listFor(cast)).offers).toEqual([]);
});

test('a free seat is told while somebody waits for it, with who comes first', async () => {
	const cast = await world();
	expect((await listFor(cast)).seats).toEqual([]);
	await waiting(cast, { number: 'P-3002' }, null);
	const first = await waiting(cast, { referredOn: '2026-02-20' });
	expect((await listFor(cast)).seats).toMatchObject([
		{ group: 'Tuesday evening', free: 10, waiting: 2, first: { id: first } }
	]);
	await offerTo(cast, first);
	expect((await listFor(cast)).seats).toMatchObject([{ free: 9, waiting: 1 }]);
});

test('a full group asks for nobody', async () => {
	const cast = await world();
	for (let i = 0; i < 10; i += 1)
		await cast.enroll(cast.carl, cast.tuesdayGroup.id, `P-40${i}0`, `Person ${i}`, 'Here');
	await waiting(cast);
	expect((await listFor(cast)).seats).toEqual([]);
});

test('facilitators and other organizations see nothing of it', async () => {
	const cast = await world();
	await referred(cast, { number: 'P-3009', referredOn: '2026-02-01' });
	await offered(cast);
	await waiting(cast, { number: 'P-3002' });
	at('2026-03-10T16:00:00Z');
	for (const other of [cast.fatima, cast.henry, cast.olga]) {
		const { eligibility, offers, seats } = await listFor(cast, other);
		expect([...eligibility, ...offers, ...seats]).toEqual([]);
	}
});
