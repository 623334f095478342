/** Double bookings: people of a group who are in another one that meets at the same time. */
import { and, asc, eq, gt, inArray, isNull, ne } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { enrollments, groups, participantNames, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { overlap } from './clashes.ts';
import { groupScope, type Group } from './groups.ts';
import { byName } from './names.ts';

/**
 * Each person once for each other group of the organization, with the first time and how often. A group that the actor
 * may not know of has no name. The caller has found the group.
 */
export async function doubleBookingsIn(
	read: Read,
	actor: Actor,
	group: Pick<Group, 'id' | 'organizationId'>
) {
	const both = await inBoth(read, group);
	const otherIds = [...new Set(both.map(({ groupId }) => groupId))];
	if (otherIds.length === 0) return [];
	const meetings = await meetingsAhead(read, [group.id, ...otherIds]);
	const names = await namesOf(read, actor, otherIds);
	return both
		.flatMap(({ groupId, ...person }) => {
			const own = meetings.filter((one) => one.groupId === group.id);
			const theirs = meetings.filter((one) => one.groupId === groupId);
			const twice = own.filter((one) => theirs.some((other) => overlap(one, other)));
			if (twice.length === 0) return [];
			const [{ date, time }] = twice;
			return [{ ...person, group: names.get(groupId) ?? null, date, time, count: twice.length }];
		})
		.sort(byName);
}

/** Who is enrolled here and there. */
async function inBoth(read: Read, { id, organizationId }: Pick<Group, 'id' | 'organizationId'>) {
	const here = read
		.select({ participantId: enrollments.participantId })
		.from(enrollments)
		.where(and(eq(enrollments.groupId, id), isNull(enrollments.exitedAt)));
	return read
		.select({
			groupId: enrollments.groupId,
			participantId: enrollments.participantId,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName
		})
		.from(enrollments)
		.innerJoin(participantNames, eq(participantNames.participantId, enrollments.participantId))
		.where(
			and(
				eq(enrollments.organizationId, organizationId),
				ne(enrollments.groupId, id),
				isNull(enrollments.exitedAt),
				inArray(enrollments.participantId, here)
			)
		)
		.orderBy(asc(enrollments.id));
}

const meetingsAhead = (read: Read, groupIds: Id[]) =>
	read
		.select({
			groupId: sessions.groupId,
			date: sessions.date,
			time: sessions.time,
			startsAt: sessions.startsAt,
			minutes: sessions.minutes
		})
		.from(sessions)
		.where(
			and(
				inArray(sessions.groupId, groupIds),
				isNull(sessions.cancelledAt),
				isNull(sessions.endedAt),
				gt(sessions.startsAt, now())
			)
		)
		.orderBy(asc(sessions.startsAt), asc(sessions.id));

async function namesOf(read: Read, actor: Actor, groupIds: Id[]): Promise<Map<Id, string>> {
	const rows = await read
		.select({ id: groups.id, name: groups.name })
		.from(groups)
		.where(and(inArray(groups.id, groupIds), groupScope(actor)))
		.orderBy(asc(groups.id));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
