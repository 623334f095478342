/** Participants' printed cards: a QR and a typed code, useless without the PIN that the participant chose. */
import { createHmac } from 'node:crypto';
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { now } from '../clock.ts';
import { pepper } from '../config.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	cardLogins,
	cards,
	enrollments,
	groupFacilitators,
	participantNames,
	participants
} from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { conflict, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, can, organizationsOf, type Actor } from '../policy.ts';
import { newCode, normalizeCode, printed } from './codes.ts';
import { newToken } from './tokens.ts';

const codeLength = 16;

export type Card = typeof cards.$inferSelect;
/** What the card says, never to be shown again: the code as printed, the token of the QR. */
export type IssuedCard = { cardId: Id; code: string; token: string };

/** Kept in place of code and token; without the pepper it leads nowhere. */
export const indexOf = (kind: 'token' | 'code', value: string) =>
	createHmac('sha256', pepper()).update(`${kind}:${value}`).digest('hex');

/** What the slow hash of a PIN is made of: a stolen database alone does not let anybody try PINs (security R1). */
export const pepperedPin = (cardId: Id, pin: string) =>
	createHmac('sha256', pepper()).update(`pin:${cardId}:${pin}`).digest('base64url');

/**
 * Makes a card for a participant. Ends older cards and whoever is signed in with them.
 * @throws 404, 403
 */
export async function issueCard(db: Db, actor: Actor, participantId: Id): Promise<IssuedCard> {
	const [code, token, cardId] = [newCode(codeLength), newToken(16), newId()];
	await db.write(async (tx) => {
		const organizationId = await allowCards(tx, actor, participantId);
		await endCards(tx, participantId, 'reissued');
		const indexes = { tokenIndex: indexOf('token', token), codeIndex: indexOf('code', code) };
		const issuedBy = 'id' in actor ? actor.id : null;
		await tx
			.insert(cards)
			.values({ id: cardId, participantId, ...indexes, issuedAt: now(), issuedBy })
			.returning();
		await record(tx, actor, organizationId, participantId, 'card.issued', cardId);
	});
	return { cardId, code: printed(code), token };
}

/**
 * Takes the PIN back: the participant chooses another at the next sign-in. Staff never see one.
 * @throws 404, 403; 409 card.stopped when there is no card in use
 */
export async function resetPin(db: Db, actor: Actor, participantId: Id): Promise<void> {
	await db.write(async (tx) => {
		const organizationId = await allowCards(tx, actor, participantId);
		const [card] = await tx.update(cards).set({ pinHash: null }).where(inUse(participantId)).returning();
		if (!card) throw conflict('card.stopped');
		await endCardLogins(tx, participantId);
		await record(tx, actor, organizationId, participantId, 'card.pin-reset', card.id);
	});
}

/**
 * Stops a lost card at once.
 * @throws 404, 403; 409 card.stopped when there is none in use
 */
export async function withdrawCard(db: Db, actor: Actor, participantId: Id): Promise<void> {
	await db.write(async (tx) => {
		const organizationId = await allowCards(tx, actor, participantId);
		const [ended] = await endCards(tx, participantId, 'withdrawn');
		if (!ended) throw conflict('card.stopped');
		await record(tx, actor, organizationId, participantId, 'card.withdrawn', ended.id);
	});
}

export type CardState = {
	issuedAt: string;
	hasPin: boolean;
	endedAt: string | null;
	endReason: Card['endReason'];
};

/**
 * How the newest card stands; null before the first.
 * @throws 404, 403
 */
export async function cardStateOf(read: Read, actor: Actor, participantId: Id): Promise<CardState | null> {
	await allowCards(read, actor, participantId);
	const mine = eq(cards.participantId, participantId);
	const [card] = await read
		.select()
		.from(cards)
		.where(mine)
		.orderBy(desc(cards.issuedAt), desc(cards.id))
		.limit(1);
	if (!card) return null;
	const { issuedAt, pinHash, endedAt, endReason } = card;
	return { issuedAt, hasPin: pinHash !== null, endedAt, endReason };
}

