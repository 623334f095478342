/** Announced absences: who said beforehand that they can't come. No mark by itself: the roll shows it until they are marked. */
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { announcedAbsences } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, system, type Actor } from '../policy.ts';
import { placeIn } from './check-ins.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { selfOf } from './own.ts';
import { findSession, type Session } from './sessions.ts';
import { refuseUninvited } from './visitors.ts';
import { absenceReasons } from '#lib/vocabulary.ts';

export const OwnAbsence = z.strictObject({
	operationId: uuid,
	reason: z.enum(absenceReasons),
	/** True: plans changed, and the person comes. */
	withdrawn: z.boolean().default(false)
});
export const NewAbsence = OwnAbsence.extend({ enrollmentId: uuid });

/**
 * Staff write down what somebody told them.
 * @throws 404, 403, 409 session.cancelled, session.ended, enrollment.exited
 */
export async function announceAbsence(
	db: Db,
	actor: Actor,
	sessionId: Id,
	{ enrollmentId, ...said }: z.output<typeof NewAbsence>
) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		await refuseUninvited(tx, session, enrollmentId);
		await append(tx, actor, session, enrollmentId, said);
	});
	announce(sessionId);
}

/**
 * A participant says so themselves.
 * @throws 404, 409 session.cancelled, session.ended
 */
export async function announceOwn(db: Db, actor: Actor, sessionId: Id, said: z.output<typeof OwnAbsence>) {
	await db.write(async (tx) => {
		const participantId = selfOf(actor);
		allow(actor, 'own.change', { participantId });
		const session = await findSession(tx, system, sessionId);
		const place = await placeIn(tx, participantId, session);
		if (!place) throw notFound();
		await append(tx, actor, session, place.enrollmentId, said);
	});
	announce(sessionId);
}

async function append(
	tx: Tx,
	actor: Actor,
	session: Session,
	enrollmentId: Id,
	{ operationId, reason, withdrawn }: z.output<typeof OwnAbsence>
) {
	const { id: sessionId, organizationId } = session;
	const content = { sessionId, enrollmentId, reason, withdrawn };
	if (!(await isNew(tx, actor, 'announceAbsence', operationId, content))) return;
	if (session.cancelledAt) throw conflict('session.cancelled');
	if (session.endedAt) throw conflict('session.ended');
	const row = { ...content, id: operationId, organizationId, by: nameOf(actor), at: now() };
	await tx.insert(announcedAbsences).values(row).returning();
	await appendEvent(tx, actor, {
		organizationId,
		subject: `session:${sessionId}`,
		kind: withdrawn ? 'absence.withdrawn' : 'absence.announced',
		data: { enrollmentId, reason }
	});
}
