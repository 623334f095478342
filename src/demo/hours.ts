/** Target hours that a coordinator has set for some people of the demo. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { enrollments } from '#lib/server/db/schema/index.ts';
import { setTarget } from '#lib/server/domain/dosage-targets.ts';
import { newId } from '#lib/server/ids.ts';
import type { Cohort } from './cohorts.ts';

/** Hours for one after the other; null: none was set. */
const hours = [60, 40, 100, null, 60, 20, null, 100];

export async function setTargets(db: Db, { id, place }: Pick<Cohort, 'id' | 'place'>) {
	const people = await db.read
		.select({ id: enrollments.id })
		.from(enrollments)
		.where(and(eq(enrollments.groupId, id), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
	for (const [i, person] of people.entries()) {
		const wanted = hours[i % hours.length];
		if (wanted !== null)
			await setTarget(db, place.coordinator, person.id, { operationId: newId(), hours: wanted });
	}
}
