/** Codes in the room: they change every 30 seconds, and show that whoever has one sees the screen at that moment. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { pepper } from '../config.ts';
import type { Db, Read } from '../db/open.ts';
import { checkInCodes, roomScreens, sessions } from '../db/schema/index.ts';
import { opensAt, placeIn, refuseClosed, standingOf } from '../domain/check-ins.ts';
import { appendEvent } from '../domain/events.ts';
import { selfOf } from '../domain/own.ts';
import { findSession, type Session } from '../domain/sessions.ts';
import { conflict, forbidden, invalid, tooMany } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, system, type Actor, type Screen } from '../policy.ts';
import { codeOf, normalizeCode } from './codes.ts';
import { Limit, networkOf } from './limits.ts';
import { newToken } from './tokens.ts';

const second = 1000;
/** How long a code is shown; the one before it is taken too, from slow hands. */
const step = 30 * second;
/** Typed: 20 bits, which are guessed at ten tries a quarter hour. In the QR: 96 bits. */
const codeLength = 4;
const tokenBytes = 12;
const wrongByPerson = (db: Db) => new Limit(db, 'check-in-person', 10, 15 * 60);
const wrongByNetwork = (db: Db) => new Limit(db, 'check-in-network', 60, 15 * 60);
/** Seconds that somebody may take to sign in after they saw the code. */
export const ticketAge = 10 * 60;
/** Sessions whose codes are looked at: a code of an hour ago is told "over", one of last week is none. */
const near = 36 * 3600 * second;

export const TypedCode = z.strictObject({ operationId: z.uuid(), code: z.string().min(1).max(20) });

/** What a screen shows. `path` is the QR's address on this deployment; `milliseconds` until the next one. */
export type ShownCode = { code: string; path: string; milliseconds: number };
export type CheckInScreen = {
	on: boolean;
	standing: 'ahead' | 'open' | 'over';
	/** When the first code is shown. */
	opensAt: string;
	shown: ShownCode | null;
};
/** Which session's code somebody saw, and when. */
export type Seen = { sessionId: Id; arrivedAt: string };

/**
 * Turns check-in by phone on for a session. Each time has codes of its own.
 * @throws 404, 403; 409 check-in.over
 */
export async function openCheckIn(db: Db, actor: Actor, sessionId: Id): Promise<void> {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'check-ins.open', session);
		if (actor.kind !== 'staff') throw forbidden('check-ins.open');
		if (standingOf(session) === 'over') throw conflict('check-in.over');
		const { organizationId } = session;
		const [before] = await tx.select().from(checkInCodes).where(isOn(sessionId));
		if (before) return;
		const fresh = { secret: newToken(), openedAt: now(), openedBy: actor.id, closedAt: null };
		await tx
			.insert(checkInCodes)
			.values({ sessionId, organizationId, ...fresh })
			.onConflictDoUpdate({ target: checkInCodes.sessionId, set: fresh })
			.returning();
		const subject = `session:${sessionId}`;
		await appendEvent(tx, actor, { organizationId, subject, kind: 'check-in.opened' });
	});
}

/**
 * Turns it off: from then on no code is taken.
 * @throws 404, 403
 */
export async function closeCheckIn(db: Db, actor: Actor, sessionId: Id): Promise<void> {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'check-ins.open', session);
		const closed = await tx.update(checkInCodes).set({ closedAt: now() }).where(isOn(sessionId)).returning();
		const { organizationId } = session;
		const subject = `session:${sessionId}`;
		if (closed.length > 0) await appendEvent(tx, actor, { organizationId, subject, kind: 'check-in.closed' });
	});
}

/**
 * How check-in by phone stands at a session, with the code of this moment.
 * @throws 404, 403
 */
export async function checkInOf(read: Read, actor: Actor, sessionId: Id): Promise<CheckInScreen> {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'check-ins.open', session);
	return screenOf(read, session);
}

/** The code for a room screen; null where there is none to show. It says of which session nothing. */
export async function codeOn(read: Read, screen: Screen): Promise<ShownCode | null> {
	allow(screen, 'rooms.show', { screenId: screen.id });
	const [{ sessionId } = { sessionId: null }] = await read
		.select({ sessionId: roomScreens.sessionId })
		.from(roomScreens)
		.where(eq(roomScreens.id, screen.id));
	return sessionId ? (await screenOf(read, await findSession(read, system, sessionId))).shown : null;
}

async function screenOf(read: Read, session: Session): Promise<CheckInScreen> {
	const [codes] = await read.select().from(checkInCodes).where(isOn(session.id));
	const standing = standingOf(session);
	const shown = codes && standing === 'open' ? showing(codes.secret) : null;
	return { on: codes !== undefined, standing, opensAt: opensAt(session), shown };
}

