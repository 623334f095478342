/** Corrections: what it takes to say something about a session, before its day, while it is open and after its end. */
import { eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { policies } from '../db/schema/index.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { can, type Actor } from '../policy.ts';
import { plusDays } from './progress.ts';
import { dayIn } from './schedule.ts';
import type { Session } from './sessions.ts';
import type { CorrectionReason } from '#lib/vocabulary.ts';

/**
 * One rule for all that is said of a session: after its end each statement says why, and after the lock time it is
 * program staff's to make.
 * @throws 409 session.cancelled, session.not-yet; 400 session.ended beside `correction`; 403
 */
export async function allowStatement(
	tx: Tx,
	actor: Actor,
	session: Session,
	correction: CorrectionReason | null | undefined
) {
	refuseUnheld(session);
	if (!session.endedAt) return;
	if (!correction) throw invalid({ correction: { code: 'correction' } }, 'session.ended');
	if ((await isLocked(tx, session)) && !can(actor, 'attendance.correct-locked', session))
		throw forbidden('attendance.correct-locked');
}

/** Is the session program staff's alone to change? */
export const isLocked = async (read: Read, session: Session): Promise<boolean> =>
	dayIn(session.zone, now()) > (await lastDayToCorrect(read, session));

/** May anything be said about the session yet? Its day must have come where it is held. */
function refuseUnheld(session: Pick<Session, 'cancelledAt' | 'date' | 'zone'>) {
	if (session.cancelledAt) throw conflict('session.cancelled');
	if (session.date > dayIn(session.zone, now())) throw conflict('session.not-yet', { date: session.date });
}

/** What can't say why is only for a session that has not ended. */
export function refuseOver(session: Pick<Session, 'cancelledAt' | 'date' | 'zone' | 'endedAt'>) {
	refuseUnheld(session);
	if (session.endedAt) throw conflict('session.ended');
}

/** The last day on which facilitators correct a session, by the policy of its group. */
export async function lastDayToCorrect(read: Read, { policyId, date }: Session): Promise<string> {
	const [policy] = await read.select({ data: policies.data }).from(policies).where(eq(policies.id, policyId));
	return plusDays(date, policy.data.lockDays);
}
