/** Turns in the demo: somebody takes a break, and somebody moves to the group that is about to start. */
import { and, asc, desc, eq, isNull, ne } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { enrollments, standings } from '#lib/server/db/schema/index.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { pauseEnrollment } from '#lib/server/domain/pauses.ts';
import { transfer } from '#lib/server/domain/transfers.ts';
import { newId } from '#lib/server/ids.ts';
import type { Cohort } from './cohorts.ts';

/** Two people of a group that has met some times; the group that meets now is full anyway. */
export async function turn(db: Db, { id, place }: Cohort, starting: Cohort, today: string) {
	const [busy, away] = await db.read
		.select({ id: enrollments.id })
		.from(enrollments)
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.where(
			and(
				eq(enrollments.groupId, id),
				isNull(enrollments.exitedAt),
				eq(standings.came, true),
				ne(standings.outlook, 'complete')
			)
		)
		.orderBy(desc(standings.minutes), asc(enrollments.id))
		.limit(2);
	if (!busy || !away) return;
	await transfer(db, place.coordinator, busy.id, { operationId: newId(), groupId: starting.id });
	const days = { from: today, backOn: plusDays(today, 16) };
	await pauseEnrollment(db, place.coordinator, away.id, { operationId: newId(), ...days, reason: 'medical' });
}
