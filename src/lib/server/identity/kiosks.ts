/** Kiosks: a tablet at the door, where a participant's own card and PIN say that they are there. Nobody is signed in. */
import { and, count, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { kiosks, participantNames, staff } from '../db/schema/index.ts';
import { opensAt, proposeCheckIn, standingOf } from '../domain/check-ins.ts';
import { appendEvent } from '../domain/events.ts';
import { findSession, type Session } from '../domain/sessions.ts';
import { conflict, DomainError, forbidden } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, system, type Actor, type Participant } from '../policy.ts';
import { CardPin, proveCard, type From } from './card-sign-in.ts';
import { hashToken, newToken } from './tokens.ts';

/** The card's code as it is typed; a scanner types the whole address of its QR, whose token stands behind the #. */
export const KioskCheckIn = z
	.strictObject({ operationId: z.uuid(), code: z.string().max(300), pin: CardPin })
	.transform(({ code, ...rest }) => ({
		...rest,
		...(code.includes('#') ? { token: code.split('#').at(-1)!.trim().slice(0, 64) } : { code })
	}));

/**
 * Makes a kiosk of a session. What comes back is shown once: the token of its address.
 * @throws 404, 403; 409 check-in.over
 */
export async function openKiosk(db: Db, actor: Actor, sessionId: Id): Promise<string> {
	const token = newToken();
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'check-ins.open', session);
		if (actor.kind !== 'staff') throw forbidden('check-ins.open');
		if (standingOf(session) === 'over') throw conflict('check-in.over');
		const { organizationId } = session;
		const row = { id: newId(), organizationId, sessionId, tokenHash: hashToken(token) };
		await tx
			.insert(kiosks)
			.values({ ...row, createdAt: now(), createdBy: actor.id })
			.returning();
		await record(tx, actor, session, 'kiosk.opened', row.id);
	});
	return token;
}

/**
 * Ends every kiosk of a session.
 * @throws 404, 403
 */
export async function closeKiosks(db: Db, actor: Actor, sessionId: Id): Promise<void> {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'check-ins.open', session);
		const closed = await tx
			.update(kiosks)
			.set({ closedAt: now() })
			.where(and(eq(kiosks.sessionId, sessionId), isNull(kiosks.closedAt)))
			.returning();
		for (const { id } of closed) await record(tx, actor, session, 'kiosk.closed', id);
	});
}

/**
 * How many kiosks a session has, and whether it may have one.
 * @throws 404, 403
 */
export async function kiosksOf(read: Read, actor: Actor, sessionId: Id) {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'check-ins.open', session);
	const standing = standingOf(session);
	const [{ open }] = await read
		.select({ open: count() })
		.from(kiosks)
		.where(and(eq(kiosks.sessionId, sessionId), isNull(kiosks.closedAt)));
	return { open: standing === 'over' ? 0 : open, standing };
}

/**
 * The session of a kiosk.
 * @throws 404 kiosk.over once it is closed, the session is over, or whoever made it is suspended
 */
export async function findKiosk(read: Read, token: string) {
	const [kiosk] = await read
		.select({ id: kiosks.id, sessionId: kiosks.sessionId })
		.from(kiosks)
		.innerJoin(staff, eq(staff.id, kiosks.createdBy))
		.where(and(eq(kiosks.tokenHash, hashToken(token)), isNull(kiosks.closedAt), isNull(staff.suspendedAt)));
	const session = kiosk && (await findSession(read, system, kiosk.sessionId));
	if (!session || standingOf(session) === 'over') throw new DomainError(404, 'kiosk.over');
	const { zone } = session;
	return { id: kiosk.id, session, zone, standing: standingOf(session), opensAt: opensAt(session) };
}

/**
 * Checks the holder of a card in, after the same proof and within the same limits as a sign-in.
 * @throws 404 kiosk.over; what the card's proof and a proposal throw
 * @returns what may be said aloud: the first name, and the language to say it in
 */
export async function checkInAtKiosk(
	db: Db,
	token: string,
	input: z.output<typeof KioskCheckIn>,
	from: From
): Promise<{ firstName: string; language: 'en' | 'es' }> {
	const { id, session } = await findKiosk(db.read, token);
	const { operationId, ...shown } = input;
	const participantId = await proveCard(db, shown, from);
	const holder: Participant = { kind: 'participant', id: participantId, loginId: id };
	const about = { operationId, way: 'kiosk' as const, arrivedAt: now() };
	await proposeCheckIn(db, holder, session.id, about);
	const mine = eq(participantNames.participantId, participantId);
	const { firstName, language } = participantNames;
	const [named] = await db.read.select({ firstName, language }).from(participantNames).where(mine);
	return named;
}

function record(
	tx: Parameters<typeof appendEvent>[0],
	actor: Actor,
	{ id, organizationId }: Session,
	kind: string,
	kioskId: Id
) {
	return appendEvent(tx, actor, { organizationId, subject: `session:${id}`, kind, data: { kioskId } });
}
