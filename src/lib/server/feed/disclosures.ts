/** Disclosures: each act of telling a recipient something about a participant, logged where consent was checked. */
import { and, desc, eq, inArray } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { disclosures, ownDisclosures, recipients } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { keepersOf } from '../domain/consents.ts';
import { appendEvents } from '../domain/events.ts';
import { selfOf } from '../domain/own.ts';
import type { DisclosureWay, OwnAudience } from '#lib/vocabulary.ts';
import { noticeIn } from './notices.ts';

export type Told = {
	participantId: Id;
	organizationId: Id;
	recipientId: Id;
	consentId: Id;
	/** Kinds and ids of what was told, no names. */
	what: Record<string, unknown>;
};

/** Goes along with every disclosure (42 CFR 2.32). */
export const notice = noticeIn('en');

/** Logs what is about to be told, in the transaction that checked the consent. */
export async function logDisclosures(tx: Tx, actor: Actor, via: DisclosureWay, told: Told[]) {
	if (told.length === 0) return;
	const rows = told.map((one) => ({ id: newId(), ...one, via, toldTo: nameOf(actor), at: now() }));
	await tx.insert(disclosures).values(rows).returning();
	await appendEvents(
		tx,
		actor,
		rows.map(({ id, organizationId, participantId, recipientId, consentId, what }) => ({
			organizationId,
			subject: `participant:${participantId}`,
			kind: 'disclosure.made',
			data: { disclosureId: id, recipientId, consentId, via, ...what }
		}))
	);
}

export type OwnTold = {
	participantId: Id;
	/** Whose paper or word it is. */
	organizationId: Id;
	audience: OwnAudience;
	/** Kinds and ids of what was told (a letter's, a certificate's, a handoff's), no names. */
	what: Record<string, unknown>;
};

/**
 * Logs what a participant tells somebody themselves: their own act is what allows it, no consent is asked. Call it in the
 * transaction that makes the letter, the certificate or the handoff.
 */
export async function logOwnDisclosure(tx: Tx, actor: Actor, via: DisclosureWay, told: OwnTold) {
	const row = { id: newId(), ...told, via, by: nameOf(actor), at: now() };
	await tx.insert(ownDisclosures).values(row).returning();
	const { id, organizationId, participantId, audience, what } = row;
	await appendEvents(tx, actor, [
		{
			organizationId,
			subject: `participant:${participantId}`,
			kind: 'disclosure.own',
			data: { disclosureId: id, audience, via, ...what }
		}
	]);
}

/** Who was told what about a participant by the actor's organizations, newest first (42 CFR 2.25). */
export async function disclosuresOf(read: Read, actor: Actor, participantId: Id) {
	const keepers = await keepersOf(read, actor, participantId);
	return read
		.select({
			id: disclosures.id,
			at: disclosures.at,
			via: disclosures.via,
			what: disclosures.what,
			recipient: recipients.name
		})
		.from(disclosures)
		.innerJoin(recipients, eq(recipients.id, disclosures.recipientId))
		.where(and(eq(disclosures.participantId, participantId), inArray(disclosures.organizationId, keepers)))
		.orderBy(desc(disclosures.at), desc(disclosures.id));
}

/** Who was told what about the participant who asks, by any organization, newest first. */
export async function toldAboutMe(read: Read, actor: Actor) {
	return read
		.select({ at: disclosures.at, via: disclosures.via, what: disclosures.what, recipient: recipients.name })
		.from(disclosures)
		.innerJoin(recipients, eq(recipients.id, disclosures.recipientId))
		.where(eq(disclosures.participantId, selfOf(actor)))
		.orderBy(desc(disclosures.at), desc(disclosures.id));
}
