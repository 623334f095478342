/** Legal holds: nothing of a person is erased or thrown away while somebody may have to show it. */
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { legalHoldEnds, legalHolds } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, organizationsOf, type Actor } from '../policy.ts';
import { acquaintanceOf } from './acquaintances.ts';
import { authorsOf } from './authors.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { holdCategories } from '#lib/vocabulary.ts';

export const NewHold = z.strictObject({ operationId: uuid, category: z.enum(holdCategories) });
export const LiftedHold = z.strictObject({ operationId: uuid, holdId: uuid });

/**
 * Stops every erasure and every throwing away about a person. Several may hold at once.
 * @throws 404, 403
 */
export async function placeHold(db: Db, actor: Actor, participantId: Id, input: z.infer<typeof NewHold>) {
	const { operationId: id, category } = input;
	await db.write(async (tx) => {
		const { organizationId } = await acquaintanceOf(tx, actor, participantId);
		allow(actor, 'holds.manage', { organizationId });
		if (!(await isNew(tx, actor, 'placeHold', id, { participantId, category }))) return;
		const row = { id, participantId, organizationId, category, by: nameOf(actor), at: now() };
		await tx.insert(legalHolds).values(row).returning();
		const subject = `participant:${participantId}`;
		await appendEvent(tx, actor, { organizationId, subject, kind: 'hold.placed', data: { holdId: id } });
	});
}

/** @throws 404, 403; 409 hold.lifted */
export async function liftHold(
	db: Db,
	actor: Actor,
	participantId: Id,
	{ operationId, holdId }: z.infer<typeof LiftedHold>
) {
	await db.write(async (tx) => {
		await acquaintanceOf(tx, actor, participantId);
		const own = and(eq(legalHolds.id, holdId), eq(legalHolds.participantId, participantId));
		const [hold] = await tx.select().from(legalHolds).where(own);
		if (!hold || !organizationsOf(actor, 'coordinator').includes(hold.organizationId)) throw notFound();
		if (!(await isNew(tx, actor, 'liftHold', operationId, { holdId }))) return;
		const [added] = await tx
			.insert(legalHoldEnds)
			.values({ holdId, by: nameOf(actor), at: now() })
			.onConflictDoNothing({ target: legalHoldEnds.holdId })
			.returning();
		if (!added) throw conflict('hold.lifted');
		const { organizationId } = hold;
		const subject = `participant:${participantId}`;
		await appendEvent(tx, actor, { organizationId, subject, kind: 'hold.lifted', data: { holdId } });
	});
}

/** Holds in force that coordinators of the actor's organizations placed, oldest first. The caller has found the person. */
export async function holdsOn(read: Read, actor: Actor, participantId: Id) {
	const rows = await holdsOf(read, participantId);
	const own = rows.filter(({ organizationId }) =>
		organizationsOf(actor, 'coordinator').includes(organizationId)
	);
	const named = await authorsOf(
		read,
		own.map(({ by }) => by)
	);
	return own.map(({ id, category, at, by }) => ({ id, category, at, by: named(by) }));
}

const holdsOf = async (read: Read, participantId: Id) => {
	const rows = await read
		.select({ hold: legalHolds })
		.from(legalHolds)
		.leftJoin(legalHoldEnds, eq(legalHoldEnds.holdId, legalHolds.id))
		.where(and(eq(legalHolds.participantId, participantId), isNull(legalHoldEnds.holdId)))
		.orderBy(asc(legalHolds.at), asc(legalHolds.id));
	return rows.map(({ hold }) => hold);
};

/** Held by anybody, whoever asks. */
export const isHeld = async (read: Read, participantId: Id) =>
	(await holdsOf(read, participantId)).length > 0;

/** In a query: nobody holds what is kept of this person. */
export const notHeld = (participantId: SQL) =>
	sql`not exists (select 1 from ${legalHolds} where ${legalHolds.participantId} = ${participantId}
		and not exists (select 1 from ${legalHoldEnds} where ${legalHoldEnds.holdId} = ${legalHolds.id}))`;
