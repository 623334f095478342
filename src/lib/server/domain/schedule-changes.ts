/** Changes of a group's schedule: what each changed is kept, so that the last ones can be undone. */
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import {
	groups,
	scheduleChanges,
	sessions,
	type SessionChange,
	type SessionState,
	type Slot
} from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { appendEvent, canonical } from './events.ts';
import { findGroup } from './groups.ts';
import { uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { begunAmong, changed, sessionsOf, type ListedSession } from './sessions.ts';
import type { CancelReason, ScheduleChangeKind } from '#lib/vocabulary.ts';

export const Undo = z.strictObject({ operationId: uuid, changeId: uuid });

/** Changes shown at once, newest first. */
const most = 10;
const notNeeded: CancelReason = 'not-needed';

const stateOf = (session: ListedSession): SessionState => ({
	date: session.date,
	time: session.time,
	minutes: session.minutes,
	startsAt: session.startsAt,
	room: session.ownRoom,
	lessonIds: session.lessonIds,
	cancelReason: session.cancelReason
});
const same = (a: SessionState | null, b: SessionState) => a !== null && canonical(a) === canonical(b);

type Kept = {
	kind: ScheduleChangeKind;
	reason: string | null;
	/** The group's sessions, and its weekly times where they changed, as they were. */
	before: ListedSession[];
	slotsBefore?: Slot[] | null;
};

/** Keeps what a change did to the group's sessions. Says which ones it touched. */
export async function keepChange(
	tx: Tx,
	actor: Actor,
	group: { id: Id; organizationId: Id },
	{ kind, reason, before, slotsBefore = null }: Kept
): Promise<Id[]> {
	const was = new Map(before.map((session) => [session.id, stateOf(session)]));
	const after = await sessionsOf(tx, group.id);
	const touched: SessionChange[] = after
		.map((session) => ({
			sessionId: session.id,
			before: was.get(session.id) ?? null,
			after: stateOf(session)
		}))
		.filter((change) => !same(change.before, change.after));
	await append(tx, actor, group, { kind, reason, sessions: touched, slotsBefore });
	return touched.map(({ sessionId }) => sessionId);
}

type NewChange = Pick<typeof scheduleChanges.$inferInsert, 'kind' | 'reason' | 'sessions'> & {
	slotsBefore?: Slot[] | null;
	undoes?: Id;
};

const append = (tx: Tx, actor: Actor, group: { id: Id; organizationId: Id }, change: NewChange) =>
	tx
		.insert(scheduleChanges)
		.values({
			...{ id: newId(), organizationId: group.organizationId, groupId: group.id },
			...change,
			...{ at: now(), by: nameOf(actor) }
		})
		.returning();

/** The group's last changes, with who made them and which can be undone. The caller has found the group. */
export async function changesOf(read: Read, groupId: Id) {
	const rows = await read
		.select()
		.from(scheduleChanges)
		.where(eq(scheduleChanges.groupId, groupId))
		.orderBy(desc(scheduleChanges.at), desc(scheduleChanges.id))
		.limit(2 * most);
	const undone = new Set(rows.map(({ undoes }) => undoes));
	const shown = rows.filter(({ kind }) => kind !== 'undone').slice(0, most);
	const author = await authorsOf(
		read,
		shown.map(({ by }) => by)
	);
	const all = await sessionsOf(read, groupId);
	const begun = await begunAmong(
		read,
		all.map(({ id }) => id)
	);
	const numbers = new Map(all.map(({ id, number }) => [id, number]));
	return shown.map((change) => ({
		id: change.id,
		kind: change.kind as ScheduleChangeKind,
		at: change.at,
		by: author(change.by),
		sessions: toldOf(change, numbers),
		undone: undone.has(change.id),
		canUndo: !undone.has(change.id) && isUntouched(change, all, begun)
	}));
}

type Row = typeof scheduleChanges.$inferSelect;

/** The sessions that somebody meant to change, not those to which lessons moved on. */
function toldOf({ sessions, kind }: Row, numbers: Map<Id, number>) {
	const told = sessions.flatMap(({ sessionId, before, after }) =>
		before && isMeant(kind, before, after)
			? [{ number: numbers.get(sessionId)!, from: when(before), to: when(after) }]
			: []
	);
	return isOfLessons(kind) ? told.slice(0, 1) : told;
}

const isOfLessons = (kind: Row['kind']) => ['joined', 'split', 'parted'].includes(kind);

function isMeant(kind: Row['kind'], before: SessionState, after: SessionState): boolean {
	if (kind === 'cancelled') return after.cancelReason !== null && before.cancelReason === null;
	if (isOfLessons(kind)) return canonical(before.lessonIds) !== canonical(after.lessonIds);
	return before.startsAt !== after.startsAt || before.room !== after.room;
}
const when = ({ date, time, room }: SessionState) => ({ date, time, room });

/** Is all as the change left it, and would nothing be put back into the past? */
function isUntouched({ sessions: changes }: Row, all: ListedSession[], begun: Set<Id>): boolean {
	const byId = new Map(all.map((session) => [session.id, session]));
	return changes.every(({ sessionId, before, after }) => {
		const session = byId.get(sessionId);
		if (!session || session.endedAt || begun.has(sessionId) || !same(after, stateOf(session))) return false;
		return (
			before === null ||
			before.startsAt > now() ||
			(before.startsAt === after.startsAt && before.cancelReason === after.cancelReason)
		);
	});
}

/**
 * Puts everything back to how it was before the change; a meeting that it added is given up.
 * @throws 404, 403, 409 schedule.changed-since, schedule.undone, operation.reused
 */
export async function undoChange(db: Db, actor: Actor, groupId: Id, input: z.infer<typeof Undo>) {
	const touched = await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'sessions.move', group);
		const change = await findChange(tx, groupId, input.changeId);
		if (!(await isNew(tx, actor, 'undoChange', input.operationId, { changeId: change.id }))) return [];
		await refuseLate(tx, change);
		for (const one of change.sessions) await restore(tx, actor, one);
		if (change.slotsBefore)
			await tx.update(groups).set({ slots: change.slotsBefore }).where(eq(groups.id, groupId)).returning();
		await append(tx, actor, group, { kind: 'undone', reason: null, sessions: [], undoes: change.id });
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'schedule.undone',
			data: { changeId: change.id }
		});
		await settle(tx, actor, groupId);
		return change.sessions.map(({ sessionId }) => sessionId);
	});
	touched.forEach(announce);
}

