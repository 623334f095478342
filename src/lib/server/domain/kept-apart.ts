/** Kept apart: from whom somebody is kept, and which groups therefore never take them. Never shown, only reckoned with. */
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { enrollments, keepAparts, makeUps, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { isHead } from './heads.ts';

/** A statement that ends nothing, and that nothing has ended. */
export const inForce = and(
	isNull(keepAparts.ends),
	sql`not exists (select 1 from keep_aparts later where later.ends = ${keepAparts.id})`
);
export const about = (participantId: Id) =>
	or(eq(keepAparts.participantId, participantId), eq(keepAparts.otherId, participantId));

/** Ids of those from whom somebody is kept apart. */
export async function keptApartFrom(read: Read, participantId: Id): Promise<Id[]> {
	const pairs = await read
		.select()
		.from(keepAparts)
		.where(and(inForce, about(participantId)))
		.orderBy(asc(keepAparts.id));
	return pairs.map((pair) => (pair.participantId === participantId ? pair.otherId : pair.participantId));
}

/** Groups that never take somebody, not even for one session: the other is in them, or is to come to one of their sessions. */
export async function groupsKeptFrom(read: Read, participantId: Id): Promise<Set<Id>> {
	const others = await keptApartFrom(read, participantId);
	if (others.length === 0) return new Set();
	const members = await read
		.select({ groupId: enrollments.groupId })
		.from(enrollments)
		.where(and(inArray(enrollments.participantId, others), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
	const guests = await read
		.select({ groupId: sessions.groupId })
		.from(makeUps)
		.innerJoin(sessions, eq(sessions.id, makeUps.sessionId))
		.innerJoin(enrollments, eq(enrollments.id, makeUps.enrollmentId))
		.where(
			and(
				inArray(enrollments.participantId, others),
				inArray(makeUps.state, ['proposed', 'approved', 'held']),
				isNull(sessions.endedAt),
				isHead(makeUps)
			)
		)
		.orderBy(asc(makeUps.id));
	return new Set([...members, ...guests].map(({ groupId }) => groupId));
}
