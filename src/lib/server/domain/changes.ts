/** Changes of an enrollment: what is said of it, one statement after the other, and the row that shows how it is now. */
import { asc, eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { enrollmentChanges, enrollments } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { settle } from './milestones.ts';
import { stayAfter } from './stays.ts';

type Row = typeof enrollmentChanges.$inferSelect;
type Enrollment = { id: Id; organizationId: Id; groupId: Id; participantId: Id };
/** A change as a verb says it; what it leaves out is null. */
export type NewChange = Pick<Row, 'kind' | 'day'> &
	Partial<Pick<Row, 'backOn' | 'reason' | 'override' | 'undoes'>>;

/** Everything that was said of an enrollment, oldest first. */
export async function changesOf(read: Read, enrollmentId: Id): Promise<Row[]> {
	return read
		.select()
		.from(enrollmentChanges)
		.where(eq(enrollmentChanges.enrollmentId, enrollmentId))
		.orderBy(asc(enrollmentChanges.at), asc(enrollmentChanges.id));
}

/**
 * Says something of an enrollment, and brings its row and what follows from it into step.
 * @throws 409 enrollment.changed when the same change was undone by somebody else
 */
export async function appendChange(tx: Tx, actor: Actor, enrollment: Enrollment, change: NewChange) {
	const { id: enrollmentId, organizationId, groupId, participantId } = enrollment;
	const { kind, day, backOn = null, reason = null, override = null, undoes = null } = change;
	const row = {
		...{ id: newId(), organizationId, enrollmentId, kind, day, backOn, reason, override, undoes },
		...{ by: nameOf(actor), at: now() }
	};
	const added = await tx.insert(enrollmentChanges).values(row).onConflictDoNothing().returning();
	if (added.length === 0) throw conflict('enrollment.changed');
	const stay = stayAfter(await changesOf(tx, enrollmentId));
	await tx.update(enrollments).set(stay).where(eq(enrollments.id, enrollmentId)).returning();
	const said = Object.entries({ reason, backOn, override, undoes }).filter(([, value]) => value !== null);
	await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: `enrollment.${kind}`,
		data: { enrollmentId, day, ...Object.fromEntries(said) }
	});
	await settle(tx, actor, groupId, [enrollmentId]);
}