async function findChange(tx: Tx, groupId: Id, changeId: Id): Promise<Row> {
	const mine = and(eq(scheduleChanges.groupId, groupId), eq(scheduleChanges.id, changeId));
	const [change] = await tx.select().from(scheduleChanges).where(mine);
	if (!change || change.kind === 'undone') throw notFound();
	return change;
}

async function refuseLate(tx: Tx, change: Row) {
	const [undone] = await tx.select().from(scheduleChanges).where(eq(scheduleChanges.undoes, change.id));
	if (undone) throw conflict('schedule.undone');
	const all = await sessionsOf(tx, change.groupId);
	const begun = await begunAmong(
		tx,
		all.map(({ id }) => id)
	);
	if (!isUntouched(change, all, begun)) throw conflict('schedule.changed-since');
}

async function restore(tx: Tx, actor: Actor, { sessionId, before, after }: SessionChange) {
	const givenUp = { cancelledAt: now(), cancelledBy: nameOf(actor) };
	const held = { cancelledAt: null, cancelledBy: null };
	const back = before
		? { ...before, ...(before.cancelReason === null ? held : after.cancelReason === null ? givenUp : {}) }
		: { lessonIds: [], ...givenUp, cancelReason: notNeeded };
	const isSeen =
		!before || canonical({ ...before, lessonIds: [] }) !== canonical({ ...after, lessonIds: [] });
	await tx
		.update(sessions)
		.set({ ...back, ...(isSeen ? changed() : {}) })
		.where(eq(sessions.id, sessionId))
		.returning();
}
