/** Disputes: what a participant asks about their attendance of a session, and what is answered. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	disputeAnswers,
	disputeLines,
	disputes,
	enrollments,
	groups,
	participantNames,
	sessions
} from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, can, nameOf, type Actor } from '../policy.ts';
import { say } from './attendance.ts';
import { ToldMark } from './marks.ts';
import { lastDayToCorrect } from './corrections.ts';
import { appendEvent } from './events.ts';
import { groupScope } from './groups.ts';
import { changesIn, type MarkChange } from './histories.ts';
import { line, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { selfOf } from './own.ts';
import { rollOfSession } from './rolls.ts';
import { dayIn } from './schedule.ts';
import { findSession } from './sessions.ts';
import { disputeClaims, disputeExplanations } from '#lib/vocabulary.ts';

export const NewDispute = z.strictObject({
	operationId: uuid,
	claim: z.enum(disputeClaims),
	line: line(140).nullable().default(null)
});
export const Explanation = z.strictObject({ operationId: uuid, answer: z.enum(disputeExplanations) });
/** The person is the dispute's, and so is the reason. */
export const Correction = ToldMark;

/**
 * A participant asks about one session of theirs. What they add in their own words is kept apart, and erased in time.
 * @throws 404 for a session that is not theirs; 409 session.not-yet, session.cancelled, dispute.open
 */
export async function askAbout(db: Db, actor: Actor, sessionId: Id, input: z.input<typeof NewDispute>) {
	const { operationId, claim, line: added } = NewDispute.parse(input);
	await db.write(async (tx) => {
		const own = await ownSession(tx, actor, sessionId);
		allow(actor, 'disputes.ask', { participantId: own.participantId });
		if (!(await isNew(tx, actor, 'askAbout', operationId, { sessionId, claim, line: added }))) return;
		if (own.cancelledAt) throw conflict('session.cancelled');
		if (own.startsAt > now()) throw conflict('session.not-yet', { date: own.date });
		const earlier = await askedAbout(tx, [own.enrollmentId]);
		if (earlier.some((one) => one.sessionId === sessionId && one.answer === null))
			throw conflict('dispute.open');
		const { organizationId, enrollmentId, participantId } = own;
		const row = { id: operationId, organizationId, enrollmentId, sessionId, claim, at: now() };
		await tx.insert(disputes).values(row).returning();
		if (added !== null) {
			const kept = { disputeId: operationId, line: added, at: now() };
			await tx.insert(disputeLines).values(kept).returning();
		}
		await appendEvent(tx, actor, {
			organizationId,
			subject: `participant:${participantId}`,
			kind: 'dispute.asked',
			data: { disputeId: operationId, enrollmentId, sessionId }
		});
	});
}

/** A session on whose roll the participant is: none from before they joined, or after they left. */
export async function ownSession(read: Read, actor: Actor, sessionId: Id) {
	const { id, groupId, date, zone, startsAt, cancelledAt, organizationId } = sessions;
	const [found] = await read
		.select({
			...{ id, groupId, date, zone, startsAt, cancelledAt, organizationId },
			enrollmentId: enrollments.id,
			participantId: enrollments.participantId
		})
		.from(sessions)
		.innerJoin(enrollments, eq(enrollments.groupId, sessions.groupId))
		.where(and(eq(sessions.id, sessionId), eq(enrollments.participantId, selfOf(actor))));
	const roll = found ? await rollOfSession(read, found) : [];
	if (!roll.some(({ enrollmentId }) => enrollmentId === found.enrollmentId)) throw notFound();
	return found;
}

/** What was asked in some enrollments, with what was answered; oldest first. */
async function askedAbout(read: Read, enrollmentIds: Id[]) {
	const { id, sessionId, claim, at } = disputes;
	return read
		.select({ id, sessionId, claim, at, answer: disputeAnswers.answer })
		.from(disputes)
		.leftJoin(disputeAnswers, eq(disputeAnswers.disputeId, disputes.id))
		.where(inArray(disputes.enrollmentId, enrollmentIds))
		.orderBy(asc(at), asc(id));
}

/** What the participant asked about their sessions: the last question of each. */
export async function ownDisputes(read: Read, actor: Actor) {
	const own = await read
		.select({ id: enrollments.id })
		.from(enrollments)
		.where(eq(enrollments.participantId, selfOf(actor)))
		.orderBy(asc(enrollments.id));
	const all = await askedAbout(
		read,
		own.map(({ id }) => id)
	);
	return new Map(all.map(({ sessionId, answer: given }) => [sessionId, given]));
}

