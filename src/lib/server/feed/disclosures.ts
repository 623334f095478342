/** Disclosures: each act of telling a recipient something about a participant, logged where consent was checked. */
import { now } from '../clock.ts';
import type { Tx } from '../db/open.ts';
import { disclosures, ownDisclosures } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { appendEvents } from '../domain/events.ts';
import type { DisclosureWay, OwnAudience } from '#lib/disclosures.ts';
import { noticeIn, noticeVersion } from './notices.ts';

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
	await tx.insert(disclosures).values(rows);
	await appendEvents(
		tx,
		actor,
		rows.map(({ id, organizationId, participantId, recipientId, consentId, what }) => ({
			organizationId,
			subject: `participant:${participantId}`,
			kind: 'disclosure.made',
			data: { disclosureId: id, recipientId, consentId, via, notice: noticeVersion, ...what }
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
