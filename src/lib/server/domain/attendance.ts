/** Attendance: who came to a session, and who says so. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { marks } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { allowStatement, refuseOver } from './corrections.ts';
import { appendEvents, type NewEvent } from './events.ts';
import type { MarkAll, NewMark, TakenBackAll } from './marks.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { peopleIn } from './people.ts';
import { upheldMarks } from './presence.ts';
import { current } from './progress.ts';
import { announcedIn, lastAll, marksOf, refuseStranger, wasMember } from './rolls.ts';
import { findSession, type Session } from './sessions.ts';
import { holdVisits, visitorsOf } from './visitors.ts';
import { markInAll } from '#lib/roll.ts';

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
	const visiting = new Set((await visitorsOf(tx, session)).map(({ enrollmentId }) => enrollmentId));
	for (const input of inputs) {
		await allowStatement(tx, actor, session, input.correction);
		if (!visiting.has(input.enrollmentId)) await refuseStranger(tx, session, input.enrollmentId);
		await refuseMisfit(tx, session, input);
	}
	await appendMarks(
		tx,
		actor,
		session,
		inputs.map((input) => ({ id: input.operationId, ...input }))
	);
	const enrollmentIds = inputs.map((input) => input.enrollmentId);
	const own = enrollmentIds.filter((id) => !visiting.has(id));
	if (own.length > 0) await settle(tx, actor, session.groupId, own);
	if (visiting.size > 0) await holdVisits(tx, actor, session, enrollmentIds);
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

/** Times must be within the session, and what is replaced must be said about the person in it. */
async function refuseMisfit(tx: Tx, session: Session, input: NewMark) {
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
