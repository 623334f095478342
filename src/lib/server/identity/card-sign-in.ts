/** Signing in with card and PIN: every PIN that is tried is counted before it is looked at (security R2, R3). */
import { and, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { cardAttempts, cards } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { conflict, DomainError, invalid, tooMany } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { system, type Participant } from '../policy.ts';
import { beginCardLogin, cardWithoutPin, type Device } from './card-logins.ts';
import { cardBy, endCards, pepperedPin, type Card } from './cards.ts';
import { slowHash, slowNothing, slowVerify } from './hashing.ts';
import { Limit, networkOf } from './limits.ts';
import { isEasyPin, isPin } from './pins.ts';
import { newToken } from './tokens.ts';

export const CardPin = z.string().trim().refine(isPin, 'pin.digits');
/** A card by its QR's token or its typed code. Without a PIN: the first time. */
export const CardSignIn = z.strictObject({
	token: z.string().max(64).optional(),
	code: z.string().max(64).optional(),
	pin: CardPin.optional(),
	/** Others use this device too: the login ends sooner. */
	shared: z.boolean().optional()
});
export const NewPin = z
	.strictObject({ pin: CardPin, again: z.string().trim() })
	.refine((input) => !isEasyPin(input.pin), { path: ['pin'], message: 'pin.easy' })
	.refine((input) => input.pin === input.again, { path: ['again'], message: 'pin.differs' });

/** Where a try comes from. */
export type From = {
	address: string;
	/** Token that the browser came with: it ends when a new one begins. */
	previous?: string;
	/** Told when unknown cards pile up. */
	alert?: (what: string) => void;
	pause?: (ms: number) => Promise<unknown>;
};
export type CardSignedIn = { next: 'signed-in' | 'choose-pin'; token: string; participantId: Id };

const firstStop = 5;
const wait = 15 * 60_000;
/** Wrong PINs since the last right one after which the card is of no more use. */
const lastStop = 10;

const unknownHere = (db: Db) => new Limit(db, 'card-network', 20, 15 * 60);
const unknownAnywhere = (db: Db) => new Limit(db, 'card-all', 200, 5 * 60);

/** Nobody may tell an unknown card from a wrong PIN. */
const refused = () => new DomainError(400, 'card.refused');

/**
 * Signs a participant in, or, before the card has a PIN, lets its holder choose one.
 * @throws 400 card.refused; 429 card.wait; 409 card.stopped; 503 busy
 */
export async function signInWithCard(
	db: Db,
	input: z.infer<typeof CardSignIn>,
	from: From
): Promise<CardSignedIn> {
	const card = await findShown(db, input, from);
	const device = { previous: from.previous, shared: input.shared };
	if (!card.pinHash) return letChoose(db, card, device);
	const token = newToken();
	await tryPin(db, card, input.pin, (tx) => beginCardLogin(tx, card, token, device));
	return { next: 'signed-in', token, participantId: card.participantId };
}

/**
 * Who holds this card, by its PIN: tried, counted and stopped as a sign-in is, and nothing begins. A card whose PIN
 * was not chosen yet proves nobody.
 * @throws as signInWithCard
 */
export async function proveCard(db: Db, input: z.infer<typeof CardSignIn>, from: From): Promise<Id> {
	const card = await findShown(db, input, from);
	await tryPin(db, card, input.pin, async () => {});
	return card.participantId;
}

/**
 * The PIN once more, from whoever is signed in with their card: for a signature. Tried, counted and stopped as a sign-in.
 * @throws 400 pin `pin.wrong`; 429 card.wait; 409 card.stopped
 */
export async function provePin(db: Db, actor: Participant, pin: string): Promise<void> {
	const own = and(eq(cards.participantId, actor.id), isNull(cards.endedAt));
	const [card] = await db.read.select().from(cards).where(own);
	if (!card) throw conflict('card.stopped');
	try {
		await tryPin(db, card, pin, async () => {});
	} catch (error) {
		if (error instanceof DomainError && error.code === 'card.refused') {
			throw invalid({ pin: { code: 'pin.wrong' } });
		}
		throw error;
	}
}

/** The card that is shown. @throws 400 card.refused; 409 card.stopped */
async function findShown(db: Db, input: z.infer<typeof CardSignIn>, from: From): Promise<Card> {
	await slowDown(db, from);
	const card = await cardBy(db.read, input);
	if (!card) return refuseUnknown(db, input.pin, from);
	if (card.endedAt) throw conflict('card.stopped');
	return card;
}

/** Over the limit of unknown cards everybody from there waits a little; nobody is shut out by a neighbor's tries. */
async function slowDown(db: Db, from: From) {
	const here = await unknownHere(db).used(networkOf(from.address));
	const anywhere = await unknownAnywhere(db).used('');
	const pause = from.pause ?? ((ms: number) => new Promise((go) => setTimeout(go, ms)));
	if (here >= 20) await pause(3000);
	else if (anywhere >= 200) await pause(1000);
}

async function refuseUnknown(db: Db, pin: string | undefined, from: From): Promise<never> {
	await slowNothing(pepperedPin('', pin ?? ''));
	const here = await unknownHere(db).penalty(networkOf(from.address));
	const anywhere = await unknownAnywhere(db).penalty('');
	if (here.consumedPoints === 20) from.alert?.('unknown cards from one network');
	if (anywhere.consumedPoints === 200) from.alert?.('unknown cards from many networks');
	throw refused();
}

async function letChoose(db: Db, card: Card, device: Device): Promise<CardSignedIn> {
	const token = newToken();
	await db.write((tx) => beginCardLogin(tx, card, token, device));
	return { next: 'choose-pin', token, participantId: card.participantId };
}

/** Tries a PIN; when it is right, `then` is done in the transaction that says so. */
async function tryPin(
	db: Db,
	card: Card,
	pin: string | undefined,
	then: (tx: Tx) => Promise<unknown>
): Promise<void> {
	const { pinHash } = card;
	if (!pin || !pinHash) {
		await slowNothing('');
		throw refused();
	}
	const attemptId = await reserve(db, card);
	if (!(await slowVerify(pinHash, pepperedPin(card.id, pin)))) {
		await db.write((tx) => stopIfGuessed(tx, card));
		throw refused();
	}
	const proved = await db.write(async (tx) => {
		// Reissued or given a new PIN while we looked: what was right then is not now.
		const same = and(eq(cards.id, card.id), isNull(cards.endedAt), eq(cards.pinHash, pinHash));
		const [still] = await tx.select().from(cards).where(same);
		if (!still) return false;
		await tx.update(cardAttempts).set({ succeeded: true }).where(eq(cardAttempts.id, attemptId)).returning();
		await then(tx);
		return true;
	});
	if (!proved) throw refused();
}

/** Takes one of the tries that are left, before any hashing: guesses at the same time can't slip past the limit. */
async function reserve(db: Db, card: Card): Promise<Id> {
	const attemptId = newId();
	const refusal = await db.write(async (tx) => {
		if (await stopIfGuessed(tx, card)) return conflict('card.stopped');
		const failures = await failuresOf(tx, card.id);
		const left = failures.length === firstStop ? Date.parse(failures[0]) + wait - Date.now() : 0;
		if (left > 0) return tooMany('card.wait', Math.ceil(left / 1000));
		await tx
			.insert(cardAttempts)
			.values({ id: attemptId, cardId: card.id, at: now(), succeeded: false })
			.returning();
		return null;
	});
	if (refusal) throw refusal;
	return attemptId;
}

/** Times of the wrong PINs since the last right one, newest first. */
async function failuresOf(tx: Tx, cardId: Id): Promise<string[]> {
	const tries = await tx
		.select()
		.from(cardAttempts)
		.where(eq(cardAttempts.cardId, cardId))
		.orderBy(desc(cardAttempts.at), desc(cardAttempts.id))
		.limit(lastStop);
	const right = tries.findIndex((attempt) => attempt.succeeded);
	return tries.slice(0, right < 0 ? tries.length : right).map((attempt) => attempt.at);
}

/** True when the card is of no more use: ended, or guessed at too often. */
async function stopIfGuessed(tx: Tx, card: Card): Promise<boolean> {
	const [active] = await tx
		.select()
		.from(cards)
		.where(and(eq(cards.id, card.id), isNull(cards.endedAt)));
	if (!active) return true;
	if ((await failuresOf(tx, card.id)).length < lastStop) return false;
	await endCards(tx, card.participantId, 'guesses');
	const subject = `participant:${card.participantId}`;
	await appendEvent(tx, system, {
		organizationId: null,
		subject,
		kind: 'card.guessed',
		data: { cardId: card.id }
	});
	return true;
}

/**
 * The participant's own choice, made by whoever has shown a card without a PIN.
 * @throws 404 when nobody has; 409 pin.chosen when somebody was faster
 */
export async function choosePin(db: Db, shown: string, input: z.infer<typeof NewPin>): Promise<CardSignedIn> {
	const card = await cardWithoutPin(db.read, shown);
	if (!card) throw conflict('pin.chosen');
	if (isEasyPin(input.pin)) throw invalid({ pin: { code: 'pin.easy' } });
	const pinHash = await slowHash(pepperedPin(card.id, input.pin));
	const token = newToken();
	const chosen = await db.write(async (tx) => {
		const open = and(eq(cards.id, card.id), isNull(cards.endedAt), isNull(cards.pinHash));
		const [mine] = await tx.update(cards).set({ pinHash }).where(open).returning();
		if (!mine) return false;
		await tx
			.insert(cardAttempts)
			.values({ id: newId(), cardId: card.id, at: now(), succeeded: true })
			.returning();
		const device = { previous: shown, shared: card.shared };
		const loginId = await beginCardLogin(tx, card, token, device);
		const actor: Participant = { kind: 'participant', id: card.participantId, loginId };
		const subject = `participant:${card.participantId}`;
		await appendEvent(tx, actor, {
			organizationId: null,
			subject,
			kind: 'card.pin-chosen',
			data: { cardId: card.id }
		});
		return true;
	});
	if (!chosen) throw conflict('pin.chosen');
	return { next: 'signed-in', token, participantId: card.participantId };
}
