/** Enrollments: the one way into a group, for somebody new and for somebody who comes back. */
import { and, eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Tx } from '../db/open.ts';
import { enrollments } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { appendChange } from './changes.ts';
import { carry, endedElsewhere, openElsewhere } from './credits.ts';
import { appendEvent } from './events.ts';
import type { Group } from './groups.ts';
import { settle } from './milestones.ts';
import { findPlace } from './places.ts';
import { acceptReferral } from './referral-steps.ts';
import { dayIn } from './schedule.ts';
import { refuseUnoffered } from './sectors.ts';
import type { PlacementReason } from '#lib/vocabulary.ts';

type Enrollment = typeof enrollments.$inferSelect;

/**
 * The one way into a group: past its size and gates, with the credit of ended enrollments in the same course. Whoever was
 * in it before has everything kept.
 * @param reason why somebody is placed although something is in the way
 * @throws 409 enrollment.twice, placement.*
 */
export async function enroll(
	tx: Tx,
	actor: Actor,
	group: Group,
	participantId: Id,
	sectorId: string | null,
	reason: PlacementReason | null = null
): Promise<Enrollment> {
	const place = { groupId: group.id, participantId };
	const [before] = await tx.select().from(enrollments).where(inGroup(place));
	if (before && before.exitedAt === null) throw conflict('enrollment.twice');
	await refuseUnoffered(tx, sectorId, before?.sectorId);
	const joinsOn = await findPlace(tx, actor, group, participantId, dayIn(group.zone, now()), reason);
	const enrollment = before
		? await comeBack(tx, actor, before, joinsOn, reason)
		: await insert(tx, actor, { ...place, organizationId: group.organizationId, sectorId }, joinsOn, reason);
	await acceptReferral(tx, actor, enrollment);
	return enrollment;
}

const inGroup = ({ groupId, participantId }: { groupId: Id; participantId: Id }) =>
	and(eq(enrollments.groupId, groupId), eq(enrollments.participantId, participantId));

type New = Pick<Enrollment, 'groupId' | 'participantId' | 'organizationId' | 'sectorId'>;

async function insert(tx: Tx, actor: Actor, place: New, enrolledOn: string, reason: PlacementReason | null) {
	const enrolledBy = 'id' in actor ? actor.id : actor.kind;
	const carries = await endedElsewhere(tx, place);
	const row = { id: newId(), ...place, enrolledOn, enrolledAt: now(), enrolledBy, carries };
	const [enrollment] = await tx.insert(enrollments).values(row).onConflictDoNothing().returning();
	if (!enrollment) throw conflict('enrollment.twice');
	const { groupId, organizationId, participantId } = place;
	await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: 'enrollment.added',
		data: { enrollmentId: enrollment.id, groupId, ...(reason && { override: reason }) }
	});
	await settle(tx, actor, groupId, [enrollment.id]);
	return enrollment;
}

async function comeBack(
	tx: Tx,
	actor: Actor,
	before: Enrollment,
	day: string,
	override: PlacementReason | null
): Promise<Enrollment> {
	await carry(tx, before.id, await endedElsewhere(tx, before));
	await appendChange(tx, actor, before, { kind: 're-entered', day, override });
	const [enrollment] = await tx.select().from(enrollments).where(eq(enrollments.id, before.id));
	return enrollment;
}

/** Whoever moves here from other groups of the course is in none of those any more. */
export async function leaveOthers(tx: Tx, actor: Actor, group: Group, participantId: Id) {
	const day = dayIn(group.zone, now());
	for (const one of await openElsewhere(tx, { groupId: group.id, participantId }))
		await appendChange(tx, actor, one, { kind: 'transferred', day, reason: 'transferred' });
}
