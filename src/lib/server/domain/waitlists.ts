/** Waitlists: who waits for a place in which group, in the order in which they were referred. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { enrollments, groups, referrals, referralSteps } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { appendStep, referralsWith, waitingStates, type FoundReferral } from './referral-steps.ts';
import { findToDecide, refuseOtherGroup } from './referrals.ts';

/** Null: any group of the organization. */
export const WaitlistPlace = z.strictObject({ operationId: uuid, groupId: uuid.nullable().default(null) });

/**
 * Puts somebody who is eligible on a waitlist, or on another one; their place is by the day of the referral.
 * @throws 404, 403, 409 referral.changed; 400 groupId `choice`
 */
export async function joinWaitlist(
	db: Db,
	actor: Actor,
	referralId: Id,
	{ operationId, groupId = null }: z.input<typeof WaitlistPlace>
) {
	await db.write(async (tx) => {
		const { referral, step } = await findToDecide(tx, actor, referralId);
		if (!(await isNew(tx, actor, 'joinWaitlist', operationId, { referralId, groupId }))) return;
		if (step.state !== 'eligible' && !waitingStates.includes(step.state)) throw conflict('referral.changed');
		if (groupId !== null) await refuseOtherGroup(tx, referral.organizationId, groupId);
		await appendStep(tx, actor, referral, step, 'waitlisted', { groupId });
	});
}

/** All who wait for a place in some organizations, in their order. */
export const waitingIn = (read: Read, organizationIds: Id[]) =>
	referralsWith(
		read,
		and(inArray(referrals.organizationId, organizationIds), inArray(referralSteps.state, waitingStates))
	);

/** Does somebody wait for this group, or for any? Who declined a place in it is not asked again. */
export const waitsFor =
	({ id, organizationId }: { id: Id; organizationId: Id }) =>
	({ referral, step }: FoundReferral) =>
		referral.organizationId === organizationId &&
		(step.groupId === null || step.groupId === id) &&
		!(step.state === 'declined' && step.offeredGroupId === id);

export type Seats = { capacity: number; taken: number; offered: FoundReferral[]; free: number };

/** Seats of groups: how many there are, how many are taken, how many are promised to whom a place was offered. */
export async function seatsOf(read: Read, groupIds: Id[]): Promise<Map<Id, Seats>> {
	const sized = await read
		.select({ id: groups.id, capacity: groups.capacity })
		.from(groups)
		.where(inArray(groups.id, groupIds))
		.orderBy(asc(groups.id));
	const inGroups = await read
		.select({ groupId: enrollments.groupId })
		.from(enrollments)
		.where(and(inArray(enrollments.groupId, groupIds), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
	const out = await referralsWith(
		read,
		and(inArray(referralSteps.offeredGroupId, groupIds), eq(referralSteps.state, 'offered'))
	);
	const seats = ({ id, capacity }: (typeof sized)[number]) => {
		const taken = inGroups.filter(({ groupId }) => groupId === id).length;
		const offered = out.filter(({ step }) => step.offeredGroupId === id);
		return { capacity, taken, offered, free: Math.max(0, capacity - taken - offered.length) };
	};
	return new Map(sized.map((group) => [group.id, seats(group)]));
}
