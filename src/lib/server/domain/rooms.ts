/** Rooms: what a facilitator has before them in a session, on one screen. */
import { and, count, eq, gt, isNull, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { LessonOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { policies, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { waitingIn, type RoomCheckIn } from './arrivals.ts';
import { authorsOf } from './authors.ts';
import { lastDayToCorrect } from './corrections.ts';
import { guestsIn, type RoomGuest } from './guests.ts';
import { assignedFor, homeworkIn, type HomeworkEntry } from './homework.ts';
import { planOf, type PlannedActivity, type PlannedLesson } from './plans.ts';
import { practicesIn, type PracticeEntry } from './practices.ts';
import { reopeningsOf } from './reopenings.ts';
import { lessonOf } from './room-lessons.ts';
import { roomPeople, roomVisitors, type RoomPerson, type RoomVisitor } from './room-people.ts';
import { dayIn } from './schedule.ts';
import { findSession, inSchedule, type Session } from './sessions.ts';
import { startOf, type Start } from './starts.ts';
import type { Policy } from '#lib/vocabulary.ts';

export type RoomActivity = Pick<
	PlannedActivity,
	'key' | 'state' | 'delivered' | 'reason' | 'heads' | 'review'
> & {
	lessonId: string;
};
/** All that changes while a session runs. */
export type RoomState = {
	ended: boolean;
	cancelled: boolean;
	people: RoomPerson[];
	/** From other groups, to make something up. */
	visitors: RoomVisitor[];
	activities: RoomActivity[];
	practices: PracticeEntry[];
	homework: HomeworkEntry[];
	checkIns: RoomCheckIn[];
	guests: RoomGuest[];
	/** When it began in fact, once somebody said so. */
	start: Start | null;
};

/** @throws 404, 403 */
export async function roomOf(read: Read, actor: Actor, sessionId: Id, locale: string) {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	const plan = await planOf(read, session);
	const lockedAfter = session.endedAt && (await lastDayToCorrect(read, session));
	return {
		session: {
			...shown(session),
			...(await surroundings(read, session)),
			...(await endOf(read, session)),
			lockedAfter,
			lateCutoff: await lateCutoffOf(read, session),
			/** Newest first. */
			reopened: await reopeningsOf(read, session.id)
		},
		can: rights(actor, session, lockedAfter),
		lessons: await Promise.all(plan.map((planned) => lessonOf(read, session, planned, locale))),
		/** The practice that the last session gave along. */
		assigned: await assignedFor(read, session, locale),
		state: await stateOf(read, session, plan)
	};
}
export type Room = Awaited<ReturnType<typeof roomOf>>;

/** What changes while a session runs, for screens that have the rest already. */
export async function roomState(read: Read, actor: Actor, sessionId: Id): Promise<RoomState> {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	return stateOf(read, session, await planOf(read, session));
}

function shown(session: Session) {
	const {
		id,
		number,
		group,
		groupId,
		editionId,
		site,
		room,
		date,
		time,
		zone,
		minutes,
		startsAt,
		cancelReason
	} = session;
	return {
		id,
		number,
		group,
		groupId,
		editionId,
		site,
		room,
		date,
		time,
		zone,
		minutes,
		startsAt,
		cancelReason
	};
}

/** How many sessions the group has, and the one that takes what is left over. */
async function surroundings(read: Read, { groupId, number }: Session) {
	const [{ of }] = await howMany(read, { groupId });
	const [next] = await nextOpen(read, { groupId, number });
	return { of, next: next ?? null };
}

/** Minutes after the start from which coming in counts for nothing; null: any time counts. */
async function lateCutoffOf(read: Read, { policyId }: Session): Promise<Policy['lateCutoff']> {
	const [{ policy }] = await policyRows(read, { policyId });
	return policy.lateCutoff;
}
const policyRows = prepared('policy', (read) =>
	read
		.select({ policy: policies.data })
		.from(policies)
		.where(eq(policies.id, sql.placeholder('policyId')))
);

const inGroup = eq(sessions.groupId, sql.placeholder('groupId'));
const howMany = prepared('sessions_in', (read) => read.select({ of: count() }).from(sessions).where(inGroup));
const nextOpen = prepared('next_open', (read) =>
	read
		.select({ id: sessions.id, number: sessions.number, date: sessions.date })
		.from(sessions)
		.where(
			and(
				inGroup,
				gt(sessions.number, sql.placeholder('number')),
				isNull(sessions.cancelledAt),
				isNull(sessions.endedAt)
			)
		)
		.orderBy(sessions.number)
		.limit(1)
);

async function endOf(read: Read, { endedAt, endedBy }: Session) {
	return { endedAt, endedBy: endedAt ? (await authorsOf(read, [endedBy]))(endedBy) : null };
}

function rights(actor: Actor, session: Session, lockedAfter: string | null) {
	const today = dayIn(session.zone, now());
	const held = !session.cancelledAt && session.date <= today;
	const open = held && !session.endedAt;
	const locked = lockedAfter !== null && today > lockedAfter;
	return {
		run: open && can(actor, 'attendance.mark', session),
		end: open && can(actor, 'sessions.end', session),
		/** Beforehand, or while it runs: who said that they would be away. */
		announce: !session.cancelledAt && !session.endedAt && can(actor, 'attendance.mark', session),
		cancel: !session.cancelledAt && !session.endedAt && can(actor, 'sessions.cancel', inSchedule(session)),
		reopen: held && !open && can(actor, locked ? 'attendance.correct-locked' : 'sessions.reopen', session),
		correct: held && !open && can(actor, locked ? 'attendance.correct-locked' : 'attendance.mark', session)
	};
}

async function stateOf(read: Read, session: Session, plan: PlannedLesson[]): Promise<RoomState> {
	const people = await roomPeople(read, session);
	const visitors = await roomVisitors(read, session);
	const start = await startOf(read, session.id);
	return {
		ended: session.endedAt !== null,
		cancelled: session.cancelledAt !== null,
		people,
		visitors,
		activities: plan.flatMap(({ lesson, activities }) =>
			activities.map((activity) => said(lesson, activity))
		),
		practices: await practicesIn(read, session.id),
		homework: await homeworkIn(read, session.id),
		checkIns: await waitingIn(read, session, { people, visitors, start }),
		guests: await guestsIn(read, session.id),
		start
	};
}

const said = (
	{ id }: LessonOutline,
	{ key, state, delivered, reason, heads, review }: PlannedActivity
): RoomActivity => ({
	lessonId: id,
	key,
	state,
	delivered,
	reason,
	heads,
	review
});
