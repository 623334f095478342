/** Offers of a handoff: staff of a person's group ask whether they want to be put in touch. What comes of it is theirs. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { handoffs } from '../db/schema/index.ts';
import { conflict, forbidden } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { acquaintanceOf } from './acquaintances.ts';
import { destinationsOf } from './handoff-destinations.ts';
import { appendHandoffStep, handoffsWith, type FoundHandoff } from './handoff-steps.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { handoffCategories } from '#lib/handoffs.ts';

export const OfferedHandoff = z.strictObject({ operationId: uuid, category: z.enum(handoffCategories) });

/**
 * Offers to put somebody in touch. Nothing is told to anybody until they say yes.
 * @throws 404, 403; 409 handoff.offered when the same person has offered the same and has no answer yet
 */
export async function offerHandoff(
	db: Db,
	actor: Actor,
	participantId: Id,
	{ operationId: id, category }: z.infer<typeof OfferedHandoff>
) {
	await db.write(async (tx) => {
		const known = await acquaintanceOf(tx, actor, participantId);
		allow(actor, 'handoffs.offer', known);
		if (actor.kind !== 'staff') throw forbidden('handoffs.offer');
		if (!(await isNew(tx, actor, 'offerHandoff', id, { participantId, category }))) return;
		const before = await handoffsWith(tx, offeredBy(actor.id, participantId));
		if (before.some((one) => one.standing === 'offered' && one.handoff.category === category))
			throw conflict('handoff.offered');
		const { organizationId } = known;
		const handoff = { id, organizationId, participantId, category, offeredBy: actor.id, at: now() };
		await tx.insert(handoffs).values(handoff).returning();
		await appendHandoffStep(tx, actor, handoff, null, { state: 'offered' });
	});
}

const offeredBy = (staffId: Id, participantId: Id) =>
	and(eq(handoffs.offeredBy, staffId), eq(handoffs.participantId, participantId));

/**
 * What the actor offered to a person, newest first, and whether there is anybody to whom it could go.
 * @throws 404, 403
 */
export async function handoffOffersTo(read: Read, actor: Actor, participantId: Id) {
	const known = await acquaintanceOf(read, actor, participantId);
	allow(actor, 'handoffs.offer', known);
	const own = actor.kind === 'staff' ? await handoffsWith(read, offeredBy(actor.id, participantId)) : [];
	return {
		person: known.person,
		organizationId: known.organizationId,
		group: known.group && { id: known.group.id, name: known.group.name },
		offers: own.map(offered).sort((a, b) => b.at.localeCompare(a.at)),
		hasDestination: (await destinationsOf(read, participantId)).length > 0
	};
}

/** That it was taken up; what became of it only if the participant wants that to be seen. */
function offered({ handoff: { id, category, at }, step, standing }: FoundHandoff) {
	const answer =
		standing === 'offered' ? 'waits' : step.state === 'declined' ? 'declined' : ('taken-up' as const);
	const seen = answer === 'taken-up' && step.shared === true;
	return {
		...{ id, category, at, answer: answer as 'waits' | 'declined' | 'taken-up' },
		state: seen ? step.state : null,
		outcome: seen ? step.outcome : null
	};
}
