/** Closed sessions: those planned on a day on which their site is closed, because the day was closed later. */
import { and, asc, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { sessions, sites } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { boosterAfter, boostersFollow, lastDayOf } from './boosters.ts';
import { cancelAll } from './cancellations.ts';
import { clashesOf } from './clashes.ts';
import { appendEvent } from './events.ts';
import { findGroup, groupScope, type Group } from './groups.ts';
import { uuid } from './inputs.ts';
import { isToCome, orderOf } from './lesson-orders.ts';
import { settle } from './milestones.ts';
import { closedDaysFrom, closedOn } from './observances.ts';
import { isNew } from './operations.ts';
import { findSite, listSites } from './organizations.ts';
import { relocate, type Moved } from './relocations.ts';
import { dayIn, paceOf, planSessions } from './schedule.ts';
import { keepChange } from './schedule-changes.ts';
import { changed, listed, sessionsOf, type ListedSession } from './sessions.ts';
import { overrideReasons } from '#lib/vocabulary.ts';

/** Moves them behind the others, cancels them as holidays, or holds them all the same. */
const closedSteps = ['move', 'cancel', 'hold'] as const;
export const ClosedStep = z
	.strictObject({
		operationId: uuid,
		step: z.enum(closedSteps),
		/** Why they are held. */
		reason: z.enum(overrideReasons).nullable().default(null)
	})
	.refine(({ step, reason }) => step !== 'hold' || reason !== null, {
		path: ['reason'],
		message: 'required'
	});
export type ClosedStep = z.input<typeof ClosedStep>;

/** Sessions to come on closed days that nobody has said anything about, by their start, each with why it is closed. */
export async function closedSessionsOf(
	read: Read,
	actor: Actor,
	language: string,
	groupId: Id | null = null
) {
	const scope = and(groupScope(actor), groupId ? eq(sessions.groupId, groupId) : undefined);
	const found = [];
	for (const site of await sitesOf(read, actor, groupId)) {
		const closed = await closedDaysFrom(read, site.id, dayIn(site.zone, now()), language);
		const rows = await onDays(read, site.id, [...closed.keys()], scope);
		found.push(...rows.map((session) => ({ ...session, closure: closed.get(session.date)! })));
	}
	return found.sort((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id));
}

async function sitesOf(read: Read, actor: Actor, groupId: Id | null) {
	if (!groupId) return listSites(read, actor);
	const { siteId, zone } = await findGroup(read, actor, groupId);
	return [{ id: siteId, zone }];
}

/** How many there are at a site: for whoever closes it, of whatever group. */
export async function countClosed(read: Read, actor: Actor, siteId: Id): Promise<number> {
	const site = await findSite(read, actor, siteId);
	allow(actor, 'sites.manage', site);
	const closed = await closedDaysFrom(read, siteId, dayIn(site.zone, now()), 'en');
	return (await onDays(read, siteId, [...closed.keys()], undefined)).length;
}

const onDays = (read: Read, siteId: Id, days: string[], scope: ReturnType<typeof and>) =>
	listed(
		read,
		and(
			scope,
			eq(sites.id, siteId),
			inArray(sessions.date, ['', ...days]),
			isNull(sessions.cancelledAt),
			isNull(sessions.endedAt),
			gt(sessions.startsAt, now()),
			or(isNull(sessions.heldOn), ne(sessions.heldOn, sessions.date))
		)
	).orderBy(asc(sessions.startsAt), asc(sessions.id));

/** The groups that have some, each with their days: by the first of them. */
export async function closedGroupsOf(read: Read, actor: Actor, language: string) {
	const closed = await closedSessionsOf(read, actor, language);
	return [...Map.groupBy(closed, ({ groupId }) => groupId)].map(([groupId, own]) => ({
		groupId,
		group: own[0].group,
		days: own.map(({ date }) => date),
		closure: own[0].closure
	}));
}

/**
 * Settles all closed sessions of a group at once; where somebody did so before, nothing changes.
 * @throws 404, 403, 409 operation.reused, schedule.clash where no later meeting is free
 */
export async function settleClosed(db: Db, actor: Actor, groupId: Id, input: ClosedStep) {
	const touched = await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, input.step === 'cancel' ? 'sessions.cancel' : 'sessions.move', group);
		const { operationId, step, reason = null } = input;
		if (!(await isNew(tx, actor, 'settleClosed', operationId, { groupId, step, reason }))) return [];
		const closed = await closedSessionsOf(tx, actor, 'en', groupId);
		if (closed.length === 0) return [];
		if (step === 'cancel') return cancelAll(tx, actor, groupId, closed, 'holiday');
		if (step === 'hold') return hold(tx, actor, group, closed, reason);
		return moveOn(tx, actor, group, closed);
	});
	touched.forEach(announce);
}