function showing(secret: string): ShownCode {
	const at = Date.parse(now());
	const { code, token } = codesOf(secret, Math.floor(at / step));
	return { code, path: `/here/${token}`, milliseconds: step - (at % step) };
}

/** Made of the session's own secret and of the pepper: who has the database alone has no code. */
export function codesOf(secret: string, at: number) {
	const bytes = createHmac('sha256', pepper()).update(`check-in:${secret}:${at}`).digest();
	const token = bytes.subarray(codeLength, codeLength + tokenBytes).toString('base64url');
	return { code: codeOf(bytes.subarray(0, codeLength)), token };
}

/**
 * Which session the QR of this moment belongs to.
 * @throws 400 check-in.code; 409 check-in.not-yet, check-in.over
 */
export async function seeToken(read: Read, token: string): Promise<Seen> {
	const [found] = await matching(read, (codes) => codes.token === token);
	if (!found) throw wrong();
	refuseClosed(found);
	return { sessionId: found.id, arrivedAt: now() };
}

/**
 * Which session the typed code belongs to; the participant's own first. Each try is counted before it is looked at.
 * @throws 400 check-in.code; 429 check-in.wait; 409 check-in.not-yet, check-in.over
 */
export async function seeCode(db: Db, actor: Actor, typed: string, address: string): Promise<Seen> {
	const participantId = selfOf(actor);
	const tries = [
		{ limit: wrongByPerson(db), key: participantId },
		{ limit: wrongByNetwork(db), key: networkOf(address) }
	];
	for (const { limit, key } of tries) {
		const { consumedPoints, msBeforeNext } = await limit.penalty(key);
		if (consumedPoints > limit.points) throw tooMany('check-in.wait', Math.ceil(msBeforeNext / 1000));
	}
	const code = normalizeCode(typed, codeLength);
	const found = code ? await matching(db.read, (codes) => codes.code === code) : [];
	if (found.length === 0) throw wrong();
	for (const { limit, key } of tries) await limit.reward(key);
	const session = (await ownAmong(db.read, participantId, found)) ?? found[0];
	refuseClosed(session);
	return { sessionId: session.id, arrivedAt: now() };
}

const wrong = () => invalid({ code: { code: 'check-in.code' } }, 'check-in.code');

async function ownAmong(read: Read, participantId: Id, found: Session[]): Promise<Session | undefined> {
	for (const session of found) if (await placeIn(read, participantId, session)) return session;
}

/** Sessions of which this is the code of now, or the one before. */
async function matching(read: Read, fits: (codes: { code: string; token: string }) => boolean) {
	const at = Date.parse(now());
	const around = [at - near, at + near].map((ms) => new Date(ms).toISOString());
	const rows = await read
		.select({ sessionId: checkInCodes.sessionId, secret: checkInCodes.secret })
		.from(checkInCodes)
		.innerJoin(sessions, eq(sessions.id, checkInCodes.sessionId))
		.where(
			and(isNull(checkInCodes.closedAt), gt(sessions.startsAt, around[0]), lt(sessions.startsAt, around[1]))
		)
		.orderBy(asc(checkInCodes.sessionId));
	const last = Math.floor(at / step);
	const found = rows.filter(({ secret }) => [last, last - 1].some((one) => fits(codesOf(secret, one))));
	return Promise.all(found.map(({ sessionId }) => findSession(read, system, sessionId)));
}

/** What a browser keeps while its holder signs in: it saw the code in time. */
export function ticketOf({ sessionId, arrivedAt }: Seen): string {
	const said = `${sessionId}.${Date.parse(arrivedAt)}`;
	return `${said}.${sealOf(said).toString('base64url')}`;
}

/** Null for one that is too old, or not ours. */
export function readTicket(ticket: string | undefined): Seen | null {
	const [, said, sessionId, at, seal] =
		/^(([0-9a-f-]{36})\.(\d{1,15}))\.([\w-]{43})$/.exec(ticket ?? '') ?? [];
	if (!said || !timingSafeEqual(sealOf(said), Buffer.from(seal, 'base64url'))) return null;
	const age = Date.parse(now()) - Number(at);
	return age < ticketAge * second ? { sessionId, arrivedAt: new Date(Number(at)).toISOString() } : null;
}

const sealOf = (said: string) => createHmac('sha256', pepper()).update(`check-in-ticket:${said}`).digest();

const isOn = (sessionId: Id) => and(eq(checkInCodes.sessionId, sessionId), isNull(checkInCodes.closedAt));
