/** Moves: a session to another time or room, alone or with all that follow it. What is over stays where it was. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, sessions, type Slot } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { clashesOf, type Clash, type Wish } from './clashes.ts';
import { appendEvent } from './events.ts';
import { NewGroup } from './groups.ts';
import { dayText, line, timeText, uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { closedOn } from './observances.ts';
import { isNew } from './operations.ts';
import { dayIn, meetingAt, planSessions, slotOf } from './schedule.ts';
import { keepChange } from './schedule-changes.ts';
import {
	begunAmong,
	changed,
	findSession,
	inSchedule,
	sessionsOf,
	type ListedSession,
	type Session
} from './sessions.ts';
import { overrideReasons } from '#lib/vocabulary.ts';

export const NewMove = z.strictObject({
	operationId: uuid,
	date: dayText,
	time: timeText,
	minutes: z.int().min(30).max(240),
	room: line(60),
	/** Alone, or with all of the course that follow, in the cadence of the group. */
	following: z.boolean().default(false),
	/** Why it is moved there although something is in the way. */
	override: z.enum(overrideReasons).nullable().default(null)
});
export type NewMove = z.infer<typeof NewMove>;

/** One session, and how it would be. */
type Moved = { session: ListedSession; to: Wish };
type Plan = { moved: Moved[]; slots: Slot[] | null; clashes: Clash[] };

/**
 * What a move would do, and what is in its way.
 * @throws 404, 403, 409 session.cancelled, session.ended, session.started; 400 for a past day
 */
export async function planMove(read: Read, actor: Actor, sessionId: Id, input: NewMove): Promise<Plan> {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.move', inSchedule(session));
	return planOfMove(read, actor, session, input);
}

async function planOfMove(read: Read, actor: Actor, session: Session, input: NewMove): Promise<Plan> {
	const open = await openFrom(read, session);
	if (input.date < dayIn(session.zone, now())) throw invalid({ date: { code: 'past' } });
	const rest = input.following && session.kind === 'course' ? open : [];
	const isClosed = await closedOn(read, { id: session.siteId, organizationId: session.organizationId });
	const [group] = await read
		.select({ slots: groups.slots })
		.from(groups)
		.where(eq(groups.id, session.groupId));
	const slots = rest.length > 0 ? shifted(group.slots, session, input) : null;
	const first = meetingAt(input, session.zone);
	const dates = [first, ...(slots ? inCadence(slots, first, rest.length, session, isClosed) : [])];
	const moved = [session, ...rest].map((one, i) => ({ session: one, to: { ...dates[i], room: input.room } }));
	return { moved, slots, clashes: await inTheWay(read, actor, session, moved, isClosed) };
}

/** Sessions of the course after this one that may still move. */
async function openFrom(read: Read, session: Session): Promise<ListedSession[]> {
	if (session.cancelledAt) throw conflict('session.cancelled');
	if (session.endedAt) throw conflict('session.ended');
	const all = await sessionsOf(read, session.groupId);
	const begun = await begunAmong(
		read,
		all.map(({ id }) => id)
	);
	if (begun.has(session.id)) throw conflict('session.started');
	return all
		.filter(
			({ id, kind, startsAt, endedAt, cancelledAt }) =>
				kind === 'course' && !endedAt && !cancelledAt && !begun.has(id) && startsAt > session.startsAt
		)
		.sort((a, b) => a.startsAt.localeCompare(b.startsAt));
}

/** The group's weekly times moved along with one of them. */
function shifted(slots: Slot[], session: Session, { date, time, minutes }: NewMove): Slot[] {
	const was = slotOf(session);
	const base =
		slots.find((slot) => slot.weekday === was.weekday && slot.time === was.time) ??
		slots.find((slot) => slot.weekday === was.weekday) ??
		slots[0];
	const by = slotOf({ date, time, minutes }).weekday - base.weekday;
	const moved = slots.map((slot) => ({
		weekday: ((slot.weekday - 1 + by + 7) % 7) + 1,
		...(slot.time === base.time ? { time, minutes } : { time: slot.time, minutes: slot.minutes })
	}));
	if (!NewGroup.shape.slots.safeParse(moved).success) throw invalid({ time: { code: 'slots-overlap' } });
	return moved;
}

