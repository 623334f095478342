/** Moves: a session to another time or room, alone or with all that follow it. What is over stays where it was. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, type Slot } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { boosterAfter } from './boosters.ts';
import type { Clash } from './clashes.ts';
import { daysBetween, plusDays } from './days.ts';
import { appendEvent } from './events.ts';
import { NewGroup } from './groups.ts';
import { dayText, line, timeText, uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { closedOn } from './observances.ts';
import { isNew } from './operations.ts';
import { inTheWay, relocate, type Moved } from './relocations.ts';
import { dayIn, meetingAt, oddMeeting, planSessions, slotOf } from './schedule.ts';
import { keepChange } from './schedule-changes.ts';
import {
	begunAmong,
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
	/** Alone, or with all that follow: weekly in the group's cadence, given dates and boosters by as many days. */
	following: z.boolean().default(false),
	/** Why it is moved there although something is in the way. */
	override: z.enum(overrideReasons).nullable().default(null)
});
export type NewMove = z.infer<typeof NewMove>;

type Plan = { moved: Moved[]; slots: Slot[] | null; clashes: Clash[]; isClosed: (day: string) => boolean };

/**
 * What a move would do, and what is in its way.
 * @throws 404, 403, 409 session.cancelled, session.ended, session.started; 400 for a past day
 */
export async function planMove(read: Read, actor: Actor, sessionId: Id, input: NewMove) {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.move', inSchedule(session));
	const { moved, clashes } = await planOfMove(read, actor, session, input);
	const asked = { slots: [], dates: moved.map(({ to }) => ({ date: to.date, time: input.time })) };
	const oddOf = ({ session: { zone }, to }: Moved) => oddMeeting({ ...to, zone }, asked);
	return { clashes, moved: moved.map((one) => ({ ...one, odd: oddOf(one) })) };
}

async function planOfMove(read: Read, actor: Actor, session: Session, input: NewMove): Promise<Plan> {
	const open = await openFrom(read, session);
	if (input.date < dayIn(session.zone, now())) throw invalid({ date: { code: 'past' } });
	const isClosed = await closedOn(read, { id: session.siteId, organizationId: session.organizationId });
	const [group] = await read
		.select({ slots: groups.slots })
		.from(groups)
		.where(eq(groups.id, session.groupId));
	const rest = input.following ? open.filter(({ kind }) => kind === session.kind) : [];
	const isWeekly = session.kind === 'course' && group.slots.length > 0;
	const slots = rest.length > 0 && isWeekly ? shifted(group.slots, session, input) : null;
	const first = meetingAt(input, session.zone);
	const dates = slots
		? inCadence(slots, first, rest.length, session, isClosed)
		: rest.map((one) => meetingAt(alongWith(session, input, one), one.zone));
	const own = [session, ...rest].map((one, i) => ({
		session: one,
		to: { ...[first, ...dates][i], room: input.room }
	}));
	const after =
		input.following && session.kind === 'course' ? boostersAfter(open, own.at(-1)!, isClosed) : [];
	const moved = [...own, ...after];
	const place = { ...session, facilitatorIds: session.groupFacilitatorIds };
	return { moved, slots, isClosed, clashes: await inTheWay(read, actor, place, moved, isClosed) };
}

/** Sessions after this one that may still move. */
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
			({ id, startsAt, endedAt, cancelledAt }) =>
				!endedAt && !cancelledAt && !begun.has(id) && startsAt > session.startsAt
		)
		.sort((a, b) => a.startsAt.localeCompare(b.startsAt));
}

/** As many days on or back as the first one; what met at its time still does. */
function alongWith(first: Session, { date, time, minutes }: NewMove, one: ListedSession) {
	const sameTime = one.time === first.time ? { time, minutes } : { time: one.time, minutes: one.minutes };
	return { date: plusDays(one.date, daysBetween(first.date, date)), ...sameTime };
}

/** Boosters stay as far behind the course as they were. */
function boostersAfter(
	open: ListedSession[],
	{ session: last, to }: Moved,
	isClosed: (day: string) => boolean
): Moved[] {
	const by = daysBetween(last.date, to.date);
	const boosters = by === 0 ? [] : open.filter(({ kind }) => kind === 'booster');
	return boosters.map((one) => ({
		session: one,
		to: { ...boosterAfter(one, by, isClosed), room: one.room }
	}));
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

async function carryOut(
	tx: Tx,
	actor: Actor,
	session: Session,
	input: NewMove,
	{ moved, slots, isClosed }: Plan
) {
	const { groupId, organizationId } = session;
	const [group] = await tx.select().from(groups).where(eq(groups.id, groupId));
	const before = await sessionsOf(tx, groupId);
	await relocate(tx, groupId, moved, isClosed);
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
