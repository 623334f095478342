/** Keeping and forgetting in the demo: a name that waits to be erased, and a person of whom nothing is erased for now. */
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { enrollments } from '#lib/server/db/schema/index.ts';
import { askErasure } from '#lib/server/domain/erasures.ts';
import { placeHold } from '#lib/server/domain/holds.ts';
import { newId } from '#lib/server/ids.ts';
import type { Place } from './cohorts.ts';

export async function keepAndForget(db: Db, { organizationId, coordinator }: Place) {
	const [forgotten, held] = await gone(db, organizationId);
	if (forgotten) await askErasure(db, coordinator, forgotten, { operationId: newId(), told: true });
	if (held) await placeHold(db, coordinator, held, { operationId: newId(), category: 'records-request' });
}

/** People who left every group that they were in, those who left first leading. */
async function gone(db: Db, organizationId: string): Promise<string[]> {
	const rows = await db.read
		.select({ id: enrollments.participantId })
		.from(enrollments)
		.where(and(eq(enrollments.organizationId, organizationId), isNotNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.exitedAt), asc(enrollments.id))
		.limit(40);
	const there = new Set(
		(
			await db.read.select({ id: enrollments.participantId, left: enrollments.exitedAt }).from(enrollments)
		).flatMap(({ id, left }) => (left === null ? [id] : []))
	);
	return [...new Set(rows.map(({ id }) => id))].filter((id) => !there.has(id));
}
