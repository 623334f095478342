/** Sessions: the dated meetings of a group, from the plan to their end. */
import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lte, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { deliveries, groups, homework, marks, practices, sessions, sites } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { closedOn } from './observances.ts';
import { current } from './progress.ts';
import { dayIn, paceOf, planSessions } from './schedule.ts';
import { coveringIds, sessionScope } from './scopes.ts';

const columns = {
	id: sessions.id,
	organizationId: sessions.organizationId,
	groupId: sessions.groupId,
	number: sessions.number,
	date: sessions.date,
	time: sessions.time,
	zone: sessions.zone,
	minutes: sessions.minutes,
	startsAt: sessions.startsAt,
	kind: sessions.kind,
	lessonIds: sessions.lessonIds,
	endedAt: sessions.endedAt,
	endedBy: sessions.endedBy,
	cancelledAt: sessions.cancelledAt,
	cancelReason: sessions.cancelReason,
	group: groups.name,
	/** The one that it was held with, or the group's. */
	editionId: sql<Id>`coalesce(${sessions.editionId}, ${groups.editionId})`,
	policyId: groups.policyId,
	/** The session's own, or the group's. */
	room: sql<string>`coalesce(${sessions.room}, ${groups.room})`,
	ownRoom: sessions.room,
	heldOn: sessions.heldOn,
	revision: sessions.revision,
	changedAt: sessions.changedAt,
	siteId: groups.siteId,
	site: sites.name
};

export const listed = (read: Read, where: SQL | undefined) =>
	read
		.select(columns)
		.from(sessions)
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.where(where);
export type ListedSession = Awaited<ReturnType<typeof listed>>[number];

/** Who covers the session counts as its facilitator.
 * @throws 404 for a session that the actor may not know of
 */
export async function findSession(read: Read, actor: Actor, sessionId: Id) {
	const [session] = await listed(read, and(eq(sessions.id, sessionId), sessionScope(actor)));
	if (!session) throw notFound();
	const groupFacilitatorIds = await facilitatorIdsOf(read, session.groupId);
	const facilitatorIds = [...groupFacilitatorIds, ...(await coveringIds(read, session))];
	return { ...session, facilitatorIds, groupFacilitatorIds };
}
export type Session = Awaited<ReturnType<typeof findSession>>;

/** The session as a part of its group's schedule, over which those who cover it have no say. */
export const inSchedule = (session: Session) => ({ ...session, facilitatorIds: session.groupFacilitatorIds });

/** What goes with each change of when, where or whether a session is held: calendars count them. */
export const changed = () => ({ revision: sql<number>`${sessions.revision} + 1`, changedAt: now() });

/** Sessions of one group, in order. The caller has found the group through the actor. */
export async function sessionsOf(read: Read, groupId: Id): Promise<ListedSession[]> {
	return listed(read, eq(sessions.groupId, groupId)).orderBy(asc(sessions.number));
}

/** How many sessions each of these groups has, cancelled ones included: "session 4 of 6". */
export async function sessionCounts(read: Read, groupIds: Id[]): Promise<Map<Id, number>> {
	const rows = await read
		.select({ groupId: sessions.groupId, sessions: count() })
		.from(sessions)
		.where(inArray(sessions.groupId, groupIds))
		.groupBy(sessions.groupId)
		.orderBy(asc(sessions.groupId));
	return new Map(rows.map((row) => [row.groupId, row.sessions]));
}

/**
 * What a facilitator has to do: past sessions that were never ended (oldest first), those of the day, and what comes
 * next (at most `upcoming`).
 */
