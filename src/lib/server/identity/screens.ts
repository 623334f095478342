/** Room screens: a facilitator opens one, a browser in the room shows it by a token, a TV gets its own by a code. */
import { and, count, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { roomScreens, roomTokens, sessions, staff } from '../db/schema/index.ts';
import { findEdition } from '../domain/editions.ts';
import { appendEvent } from '../domain/events.ts';
import { findLesson, outlineOf } from '../domain/lessons.ts';
import { findSession } from '../domain/sessions.ts';
import { conflict, DomainError, forbidden, invalid, tooMany } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Actor, type Screen } from '../policy.ts';
import { indexOf } from './cards.ts';
import { newCode, normalizeCode } from './codes.ts';
import { Limit, networkOf } from './limits.ts';
import { ago } from './seen.ts';
import { hashToken, newToken } from './tokens.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A working day in a room; of a session never longer than `afterEnd` once it has ended. */
const life = 12 * hour;
const afterEnd = hour;
/** How long a code may be typed, and how many characters it has: 30 bits, which are guessed at 20 tries a quarter hour. */
const codeLife = 10 * minute;
const codeLength = 6;
const wrongCodes = (db: Db) => new Limit(db, 'room-network', 20, 15 * 60);

/** What a screen shows: all that a session plans, or one lesson of an edition. */
export type Showing = { sessionId: Id } | { editionId: Id; lessonId: string };
export const ScreenCode = z.strictObject({ code: z.string().max(64) });

/** What is shown once: the address's token, and the code as it is typed on a TV. */
export type OpenedScreen = { id: Id; token: string; code: string; codeExpiresAt: string; expiresAt: string };

const later = (ms: number) => new Date(Date.parse(now()) + ms).toISOString();

/**
 * Opens a room screen.
 * @throws 404, 403; 409 session.cancelled, session.ended
 */
export async function openScreen(
	db: Db,
	actor: Actor,
	showing: Showing,
	language: string
): Promise<OpenedScreen> {
	const opened = {
		...{ id: newId(), token: newToken(), code: newCode(codeLength) },
		...{ codeExpiresAt: later(codeLife), expiresAt: later(life) }
	};
	await db.write(async (tx) => {
		const place = await allowShowing(tx, actor, showing);
		if (actor.kind !== 'staff') throw forbidden('rooms.open');
		const { id, codeExpiresAt, expiresAt } = opened;
		const row = { id, ...place, language, codeIndex: indexOf('code', `room:${opened.code}`), codeExpiresAt };
		await tx
			.insert(roomScreens)
			.values({ ...row, createdAt: now(), createdBy: actor.id, expiresAt })
			.returning();
		await addToken(tx, id, opened.token);
		await record(tx, actor, place, 'room.opened', { screenId: id, expiresAt });
	});
	return { ...opened, code: opened.code.match(/.{3}/g)!.join(' ') };
}

/**
 * Ends what is open of a session, or what the actor opened of a lesson. Screens that show it find nothing from then on.
 * @throws 404, 403
 */
export async function closeScreens(db: Db, actor: Actor, showing: Showing): Promise<void> {
	await db.write(async (tx) => {
		const place = await allowShowing(tx, actor, showing, false);
		const closed = await tx
			.update(roomScreens)
			.set({ closedAt: now() })
			.where(and(isNull(roomScreens.closedAt), of(actor, showing)))
			.returning();
		for (const { id } of closed) await record(tx, actor, place, 'room.closed', { screenId: id });
	});
}

/**
 * How many screens are open of a session, or of a lesson by the actor.
 * @throws 404, 403
 */
export async function countScreens(read: Read, actor: Actor, showing: Showing): Promise<number> {
	await allowShowing(read, actor, showing, false);
	const [{ open }] = await read
		.select({ open: count() })
		.from(roomScreens)
		.innerJoin(staff, eq(staff.id, roomScreens.createdBy))
		.leftJoin(sessions, eq(sessions.id, roomScreens.sessionId))
		.where(and(isOpen(), of(actor, showing)));
	return open;
}

