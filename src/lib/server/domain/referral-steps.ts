/** Steps of a referral: how it stands, and the one statement that may follow. */
import { and, asc, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { participantNames, participants, referrals, referralSteps } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { nameOf, organizationsOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { isHead } from './heads.ts';
import type { ReferralState } from '#lib/vocabulary.ts';

export type ReferralStep = typeof referralSteps.$inferSelect;

/** On the waitlist, and without a place offered. */
export const waitingStates: ReferralState[] = ['waitlisted', 'declined', 'lapsed'];
/** Nothing is decided yet that ends it. */
export const openStates: ReferralState[] = ['referred', 'eligible', 'offered', ...waitingStates];

/** Referrals that the actor may know of: the one place of their scope. */
export function referralScope(actor: Actor): SQL {
	if (actor.kind === 'system') return sql`1 = 1`;
	return inArray(referrals.organizationId, organizationsOf(actor, 'coordinator'));
}

/** Referrals with the person and the last step of each, those that came first leading. */
export async function referralsWith(read: Read, where: SQL | undefined) {
	return read
		.select({
			referral: referrals,
			step: referralSteps,
			number: participants.number,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			language: participantNames.language
		})
		.from(referrals)
		.innerJoin(referralSteps, and(eq(referralSteps.referralId, referrals.id), isHead(referralSteps)))
		.innerJoin(participants, eq(participants.id, referrals.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, referrals.participantId))
		.where(where)
		.orderBy(asc(referrals.referredOn), asc(referrals.at), asc(referrals.id));
}
export type FoundReferral = Awaited<ReturnType<typeof referralsWith>>[number];

/** @throws 404 for a referral to another organization as for none */
export async function findReferral(read: Read, actor: Actor, referralId: Id): Promise<FoundReferral> {
	const [found] = await referralsWith(read, and(eq(referrals.id, referralId), referralScope(actor)));
	if (!found) throw notFound();
	return found;
}

/** All that was said of a referral, newest first. */
export const stepsOf = (read: Read, referralId: Id) =>
	read
		.select()
		.from(referralSteps)
		.where(eq(referralSteps.referralId, referralId))
		.orderBy(desc(referralSteps.at), desc(referralSteps.id));

/** What a step says beside its state; what is left out is nothing. */
type Said = Partial<
	Pick<ReferralStep, 'groupId' | 'offeredGroupId' | 'until' | 'offerReason' | 'end' | 'enrollmentId'>
>;

type Referral = Pick<typeof referrals.$inferSelect, 'id' | 'organizationId' | 'participantId'>;

/**
 * Says the next thing about a referral, after `last`.
 * @throws 409 referral.changed when somebody else has said something since
 */
export async function appendStep(
	tx: Tx,
	actor: Actor,
	{ id: referralId, organizationId, participantId }: Referral,
	last: Pick<ReferralStep, 'id'> | null,
	state: ReferralState,
	said: Said = {}
) {
	const id = newId();
	const content = { replaces: last?.id ?? null, state, ...said };
	const row = { ...content, id, organizationId, referralId, by: nameOf(actor), at: now() };
	const added = await tx
		.insert(referralSteps)
		.values(row)
		.onConflictDoNothing({ target: referralSteps.replaces })
		.returning();
	if (added.length === 0) throw conflict('referral.changed');
	await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: `referral.${state}`,
		data: { stepId: id, referralId, ...said }
	});
}

/** Seats of a group that are held for people to whom a place was offered, leaving out one of them. */
export async function promisedSeats(read: Read, groupId: Id, except: Id | null): Promise<number> {
	const here = and(eq(referralSteps.offeredGroupId, groupId), eq(referralSteps.state, 'offered'));
	const offered = await referralsWith(read, here);
	return offered.filter(({ referral }) => referral.participantId !== except).length;
}

/** Whoever was referred here and is in a group now has accepted, whichever way they came in. */
export async function acceptReferral(
	tx: Tx,
	actor: Actor,
	enrollment: { id: Id; groupId: Id; organizationId: Id; participantId: Id }
) {
	const { organizationId, participantId, groupId, id: enrollmentId } = enrollment;
	const own = and(eq(referrals.organizationId, organizationId), eq(referrals.participantId, participantId));
	const open = await referralsWith(tx, and(own, inArray(referralSteps.state, openStates)));
	for (const { referral, step } of open)
		await appendStep(tx, actor, referral, step, 'accepted', { offeredGroupId: groupId, enrollmentId });
}