/** The card that somebody shows by its QR's token or its typed code, in use or not. */
export async function cardBy(read: Read, shown: { token?: string; code?: string }): Promise<Card | null> {
	const code = shown.code && normalizeCode(shown.code, codeLength);
	if (!shown.token && !code) return null;
	const here = shown.token
		? eq(cards.tokenIndex, indexOf('token', shown.token))
		: eq(cards.codeIndex, indexOf('code', code as string));
	const [card] = await read.select().from(cards).where(here);
	return card ?? null;
}

/** The language in which a participant is addressed. */
export async function languageOf(read: Read, participantId: Id): Promise<'en' | 'es'> {
	const mine = eq(participantNames.participantId, participantId);
	const [person] = await read
		.select({ language: participantNames.language })
		.from(participantNames)
		.where(mine);
	return person?.language ?? 'en';
}

const inUse = (participantId: Id) => and(eq(cards.participantId, participantId), isNull(cards.endedAt));

/** Ends the participant's cards in use and their sign-ins. */
export async function endCards(tx: Tx, participantId: Id, endReason: NonNullable<Card['endReason']>) {
	await endCardLogins(tx, participantId);
	return tx.update(cards).set({ endedAt: now(), endReason }).where(inUse(participantId)).returning();
}

async function endCardLogins(tx: Tx, participantId: Id) {
	const open = and(eq(cardLogins.participantId, participantId), isNull(cardLogins.endedAt));
	await tx.update(cardLogins).set({ endedAt: now() }).where(open).returning();
}

function record(
	tx: Tx,
	actor: Actor,
	organizationId: Id | null,
	participantId: Id,
	kind: string,
	cardId: Id
) {
	return appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind,
		data: { cardId }
	});
}

type Holding = { organizationId: Id; facilitatorIds: Id[] };

/** The organization in which the actor may see to this participant's card; null for the deployment itself. */
async function allowCards(read: Read, actor: Actor, participantId: Id): Promise<Id | null> {
	if (actor.kind === 'system') return findAnybody(read, participantId);
	const holdings = await holdingsOf(
		read,
		participantId,
		organizationsOf(actor, 'facilitator', 'coordinator')
	);
	if (holdings.length === 0) throw notFound();
	const allowed = holdings.find((holding) => can(actor, 'cards.issue', holding));
	allow(actor, 'cards.issue', allowed ?? holdings[0]);
	return (allowed ?? holdings[0]).organizationId;
}

async function findAnybody(read: Read, participantId: Id): Promise<null> {
	const [person] = await read.select().from(participants).where(eq(participants.id, participantId));
	if (!person) throw notFound();
	return null;
}

/** The groups that a participant was ever in, within some organizations; while they are, with those who facilitate. */
async function holdingsOf(read: Read, participantId: Id, organizationIds: Id[]): Promise<Holding[]> {
	const facilitates = and(
		eq(groupFacilitators.groupId, enrollments.groupId),
		isNull(groupFacilitators.endedAt)
	);
	const rows = await read
		.select({
			groupId: enrollments.groupId,
			organizationId: enrollments.organizationId,
			exitedAt: enrollments.exitedAt,
			staffId: groupFacilitators.staffId
		})
		.from(enrollments)
		.leftJoin(groupFacilitators, facilitates)
		.where(
			and(eq(enrollments.participantId, participantId), inArray(enrollments.organizationId, organizationIds))
		)
		.orderBy(asc(enrollments.enrolledAt), asc(enrollments.id));
	const byGroup = Map.groupBy(rows, (row) => row.groupId);
	return [...byGroup.values()].map((group) => ({
		organizationId: group[0].organizationId,
		facilitatorIds: group.flatMap((row) => (row.exitedAt ? [] : (row.staffId ?? [])))
	}));
}
