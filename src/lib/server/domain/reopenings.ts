/** Reopenings: a session that was ended too soon is open again, with its trail, and ends once more. */
import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { reopenings, sessions } from '../db/schema/index.ts';
import { conflict, forbidden } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, can, nameOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { isLocked } from './corrections.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { findSession } from './sessions.ts';
import { reopenReasons } from '#lib/vocabulary.ts';

export const Reopening = z.strictObject({ operationId: uuid, reason: z.enum(reopenReasons) });
export type Reopening = z.infer<typeof Reopening>;

/**
 * Opens an ended session again; after the lock time of its policy that is program staff's to do.
 * @throws 404, 403, 409 session.cancelled, session.open, operation.reused
 */
export async function reopenSession(db: Db, actor: Actor, sessionId: Id, input: Reopening) {
	const { operationId: id, reason } = input;
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'sessions.reopen', session);
		if (!(await isNew(tx, actor, 'reopenSession', id, { sessionId, reason }))) return;
		if (session.cancelledAt) throw conflict('session.cancelled');
		if (!session.endedAt) throw conflict('session.open');
		if ((await isLocked(tx, session)) && !can(actor, 'attendance.correct-locked', session))
			throw forbidden('attendance.correct-locked');

		const { organizationId, endedAt, endedBy } = session;
		const undone = { sessionId, organizationId, endedAt, endedBy };
		await tx
			.insert(reopenings)
			.values({ id, ...undone, reason, by: nameOf(actor), at: now() })
			.returning();
		await tx
			.update(sessions)
			.set({ endedAt: null, endedBy: null })
			.where(eq(sessions.id, sessionId))
			.returning();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `session:${sessionId}`,
			kind: 'session.reopened',
			data: { reason, endedAt }
		});
		await settle(tx, actor, session.groupId);
	});
	announce(sessionId);
}

/** Who opened the session again, when and why, newest first. The caller has found the session. */
export async function reopeningsOf(read: Read, sessionId: Id) {
	const rows = await read
		.select()
		.from(reopenings)
		.where(eq(reopenings.sessionId, sessionId))
		.orderBy(desc(reopenings.at), desc(reopenings.id));
	if (rows.length === 0) return [];
	const author = await authorsOf(
		read,
		rows.flatMap(({ by, endedBy }) => [by, endedBy])
	);
	return rows.map(({ id, reason, at, by, endedAt, endedBy }) => ({
		...{ id, reason, at, by: author(by) },
		...{ endedAt, endedBy: author(endedBy) }
	}));
}
export type Reopened = Awaited<ReturnType<typeof reopeningsOf>>[number];
