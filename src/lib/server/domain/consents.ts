/** Consents: what a participant lets one recipient know, for one purpose, until a day; and their revocation. */
import { and, asc, desc, eq, gte, inArray, isNull, lte, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { consents, enrollments, recipients, revocations } from '../db/schema/index.ts';
import { conflict, forbidden, invalid, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, can, nameOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { dayText, line, uuid } from './inputs.ts';
import { findProgram } from './organizations.ts';
import { isNew } from './operations.ts';
import { findParticipant } from './people.ts';
import { dayIn } from './schedule.ts';
import { beginTerms, findRecipient, termsOf, usualTerms } from './terms.ts';
import { informationKinds, recipientKinds } from '#lib/disclosures.ts';

export const NewRecipient = z.strictObject({
	/** Sent by a screen: the same operation sent twice makes one recipient. */
	operationId: uuid.optional(),
	name: line(120),
	kind: z.enum(recipientKinds)
});

/** Every element of 42 CFR 2.31, from a signed paper; leave one out and there is no consent (security R19). */
export const NewConsent = z
	.strictObject({
		operationId: uuid,
		/** The discloser: the organization in which the participant is enrolled. */
		organizationId: uuid,
		recipientId: uuid,
		information: z.array(z.enum(informationKinds)).min(1),
		purpose: line(200),
		signedOn: dayText,
		expiresOn: dayText,
		signature: z.literal('paper'),
		/** Of a court's or probation's: the day from which it may be revoked; left out or null: at any time. */
		revocableFrom: dayText.nullable().optional(),
		/** The participant was told that they may revoke it at any time. */
		toldOfRevocation: z.literal(true)
	})
	.refine((consent) => consent.expiresOn > consent.signedOn, {
		path: ['expiresOn'],
		message: 'expires-after'
	});
export type NewConsent = z.infer<typeof NewConsent>;

/** Version of the consent's text; a change of the text counts it up. The texts: lib/signed-texts.ts. */
export const consentTextVersion = 2;

export async function createRecipient(db: Db, actor: Actor, input: z.infer<typeof NewRecipient>) {
	return db.write(async (tx) => {
		allow(actor, 'recipients.manage');
		const { operationId: id = newId(), ...row } = input;
		if (input.operationId && !(await isNew(tx, actor, 'createRecipient', id, input))) {
			const [before] = await tx.select().from(recipients).where(eq(recipients.id, id));
			return before;
		}
		const [recipient] = await tx
			.insert(recipients)
			.values({ id, ...row, createdAt: now() })
			.returning();
		await appendEvent(tx, actor, {
			organizationId: null,
			subject: `recipient:${recipient.id}`,
			kind: 'recipient.created'
		});
		await beginTerms(tx, actor, recipient.id, recipient.kind);
		return recipient;
	});
}

export async function listRecipients(read: Read) {
	return read.select().from(recipients).orderBy(asc(recipients.name), asc(recipients.id));
}

/** Records a signed consent. A recipient of justice needs a referral's consent (2.35), which is a kind of its own. */
export async function recordConsent(db: Db, actor: Actor, participantId: Id, input: NewConsent) {
	return db.write(async (tx) => {
		const { organizationId } = input;
		if (actor.kind !== 'system') await findParticipant(tx, actor, participantId);
		allow(actor, 'consents.record', { organizationId });
		const { operationId, toldOfRevocation: _told, ...signed } = input;
		if (!(await isNew(tx, actor, 'recordConsent', operationId, { participantId, ...input })))
			return findConsent(tx, operationId);
		const { zone } = await findProgram(tx);
		if (input.signedOn > dayIn(zone, now())) throw invalid({ signedOn: { code: 'future' } });
		const terms = await refuseMisfit(tx, participantId, input);
		return addConsent(tx, actor, {
			...{ ...signed, id: operationId, participantId, textVersion: consentTextVersion },
			...{ revocableFrom: input.revocableFrom ?? null, termsVersion: terms?.version ?? null, language: null }
		});
	});
}

type Signed = Omit<typeof consents.$inferSelect, 'kind' | 'recordedBy' | 'at' | 'position'>;

/** Appends a consent that was found to fit. A recipient of justice makes it a referral's. */
export async function addConsent(tx: Tx, actor: Actor, signed: Signed) {
	const { id, participantId, organizationId, recipientId, information, expiresOn } = signed;
	const recipient = await findRecipient(tx, recipientId);
	const kind = recipient.kind === 'justice' ? ('justice-referral' as const) : ('general' as const);
	const position = await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: 'consent.recorded',
		data: { consentId: id, recipientId, information, expiresOn }
	});
	const row = { ...signed, kind, recordedBy: nameOf(actor), at: now(), position };
	const [consent] = await tx.insert(consents).values(row).returning();
	return consent;
}

type Fitting = Pick<
	NewConsent,
	'organizationId' | 'recipientId' | 'information' | 'expiresOn' | 'revocableFrom'
>;

/**
 * What is signed must be within what the recipient may ask for.
 * @returns the recipient's terms
 * @throws 400 with the field at fault
 */
