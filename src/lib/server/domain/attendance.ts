/** Attendance: who came to a session, and who says so. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, marks } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { appendEvents, type NewEvent } from './events.ts';
import { replaces, timeText, uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { peopleIn } from './people.ts';
import { contradict, upheldMarks } from './presence.ts';
import { current } from './progress.ts';
import { dayIn } from './schedule.ts';
import { findSession, refuseLocked, refuseUnheld, type Session } from './sessions.ts';
import { markInAll, partBetween, saids, standingOf } from '#lib/roll.ts';
import {
	absenceReasons,
	correctionReasons,
	excusedReasons,
	markStatuses,
	neutralReasons,
	type AbsenceReason,
	type MarkStatus
} from '#lib/vocabulary.ts';

const minute = z.int().min(0).max(600);
const isOneOf = (reasons: readonly string[], reason: string | null) =>
	reason !== null && reasons.includes(reason);
/** An absence's reason decides what kind of absence it is; other marks have none. */
const reasonFits = (status: MarkStatus, reason: AbsenceReason | null) =>
	status === 'absent-neutral'
		? isOneOf(neutralReasons, reason)
		: status === 'absent-excused'
			? isOneOf(excusedReasons, reason)
			: reason === null;

export const NewMark = z
	.strictObject({
		operationId: uuid,
		enrollmentId: uuid,
		status: z.enum(markStatuses),
		cameAt: minute.nullable().default(null),
		leftAt: minute.nullable().default(null),
		reason: z.enum(absenceReasons).nullable().default(null),
		replaces: replaces.default([]),
		correction: z.enum(correctionReasons).nullable().default(null)
	})
	.refine((mark) => reasonFits(mark.status, mark.reason), { path: ['reason'], message: 'reason' })
	.refine((mark) => mark.status !== 'partial' || mark.cameAt !== null || mark.leftAt !== null, {
		path: ['cameAt'],
		message: 'minutes'
	})
	.refine((mark) => mark.cameAt === null || mark.leftAt === null || mark.cameAt < mark.leftAt, {
		path: ['leftAt'],
		message: 'minutes-order'
	})
	.refine((mark) => mark.status === 'partial' || (mark.cameAt === null && mark.leftAt === null), {
		path: ['status'],
		message: 'minutes-partial'
	});
export type NewMark = z.infer<typeof NewMark>;
export const MarkAll = z.strictObject({ operationId: uuid });

/** A mark as a form tells it: one word for how it was, and the times on the room's clock. */
export const ToldMark = z
	.strictObject({
		operationId: uuid,
		enrollmentId: uuid,
		said: z.enum(saids),
		/** Wall time at which the session starts. */
		starts: timeText,
		came: timeText.nullable().default(null),
		left: timeText.nullable().default(null),
		replaces: replaces.default([]),
		correction: z.enum(correctionReasons).nullable().default(null)
	})
	.transform(({ said, starts, came, left, ...rest }): z.input<typeof NewMark> => ({
		...rest,
		...(said === 'partial' ? partBetween(starts, came, left) : standingOf(said))
	}))
	.pipe(NewMark);

/**
 * Records one statement about one person. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, operation.reused; 400 correction when an ended session's
 * mark names no reason; 403 when the lock time is over (policy, days)
 */
export async function mark(db: Db, actor: Actor, sessionId: Id, input: NewMark) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'mark', input.operationId, { sessionId, ...input }))) return;
		refuseUnheld(session);
		if (session.endedAt && !input.correction) throw invalid({ correction: { code: 'correction' } });
		await refuseLocked(tx, actor, session);
		await refuseMisfit(tx, session, input);

		const { operationId, ...said } = input;
		await appendMarks(tx, actor, session, [{ id: operationId, ...said }]);
		await settle(tx, actor, session.groupId, [input.enrollmentId]);
	});
	announce(sessionId);
}