/** Which screen shows this token; null once it is closed or old, or whoever opened it is suspended. */
export async function screenBy(read: Read, token: string): Promise<Screen | null> {
	const [screen] = await read
		.select({ id: roomScreens.id })
		.from(roomTokens)
		.innerJoin(roomScreens, eq(roomScreens.id, roomTokens.screenId))
		.innerJoin(staff, eq(staff.id, roomScreens.createdBy))
		.leftJoin(sessions, eq(sessions.id, roomScreens.sessionId))
		.where(and(eq(roomTokens.tokenHash, hashToken(token)), isOpen()));
	return screen ? { kind: 'screen', id: screen.id } : null;
}

/** @throws 404 room.over */
export async function findScreen(read: Read, token: string): Promise<Screen> {
	const screen = await screenBy(read, token);
	if (!screen) throw new DomainError(404, 'room.over');
	return screen;
}

/**
 * Gives a browser a token of its own for the code that somebody typed. Each try is counted before it is looked at.
 * @throws 400 code room.code; 429 room.wait
 */
export async function redeemCode(
	db: Db,
	{ code: typed }: z.infer<typeof ScreenCode>,
	address: string
): Promise<string> {
	const network = networkOf(address);
	const { consumedPoints, msBeforeNext } = await wrongCodes(db).penalty(network);
	if (consumedPoints > 20) throw tooMany('room.wait', Math.ceil(msBeforeNext / 1000));
	const code = normalizeCode(typed, codeLength);
	const token = newToken();
	const found = code && (await db.write((tx) => useCode(tx, code, token)));
	if (!found) throw invalid({ code: { code: 'room.code' } });
	await wrongCodes(db).reward(network);
	return token;
}

async function useCode(tx: Tx, code: string, token: string): Promise<boolean> {
	const [screen] = await tx
		.select({ id: roomScreens.id })
		.from(roomScreens)
		.innerJoin(staff, eq(staff.id, roomScreens.createdBy))
		.leftJoin(sessions, eq(sessions.id, roomScreens.sessionId))
		.where(
			and(
				eq(roomScreens.codeIndex, indexOf('code', `room:${code}`)),
				gt(roomScreens.codeExpiresAt, now()),
				isOpen()
			)
		);
	if (screen) await addToken(tx, screen.id, token);
	return screen !== undefined;
}

const addToken = (tx: Tx, screenId: Id, token: string) =>
	tx
		.insert(roomTokens)
		.values({ id: newId(), screenId, tokenHash: hashToken(token), createdAt: now() })
		.returning();

/** For a query that has joined who opened it, and its session where it has one. */
const isOpen = (): SQL | undefined =>
	and(
		isNull(roomScreens.closedAt),
		gt(roomScreens.expiresAt, now()),
		isNull(staff.suspendedAt),
		isNull(sessions.cancelledAt),
		or(isNull(sessions.endedAt), gt(sessions.endedAt, ago(afterEnd)))
	);

const of = (actor: Actor, showing: Showing): SQL | undefined =>
	'sessionId' in showing
		? eq(roomScreens.sessionId, showing.sessionId)
		: and(
				eq(roomScreens.editionId, showing.editionId),
				eq(roomScreens.lessonId, showing.lessonId),
				eq(roomScreens.createdBy, 'id' in actor ? actor.id : '')
			);

type Place = { organizationId: Id | null; sessionId: Id | null; editionId: Id; lessonId: string | null };

async function allowShowing(read: Read, actor: Actor, showing: Showing, toOpen = true): Promise<Place> {
	if (!('sessionId' in showing)) {
		allow(actor, 'curriculum.read');
		const { id: editionId } = await findEdition(read, showing.editionId);
		const { id: lessonId } = findLesson(await outlineOf(read, editionId), showing.lessonId);
		return { organizationId: null, sessionId: null, editionId, lessonId };
	}
	const session = await findSession(read, actor, showing.sessionId);
	allow(actor, 'rooms.open', session);
	if (toOpen && session.cancelledAt) throw conflict('session.cancelled');
	if (toOpen && session.endedAt) throw conflict('session.ended');
	const { organizationId, editionId } = session;
	return { organizationId, sessionId: session.id, editionId, lessonId: null };
}

function record(
	tx: Tx,
	actor: Actor,
	{ organizationId, sessionId, editionId }: Place,
	kind: string,
	data: Record<string, string>
) {
	const subject = sessionId ? `session:${sessionId}` : `edition:${editionId}`;
	return appendEvent(tx, actor, { organizationId, subject, kind, data });
}
