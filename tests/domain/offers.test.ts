import { expect, test } from 'vitest';
import { acceptOffer, declineOffer, lapseOffers } from '#lib/server/domain/offers.ts';
import { closeReferral } from '#lib/server/domain/referrals.ts';
import { recordKeepApart } from '#lib/server/domain/keep-aparts.ts';
import { enrollNewParticipant } from '#lib/server/domain/newcomers.ts';
import { peopleIn } from '#lib/server/domain/people.ts';
import { seatsOf, waitingIn, waitsFor } from '#lib/server/domain/waitlists.ts';
import { newId } from '#lib/server/ids.ts';
import { usualJobs } from '#lib/server/jobs.ts';
import { eligible, found, offered, offerTo, stateOf, waiting } from '../support/referring.ts';
import { at, world, type World } from '../support/world.ts';

/** Andre and Beatriz are in the Tuesday group: ten more make it full but for `left` seats. */
async function almostFull(left = 1) {
	const cast = await world();
	const { carl, tuesdayGroup } = cast;
	for (let i = 0; i < 10 - left; i += 1)
		await cast.enroll(carl, tuesdayGroup.id, `P-40${i}0`, `Person ${i}`, 'Here');
	return cast;
}
const accept = ({ db, carl }: World, id: string) => acceptOffer(db, carl, id, { operationId: newId() });
const decline = ({ db, carl }: World, id: string, then: 'stays' | 'leaves') =>
	declineOffer(db, carl, id, { operationId: newId(), then });
const seats = async ({ db, tuesdayGroup }: World) =>
	(await seatsOf(db.read, [tuesdayGroup.id])).get(tuesdayGroup.id)!;
const inOrder = async ({ db, northside, tuesdayGroup }: World) =>
	(await waitingIn(db.read, [northside.id]))
		.filter(waitsFor({ ...tuesdayGroup, organizationId: northside.id }))
		.map(({ number }) => number);

test('a place is offered and taken: the person is in the group', async () => {
	const cast = await world();
	const { db, tuesdayGroup } = cast;
	const id = await offered(cast);
	expect((await found(cast, id)).step).toMatchObject({ state: 'offered', until: '2026-03-10' });
	const { enrollmentId } = await accept(cast, id);
	expect((await found(cast, id)).step).toMatchObject({ state: 'accepted', enrollmentId });
	const people = await peopleIn(db.read, tuesdayGroup.id);
	expect(people.map(({ number }) => number)).toContain('P-3001');
});

test('sent twice, an answer enrolls once', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const id = await offered(cast);
	const answer = { operationId: newId() };
	expect(await acceptOffer(db, carl, id, answer)).toEqual(await acceptOffer(db, carl, id, answer));
	await expect(accept(cast, id)).rejects.toMatchObject({ code: 'referral.changed' });
});

test('seats that are offered count as taken: a full group offers none', async () => {
	const cast = await almostFull();
	const [first, second] = [await waiting(cast), await waiting(cast, { number: 'P-3002' })];
	await offerTo(cast, first);
	expect(await seats(cast)).toMatchObject({ taken: 11, free: 0 });
	await expect(offerTo(cast, second)).rejects.toMatchObject({ code: 'offer.full' });
	await decline(cast, first, 'leaves');
	await offerTo(cast, second);
	await accept(cast, second);
	expect(await seats(cast)).toMatchObject({ taken: 12, free: 0, offered: [] });
});

test('a seat that is held for somebody is given to nobody else, and theirs to take', async () => {
	const cast = await almostFull();
	const id = await offered(cast);
	const other = { number: 'P-4999', firstName: 'Xena', lastName: 'Other', language: 'en' as const };
	const another = { operationId: newId(), ...other };
	await expect(enrollNewParticipant(cast.db, cast.carl, cast.tuesdayGroup.id, another)).rejects.toMatchObject(
		{ code: 'placement.full' }
	);
	await accept(cast, id);
	expect(await seats(cast)).toMatchObject({ taken: 12, free: 0 });
});

test('no place is offered where the person could not be placed', async () => {
	const cast = await world();
	const { db, carl, andre } = cast;
	const id = await waiting(cast);
	const apart = { operationId: newId(), number: 'P-3001' };
	await recordKeepApart(db, carl, andre.participantId, apart);
	await expect(offerTo(cast, id)).rejects.toMatchObject({ code: 'placement.unavailable' });
	expect(await stateOf(cast, id)).toBe('waitlisted');
});

test('two offers of the last seat at once: one is made', async () => {
	const cast = await almostFull();
	const [first, second] = [await waiting(cast), await waiting(cast, { number: 'P-3002' })];
	const both = await Promise.allSettled([
		offerTo(cast, first),
		offerTo(cast, second, { reason: 'begins-soon' })
	]);
	expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
		{ reason: { code: 'offer.full' } }
	]);
	expect((await seats(cast)).offered).toHaveLength(1);
});