/** Marks everybody present about whom nothing was said yet. Returns how many. */
export async function markAllPresent(db: Db, actor: Actor, sessionId: Id, input: z.infer<typeof MarkAll>) {
	const marked = await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'markAllPresent', input.operationId, { sessionId }))) return 0;
		refuseUnheld(session);
		if (session.endedAt) throw conflict('session.ended');

		const waiting = await unmarked(tx, session);
		const there = { status: 'present' as const, cameAt: null, leftAt: null, reason: null, correction: null };
		const said = waiting.map(({ enrollmentId, replaces }) => ({
			id: markInAll(input.operationId, enrollmentId),
			enrollmentId,
			replaces,
			...there
		}));
		await appendMarks(tx, actor, session, said);
		if (said.length > 0)
			await settle(
				tx,
				actor,
				session.groupId,
				said.map((one) => one.enrollmentId)
			);
		return said.length;
	});
	announce(sessionId);
	return marked;
}

/** People of whom nothing is said; where a mark was taken back, the ids of what took it back. */
async function unmarked(tx: Tx, session: Session): Promise<{ enrollmentId: Id; replaces: Id[] }[]> {
	const people = await peopleIn(tx, session.groupId);
	const byPerson = Map.groupBy(await marksOf(tx, session.id), (one) => one.enrollmentId);
	return people
		.filter((one) => wasMember(one, session))
		.map(({ enrollmentId }) => ({ enrollmentId, said: byPerson.get(enrollmentId) ?? [] }))
		.filter(({ said }) => upheldMarks(said).length === 0)
		.map(({ enrollmentId, said }) => ({ enrollmentId, replaces: current(said).map(({ id }) => id) }));
}

/** Was the person in the group on the session's day? */
const wasMember = (
	{ enrolledOn, exitedAt }: { enrolledOn: string; exitedAt: string | null },
	{ date, zone }: Pick<Session, 'date' | 'zone'>
) => enrolledOn <= date && (exitedAt === null || dayIn(zone, exitedAt) > date);

type Said = Omit<NewMark, 'operationId'> & { id: Id };

async function appendMarks(tx: Tx, actor: Actor, session: Session, said: Said[]) {
	if (said.length === 0) return;
	const { id: sessionId, organizationId } = session;
	const rows = said.map((one) => ({ ...one, sessionId, organizationId, markedBy: nameOf(actor), at: now() }));
	const added = await tx.insert(marks).values(rows).onConflictDoNothing({ target: marks.id }).returning();
	if (added.length < rows.length) throw conflict('operation.reused');
	await appendEvents(tx, actor, rows.map(asEvent));
}

function asEvent(row: Said & { sessionId: Id; organizationId: Id }): NewEvent {
	const { id, organizationId, sessionId, enrollmentId, status, cameAt, leftAt, reason, correction } = row;
	return {
		organizationId,
		subject: `session:${sessionId}`,
		kind: row.replaces.length > 0 ? 'mark.replaced' : 'mark.added',
		data: { markId: id, enrollmentId, status, cameAt, leftAt, reason, correction, replaces: row.replaces }
	};
}

/** The person must be of the group, and what is replaced must be said about them in this session. */
async function refuseMisfit(tx: Tx, session: Session, input: NewMark) {
	const inGroup = and(eq(enrollments.id, input.enrollmentId), eq(enrollments.groupId, session.groupId));
	const [enrollment] = await tx.select({ id: enrollments.id }).from(enrollments).where(inGroup);
	if (!enrollment) throw notFound();
	if ([input.cameAt, input.leftAt].some((at) => at !== null && at > session.minutes)) {
		throw invalid({
			[input.leftAt === null ? 'cameAt' : 'leftAt']: {
				code: 'minutes-session',
				params: { most: session.minutes }
			}
		});
	}
	if (input.replaces.length === 0) return;
	const about = and(
		inArray(marks.id, input.replaces),
		eq(marks.sessionId, session.id),
		eq(marks.enrollmentId, input.enrollmentId)
	);
	const found = await tx.select({ id: marks.id }).from(marks).where(about).orderBy(asc(marks.id));
	if (found.length < new Set(input.replaces).size) throw invalid({ replaces: { code: 'unknown' } });
}

