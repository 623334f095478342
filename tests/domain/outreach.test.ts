import { expect, test } from 'vitest';
import { outreachTries } from '#lib/server/db/schema/index.ts';
import { contactOf, recordContact } from '#lib/server/domain/contacts.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { lastTries, NewTry, noteTry, outreachTo, takeBackTry } from '#lib/server/domain/outreach.ts';
import { acceptOffer } from '#lib/server/domain/offers.ts';
import { newId } from '#lib/server/ids.ts';
import { found, offered, referred } from '../support/referring.ts';
import { world } from '../support/world.ts';

const called = (change: object = {}) =>
	NewTry.parse({ operationId: newId(), day: '2026-03-03', way: 'call', outcome: 'no-answer', ...change });

test('a try is told on the person with who tried; sent twice it is one', async () => {
	const cast = await world();
	const { db, fatima, carl, andre } = cast;
	const said = called();
	const whom = { enrollmentId: andre.id };
	await noteTry(db, fatima, whom, said);
	await noteTry(db, fatima, whom, said);
	await noteTry(db, fatima, whom, called({ day: '2026-03-01', way: 'text', outcome: 'left-word' }));
	for (const who of [fatima, carl]) {
		const { tries, noContactSince } = await outreachTo(db.read, who, andre.participantId);
		expect(tries).toMatchObject([
			{ day: '2026-03-03', way: 'call', outcome: 'no-answer', by: 'Fatima' },
			{ day: '2026-03-01', way: 'text', outcome: 'left-word' }
		]);
		expect(noContactSince).toBeNull();
	}
	const changed = noteTry(db, fatima, whom, { ...said, outcome: 'reached' });
	await expect(changed).rejects.toMatchObject({ code: 'operation.reused' });
});

test('nobody tried tomorrow', async () => {
	const { db, fatima, andre } = await world();
	const said = called({ day: '2026-03-04' });
	await expect(noteTry(db, fatima, { enrollmentId: andre.id }, said)).rejects.toMatchObject({
		fields: { day: { code: 'future' } }
	});
});

test('a try that was noted by mistake is taken back, once', async () => {
	const cast = await world();
	const { db, fatima, rosa, andre } = cast;
	const whom = { enrollmentId: andre.id };
	const said = called({ outcome: 'no-contact' });
	await noteTry(db, fatima, whom, said);
	const both = await Promise.allSettled(
		[fatima, rosa].map((who) => takeBackTry(db, who, whom, { operationId: newId(), tryId: said.operationId }))
	);
	expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
		{ reason: { code: 'try.taken-back' } }
	]);
	expect(await outreachTo(db.read, fatima, andre.participantId)).toEqual({ tries: [], noContactSince: null });
	expect(await db.read.select().from(outreachTries)).toHaveLength(2);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('who asked not to be contacted is left alone by all who work there, whomever they told', async () => {
	const cast = await world();
	const { db, carl, fatima } = cast;
	const referralId = await offered(cast);
	await noteTry(db, carl, { referralId }, called({ outcome: 'no-contact' }));
	await acceptOffer(db, carl, referralId, { operationId: newId() });
	const { participantId } = (await found(cast, referralId)).referral;
	expect(await outreachTo(db.read, fatima, participantId)).toEqual({
		...{ tries: [], noContactSince: '2026-03-03' }
	});
	expect((await lastTries(db.read, fatima, [participantId]))(participantId)).toEqual({
		...{ last: null, noContact: true }
	});
	expect((await outreachTo(db.read, carl, participantId)).tries).toHaveLength(1);
});

test('others note no try and read none', async () => {
	const cast = await world();
	const { db, fatima, nils, olga, henry, priya, ada, andre, dolores } = cast;
	const said = called();
	await noteTry(db, fatima, { enrollmentId: andre.id }, said);
	const referralId = await offered(cast);
	for (const stranger of [nils, olga, henry, priya, ada, cast.self(andre), cast.key]) {
		const gone = { status: 404 };
		await expect(noteTry(db, stranger, { enrollmentId: andre.id }, called())).rejects.toMatchObject(gone);
		await expect(noteTry(db, stranger, { referralId }, called())).rejects.toMatchObject(gone);
		expect((await outreachTo(db.read, stranger, andre.participantId)).tries).toEqual([]);
	}
	const other = { operationId: newId(), tryId: said.operationId };
	const theirs = takeBackTry(db, olga, { enrollmentId: dolores.id }, other);
	await expect(theirs).rejects.toMatchObject({ status: 404 });
});

test('the log knows that somebody tried, and not what came of it', async () => {
	const { db, fatima, andre } = await world();
	await noteTry(db, fatima, { enrollmentId: andre.id }, called({ outcome: 'wrong-number' }));
	const events = await historyOf(db.read, `participant:${andre.participantId}`);
	const tried = events.filter(({ kind }) => kind === 'outreach.tried');
	expect(tried).toHaveLength(1);
	expect(JSON.stringify(tried)).not.toMatch(/wrong-number|call/);
});

test('whoever keeps a referral notes how the person wants to be reached; nobody else reads it', async () => {
	const cast = await world();
	const { db, carl, fatima, henry } = cast;
	const { participantId } = (await found(cast, await referred(cast))).referral;
	const said = { phone: '213 555 0142', way: 'text' as const, safe: 'text-only' as const, neutral: true };
	await recordContact(db, carl, participantId, { operationId: newId(), ...said });
	expect(await contactOf(db.read, carl, participantId)).toMatchObject(said);
	for (const stranger of [fatima, henry])
		await expect(contactOf(db.read, stranger, participantId)).rejects.toMatchObject({ status: 404 });
});
