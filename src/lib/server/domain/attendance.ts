/** Attendance: who came to a session, and who says so. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { marks } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { allowStatement, refuseOver } from './corrections.ts';
import { appendEvents, type NewEvent } from './events.ts';
import { replaces, timeText, uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { peopleIn } from './people.ts';
import { upheldMarks } from './presence.ts';
import { current } from './progress.ts';
import { announcedIn, lastAll, marksOf, refuseStranger, wasMember } from './rolls.ts';
import { findSession, type Session } from './sessions.ts';
import { headsIn, markInAll, partBetween, saids, standingOf, tapOf, type Standing } from '#lib/roll.ts';
import {
	absenceReasons,
	correctionReasons,
	excusedReasons,
	lateReasons,
	markStatuses,
	neutralReasons,
	type AbsenceReason,
	type LateReason,
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
		late: z.enum(lateReasons).nullish(),
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
	})
	.refine((mark) => !mark.late || mark.cameAt !== null, { path: ['late'], message: 'minutes' });
export type NewMark = z.infer<typeof NewMark>;
export const MarkAll = z.strictObject({ operationId: uuid });
/** `all`: the operation that marked them. */
export const TakenBackAll = z.strictObject({ operationId: uuid, all: uuid });

/** Whoever was there from the start was not late. */
const counted = (part: Standing, late: LateReason | null | undefined): Standing =>
	part.cameAt === null ? part : { ...part, late };

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
		late: z.enum(lateReasons).nullish(),
		replaces: replaces.default([]),
		correction: z.enum(correctionReasons).nullable().default(null)
	})
	.transform(({ said, starts, came, left, late, ...rest }): z.input<typeof NewMark> => ({
		...rest,
		...(said === 'partial' ? counted(partBetween(starts, came, left), late) : standingOf(said))
	}))
	.pipe(NewMark);

/** A tap on the roll's one form: a word about somebody, and what each person's next mark replaces. */
export const TappedMark = z
	.strictObject({
		operationId: uuid,
		starts: timeText,
		tap: z.string().max(100),
		heads: z.string().max(100_000).default('')
	})
	.transform(({ tap, heads, ...rest }): z.input<typeof ToldMark> => {
		const { said, enrollmentId } = tapOf(tap);
		return { ...rest, said, enrollmentId, replaces: headsIn(heads, enrollmentId) };
	})
	.pipe(ToldMark);

/**
 * Records one statement about one person. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, enrollment.exited, operation.reused; after the end as
 * `allowStatement` says
 */
export async function mark(db: Db, actor: Actor, sessionId: Id, input: NewMark) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'mark', input.operationId, { sessionId, ...input }))) return;
		await say(tx, actor, session, input);
	});
	announce(sessionId);
}

/** Says it within what a bigger operation does. The caller has found the session, allowed it, and announces it. */
export const say = (tx: Tx, actor: Actor, session: Session, input: NewMark) =>
	sayEach(tx, actor, session, [input]);

/** The same of several people at once, each mark under an id of its own. */
export async function sayEach(tx: Tx, actor: Actor, session: Session, inputs: NewMark[]) {
	if (inputs.length === 0) return;
	for (const input of inputs) {
		await allowStatement(tx, actor, session, input.correction);
		await refuseMisfit(tx, session, input);
	}
	await appendMarks(
		tx,
		actor,
		session,
		inputs.map((input) => ({ id: input.operationId, ...input }))
	);
	const enrollmentIds = inputs.map((input) => input.enrollmentId);
	await settle(tx, actor, session.groupId, enrollmentIds);
}

/** Marks everybody present about whom nothing was said yet. Returns how many. */
export async function markAllPresent(db: Db, actor: Actor, sessionId: Id, input: z.infer<typeof MarkAll>) {
	const marked = await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'markAllPresent', input.operationId, { sessionId }))) return 0;
		refuseOver(session);
		return sayOfAll(tx, actor, session, input.operationId, 'present', await unmarked(tx, session));
	});
	announce(sessionId);
	return marked;
}

/**
 * Takes back what "all others here" said, as long as nobody was marked since.
 * @throws 409 roll.changed, session.ended
 */
export async function takeBackAll(
	db: Db,
	actor: Actor,
	sessionId: Id,
	{ operationId, all }: z.infer<typeof TakenBackAll>
) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'takeBackAll', operationId, { sessionId, all }))) return;
		refuseOver(session);
		const made = lastAll(await marksOf(tx, sessionId)).filter((mark) => mark.operationId === all);
		if (made.length === 0) throw conflict('roll.changed');
		const people = made.map(({ id, enrollmentId }) => ({ enrollmentId, replaces: [id] }));
		await sayOfAll(tx, actor, session, operationId, 'unmarked', people);
	});
	announce(sessionId);
}

type About = { enrollmentId: Id; replaces: Id[] };

async function sayOfAll(
	tx: Tx,
	actor: Actor,
	session: Session,
	operationId: Id,
	status: 'present' | 'unmarked',
	people: About[]
): Promise<number> {
	if (people.length === 0) return 0;
	const same = {
		operationId,
		status,
		cameAt: null,
		leftAt: null,
		reason: null,
		late: null,
		correction: null
	};
	const said = people.map((one) => ({ ...one, ...same, id: markInAll(operationId, one.enrollmentId) }));
	await appendMarks(tx, actor, session, said);
	const enrollmentIds = people.map((one) => one.enrollmentId);
	await settle(tx, actor, session.groupId, enrollmentIds);
	return people.length;
}

/** People of whom nothing is said, not even that they would be away; where a mark was taken back, the ids of what took it back. */
async function unmarked(tx: Tx, session: Session): Promise<About[]> {
	const people = await peopleIn(tx, session.groupId);
	const byPerson = Map.groupBy(await marksOf(tx, session.id), (one) => one.enrollmentId);
	const announced = await announcedIn(tx, session.id);
	return people
		.filter((one) => wasMember(one, session))
		.map(({ enrollmentId }) => ({ enrollmentId, said: byPerson.get(enrollmentId) ?? [] }))
		.filter(({ enrollmentId, said }) => upheldMarks(said).length === 0 && !announced.has(enrollmentId))
		.map(({ enrollmentId, said }) => ({ enrollmentId, replaces: current(said).map(({ id }) => id) }));
}

type Said = NewMark & { id: Id };

async function appendMarks(tx: Tx, actor: Actor, session: Session, said: Said[]) {
	const { id: sessionId, organizationId } = session;
	const by = { markedBy: nameOf(actor), at: now() };
	const rows = said.map((one) => ({ ...one, sessionId, organizationId, ...by }));
	const added = await tx.insert(marks).values(rows).onConflictDoNothing({ target: marks.id }).returning();
	if (added.length < rows.length) throw conflict('operation.reused');
	await appendEvents(tx, actor, rows.map(asEvent));
}

function asEvent(row: Said & { sessionId: Id; organizationId: Id }): NewEvent {
	const { id, organizationId, sessionId, enrollmentId, status, cameAt, leftAt, reason, late, correction } =
		row;
	return {
		organizationId,
		subject: `session:${sessionId}`,
		kind: row.replaces.length > 0 ? 'mark.replaced' : 'mark.added',
		data: {
			...{ markId: id, enrollmentId, status, cameAt, leftAt, reason, correction, replaces: row.replaces },
			...(late && { late })
		}
	};
}

/** The person must be on the roll, and what is replaced must be said about them in this session. */
async function refuseMisfit(tx: Tx, session: Session, input: NewMark) {
	await refuseStranger(tx, session, input.enrollmentId);
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
