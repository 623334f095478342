/** Target hours: what program staff of an organization have in view for a person. No reason for it is kept. */
import { and, desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { dosageTargets } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findEnrollment } from './people.ts';

export const NewTarget = z.strictObject({
	operationId: uuid,
	/** Null: no target any more. */
	hours: z.int().min(1).max(500).nullable(),
	/** The one that the page showed: somebody else may have set another meanwhile. */
	seen: uuid.nullable().default(null)
});
export type TargetRow = typeof dosageTargets.$inferSelect;

/**
 * Sets the target hours of somebody in a group of the actor's organization.
 * @throws 404, 403, 409 target.changed when somebody else has set them since, operation.reused
 */
export async function setTarget(db: Db, actor: Actor, enrollmentId: Id, input: z.input<typeof NewTarget>) {
	const { operationId, hours, seen } = NewTarget.parse(input);
	await db.write(async (tx) => {
		const { participantId, organizationId } = await findEnrollment(tx, actor, enrollmentId);
		allow(actor, 'dosage-targets.set', { organizationId });
		if (!(await isNew(tx, actor, 'setTarget', operationId, { enrollmentId, hours, seen }))) return;
		const [last] = await targetsOf(tx, organizationId, participantId);
		if ((last?.id ?? null) !== seen) throw conflict('target.changed');
		if ((last?.hours ?? null) === hours) return;
		const row = { id: operationId, organizationId, participantId, hours, replaces: seen };
		await tx
			.insert(dosageTargets)
			.values({ ...row, by: nameOf(actor), at: now() })
			.returning();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `participant:${participantId}`,
			kind: 'dosage-target.set',
			data: { hours }
		});
	});
}

/** All that an organization set for a person, newest first. The caller has found the person. */
export async function targetsOf(read: Read, organizationId: Id, participantId: Id): Promise<TargetRow[]> {
	const own = and(
		eq(dosageTargets.organizationId, organizationId),
		eq(dosageTargets.participantId, participantId)
	);
	return read.select().from(dosageTargets).where(own).orderBy(desc(dosageTargets.at), desc(dosageTargets.id));
}

/** Target hours that hold, by participant id. */
export async function targetHours(read: Read, organizationId: Id, people: Id[]): Promise<Map<Id, number>> {
	const wanted = and(
		eq(dosageTargets.organizationId, organizationId),
		inArray(dosageTargets.participantId, people)
	);
	const rows = await read
		.select()
		.from(dosageTargets)
		.where(wanted)
		.orderBy(dosageTargets.at, dosageTargets.id);
	const last = new Map(rows.map((row) => [row.participantId, row.hours]));
	return new Map([...last].filter((one): one is [Id, number] => one[1] !== null));
}
