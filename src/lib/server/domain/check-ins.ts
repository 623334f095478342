/** Check-ins: somebody says that they are there, with the room's code or at the kiosk; a facilitator confirms it. */
import { asc, eq } from 'drizzle-orm';
import { v5 } from 'uuid';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { checkIns } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, system, type Actor } from '../policy.ts';
import { say } from './attendance.ts';
import { refuseOver } from './corrections.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { selfOf } from './own.ts';
import { rollOfSession, type RollEntry } from './rolls.ts';
import { dayIn } from './schedule.ts';
import { findSession, type Session } from './sessions.ts';
import { visitorsOf } from './visitors.ts';
import type { CheckInWay } from '#lib/vocabulary.ts';

/** Minutes before the start from which one can check in. */
const early = 15;

/** What a screen sends; the rest is known of the code or the kiosk. */
export const NewArrival = z.strictObject({ operationId: uuid });
export const AcceptedCheckIn = z.strictObject({
	operationId: uuid,
	checkInId: uuid,
	/** Minutes after the start; null: from the start. */
	cameAt: z.int().min(1).max(600).nullable().default(null)
});
/** Several as one form tells them, each with the minutes that were offered: "id" or "id@12". */
export const ToldCheckIns = z
	.strictObject({
		operationId: uuid,
		accepted: z
			.array(z.string().regex(/^[0-9a-f-]{36}(@\d{1,3})?$/))
			.min(1)
			.max(100)
	})
	.transform(({ operationId, accepted }) =>
		accepted.map((told): z.input<typeof AcceptedCheckIn> => {
			const [checkInId, cameAt] = told.split('@');
			return { operationId: v5(checkInId, operationId), checkInId, cameAt: cameAt ? Number(cameAt) : null };
		})
	)
	.pipe(z.array(AcceptedCheckIn));
export const TurnedDownCheckIn = z.strictObject({ operationId: uuid, checkInId: uuid });

export type NewCheckIn = { operationId: Id; way: CheckInWay; arrivedAt: string };
type CheckIn = typeof checkIns.$inferSelect;
type Meeting = Pick<Session, 'date' | 'zone' | 'startsAt' | 'endedAt' | 'cancelledAt'>;

/** When check-in begins. */
export const opensAt = ({ startsAt }: Pick<Session, 'startsAt'>) =>
	new Date(Date.parse(startsAt) - early * 60_000).toISOString();

/** One checks in from a quarter of an hour before the start until the session is ended, on its day alone. */
export function standingOf(session: Meeting): 'ahead' | 'open' | 'over' {
	if (session.cancelledAt || session.endedAt || dayIn(session.zone, now()) > session.date) return 'over';
	return now() < opensAt(session) ? 'ahead' : 'open';
}

/** @throws 409 check-in.not-yet, check-in.over */
export function refuseClosed(session: Meeting) {
	const standing = standingOf(session);
	if (standing === 'ahead') throw conflict('check-in.not-yet', { date: session.date, minutes: early });
	if (standing === 'over') throw conflict('check-in.over');
}

/**
 * A participant says that they are there. It marks nobody: said again, on whatever device, it changes nothing.
 * @throws 409 check-in.not-yours, check-in.not-yet, check-in.over, check-in.turned-down, operation.reused
 */
export async function proposeCheckIn(db: Db, actor: Actor, sessionId: Id, input: NewCheckIn) {
	const { operationId, way, arrivedAt } = input;
	await db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'check-ins.propose', { participantId });
		const session = await findSession(tx, system, sessionId);
		const place = await placeIn(tx, participantId, session);
		if (!place) throw conflict('check-in.not-yours');
		if (!(await isNew(tx, actor, 'proposeCheckIn', operationId, { sessionId, way }))) return;
		refuseClosed(session);
		const before = await headIn(tx, sessionId, place.enrollmentId);
		if (before?.state === 'turned-down') throw conflict('check-in.turned-down');
		if (before) return;
		const { enrollmentId } = place;
		const about = { enrollmentId, checkInId: operationId, replaces: null, way, arrivedAt };
		await append(tx, actor, session, { id: operationId, ...about, state: 'proposed' });
	});
	announce(sessionId);
}

/**
 * The ordinary mark, made of what somebody said of themselves. Of somebody from another group it holds their make-up.
 * @throws 404, 403; 409 check-in.answered, check-in.marked when a mark stands, and what a mark throws
 */