function inCadence(
	slots: Slot[],
	first: { date: string; startsAt: string },
	count: number,
	{ zone }: Session,
	isClosed: (day: string) => boolean
) {
	return planSessions(slots, zone, first.date, count + slots.length, isClosed)
		.filter(({ startsAt }) => startsAt > first.startsAt)
		.slice(0, count);
}

async function inTheWay(
	read: Read,
	actor: Actor,
	session: Session,
	moved: Moved[],
	isClosed: (day: string) => boolean
): Promise<Clash[]> {
	const sessionIds = moved.map((one) => one.session.id);
	const wishes = moved.map(({ to }) => to);
	const own = { person: null, group: null, at: null };
	const closed = wishes
		.filter(({ date }) => isClosed(date))
		.map(({ date, time }) => ({ kind: 'closed' as const, date, time, ...own }));
	const setting = { siteId: session.siteId, facilitatorIds: session.groupFacilitatorIds, sessionIds };
	return [
		...closed,
		...(await outOfOrder(read, session, moved)).map(({ date, time }) => ({
			kind: 'order' as const,
			date,
			time,
			...own
		})),
		...(await clashesOf(read, actor, setting, wishes))
	];
}

/** Meetings that would change places with another of the same group: its lessons build on each other. */
async function outOfOrder(read: Read, session: Session, moved: Moved[]): Promise<Wish[]> {
	const to = new Map(moved.map((one) => [one.session.id, one.to]));
	const all = (await sessionsOf(read, session.groupId)).filter(
		({ cancelledAt, kind }) => !cancelledAt && kind === session.kind
	);
	const late = moved.filter(({ session: own, to: wish }) =>
		all.some((other) => {
			const at = to.get(other.id)?.startsAt ?? other.startsAt;
			return other.startsAt < own.startsAt
				? at > wish.startsAt
				: other.startsAt > own.startsAt && at < wish.startsAt;
		})
	);
	return late.map(({ to: wish }) => wish);
}

/**
 * Moves a session, alone or with those that follow. Sent twice under the same id, it changes nothing.
 * @throws as `planMove`; 409 schedule.clash where something is in the way and no reason is given
 */
export async function moveSession(db: Db, actor: Actor, sessionId: Id, input: NewMove) {
	const touched = await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'sessions.move', inSchedule(session));
		const { operationId, ...content } = input;
		if (!(await isNew(tx, actor, 'moveSession', operationId, { sessionId, ...content }))) return [];
		const plan = await planOfMove(tx, actor, session, input);
		if (plan.clashes.length > 0 && !input.override) throw conflict('schedule.clash');
		return carryOut(tx, actor, session, input, plan);
	});
	touched.forEach(announce);
}

async function carryOut(tx: Tx, actor: Actor, session: Session, input: NewMove, { moved, slots }: Plan) {
	const { groupId, organizationId } = session;
	const [group] = await tx.select().from(groups).where(eq(groups.id, groupId));
	const before = await sessionsOf(tx, groupId);
	for (const { session: one, to } of moved) {
		const { room, ...when } = to;
		const set = { ...when, room: room === group.room ? null : room, ...changed() };
		await tx.update(sessions).set(set).where(eq(sessions.id, one.id)).returning();
	}
	if (slots) await tx.update(groups).set({ slots }).where(eq(groups.id, groupId)).returning();
	const slotsBefore = slots ? group.slots : null;
	const reason = input.override;
	const touched = await keepChange(tx, actor, group, { kind: 'moved', reason, before, slotsBefore });
	const { date, time, following, override } = input;
	await appendEvent(tx, actor, {
		organizationId,
		subject: `session:${session.id}`,
		kind: 'session.moved',
		data: { from: { date: session.date, time: session.time }, date, time, following, override }
	});
	await settle(tx, actor, groupId);
	return touched;
}
