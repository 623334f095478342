import { expect, test } from 'vitest';
import { referralSteps } from '#lib/server/db/schema/index.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { enrollByNumber, findParticipant } from '#lib/server/domain/people.ts';
import { findReferral } from '#lib/server/domain/referral-steps.ts';
import {
	closeReferral,
	confirmEligibility,
	NewReferral,
	referKnown,
	referNew,
	reopenReferral
} from '#lib/server/domain/referrals.ts';
import { acceptOffer } from '#lib/server/domain/offers.ts';
import { joinWaitlist } from '#lib/server/domain/waitlists.ts';
import { newId } from '#lib/server/ids.ts';
import { found, referred, offered, stateOf, told } from '../support/referring.ts';
import { present, world } from '../support/world.ts';

test('somebody new is referred, and known to the program from then on, in no group', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const id = await referred(cast, { firstName: 'Gloria', lastName: 'Nuñez' });
	expect(await found(cast, id)).toMatchObject({
		...{ firstName: 'Gloria', lastName: 'Nuñez', language: 'es' },
		referral: { source: 'case-management', referredOn: '2026-03-02' },
		step: { state: 'referred', replaces: null }
	});
	const { participantId } = (await found(cast, id)).referral;
	await expect(findParticipant(db.read, carl, participantId)).rejects.toMatchObject({ status: 404 });
});

test('sent twice it is one referral; the same id with something else is refused', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const form = told(cast);
	expect(await referNew(db, carl, form)).toBe(await referNew(db, carl, form));
	await expect(referNew(db, carl, { ...form, lastName: 'Other' })).rejects.toMatchObject({
		code: 'operation.reused'
	});
	const steps = await db.read.select().from(referralSteps);
	expect(steps).toHaveLength(1);
});

test('somebody whom another organization knows is referred by their number, and once at a time', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const { firstName: _f, lastName: _l, language: _s, ...form } = told(cast, { number: 'P-2001' });
	const id = await referKnown(db, carl, form);
	expect(await found(cast, id)).toMatchObject({ firstName: 'Dolores' });
	const again = referKnown(db, carl, { ...form, operationId: newId() });
	await expect(again).rejects.toMatchObject({ code: 'referral.open' });
	const unknown = referKnown(db, carl, { ...form, operationId: newId(), number: 'P-7777' });
	await expect(unknown).rejects.toMatchObject({ fields: { number: { code: 'unknown' } } });
	await closeReferral(db, carl, id, { operationId: newId(), end: 'elsewhere' });
	await referKnown(db, carl, { ...form, operationId: newId() });
});

test('a number that is taken, a day to come, and what another organization has are refused', async () => {
	const cast = await world();
	const { db, carl, pier, harborGroup } = cast;
	const faults: [object, object][] = [
		[{ number: 'P-2001' }, { number: { code: 'taken' } }],
		[{ referredOn: '2026-03-04' }, { referredOn: { code: 'future' } }],
		[{ siteId: pier.id }, { siteId: { code: 'choice' } }],
		[{ groupId: harborGroup.id }, { groupId: { code: 'choice' } }]
	];
	for (const [change, fields] of faults)
		await expect(referNew(db, carl, told(cast, change))).rejects.toMatchObject({ status: 400, fields });
	expect(await db.read.select().from(referralSteps)).toEqual([]);
});

test('names in any script and of 200 characters are taken; longer ones and control characters are not', async () => {
	const cast = await world();
	const names = ['Нина', '李娜', 'فاطمة', 'Ñandú', 'Ngô Thị', 'ก้อง', 'x'.repeat(200)];
	for (const [i, firstName] of names.entries()) {
		const id = await referred(cast, { firstName, number: `P-31${i}0` });
		expect((await found(cast, id)).firstName).toBe(firstName.normalize('NFC'));
	}
	for (const firstName of ['x'.repeat(201), '', '   ', 'A\u0000b', 'A\u202Eb'])
		expect(NewReferral.safeParse(told(cast, { firstName })).success, JSON.stringify(firstName)).toBe(false);
});

test('only the organization’s coordinators refer, see and decide', async () => {
	const cast = await world();
	const { db, fatima, henry, olga, priya, lee, ada, andre } = cast;
	const id = await referred(cast);
	const answer = { operationId: newId(), eligible: 'yes' as const };
	for (const stranger of [fatima, henry, olga, priya, lee, ada, cast.self(andre), cast.key]) {
		await expect(findReferral(db.read, stranger, id)).rejects.toMatchObject({ status: 404 });
		await expect(confirmEligibility(db, stranger, id, answer)).rejects.toMatchObject({ status: 404 });
		const form = told(cast, { number: 'P-3999' });
		const { status } = await referNew(db, stranger, form).catch((error) => error);
		expect([403, 404]).toContain(status);
	}
});

test('eligibility is said once, yes or no; no ends the referral', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const [yes, no] = [await referred(cast), await referred(cast, { number: 'P-3002' })];
	const say = (id: string, eligible: 'yes' | 'no') =>
		confirmEligibility(db, carl, id, { operationId: newId(), eligible });
	await say(yes, 'yes');
	await say(no, 'no');
	expect(await stateOf(cast, yes)).toBe('eligible');
	expect((await found(cast, no)).step).toMatchObject({ state: 'closed', end: 'not-eligible' });
	for (const id of [yes, no]) await expect(say(id, 'no')).rejects.toMatchObject({ code: 'referral.changed' });
});