/** Everything ever said about a session's attendance, oldest first. */
export async function marksOf(read: Read, sessionId: Id) {
	return read
		.select()
		.from(marks)
		.where(eq(marks.sessionId, sessionId))
		.orderBy(asc(marks.at), asc(marks.id));
}

/** One person on the roll. */
export type RollEntry = {
	enrollmentId: Id;
	participantId: Id;
	firstName: string;
	lastName: string;
	status: MarkStatus;
	cameAt: number | null;
	leftAt: number | null;
	reason: AbsenceReason | null;
	/** Ids of what a new mark would replace. */
	heads: Id[];
	/** The contradicting statements, when somebody has to settle them. */
	review: {
		id: Id;
		status: MarkStatus;
		cameAt: number | null;
		leftAt: number | null;
		reason: AbsenceReason | null;
		markedBy: string;
	}[];
	/** Corrected since it was first said. */
	corrected: boolean;
};

/** The roll: people of the group on that day, each with what is said of them. */
export async function rollOf(read: Read, actor: Actor, sessionId: Id): Promise<RollEntry[]> {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	return rollOfSession(read, session);
}

/** The roll of a session that was found through the actor. */
export async function rollOfSession(
	read: Read,
	session: Pick<Session, 'id' | 'groupId' | 'date' | 'zone'>
): Promise<RollEntry[]> {
	const people = await peopleIn(read, session.groupId);
	const said = await marksOf(read, session.id);
	const byPerson = Map.groupBy(said, (one) => one.enrollmentId);
	return people
		.filter((one) => byPerson.has(one.enrollmentId) || wasMember(one, session))
		.map(({ enrollmentId, participantId, firstName, lastName }) => ({
			enrollmentId,
			participantId,
			firstName,
			lastName,
			...entry(byPerson.get(enrollmentId) ?? [])
		}));
}

/** How many are on the roll of each session, and how many of them are unmarked: for lists, without names. */
export async function rollCounts(
	read: Read,
	listed: Pick<Session, 'id' | 'groupId' | 'date' | 'zone'>[]
): Promise<Map<Id, { people: number; unmarked: number }>> {
	const ids = listed.map((session) => session.id);
	const groupIds = listed.map((session) => session.groupId);
	const { id, groupId, enrolledOn, exitedAt } = enrollments;
	const members = Map.groupBy(
		await read
			.select({ id, groupId, enrolledOn, exitedAt })
			.from(enrollments)
			.where(inArray(groupId, groupIds))
			.orderBy(asc(id)),
		(one) => one.groupId
	);
	const said = Map.groupBy(
		await read
			.select()
			.from(marks)
			.where(inArray(marks.sessionId, ids))
			.orderBy(asc(marks.at), asc(marks.id)),
		(one) => one.sessionId
	);
	return new Map(
		listed.map((session) => {
			const byPerson = Map.groupBy(said.get(session.id) ?? [], (one) => one.enrollmentId);
			const people = (members.get(session.groupId) ?? []).filter(
				(one) => byPerson.has(one.id) || wasMember(one, session)
			);
			const unmarked = people.filter((one) => entry(byPerson.get(one.id) ?? []).status === 'unmarked');
			return [session.id, { people: people.length, unmarked: unmarked.length }];
		})
	);
}

function entry(said: Awaited<ReturnType<typeof marksOf>>) {
	const upheld = upheldMarks(said);
	const { status, cameAt, leftAt, reason } = upheld.at(-1) ?? unsaid;
	const review = contradict(upheld)
		? upheld.map(({ id, status, cameAt, leftAt, reason, markedBy }) => ({
				id,
				status,
				cameAt,
				leftAt,
				reason,
				markedBy
			}))
		: [];
	const heads = current(said).map((mark) => mark.id);
	return { status, cameAt, leftAt, reason, heads, review, corrected: said.some((mark) => mark.correction) };
}

const unsaid = { status: 'unmarked' as const, cameAt: null, leftAt: null, reason: null };