async function hold(tx: Tx, actor: Actor, group: Group, closed: ListedSession[], reason: string | null) {
	for (const { id, date } of closed) {
		await tx
			.update(sessions)
			.set({ heldOn: date, ...changed() })
			.where(eq(sessions.id, id))
			.returning();
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `session:${id}`,
			kind: 'session.held-on',
			data: { date, reason }
		});
	}
	return closed.map(({ id }) => id);
}

/** The closed days are left out, and as many meetings come at the end: every session keeps its place in the order. */
async function moveOn(tx: Tx, actor: Actor, group: Group, closed: ListedSession[]): Promise<Id[]> {
	const before = await sessionsOf(tx, group.id);
	const isClosed = await closedOn(tx, { id: group.siteId, organizationId: group.organizationId });
	const ids = closed.map(({ id }) => id);
	const { open } = await orderOf(tx, group.id, isToCome);
	const kept = open.filter(({ id }) => !ids.includes(id));
	const meetings = [
		...kept,
		...(await freeAfter(tx, actor, group, open, open.length - kept.length, isClosed))
	];
	const moved: Moved[] = open
		.map((session, i) => ({ session, to: meetings[i] }))
		.filter(({ session, to }) => session.startsAt !== to.startsAt);
	await relocate(tx, group.id, moved, isClosed);
	await boostersFollow(tx, group.id, lastDayOf(before));
	await moveBoosters(tx, group.id, ids, isClosed);
	const touched = await keepChange(tx, actor, group, { kind: 'moved-on', reason: null, before });
	await appendEvent(tx, actor, {
		organizationId: group.organizationId,
		subject: `group:${group.id}`,
		kind: 'schedule.moved-on',
		data: { days: closed.map(({ date }) => date) }
	});
	await settle(tx, actor, group.id);
	return touched;
}

/** Weeks looked ahead for a free meeting. */
const weeks = 12;

/** The next meetings in the group's rhythm at which its room and facilitators are free. */
async function freeAfter(
	tx: Tx,
	actor: Actor,
	group: Group,
	open: ListedSession[],
	count: number,
	isClosed: (day: string) => boolean
) {
	const last = open.at(-1);
	if (!last || count === 0) return [];
	const pace = paceOf(group.slots, last);
	const ahead = planSessions(pace, group.zone, last.date, count + weeks * pace.length, isClosed)
		.filter(({ startsAt }) => startsAt > last.startsAt)
		.map((meeting) => ({ ...meeting, room: group.room }));
	const { siteId, facilitatorIds } = group;
	const setting = { groupId: group.id, siteId, facilitatorIds, sessionIds: open.map(({ id }) => id) };
	const clashes = await clashesOf(tx, actor, setting, ahead);
	const taken = clashes.map(({ date, time }) => `${date} ${time}`);
	const free = ahead.filter(({ date, time }) => !taken.includes(`${date} ${time}`)).slice(0, count);
	if (free.length < count) throw conflict('schedule.clash');
	return free;
}

/** A booster is a meeting of its own: it moves by weeks until its site is open. */
async function moveBoosters(tx: Tx, groupId: Id, ids: Id[], isClosed: (day: string) => boolean) {
	const boosters = (await sessionsOf(tx, groupId)).filter(
		({ id, kind, date }) => kind === 'booster' && ids.includes(id) && isClosed(date)
	);
	const moved = boosters.map((one) => ({
		session: one,
		to: { ...boosterAfter(one, 7, isClosed), room: one.room }
	}));
	await relocate(tx, groupId, moved, isClosed);
}