test('two who decide at once: one word stands, the other is told', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const id = await referred(cast);
	const both = await Promise.allSettled([
		confirmEligibility(db, carl, id, { operationId: newId(), eligible: 'yes' }),
		confirmEligibility(db, carl, id, { operationId: newId(), eligible: 'no' })
	]);
	expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
		{ reason: { code: 'referral.changed' } }
	]);
	expect(await db.read.select().from(referralSteps)).toHaveLength(2);
});

test('nobody is on a waitlist before eligibility is confirmed', async () => {
	const cast = await world();
	const { db, carl, harborGroup } = cast;
	const id = await referred(cast);
	const join = (groupId: string | null) => joinWaitlist(db, carl, id, { operationId: newId(), groupId });
	await expect(join(null)).rejects.toMatchObject({ code: 'referral.changed' });
	await confirmEligibility(db, carl, id, { operationId: newId(), eligible: 'yes' });
	await expect(join(harborGroup.id)).rejects.toMatchObject({ fields: { groupId: { code: 'choice' } } });
	await join(null);
	await join(cast.tuesdayGroup.id);
	expect((await found(cast, id)).step).toMatchObject({ state: 'waitlisted', groupId: cast.tuesdayGroup.id });
});

test('whoever is enrolled another way has accepted', async () => {
	const cast = await world();
	const { db, carl, tuesdayGroup } = cast;
	const id = await referred(cast, { number: 'P-3003' });
	const { id: enrollmentId } = await enrollByNumber(db, carl, tuesdayGroup.id, {
		...{ operationId: newId(), number: 'P-3003' }
	});
	expect((await found(cast, id)).step).toMatchObject({ state: 'accepted', enrollmentId });
});

test('who took a place and never came has never started; who came once has', async () => {
	const cast = await world();
	const { db, carl, fatima, tuesdaySession } = cast;
	const id = await offered(cast);
	const { enrollmentId } = await acceptOffer(db, carl, id, { operationId: newId() });
	const close = (end: 'never-started' | 'elsewhere') =>
		closeReferral(db, carl, id, { operationId: newId(), end });
	await expect(close('elsewhere')).rejects.toMatchObject({ code: 'referral.changed' });
	const markId = newId();
	await mark(db, fatima, tuesdaySession, present(enrollmentId!, { operationId: markId }));
	await expect(close('never-started')).rejects.toMatchObject({ code: 'referral.started' });
	const back = { status: 'unmarked', replaces: [markId] };
	await mark(db, fatima, tuesdaySession, present(enrollmentId!, back));
	await close('never-started');
	expect((await found(cast, id)).step).toMatchObject({ state: 'closed', end: 'never-started', enrollmentId });
});

test('nobody who is not in a group has never started there', async () => {
	const cast = await world();
	const id = await referred(cast);
	const closing = closeReferral(cast.db, cast.carl, id, { operationId: newId(), end: 'never-started' });
	await expect(closing).rejects.toMatchObject({ fields: { end: { code: 'choice' } } });
});

test('the log tells each step, in order, and no name', async () => {
	const cast = await world();
	const { db } = cast;
	const id = await offered(cast, { firstName: 'Gloria' });
	const { participantId } = (await found(cast, id)).referral;
	const events = await historyOf(db.read, `participant:${participantId}`);
	expect(events.map(({ kind }) => kind)).toEqual([
		'participant.added',
		...['referral.referred', 'referral.eligible', 'referral.waitlisted', 'referral.offered']
	]);
	expect(JSON.stringify(events)).not.toMatch(/Gloria/);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('a closed one is opened again as far as it had come, once, and not beside a new one', async () => {
	const cast = await world();
	const { db, carl, henry } = cast;
	const id = await referred(cast);
	const close = () => closeReferral(db, carl, id, { operationId: newId(), end: 'unreachable' });
	const reopen = () => reopenReferral(db, carl, id, { operationId: newId() });
	await expect(reopen()).rejects.toMatchObject({ code: 'referral.changed' });
	await close();
	await reopen();
	expect(await stateOf(cast, id)).toBe('referred');
	await confirmEligibility(db, carl, id, { operationId: newId(), eligible: 'yes' });
	await close();
	const twice = { operationId: newId() };
	await reopenReferral(db, carl, id, twice);
	await reopenReferral(db, carl, id, twice);
	expect(await stateOf(cast, id)).toBe('eligible');

	await close();
	await expect(reopenReferral(db, henry, id, { operationId: newId() })).rejects.toMatchObject({
		status: 404
	});
	const { number } = await found(cast, id);
	const { firstName: _f, lastName: _l, language: _s, ...form } = told(cast, { number });
	await referKnown(db, carl, { ...form, operationId: newId() });
	await expect(reopen()).rejects.toMatchObject({ code: 'referral.open' });
});

test('one closed as not eligible is opened before that was said', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const id = await referred(cast);
	await confirmEligibility(db, carl, id, { operationId: newId(), eligible: 'no' });
	await reopenReferral(db, carl, id, { operationId: newId() });
	expect(await stateOf(cast, id)).toBe('referred');
});