export async function acceptCheckIn(
	db: Db,
	actor: Actor,
	sessionId: Id,
	input: z.output<typeof AcceptedCheckIn>
) {
	const { operationId, cameAt } = input;
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'acceptCheckIn', operationId, { sessionId, ...input }))) return;
		refuseOver(session);
		const head = await proposedIn(tx, sessionId, input.checkInId);
		const expected = [...(await rollOfSession(tx, session)), ...(await visitorsOf(tx, session))];
		const own = expected.find((one) => one.enrollmentId === head.enrollmentId);
		if (own && !isUnmarked(own)) throw conflict('check-in.marked');
		if (own) {
			const status = cameAt === null ? ('present' as const) : ('partial' as const);
			const rest = { leftAt: null, reason: null, correction: null };
			const said = { operationId, enrollmentId: own.enrollmentId, status, cameAt, ...rest };
			await say(tx, actor, session, { ...said, replaces: own.heads });
		}
		await append(tx, actor, session, {
			...{ ...head, id: operationId, replaces: head.id },
			state: 'accepted'
		});
	});
	announce(sessionId);
}

/**
 * Says that it is not so, or cannot be told. The person may still be marked by hand.
 * @throws 404, 403; 409 check-in.answered, session.ended, session.cancelled
 */
export async function turnDownCheckIn(
	db: Db,
	actor: Actor,
	sessionId: Id,
	{ operationId, checkInId }: z.output<typeof TurnedDownCheckIn>
) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'turnDownCheckIn', operationId, { sessionId, checkInId }))) return;
		refuseOver(session);
		const head = await proposedIn(tx, sessionId, checkInId);
		await append(tx, actor, session, {
			...{ ...head, id: operationId, replaces: head.id },
			state: 'turned-down'
		});
	});
	announce(sessionId);
}

/** The participant's place in a session: on its roll, or there to make up what they missed in another group. */
export async function placeIn(
	read: Read,
	participantId: Id,
	session: Pick<Session, 'id' | 'groupId' | 'date' | 'zone'>
) {
	const roll = await rollOfSession(read, session);
	const own = roll.find((one) => one.participantId === participantId);
	if (own) return { enrollmentId: own.enrollmentId, own };
	const visit = (await visitorsOf(read, session)).find((one) => one.participantId === participantId);
	return visit ? { enrollmentId: visit.enrollmentId, own: visit } : null;
}

/** What was last said of a person's check-in at a session. */
export async function headIn(read: Read, sessionId: Id, enrollmentId: Id): Promise<CheckIn | null> {
	const heads = await headsIn(read, sessionId);
	return heads.find((one) => one.enrollmentId === enrollmentId) ?? null;
}

/** What was last said of each check-in at a session, by when they arrived. */
export async function headsIn(read: Read, sessionId: Id): Promise<CheckIn[]> {
	const said = await read
		.select()
		.from(checkIns)
		.where(eq(checkIns.sessionId, sessionId))
		.orderBy(asc(checkIns.arrivedAt), asc(checkIns.id));
	const replaced = new Set(said.map(({ replaces }) => replaces));
	return said.filter(({ id }) => !replaced.has(id));
}

/** @throws 404; 409 check-in.answered */
async function proposedIn(tx: Tx, sessionId: Id, checkInId: Id): Promise<CheckIn> {
	const head = (await headsIn(tx, sessionId)).find((one) => one.checkInId === checkInId);
	if (!head) throw notFound();
	if (head.state !== 'proposed') throw conflict('check-in.answered');
	return head;
}

export const isUnmarked = ({ status, review }: Pick<RollEntry, 'status'> & { review: unknown[] }) =>
	status === 'unmarked' && review.length === 0;

type Said = Omit<CheckIn, 'organizationId' | 'sessionId' | 'by' | 'at'>;

async function append(tx: Tx, actor: Actor, session: Session, said: Said) {
	const { id: sessionId, organizationId } = session;
	const row = { ...said, sessionId, organizationId, by: nameOf(actor), at: now() };
	const added = await tx
		.insert(checkIns)
		.values(row)
		.onConflictDoNothing({ target: checkIns.id })
		.returning();
	if (added.length === 0) throw conflict('operation.reused');
	const { checkInId, enrollmentId, way, state } = said;
	await appendEvent(tx, actor, {
		organizationId,
		subject: `session:${sessionId}`,
		kind: `check-in.${state}`,
		data: { checkInId, enrollmentId, way }
	});
}
