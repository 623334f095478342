/** Signatures on a screen: consents that a participant signs on their own phone, or on a device of staff who are there. */
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { consents, consentSignatures, handoffs, handoffSteps, revocations } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { endOffers, isOffered } from './consent-offers.ts';
import {
	addConsent,
	consentTextVersion,
	endConsent,
	findConsent,
	refuseMisfit,
	refuseTooEarly
} from './consents.ts';
import { dayText, personName, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findProgram } from './organizations.ts';
import { selfOf } from './own.ts';
import { findParticipant } from './people.ts';
import { dayIn } from './schedule.ts';
import { termsOf } from './terms.ts';
import { informationKinds } from '#lib/disclosures.ts';

/** Every element of 42 CFR 2.31 that is not the page's own: leave one out and nothing is signed (security R19). */
export const ScreenConsent = z.strictObject({
	operationId: uuid,
	organizationId: uuid,
	recipientId: uuid,
	information: z.array(z.enum(informationKinds)).min(1),
	expiresOn: dayText,
	/** In which the text was read. */
	language: z.enum(['en', 'es']),
	/** What was on the screen: the recipient's terms, and the text. */
	termsVersion: z.number().int().min(1),
	textVersion: z.number().int(),
	/** The signature: one's name, typed. */
	signedName: personName,
	/** They read, or were read, that they may take it back, and how. */
	toldOfRevocation: z.literal(true)
});
/** On a device of staff: whoever is signed in there saw it being signed. */
export const WitnessedConsent = ScreenConsent.extend({
	witnessed: z.literal(true),
	revocableFrom: dayText.nullable().optional()
});
export type ScreenConsent = z.infer<typeof ScreenConsent>;
export type WitnessedConsent = z.infer<typeof WitnessedConsent>;
export const EndedConsent = z.strictObject({ operationId: uuid });

type Signing = { way: 'pin' | 'witness'; revocableFrom: string | null };

/**
 * Signed on a device of staff, in their sight.
 * @throws 400, 403, 404; 409 consent.text-changed when the terms or the text are others now
 */
export async function signWithWitness(db: Db, actor: Actor, participantId: Id, input: WitnessedConsent) {
	return db.write(async (tx) => {
		await findParticipant(tx, actor, participantId);
		allow(actor, 'consents.record', { organizationId: input.organizationId });
		const { witnessed: _seen, revocableFrom = null, ...consent } = input;
		return sign(tx, actor, participantId, consent, { way: 'witness', revocableFrom });
	});
}

/**
 * Signed by the participant on their own phone. Whoever calls it has had the PIN shown (identity, provePin).
 * @throws 400, 403; 409 consent.text-changed
 */
export async function signOneself(db: Db, actor: Actor, input: ScreenConsent) {
	return db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'consents.own', { participantId });
		const { revocableFrom } = await openTo(tx, participantId, input);
		return sign(tx, actor, participantId, input, { way: 'pin', revocableFrom });
	});
}

/** By oneself one may choose a recipient of the program's list, or one that staff asked about. */
async function openTo(tx: Tx, participantId: Id, { organizationId, recipientId }: ScreenConsent) {
	const offer = await isOffered(tx, { participantId, organizationId, recipientId });
	if (offer) return offer;
	const terms = await termsOf(tx, recipientId);
	if (!terms?.listed) throw invalid({ recipientId: { code: 'choice' } });
	return { revocableFrom: null };
}

async function sign(tx: Tx, actor: Actor, participantId: Id, input: ScreenConsent, how: Signing) {
	const { operationId, signedName, toldOfRevocation: _told, ...signed } = input;
	if (!(await isNew(tx, actor, 'signConsent', operationId, { participantId, ...input, ...how }))) {
		return findConsent(tx, operationId);
	}
	const terms = await refuseMisfit(tx, participantId, { ...input, revocableFrom: how.revocableFrom });
	if (terms?.version !== input.termsVersion || input.textVersion !== consentTextVersion) {
		throw conflict('consent.text-changed');
	}
	const signedOn = dayIn((await findProgram(tx)).zone, now());
	if (input.expiresOn <= signedOn) throw invalid({ expiresOn: { code: 'expires-after' } });
	const consent = await addConsent(tx, actor, {
		...{ ...signed, id: operationId, participantId, signedOn, signature: 'screen' },
		...{ purpose: input.language === 'es' ? terms.purposeEs : terms.purposeEn },
		revocableFrom: how.revocableFrom
	});
	const witness = how.way === 'witness' ? nameOf(actor) : null;
	const signature = { consentId: operationId, name: signedName, way: how.way, witness };
	await tx.insert(consentSignatures).values(signature).returning();
	await endReplaced(tx, actor, consent);
	await endOffers(tx, { participantId, ...signed });
	return consent;
}

type Consent = Awaited<ReturnType<typeof addConsent>>;

/**
 * What is signed now takes the place of what was: who lets less be known means less. What was given for one handoff stays
 * with it, or the help that was asked for would never come.
 */
async function endReplaced(tx: Tx, actor: Actor, { id, ...newer }: Consent) {
	const handed = await givenForHandoffs(tx, newer.participantId);
	for (const consent of await standingWith(tx, newer)) {
		const isOpen = !consent.revocableFrom || consent.revocableFrom <= newer.signedOn;
		if (consent.id !== id && isOpen && !handed.has(consent.id)) await endConsent(tx, actor, consent, id);
	}
}

async function givenForHandoffs(read: Read, participantId: Id): Promise<Set<Id | null>> {
	const rows = await read
		.selectDistinct({ consentId: handoffSteps.consentId })
		.from(handoffSteps)
		.innerJoin(handoffs, eq(handoffs.id, handoffSteps.handoffId))
		.where(eq(handoffs.participantId, participantId))
		.orderBy(asc(handoffSteps.consentId));
	return new Set(rows.map(({ consentId }) => consentId));
}

type Between = Pick<Consent, 'participantId' | 'organizationId' | 'recipientId'>;

/** Consents with a recipient that nobody revoked, newest first. */
async function standingWith(read: Read, { participantId, organizationId, recipientId }: Between) {
	const rows = await read
		.select({ consent: consents })
		.from(consents)
		.leftJoin(revocations, eq(revocations.consentId, consents.id))
		.where(
			and(
				eq(consents.participantId, participantId),
				eq(consents.organizationId, organizationId),
				eq(consents.recipientId, recipientId),
				isNull(revocations.consentId)
			)
		)
		.orderBy(desc(consents.position));
	return rows.map(({ consent }) => consent);
}

/**
 * A participant takes back what they let a recipient know: this consent, and every other with the same recipient that
 * may be taken back, so that the recipient's next request finds nothing. Taken back before: nothing changes.
 * @throws 404 for one that is not their own; 409 consent.not-yet
 */
export async function revokeOwn(db: Db, actor: Actor, consentId: Id, operationId: Id) {
	await db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'consents.own', { participantId });
		const consent = await findConsent(tx, consentId);
		if (consent.participantId !== participantId) throw notFound();
		if (!(await isNew(tx, actor, 'revokeOwn', operationId, { consentId }))) return;
		await refuseTooEarly(tx, consent);
		const today = dayIn((await findProgram(tx)).zone, now());
		for (const one of await standingWith(tx, consent)) {
			if (!one.revocableFrom || one.revocableFrom <= today) await endConsent(tx, actor, one);
		}
	});
}
