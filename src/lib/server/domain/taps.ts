/** Taps: what a room's screen has to say, one or several at once, each carried out on its own. */
import { z } from 'zod';
import type { Db } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { mark, markAllPresent } from './attendance.ts';
import { MarkAll, NewMark } from './marks.ts';
import { acceptCheckIn, AcceptedCheckIn, turnDownCheckIn, TurnedDownCheckIn } from './check-ins.ts';
import { NewDelivery, recordDelivery } from './deliveries.ts';
import { NewEngagement, noteEngagement } from './engagements.ts';
import { NewHomework, recordHomework } from './homework.ts';
import { NewPractice, recordPractice } from './practices.ts';
import { roomState } from './rooms.ts';
import { findSession } from './sessions.ts';
import { beginSession, NewStart, takeBackStart, TakenBackStart } from './starts.ts';

const NewTap = z.discriminatedUnion('kind', [
	NewMark.safeExtend({ kind: z.literal('mark') }),
	MarkAll.extend({ kind: z.literal('mark-all') }),
	AcceptedCheckIn.extend({ kind: z.literal('accept-check-in') }),
	TurnedDownCheckIn.extend({ kind: z.literal('turn-down-check-in') }),
	NewDelivery.safeExtend({ kind: z.literal('delivery') }),
	NewPractice.extend({ kind: z.literal('practice') }),
	NewHomework.extend({ kind: z.literal('homework') }),
	NewEngagement.extend({ kind: z.literal('engagement') }),
	NewStart.extend({ kind: z.literal('begin') }),
	TakenBackStart.extend({ kind: z.literal('take-back-start') })
]);
export type NewTap = z.infer<typeof NewTap>;

/** One tap, or several: a screen that was cut off sends what it kept at once. */
export const NewTaps = z.preprocess(
	(sent) => (Array.isArray(sent) ? sent : [sent]),
	z.array(NewTap).min(1).max(100)
);

export type Outcome = { operationId: Id; refusal: DomainError | null };

/**
 * Carries out each tap in its own transaction: one that is refused does not stop the others.
 * @returns what became of each, and how the room stands now
 * @throws 404, 403 for the session as a whole
 */
export async function carryOut(db: Db, actor: Actor, sessionId: Id, taps: NewTap[]) {
	allow(actor, 'sessions.read', await findSession(db.read, actor, sessionId));
	const outcomes: Outcome[] = [];
	for (const tap of taps) {
		const { operationId } = tap;
		outcomes.push({ operationId, refusal: await refusalOf(carry(db, actor, sessionId, tap)) });
	}
	return { outcomes, room: await roomState(db.read, actor, sessionId) };
}

function carry(db: Db, actor: Actor, sessionId: Id, { kind, ...said }: NewTap): Promise<unknown> {
	switch (kind) {
		case 'mark':
			return mark(db, actor, sessionId, said as NewMark);
		case 'mark-all':
			return markAllPresent(db, actor, sessionId, said);
		case 'accept-check-in':
			return acceptCheckIn(db, actor, sessionId, said as z.output<typeof AcceptedCheckIn>);
		case 'turn-down-check-in':
			return turnDownCheckIn(db, actor, sessionId, said as z.output<typeof TurnedDownCheckIn>);
		case 'delivery':
			return recordDelivery(db, actor, sessionId, said as NewDelivery);
		case 'practice':
			return recordPractice(db, actor, sessionId, said as NewPractice);
		case 'homework':
			return recordHomework(db, actor, sessionId, said as NewHomework);
		case 'engagement':
			return noteEngagement(db, actor, sessionId, said as NewEngagement);
		case 'begin':
			return beginSession(db, actor, sessionId, said as z.output<typeof NewStart>);
		case 'take-back-start':
			return takeBackStart(db, actor, sessionId, said as z.output<typeof TakenBackStart>);
	}
}

async function refusalOf(work: Promise<unknown>): Promise<DomainError | null> {
	try {
		await work;
		return null;
	} catch (error) {
		if (error instanceof DomainError) return error;
		throw error;
	}
}