export async function refuseMisfit(tx: Tx, participantId: Id, input: Fitting) {
	const here = and(
		eq(enrollments.participantId, participantId),
		eq(enrollments.organizationId, input.organizationId)
	);
	const [enrolled] = await tx.select({ id: enrollments.id }).from(enrollments).where(here).limit(1);
	if (!enrolled) throw invalid({ organizationId: { code: 'choice' } });
	const [recipient] = await tx.select().from(recipients).where(eq(recipients.id, input.recipientId));
	if (!recipient) throw invalid({ recipientId: { code: 'choice' } });
	const terms = await termsOf(tx, recipient.id);
	const most = terms?.information ?? usualTerms(recipient.kind).information;
	if (!input.information.every((one) => most.includes(one))) {
		throw invalid({ information: { code: 'consent.beyond-terms' } });
	}
	if (input.revocableFrom && (recipient.kind !== 'justice' || input.revocableFrom > input.expiresOn)) {
		throw invalid({ revocableFrom: { code: 'consent.revocable' } });
	}
	return terms;
}

export async function findConsent(read: Read, consentId: Id) {
	const [consent] = await read.select().from(consents).where(eq(consents.id, consentId));
	if (!consent) throw notFound();
	return consent;
}

/** Ends a consent. The next request of the recipient finds nothing any more. */
export async function revokeConsent(db: Db, actor: Actor, participantId: Id, consentId: Id) {
	await db.write(async (tx) => {
		const consent = await findConsent(tx, consentId);
		if (consent.participantId !== participantId) throw notFound();
		if (actor.kind !== 'system') await refuseOthers(tx, actor, consent);
		allow(actor, 'consents.record', consent);
		if (actor.kind !== 'system') await refuseTooEarly(tx, consent);
		if (!(await endConsent(tx, actor, consent))) throw conflict('consent.revoked');
	});
}

type Consent = typeof consents.$inferSelect;

/** A referral's consent may name a day from which on it can be revoked (42 CFR 2.35). @throws 409 consent.not-yet */
export async function refuseTooEarly(tx: Tx, { revocableFrom }: Consent) {
	const today = dayIn((await findProgram(tx)).zone, now());
	if (revocableFrom && today < revocableFrom) throw conflict('consent.not-yet', { day: revocableFrom });
}

/** Appends the revocation. False when it was revoked before. */
export async function endConsent(tx: Tx, actor: Actor, consent: Consent, replacedBy?: Id): Promise<boolean> {
	const { id: consentId, organizationId, participantId } = consent;
	const row = { consentId, recordedBy: nameOf(actor), at: now() };
	const added = await tx
		.insert(revocations)
		.values(row)
		.onConflictDoNothing({ target: revocations.consentId })
		.returning();
	if (added.length === 0) return false;
	await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: 'consent.revoked',
		data: { consentId, replacedBy }
	});
	return true;
}

/** Another organization's consent is none, even where both know the participant. */
async function refuseOthers(
	tx: Tx,
	actor: Actor,
	{ participantId, organizationId }: { participantId: Id; organizationId: Id }
) {
	const { enrollments: known } = await findParticipant(tx, actor, participantId);
	if (!known.some((enrollment) => enrollment.organizationId === organizationId)) throw notFound();
}

/** Signed, not expired, not revoked: what holds on a day where the program is. Use in a join with revocations. */
export const inForce = (today: string) =>
	and(lte(consents.signedOn, today), gte(consents.expiresOn, today), isNull(revocations.consentId));

/** A participant's consents in the keeping of the actor's organizations, newest first. */
export async function consentsOf(read: Read, actor: Actor, participantId: Id) {
	const keepers = await keepersOf(read, actor, participantId);
	return listConsents(
		read,
		and(eq(consents.participantId, participantId), inArray(consents.organizationId, keepers))
	);
}

/**
 * Organizations whose consents and disclosures about a participant the actor may read.
 * @throws 404, 403
 */
export async function keepersOf(read: Read, actor: Actor, participantId: Id): Promise<Id[]> {
	const { enrollments: known } = await findParticipant(read, actor, participantId);
	const organizationIds = [...new Set(known.map((enrollment) => enrollment.organizationId))];
	const readable = organizationIds.filter((organizationId) =>
		can(actor, 'consents.read', { organizationId })
	);
	if (readable.length === 0) throw forbidden('consents.read');
	return readable;
}

/** Consents with their recipients' names and how they stand, newest first. The caller may read them. */
export async function listConsents(read: Read, where: SQL | undefined) {
	const today = dayIn((await findProgram(read)).zone, now());
	const rows = await read
		.select({ consent: consents, recipient: recipients, revokedAt: revocations.at })
		.from(consents)
		.innerJoin(recipients, eq(recipients.id, consents.recipientId))
		.leftJoin(revocations, eq(revocations.consentId, consents.id))
		.where(where)
		.orderBy(desc(consents.position));
	return rows.map(({ consent, recipient, revokedAt }) => ({
		...consent,
		recipient: recipient.name,
		revokedAt,
		state: revokedAt
			? ('revoked' as const)
			: consent.expiresOn < today
				? ('expired' as const)
				: ('in-force' as const)
	}));
}
