/** Starts: when sessions began in fact, which may be later than planned. Nobody's marks change by it. */
import { desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { sessionStarts } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { refuseOver } from './corrections.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { findSession, type Session } from './sessions.ts';
import { holdVisits } from './visitors.ts';

/** Minutes around the planned start and end in which a session may begin. */
const around = 60;

export const NewStart = z.strictObject({
	operationId: uuid,
	/** When it was tapped, if the device was cut off meanwhile. */
	startedAt: z.iso.datetime().nullable().default(null)
});
export const TakenBackStart = z.strictObject({ operationId: uuid, startId: uuid });

/** When it began, by the statement that stands. */
export type Start = { startId: Id; startedAt: string };

/**
 * "We begin now." Where somebody said so before, that stands.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, session.ended, session.begins
 */
export async function beginSession(db: Db, actor: Actor, sessionId: Id, input: z.output<typeof NewStart>) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		const { operationId: id, startedAt: tapped } = input;
		if (!(await isNew(tx, actor, 'beginSession', id, { sessionId, startedAt: tapped }))) return;
		refuseOver(session);
		if (await startOf(tx, sessionId)) return;
		const startedAt = tapped && tapped < now() ? new Date(tapped).toISOString() : now();
		refuseFar(session, startedAt);
		await append(tx, actor, session, { id, startedAt });
	});
	announce(sessionId);
}

/**
 * Takes it back, unless somebody did so already: then the plan's start counts again.
 * @throws 404, 403, 409 session.cancelled, session.ended
 */
export async function takeBackStart(
	db: Db,
	actor: Actor,
	sessionId: Id,
	{ operationId: id, startId }: z.output<typeof TakenBackStart>
) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'takeBackStart', id, { sessionId, startId }))) return;
		refuseOver(session);
		const start = await startOf(tx, sessionId);
		if (start?.startId === startId) await append(tx, actor, session, { id, startedAt: null });
	});
	announce(sessionId);
}

function refuseFar({ startsAt, minutes }: Session, startedAt: string) {
	const late = (Date.parse(startedAt) - Date.parse(startsAt)) / 60_000;
	if (late < -around || late > minutes + around) throw conflict('session.begins');
}

async function append(tx: Tx, actor: Actor, session: Session, said: { id: Id; startedAt: string | null }) {
	const { id: sessionId, organizationId, groupId } = session;
	await tx
		.insert(sessionStarts)
		.values({ ...said, organizationId, sessionId, by: nameOf(actor), at: now() })
		.returning();
	await appendEvent(tx, actor, {
		organizationId,
		subject: `session:${sessionId}`,
		kind: said.startedAt ? 'session.begun' : 'session.begun-taken-back',
		data: { startId: said.id, startedAt: said.startedAt }
	});
	await holdVisits(tx, actor, session);
	await settle(tx, actor, groupId);
}

const newestOf = prepared('session_start', (read) =>
	read
		.select()
		.from(sessionStarts)
		.where(eq(sessionStarts.sessionId, sql.placeholder('sessionId')))
		.orderBy(desc(sessionStarts.at), desc(sessionStarts.id))
		.limit(1)
);

/** The caller has found the session. */
export async function startOf(read: Read, sessionId: Id): Promise<Start | null> {
	const [newest] = await newestOf(read, { sessionId });
	return newest?.startedAt ? { startId: newest.id, startedAt: newest.startedAt } : null;
}