export async function agendaOf(read: Read, actor: Actor, at = now(), upcoming = 6) {
	allow(actor, 'groups.list');
	const open = and(sessionScope(actor), isNull(sessions.cancelledAt));
	const soon = new Date(Date.parse(at) + 36 * 3_600_000).toISOString();
	const [recent, later] = [
		await listed(read, and(open, isNull(sessions.endedAt), lte(sessions.startsAt, soon))).orderBy(
			asc(sessions.startsAt),
			asc(sessions.id)
		),
		await listed(read, and(open, isNull(sessions.endedAt), gt(sessions.startsAt, at)))
			.orderBy(asc(sessions.startsAt), asc(sessions.id))
			.limit(upcoming + 20)
	];
	const ended = await endedAround(read, open, at, soon);
	const isToday = (s: ListedSession) => s.date === dayIn(s.zone, at);
	return {
		unfinished: recent.filter((s) => s.date < dayIn(s.zone, at)),
		today: [...recent, ...ended].filter(isToday).sort((a, b) => a.startsAt.localeCompare(b.startsAt)),
		upcoming: later.filter((s) => s.date > dayIn(s.zone, at)).slice(0, upcoming)
	};
}

/** Ended ones of the day, those too that ended before the time that they were planned for. */
async function endedAround(read: Read, open: SQL | undefined, at: string, soon: string) {
	const since = new Date(Date.parse(at) - 36 * 3_600_000).toISOString();
	const near = and(gt(sessions.startsAt, since), lte(sessions.startsAt, soon), isNotNull(sessions.endedAt));
	return listed(read, and(open, near)).orderBy(asc(sessions.startsAt), asc(sessions.id));
}

/** Sessions about which something was said that was not taken back. */
export async function begunAmong(tx: Read, sessionIds: Id[]): Promise<Set<Id>> {
	const marked = await tx
		.select()
		.from(marks)
		.where(inArray(marks.sessionId, sessionIds))
		.orderBy(asc(marks.id));
	const done = await tx
		.select()
		.from(deliveries)
		.where(inArray(deliveries.sessionId, sessionIds))
		.orderBy(asc(deliveries.id));
	const noted = await tx
		.select()
		.from(practices)
		.where(inArray(practices.sessionId, sessionIds))
		.orderBy(asc(practices.id));
	const returned = await tx
		.select()
		.from(homework)
		.where(inArray(homework.sessionId, sessionIds))
		.orderBy(asc(homework.id));
	const said = [
		...current(marked).filter((mark) => mark.status !== 'unmarked'),
		...current(done).filter((delivery) => delivery.state !== 'pending'),
		...current(noted).filter((practice) => !practice.withdrawn),
		...current(returned).filter(({ state }) => state !== 'unsaid')
	];
	return new Set(said.map((one) => one.sessionId!));
}

type Meeting = Pick<Session, 'groupId' | 'siteId' | 'organizationId' | 'zone'>;

/** One more meeting after the course's last, at the group's next weekly time: a week on, where its dates are given. */
export async function addSession(tx: Tx, { groupId, siteId, organizationId, zone }: Meeting) {
	const [group] = await tx.select({ slots: groups.slots }).from(groups).where(eq(groups.id, groupId));
	const all = await sessionsOf(tx, groupId);
	const last = all.filter((one) => one.kind === 'course').reduce((a, b) => (a.startsAt > b.startsAt ? a : b));
	const isClosed = await closedOn(tx, { id: siteId, organizationId });
	const pace = paceOf(group.slots, last);
	const next = planSessions(pace, zone, last.date, pace.length + 1, isClosed).find(
		(s) => s.startsAt > last.startsAt
	)!;
	const number = Math.max(...all.map((s) => s.number)) + 1;
	const [added] = await tx
		.insert(sessions)
		.values({ id: newId(), organizationId, groupId, number, ...next, lessonIds: [] })
		.returning();
	return added;
}

/** The group's next session that is neither ended nor cancelled. */
export async function nextSession(read: Read, groupIds: Id[], at = now()): Promise<ListedSession | null> {
	const from = new Date(Date.parse(at) - 3 * 3_600_000).toISOString();
	const ahead = and(
		inArray(sessions.groupId, groupIds),
		isNull(sessions.cancelledAt),
		isNull(sessions.endedAt),
		gt(sessions.startsAt, from)
	);
	const [next] = await listed(read, ahead).orderBy(asc(sessions.startsAt), asc(sessions.id)).limit(1);
	return next ?? null;
}
