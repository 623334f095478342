/** Credits: which of a person's ended enrollments count in another group of the same course. */
import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Read, Tx } from '../db/open.ts';
import { editions, enrollments, groups } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';

type Place = { groupId: Id; participantId: Id };

/** The person's enrollments in other groups that work with the same curriculum, in whatever edition. */
const elsewhere = (read: Read, { groupId, participantId }: Place) => {
	const curriculum = read
		.select({ curriculum: editions.curriculum })
		.from(groups)
		.innerJoin(editions, eq(editions.id, groups.editionId))
		.where(eq(groups.id, groupId));
	return and(
		eq(enrollments.participantId, participantId),
		ne(enrollments.groupId, groupId),
		inArray(editions.curriculum, curriculum)
	);
};

const joined = (read: Read) =>
	read
		.select({ enrollment: enrollments })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(editions, eq(editions.id, groups.editionId));

/** Those that are over: what was done in them counts in the group. */
export async function endedElsewhere(read: Read, place: Place): Promise<Id[]> {
	const rows = await joined(read)
		.where(and(elsewhere(read, place), isNotNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
	return rows.map(({ enrollment }) => enrollment.id);
}

/** Those that are not. */
export async function openElsewhere(read: Read, place: Place) {
	const rows = await joined(read)
		.where(and(elsewhere(read, place), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
	return rows.map(({ enrollment }) => enrollment);
}

/** From now on the enrollment carries what was done in these; none of them carries what is done in it. */
export async function carry(tx: Tx, enrollmentId: Id, from: Id[]) {
	await tx.update(enrollments).set({ carries: from }).where(eq(enrollments.id, enrollmentId)).returning();
	if (from.length === 0) return;
	const { id, carries } = enrollments;
	const rows = await tx.select({ id, carries }).from(enrollments).where(inArray(id, from)).orderBy(asc(id));
	for (const row of rows.filter((one) => one.carries.includes(enrollmentId))) {
		const others = row.carries.filter((one) => one !== enrollmentId);
		await tx.update(enrollments).set({ carries: others }).where(eq(id, row.id)).returning();
	}
}

/** Does what was done in it count in another group by now? */
export async function isCarried(read: Read, enrollmentId: Id, participantId: Id): Promise<boolean> {
	const { id, carries } = enrollments;
	const rows = await read
		.select({ carries })
		.from(enrollments)
		.where(eq(enrollments.participantId, participantId))
		.orderBy(asc(id));
	return rows.some((row) => row.carries.includes(enrollmentId));
}