/** Corrects the mark as the answer: one transaction, so that neither is there without the other. */
export async function correctDispute(
	db: Db,
	actor: Actor,
	disputeId: Id,
	input: z.output<typeof Correction>
) {
	const sessionId = await db.write(async (tx) => {
		const dispute = await findOpen(tx, actor, disputeId);
		const session = await findSession(tx, actor, dispute.sessionId);
		allow(actor, 'attendance.mark', session);
		const { operationId } = input;
		if (!(await isNew(tx, actor, 'correctDispute', operationId, { disputeId, ...input }))) return session.id;
		refuseAnswered(dispute);
		if (input.enrollmentId !== dispute.enrollmentId) throw notFound();
		await say(tx, actor, session, { ...input, correction: 'participant-asked' });
		await answer(tx, actor, dispute, { id: operationId, answer: 'corrected', markId: operationId });
		return session.id;
	});
	announce(sessionId);
}

/** Says why what was marked stands. */
export async function explainDispute(
	db: Db,
	actor: Actor,
	disputeId: Id,
	{ operationId, answer: why }: z.infer<typeof Explanation>
) {
	await db.write(async (tx) => {
		const dispute = await findOpen(tx, actor, disputeId);
		if (!(await isNew(tx, actor, 'explainDispute', operationId, { disputeId, answer: why }))) return;
		refuseAnswered(dispute);
		await answer(tx, actor, dispute, { id: operationId, answer: why, markId: null });
	});
}

type Found = Awaited<ReturnType<typeof findOpen>>;

/** @throws 404 for a dispute in a group that the actor may not know of; 403 */
async function findOpen(read: Read, actor: Actor, disputeId: Id) {
	const [found] = await read
		.select({
			dispute: disputes,
			participantId: enrollments.participantId,
			answeredAs: disputeAnswers.answer,
			line: disputeLines.line
		})
		.from(disputes)
		.innerJoin(enrollments, eq(enrollments.id, disputes.enrollmentId))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.leftJoin(disputeAnswers, eq(disputeAnswers.disputeId, disputes.id))
		.leftJoin(disputeLines, eq(disputeLines.disputeId, disputes.id))
		.where(and(eq(disputes.id, disputeId), groupScope(actor)));
	if (!found) throw notFound();
	const { dispute, ...rest } = found;
	const session = await findSession(read, actor, dispute.sessionId);
	allow(actor, 'disputes.answer', session);
	return { ...dispute, ...rest };
}

function refuseAnswered({ answeredAs }: Found) {
	if (answeredAs !== null) throw conflict('dispute.answered');
}

type NewAnswer = Pick<typeof disputeAnswers.$inferSelect, 'id' | 'answer' | 'markId'>;

async function answer(tx: Tx, actor: Actor, dispute: Found, given: NewAnswer) {
	const row = { ...given, disputeId: dispute.id, by: nameOf(actor), at: now() };
	const added = await tx.insert(disputeAnswers).values(row).onConflictDoNothing().returning();
	if (added.length === 0) throw conflict('dispute.answered');
	const { id: disputeId, organizationId, participantId, enrollmentId, sessionId } = dispute;
	await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: 'dispute.answered',
		data: { disputeId, enrollmentId, sessionId }
	});
}

/** One dispute with the decision trail: all that was ever said of this person in this session, newest first. */
export async function disputeOf(read: Read, actor: Actor, disputeId: Id) {
	const dispute = await findOpen(read, actor, disputeId);
	const session = await findSession(read, actor, dispute.sessionId);
	const changes = await changesIn(read, actor, session.id);
	const entry = (await rollOfSession(read, session)).find((one) => one.enrollmentId === dispute.enrollmentId);
	if (!entry) throw notFound();
	const { id, claim, at, line: added, answeredAs, enrollmentId, organizationId, participantId } = dispute;
	const { date, time, minutes, zone, group, groupId } = session;
	const isLocked = dayIn(zone, now()) > (await lastDayToCorrect(read, session));
	const needed = isLocked ? 'attendance.correct-locked' : 'attendance.mark';
	return {
		...{ id, claim, at, line: added, answer: answeredAs, enrollmentId, organizationId, participantId },
		person: { firstName: entry.firstName, lastName: entry.lastName },
		session: { id: session.id, date, time, minutes, zone, group, groupId },
		standing: { status: entry.status, cameAt: entry.cameAt, leftAt: entry.leftAt, reason: entry.reason },
		heads: entry.heads,
		trail: changes.filter(
			(change): change is MarkChange => change.kind === 'mark' && change.enrollmentId === enrollmentId
		),
		mayCorrect: can(actor, needed, session)
	};
}

/** Questions that wait for an answer in the actor's groups, oldest first. */
export async function openDisputes(read: Read, actor: Actor) {
	const { id, claim, at, enrollmentId } = disputes;
	const { firstName, lastName } = participantNames;
	return read
		.select({ id, claim, at, enrollmentId, firstName, lastName, group: groups.name, date: sessions.date })
		.from(disputes)
		.innerJoin(sessions, eq(sessions.id, disputes.sessionId))
		.innerJoin(enrollments, eq(enrollments.id, disputes.enrollmentId))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(participantNames, eq(participantNames.participantId, enrollments.participantId))
		.leftJoin(disputeAnswers, eq(disputeAnswers.disputeId, disputes.id))
		.where(and(groupScope(actor), isNull(disputeAnswers.id)))
		.orderBy(asc(at), asc(id));
}
