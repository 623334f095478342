import { expect, test } from 'vitest';
import {
	Contact,
	contactOf,
	ownContact,
	recordContact,
	recordOwnContact
} from '#lib/server/domain/contacts.ts';
import { newId } from '#lib/server/ids.ts';
import { at, world } from '../support/world.ts';

const said = (change: object = {}): Contact => ({
	operationId: newId(),
	shownAt: null,
	phone: '(213) 555-0142',
	way: 'text',
	safe: 'text-only',
	askFor: 'Dre',
	neutral: true,
	...change
});

test('what a person said about being reached is for their facilitators and coordinators', async () => {
	const { db, fatima, carl, nils, olga, henry, priya, ada, andre } = await world();
	expect(await contactOf(db.read, carl, andre.participantId)).toBeNull();
	await recordContact(db, fatima, andre.participantId, said());
	const { operationId: _id, shownAt: _none, ...kept } = said();
	expect(await contactOf(db.read, carl, andre.participantId)).toMatchObject(kept);
	for (const stranger of [nils, olga, henry, priya, ada]) {
		const refused = { status: 404 };
		await expect(contactOf(db.read, stranger, andre.participantId)).rejects.toMatchObject(refused);
		await expect(recordContact(db, stranger, andre.participantId, said())).rejects.toMatchObject(refused);
	}
});

test('the person says it anew themselves; who still sees the old is told', async () => {
	const { db, carl, self, andre } = await world();
	await recordContact(db, carl, andre.participantId, said());
	const shown = await contactOf(db.read, carl, andre.participantId);
	at('2026-03-05T18:00:00.000Z');
	const change = said({ shownAt: shown!.shownAt, safe: 'no', way: 'in-person', phone: null });
	await recordOwnContact(db, self(andre), change);
	await recordOwnContact(db, self(andre), change);
	expect(await ownContact(db.read, self(andre))).toMatchObject({ safe: 'no', phone: null });
	const stale = said({ shownAt: shown!.shownAt });
	await expect(recordContact(db, carl, andre.participantId, stale)).rejects.toMatchObject({
		...{ status: 409, code: 'contact.changed' }
	});
	await expect(recordOwnContact(db, carl, stale)).rejects.toMatchObject({ status: 403 });
});

test.each([
	[{ safe: 'no', way: 'call' }, 'contact.unsafe'],
	[{ safe: 'no', way: 'text' }, 'contact.unsafe'],
	[{ safe: 'text-only', way: 'call' }, 'contact.unsafe'],
	[{ phone: null }, 'contact.no-phone'],
	[{ phone: '12' }, 'contact.phone'],
	[{ phone: '=HYPERLINK("x")' }, 'contact.phone']
])('what can’t be meant is asked again: %o', (change, code) => {
	const read = Contact.safeParse(said(change));
	expect(read.error?.issues.map(({ message }) => message)).toContain(code);
});

test.each([
	{ safe: 'no', way: 'in-person', phone: null },
	{ safe: 'yes', way: 'call', phone: '+52 55 1234 5678' }
])('and what can be meant is taken: %o', (change) => {
	expect(Contact.safeParse(said(change)).success).toBe(true);
});
