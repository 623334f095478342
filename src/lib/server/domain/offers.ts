/** Offers: a place in a group, held for somebody until a day; taken, declined, or free again when the day is over. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, referralSteps, sites } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, system, type Actor } from '../policy.ts';
import { plusDays } from './days.ts';
import { findGroup, type Group } from './groups.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { enroll } from './enrollments.ts';
import { placementOf } from './places.ts';
import {
	appendStep,
	findReferral,
	referralScope,
	referralsWith,
	waitingStates,
	type FoundReferral,
	type ReferralStep
} from './referral-steps.ts';
import { findToDecide, refuseOtherGroup } from './referrals.ts';
import { dayIn } from './schedule.ts';
import { seatsOf, waitingIn, waitsFor } from './waitlists.ts';
import { offerReasons } from '#lib/vocabulary.ts';

/** Days that a place can be held at the most. */
export const offerDays = 30;
/** Days until it is, where nobody says otherwise. */
export const usualOfferDays = 7;

export const NewOffer = z.strictObject({
	operationId: uuid,
	groupId: uuid,
	/** The last day on which it can be taken. */
	until: dayText,
	/** Why not the first on the waitlist. */
	reason: z.enum(offerReasons).nullable().default(null)
});
export const OfferAnswer = z.strictObject({ operationId: uuid });
/** Declined: "stays" on the waitlist, or wants no place any more. */
export const DeclinedOffer = z.strictObject({ operationId: uuid, then: z.enum(['stays', 'leaves']) });

/**
 * Holds a place for somebody. Seats that are offered count as taken.
 * @throws 404, 403, 409 referral.changed, offer.full, placement.*, offer.order where others come first and no reason is
 * given; 400
 */
export async function offerPlace(db: Db, actor: Actor, referralId: Id, input: z.input<typeof NewOffer>) {
	const { operationId, groupId, until, reason } = NewOffer.parse(input);
	await db.write(async (tx) => {
		const found = await findToDecide(tx, actor, referralId);
		const content = { referralId, groupId, until, reason };
		if (!(await isNew(tx, actor, 'offerPlace', operationId, content))) return;
		const { referral, step } = found;
		if (step.state !== 'eligible' && !waitingStates.includes(step.state)) throw conflict('referral.changed');
		await refuseOtherGroup(tx, referral.organizationId, groupId);
		const group = await findGroup(tx, actor, groupId);
		refuseDay(group, until);
		if ((await seatsOf(tx, [groupId])).get(groupId)!.free === 0) throw conflict('offer.full');
		await refuseUnplaceable(tx, group.id, referral.participantId);
		const ahead = await countAhead(tx, found, group);
		if (ahead > 0 && reason === null) throw conflict('offer.order', { count: ahead });
		await appendStep(tx, actor, referral, step, 'offered', {
			...{ groupId: step.groupId, offeredGroupId: groupId, until },
			offerReason: ahead > 0 ? reason : null
		});
	});
}

/** What would be refused when it is taken is not offered. */
async function refuseUnplaceable(tx: Tx, groupId: Id, participantId: Id) {
	const [obstacle] = (await placementOf(tx, groupId, { participantId })).obstacles;
	if (obstacle) throw conflict(`placement.${obstacle}`);
}

function refuseDay({ zone }: Group, until: string) {
	const today = dayIn(zone, now());
	if (until < today || until > plusDays(today, offerDays))
		throw invalid({ until: { code: 'offer.until', params: { days: offerDays } } });
}

/** People on the group's waitlist who were referred before. */
async function countAhead(tx: Tx, { referral }: FoundReferral, group: Group) {
	const inOrder = (await waitingIn(tx, [referral.organizationId])).filter(waitsFor(group));
	const isBefore = (other: FoundReferral['referral']) =>
		[other.referredOn, other.at, other.id].join() < [referral.referredOn, referral.at, referral.id].join();
	return inOrder.filter((one) => isBefore(one.referral)).length;
}

/**
 * The person takes the place: they are enrolled.
 * @throws 404, 403, 409 referral.changed, offer.lapsed, enrollment.twice
 */
export async function acceptOffer(
	db: Db,
	actor: Actor,
	referralId: Id,
	{ operationId }: z.infer<typeof OfferAnswer>
) {
	return db.write(async (tx) => {
		const { referral, step } = await findToDecide(tx, actor, referralId);
		const isFirst = await isNew(tx, actor, 'acceptOffer', operationId, { referralId });
		if (!isFirst) return enrolledBy(step);
		const group = await findOffered(tx, actor, step);
		allow(actor, 'groups.enroll', group);
		if (isOver(step, group.zone)) throw conflict('offer.lapsed');
		const { id } = await enroll(tx, actor, group, referral.participantId, null);
		return { groupId: group.id, enrollmentId: id };
	});
}

const enrolledBy = ({ offeredGroupId, enrollmentId }: ReferralStep) => ({
	groupId: offeredGroupId,
	enrollmentId
});

async function findOffered(tx: Tx, actor: Actor, { state, offeredGroupId }: ReferralStep): Promise<Group> {
	if (state !== 'offered' || offeredGroupId === null) throw conflict('referral.changed');
	return findGroup(tx, actor, offeredGroupId);
}

const isOver = ({ until }: ReferralStep, zone: string) => until! < dayIn(zone, now());

/**
 * The person does not take the place: they wait on, for any other group where they waited for this one, or it is over.
 * @throws 404, 403, 409 referral.changed
 */
export async function declineOffer(
	db: Db,
	actor: Actor,
	referralId: Id,
	{ operationId, then }: z.infer<typeof DeclinedOffer>
) {
	await db.write(async (tx) => {
		const { referral, step } = await findToDecide(tx, actor, referralId);
		if (!(await isNew(tx, actor, 'declineOffer', operationId, { referralId, then }))) return;
		if (step.state !== 'offered') throw conflict('referral.changed');
		const { offeredGroupId } = step;
		const groupId = step.groupId === offeredGroupId ? null : step.groupId;
		if (then === 'stays')
			await appendStep(tx, actor, referral, step, 'declined', { groupId, offeredGroupId });
		else await appendStep(tx, actor, referral, step, 'closed', { offeredGroupId, end: 'declined' });
	});
}

/** Offers that are out, with the group; those of all organizations for the deployment itself. */
export async function offersOut(read: Read, actor: Actor) {
	const offered = await referralsWith(read, and(referralScope(actor), eq(referralSteps.state, 'offered')));
	const ids = offered.flatMap(({ step }) => step.offeredGroupId ?? []);
	const found = await read
		.select({ id: groups.id, name: groups.name, zone: sites.zone })
		.from(groups)
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.where(inArray(groups.id, ids))
		.orderBy(asc(groups.id));
	const named = new Map(found.map((group) => [group.id, group]));
	return offered.map((one) => ({ ...one, group: named.get(one.step.offeredGroupId!)! }));
}

/** Ends offers whose last day is over, in the time of their site. The person waits on where they waited. */
export async function lapseOffers(db: Db): Promise<number> {
	const over = (await offersOut(db.read, system)).filter(({ step, group }) => isOver(step, group.zone));
	for (const { referral, group } of over) await db.write((tx) => lapse(tx, referral.id, group.zone));
	return over.length;
}

/** Nothing to do where it was answered a moment ago. */
async function lapse(tx: Tx, referralId: Id, zone: string) {
	const { referral, step } = await findReferral(tx, system, referralId);
	if (step.state !== 'offered' || !isOver(step, zone)) return;
	const { groupId, offeredGroupId, until } = step;
	await appendStep(tx, system, referral, step, 'lapsed', { groupId, offeredGroupId, until });
}
