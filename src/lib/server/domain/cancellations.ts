/** Cancellations: sessions that are not held. Nobody loses a lesson by them. */
import { and, asc, eq, gte, isNull, lte, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, sessions } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { boostersFollow, lastDayOf } from './boosters.ts';
import { appendEvent } from './events.ts';
import { findGroup, groupScope } from './groups.ts';
import { dayText, uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { closeDays, findSite } from './organizations.ts';
import { keepChange } from './schedule-changes.ts';
import {
	addSession,
	begunAmong,
	changed,
	findSession,
	inSchedule,
	listed,
	sessionsOf,
	type ListedSession,
	type Session
} from './sessions.ts';
import { cancelReasons, type CancelReason } from '#lib/vocabulary.ts';

export const Cancellation = z.strictObject({ operationId: uuid, reason: z.enum(cancelReasons) });

/**
 * Cancels a session about which nothing was said yet. Its lessons and those after it move one meeting on, and one
 * meeting is added at the end, so that nobody loses a lesson.
 * @throws 409 session.started when there are marks, delivered activities or practice
 */
export async function cancelSession(
	db: Db,
	actor: Actor,
	sessionId: Id,
	input: z.infer<typeof Cancellation>
) {
	const touched = await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'sessions.cancel', inSchedule(session));
		if (!(await isNew(tx, actor, 'cancelSession', input.operationId, { sessionId, reason: input.reason })))
			return [];
		if (session.cancelledAt) throw conflict('session.cancelled');
		if (session.endedAt) throw conflict('session.ended');
		if ((await begunAmong(tx, [sessionId])).has(sessionId)) throw conflict('session.started');
		return cancelAll(tx, actor, session.groupId, [session], input.reason);
	});
	touched.forEach(announce);
}

/** Cancels sessions of one group, in order, as one change. Says which were touched. */
export async function cancelAll(
	tx: Tx,
	actor: Actor,
	groupId: Id,
	cancelled: ListedSession[],
	reason: CancelReason
): Promise<Id[]> {
	const before = await sessionsOf(tx, groupId);
	for (const { id } of cancelled) await cancelOne(tx, actor, id, reason);
	const { organizationId } = cancelled[0];
	const group = { id: groupId, organizationId };
	const touched = await keepChange(tx, actor, group, { kind: 'cancelled', reason, before });
	await settle(tx, actor, groupId);
	return touched;
}

async function cancelOne(tx: Tx, actor: Actor, sessionId: Id, reason: CancelReason) {
	// Read anew: the one before it may have moved its lessons here.
	const session = await findSession(tx, actor, sessionId);
	const cancelledBy = 'id' in actor ? actor.id : actor.kind;
	await tx
		.update(sessions)
		.set({ cancelledAt: now(), cancelledBy, cancelReason: reason, ...changed() })
		.where(eq(sessions.id, sessionId))
		.returning();
	if (session.kind === 'course') await moveLessonsOn(tx, session);
	await appendEvent(tx, actor, {
		organizationId: session.organizationId,
		subject: `session:${sessionId}`,
		kind: 'session.cancelled',
		data: { reason }
	});
}

/** Sessions that are over, or of which something was said, keep their lessons. */
async function moveLessonsOn(tx: Tx, cancelled: Session) {
	const open = (await sessionsOf(tx, cancelled.groupId)).filter(
		(s) => s.number > cancelled.number && s.kind === 'course' && s.endedAt === null && s.cancelledAt === null
	);
	const begun = await begunAmong(
		tx,
		open.map((s) => s.id)
	);
	const later = open.filter((s) => !begun.has(s.id));
	const lastDay = lastDayOf([...(await sessionsOf(tx, cancelled.groupId)), cancelled]);
	const added = await addSession(tx, cancelled);
	const targets = [...later.map((s) => s.id), added.id];
	const lessons = [cancelled.lessonIds, ...later.map((s) => s.lessonIds)];
	for (const [i, id] of targets.entries()) {
		await tx.update(sessions).set({ lessonIds: lessons[i] }).where(eq(sessions.id, id)).returning();
	}
	await boostersFollow(tx, cancelled.groupId, lastDay);
}

export const NewClosing = z
	.strictObject({
		operationId: uuid,
		/** A group, or every group of a site, which is then closed on these days. */
		groupId: uuid.nullable().default(null),
		siteId: uuid.nullable().default(null),
		firstDay: dayText,
		lastDay: dayText,
		reason: z.enum(cancelReasons)
	})
	.refine(({ groupId, siteId }) => (groupId === null) !== (siteId === null), {
		path: ['groupId'],
		message: 'choice'
	})
	.refine(({ firstDay, lastDay }) => firstDay <= lastDay, { path: ['lastDay'], message: 'days-order' })
	.refine(({ firstDay, lastDay }) => Date.parse(lastDay) - Date.parse(firstDay) <= mostDays * 86_400_000, {
		path: ['lastDay'],
		message: 'days-many'
	});
export type NewClosing = z.input<typeof NewClosing>;

/** Longer than this a closure is a slip of the keyboard. */
const mostDays = 92;

/** Sessions that would be cancelled, by their start, and how many of those days stay as they are: begun or ended. */
export async function closingOf(read: Read, actor: Actor, input: z.input<typeof NewClosing>) {
	const { groupId = null, siteId = null, firstDay, lastDay } = input;
	const where = await placeOf(read, actor, groupId, siteId);
	const inDays = and(
		where,
		groupScope(actor),
		gte(sessions.date, firstDay),
		lte(sessions.date, lastDay),
		isNull(sessions.cancelledAt)
	);
	const found = await listed(read, inDays).orderBy(asc(sessions.startsAt), asc(sessions.id));
	const begun = await begunAmong(
		read,
		found.map(({ id }) => id)
	);
	const open = found.filter(({ id, endedAt }) => endedAt === null && !begun.has(id));
	return { cancelled: open, kept: found.length - open.length };
}

/** @throws 404, 403 for a place whose sessions the actor may not cancel */
async function placeOf(read: Read, actor: Actor, groupId: Id | null, siteId: Id | null): Promise<SQL> {
	if (groupId) {
		allow(actor, 'sessions.cancel', await findGroup(read, actor, groupId));
		return eq(sessions.groupId, groupId);
	}
	const { organizationId } = await findSite(read, actor, siteId!);
	allow(actor, 'sessions.close', { organizationId });
	return eq(groups.siteId, siteId!);
}

/**
 * Cancels what a group, or a whole site, has planned on some days; a site counts as closed on them from then on. Says
 * how many sessions that were.
 * @throws 404, 403, 409 operation.reused
 */
export async function cancelDays(db: Db, actor: Actor, input: NewClosing): Promise<number> {
	const { touched, count } = await db.write(async (tx) => {
		const { cancelled } = await closingOf(tx, actor, input);
		const { operationId, ...content } = input;
		if (!(await isNew(tx, actor, 'cancelDays', operationId, content))) return { touched: [], count: 0 };
		if (input.siteId) await closeDays(tx, actor, input.siteId, input);
		const touched: Id[] = [];
		for (const [groupId, own] of Map.groupBy(cancelled, (session) => session.groupId))
			touched.push(...(await cancelAll(tx, actor, groupId, own, input.reason)));
		return { touched, count: cancelled.length };
	});
	touched.forEach(announce);
	return count;
}
