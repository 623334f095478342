/** A browser that a participant signed in with card and PIN. */
import { and, eq, gt, isNotNull, isNull, or } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { cardLogins, cards } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import type { Participant } from '../policy.ts';
import { ago, touchAfter, type Seen } from './seen.ts';
import { hashToken } from './tokens.ts';

const idle = 15 * 60_000;
/** On a device that others use too (security R6). */
export const idleShared = 3 * 60_000;
/** There, three minutes are to be three minutes. */
const touchAfterShared = 15_000;
const absolute = 4 * 3_600_000;
/** How long somebody may take to choose a first PIN. */
const choosing = 15 * 60_000;
/** Seconds after which the browser forgets the cookie; the server forgets on its own. */
export const cardCookieAge = absolute / 1000;

/** The browser that signs in: the token that it came with, and whether others use it too. */
export type Device = { previous?: string; shared?: boolean };

/** Begins a login under a token's hash, and ends the one that the browser came with. Returns its id. */
export async function beginCardLogin(
	tx: Tx,
	card: { id: Id; participantId: Id },
	token: string,
	{ previous, shared = false }: Device = {}
): Promise<Id> {
	if (previous) await endLogin(tx, previous);
	const begun = { createdAt: now(), lastSeenAt: now() };
	const row = {
		id: newId(),
		tokenHash: hashToken(token),
		cardId: card.id,
		participantId: card.participantId,
		shared,
		...begun
	};
	await tx.insert(cardLogins).values(row).returning();
	return row.id;
}

async function endLogin(tx: Tx, token: string) {
	const mine = and(eq(cardLogins.tokenHash, hashToken(token)), isNull(cardLogins.endedAt));
	await tx.update(cardLogins).set({ endedAt: now() }).where(mine).returning();
}

export async function endCardLogin(db: Db, token: string): Promise<void> {
	await db.write((tx) => endLogin(tx, token));
}

/** Who signed in with this token: null once it is idle, old or ended, or the card is. */
export async function participantBy(read: Read, token: string): Promise<Seen<Participant> | null> {
	const [row] = await read
		.select({ login: cardLogins })
		.from(cardLogins)
		.innerJoin(cards, eq(cards.id, cardLogins.cardId))
		.where(
			and(
				eq(cardLogins.tokenHash, hashToken(token)),
				isNull(cardLogins.endedAt),
				isNull(cards.endedAt),
				isNotNull(cards.pinHash),
				or(
					and(eq(cardLogins.shared, false), gt(cardLogins.lastSeenAt, ago(idle))),
					gt(cardLogins.lastSeenAt, ago(idleShared))
				),
				gt(cardLogins.createdAt, ago(absolute))
			)
		);
	if (!row) return null;
	const { id: loginId, participantId, lastSeenAt, shared } = row.login;
	const isDue = lastSeenAt < ago(shared ? touchAfterShared : touchAfter);
	const touch = isDue ? (db: Db) => touchCardLogin(db, loginId) : undefined;
	return { actor: { kind: 'participant', id: participantId, loginId }, touch };
}

async function touchCardLogin(db: Db, loginId: Id) {
	await db.write((tx) =>
		tx.update(cardLogins).set({ lastSeenAt: now() }).where(eq(cardLogins.id, loginId)).returning()
	);
}

/** The card of somebody who has shown it and is about to choose its first PIN. */
export async function cardWithoutPin(read: Read, token: string) {
	const [row] = await read
		.select({ id: cards.id, participantId: cards.participantId, shared: cardLogins.shared })
		.from(cardLogins)
		.innerJoin(cards, eq(cards.id, cardLogins.cardId))
		.where(
			and(
				eq(cardLogins.tokenHash, hashToken(token)),
				isNull(cardLogins.endedAt),
				isNull(cards.endedAt),
				isNull(cards.pinHash),
				gt(cardLogins.createdAt, ago(choosing))
			)
		);
	return row ?? null;
}