test('two answers to one offer at once: one stands', async () => {
	const cast = await world();
	const { db, tuesdayGroup } = cast;
	const id = await offered(cast);
	const both = await Promise.allSettled([accept(cast, id), decline(cast, id, 'leaves')]);
	expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
		{ reason: { code: 'referral.changed' } }
	]);
	const isIn = (await peopleIn(db.read, tuesdayGroup.id)).some(({ number }) => number === 'P-3001');
	expect(isIn).toBe((await stateOf(cast, id)) === 'accepted');
});

test('the waitlist is in the order of the referrals, whoever was put on it first', async () => {
	const cast = await world();
	await waiting(cast, { number: 'P-3001', referredOn: '2026-02-20' });
	await waiting(cast, { number: 'P-3002', referredOn: '2026-02-10' }, null);
	await waiting(cast, { number: 'P-3003', referredOn: '2026-02-15' });
	expect(await inOrder(cast)).toEqual(['P-3002', 'P-3003', 'P-3001']);
});

test('out of order a place is offered with a reason, which is kept; in order none is', async () => {
	const cast = await world();
	const first = await waiting(cast, { referredOn: '2026-02-10' });
	const second = await waiting(cast, { number: 'P-3002' });
	await expect(offerTo(cast, second)).rejects.toMatchObject({ code: 'offer.order', params: { count: 1 } });
	await offerTo(cast, second, { reason: 'unreached' });
	expect((await found(cast, second)).step).toMatchObject({ state: 'offered', offerReason: 'unreached' });
	await offerTo(cast, first, { reason: 'other' });
	expect((await found(cast, first)).step.offerReason).toBeNull();
});

test('somebody eligible is offered a place without having waited, when nobody else waits', async () => {
	const cast = await world();
	const id = await eligible(cast);
	await offerTo(cast, id);
	expect(await stateOf(cast, id)).toBe('offered');
});

test('who declines stays on the waitlist for other groups, or leaves it', async () => {
	const cast = await world();
	const [stays, leaves] = [await offered(cast), await offered(cast, { number: 'P-3002' })];
	await decline(cast, stays, 'stays');
	await decline(cast, leaves, 'leaves');
	expect((await found(cast, stays)).step).toMatchObject({ state: 'declined', groupId: null });
	expect((await found(cast, leaves)).step).toMatchObject({ state: 'closed', end: 'declined' });
	expect(await inOrder(cast)).toEqual([]);
	expect((await seats(cast)).offered).toEqual([]);
});

test('a day gone by, or too far off, is refused, and so is a group of another organization', async () => {
	const cast = await world();
	const id = await waiting(cast);
	for (const until of ['2026-03-02', '2026-04-03'])
		await expect(offerTo(cast, id, { until })).rejects.toMatchObject({
			fields: { until: { code: 'offer.until' } }
		});
	await expect(offerTo(cast, id, { groupId: cast.harborGroup.id })).rejects.toMatchObject({
		fields: { groupId: { code: 'choice' } }
	});
	await offerTo(cast, id, { until: '2026-03-03' });
});

test('an offer holds through its day at the site, lapses after it, and the place can be offered again', async () => {
	const cast = await world();
	const { db } = cast;
	const id = await offered(cast);
	at('2026-03-11T06:59:00Z');
	expect(await lapseOffers(db)).toBe(0);
	at('2026-03-11T07:01:00Z');
	await expect(accept(cast, id)).rejects.toMatchObject({ code: 'offer.lapsed' });
	await usualJobs()
		.find(({ name }) => name === 'offers')!
		.run(db);
	expect((await found(cast, id)).step).toMatchObject({ state: 'lapsed', groupId: cast.tuesdayGroup.id });
	expect(await lapseOffers(db)).toBe(0);
	expect(await seats(cast)).toMatchObject({ taken: 2, free: 10 });
	expect(await inOrder(cast)).toEqual(['P-3001']);
	await offerTo(cast, id, { until: '2026-03-20' });
	await accept(cast, id);
});

test('closing a referral frees the place that was offered', async () => {
	const cast = await world();
	const { db, carl } = cast;
	const id = await offered(cast);
	await closeReferral(db, carl, id, { operationId: newId(), end: 'unreachable' });
	expect(await seats(cast)).toMatchObject({ offered: [], free: 10 });
	await expect(accept(cast, id)).rejects.toMatchObject({ code: 'referral.changed' });
});

test('only the organization’s coordinators offer and answer', async () => {
	const cast = await world();
	const { db, fatima, henry, priya, ada, andre } = cast;
	const id = await offered(cast);
	for (const stranger of [fatima, henry, priya, ada, cast.self(andre)]) {
		const gone = { status: 404 };
		await expect(acceptOffer(db, stranger, id, { operationId: newId() })).rejects.toMatchObject(gone);
		const no = { operationId: newId(), then: 'leaves' as const };
		await expect(declineOffer(db, stranger, id, no)).rejects.toMatchObject(gone);
	}
});
