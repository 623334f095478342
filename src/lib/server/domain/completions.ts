/** Completions: who holds the milestone "completed", as a certificate or a letter may say it. */
import { and, desc, eq } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { enrollments, groups, organizations, participantNames } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { groupScope } from './groups.ts';
import { milestonesOf } from './milestones.ts';
import { namesIn } from './names.ts';
import { findProgram } from './organizations.ts';
import { dayIn } from './schedule.ts';

const known = (actor: Actor) =>
	actor.kind === 'participant' ? eq(enrollments.participantId, actor.id) : groupScope(actor);

/**
 * An enrollment with its person's names, as the actor may know it: staff through their groups, a participant their own.
 * The name in use comes first, then the legal one where it is another.
 * @throws 404
 */
export async function findHolder(read: Read, actor: Actor, enrollmentId: Id) {
	const [found] = await read
		.select({ enrollment: enrollments, editionId: groups.editionId, names: participantNames })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(participantNames, eq(participantNames.participantId, enrollments.participantId))
		.where(and(eq(enrollments.id, enrollmentId), known(actor)));
	if (!found) throw notFound();
	const { enrollment, editionId, names } = found;
	const { id, organizationId, participantId, groupId, enrolledOn } = enrollment;
	const all = namesIn(names).map(({ firstName, lastName }) => `${firstName} ${lastName}`.trim());
	return {
		...{ enrollmentId: id, organizationId, participantId, groupId, editionId, enrolledOn },
		facilitatorIds: await facilitatorIdsOf(read, groupId),
		names: [...new Set(all)],
		language: names.language
	};
}
export type Holder = Awaited<ReturnType<typeof findHolder>>;

/** Enrollments of a participant that the actor may know of, newest first. */
export async function enrollmentsOf(read: Read, actor: Actor, participantId: Id) {
	return read
		.select({
			enrollmentId: enrollments.id,
			organizationId: enrollments.organizationId,
			organization: organizations.name,
			group: groups.name
		})
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.where(and(eq(enrollments.participantId, participantId), known(actor)))
		.orderBy(desc(enrollments.enrolledAt), desc(enrollments.id));
}

/** The standing milestone "completed" of an enrollment, with the day where the program is; null: there is none. */
export async function completionOf(read: Read, enrollmentId: Id) {
	const milestone = (await milestonesOf(read, enrollmentId)).find(({ kind }) => kind === 'completed');
	if (!milestone) return null;
	const { zone } = await findProgram(read);
	return { milestoneId: milestone.id, on: dayIn(zone, milestone.at) };
}
