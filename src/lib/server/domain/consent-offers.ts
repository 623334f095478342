/** Offers: staff ask whether a participant lets a recipient know something; it is signed, or not, on the phone. */
import { and, asc, desc, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { consentOffers, enrollments, organizations } from '../db/schema/index.ts';
import { invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { selfOf } from './own.ts';
import { findParticipant } from './people.ts';
import { findRecipient, recipientsWithTerms, termsOf } from './terms.ts';

/** Days for which it stays on the participant's page. */
export const offerDays = 30;

export const NewConsentOffer = z.strictObject({
	operationId: uuid,
	organizationId: uuid,
	recipientId: uuid,
	/** For a court or probation: from which day on the consent may be revoked; null: at any time. */
	revocableFrom: dayText.nullable().optional()
});
export const DeclinedOffer = z.strictObject({ operationId: uuid, offerId: uuid });

/**
 * Puts the question on the participant's page. Asked again, it is one question.
 * @throws 400 for a recipient that may ask for nothing, and for whoever is not enrolled there
 */
export async function offerConsent(
	db: Db,
	actor: Actor,
	participantId: Id,
	input: z.infer<typeof NewConsentOffer>
) {
	await db.write(async (tx) => {
		const { enrollments: known } = await findParticipant(tx, actor, participantId);
		const { operationId, organizationId, recipientId, revocableFrom = null } = input;
		allow(actor, 'consents.record', { organizationId });
		if (!known.some((one) => one.organizationId === organizationId)) throw notFound();
		if (!(await isNew(tx, actor, 'offerConsent', operationId, { participantId, ...input }))) return;
		const recipient = await findRecipient(tx, recipientId);
		const terms = await termsOf(tx, recipientId);
		if (!terms?.information.length) throw invalid({ recipientId: { code: 'consent.nothing' } });
		if (revocableFrom && recipient.kind !== 'justice')
			throw invalid({ revocableFrom: { code: 'consent.revocable' } });
		await endOffers(tx, { participantId, organizationId, recipientId });
		const offer = { participantId, organizationId, recipientId, revocableFrom };
		await tx
			.insert(consentOffers)
			.values({ id: operationId, ...offer, offeredBy: nameOf(actor), at: now() })
			.returning();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `participant:${participantId}`,
			kind: 'consent.offered',
			data: { offerId: operationId, recipientId }
		});
	});
}

const since = () => new Date(Date.parse(now()) - offerDays * 86_400_000).toISOString();
const open = () => and(isNull(consentOffers.endedAt), gt(consentOffers.at, since()));

type Between = { participantId: Id; organizationId: Id; recipientId: Id };
const between = ({ participantId, organizationId, recipientId }: Between) =>
	and(
		eq(consentOffers.participantId, participantId),
		eq(consentOffers.organizationId, organizationId),
		eq(consentOffers.recipientId, recipientId)
	);

/** The open offer, if there is one. */
export async function isOffered(read: Read, which: Between) {
	const [offer] = await read
		.select({ revocableFrom: consentOffers.revocableFrom })
		.from(consentOffers)
		.where(and(between(which), open()))
		.orderBy(desc(consentOffers.at))
		.limit(1);
	return offer ?? null;
}

export async function endOffers(tx: Tx, which: Between) {
	await tx
		.update(consentOffers)
		.set({ endedAt: now() })
		.where(and(between(which), isNull(consentOffers.endedAt)))
		.returning();
}

/**
 * The participant says no: nothing else comes of it.
 * @throws 404 for an offer that is not their own
 */
export async function declineOffer(db: Db, actor: Actor, input: z.infer<typeof DeclinedOffer>) {
	await db.write(async (tx) => {
		const participantId = selfOf(actor);
		const own = and(eq(consentOffers.id, input.offerId), eq(consentOffers.participantId, participantId));
		const [offer] = await tx.select().from(consentOffers).where(own);
		if (!offer) throw notFound();
		if (!(await isNew(tx, actor, 'declineOffer', input.operationId, input.offerId))) return;
		await endOffers(tx, offer);
		await appendEvent(tx, actor, {
			organizationId: offer.organizationId,
			subject: `participant:${participantId}`,
			kind: 'consent.declined',
			data: { offerId: offer.id }
		});
	});
}

/**
 * Whom the participant may choose to let know something, with each organization that they are or were with: those that
 * staff asked about (`offerId`) first, then those of the program's list.
 */
export async function choicesOf(read: Read, actor: Actor) {
	const participantId = selfOf(actor);
	const here = await read
		.selectDistinct({ id: organizations.id, name: organizations.name })
		.from(enrollments)
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.where(eq(enrollments.participantId, participantId))
		.orderBy(asc(organizations.name), asc(organizations.id));
	const offers = await read
		.select()
		.from(consentOffers)
		.where(and(eq(consentOffers.participantId, participantId), open()))
		.orderBy(asc(consentOffers.at));
	const all = [];
	for (const recipient of await recipientsWithTerms(read)) {
		const { id: recipientId, name, kind, terms } = recipient;
		if (!terms?.information.length) continue;
		for (const organization of here) {
			const offer = offers.findLast(
				(one) => one.recipientId === recipientId && one.organizationId === organization.id
			);
			if (!offer && !terms.listed) continue;
			all.push({
				...{ recipientId, name, kind, terms, organization, offerId: offer?.id ?? null },
				revocableFrom: offer?.revocableFrom ?? null
			});
		}
	}
	return all.sort((a, b) => Number(b.offerId !== null) - Number(a.offerId !== null));
}
