/** Arrivals: check-ins as pages show them, those that wait at a session and a participant's own. */
import { and, asc, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { checkInCodes, enrollments, groups, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { headIn, headsIn, isUnmarked, placeIn, standingOf } from './check-ins.ts';
import { delayOf } from './delays.ts';
import { makeUpHeads } from './openings.ts';
import { selfOf } from './own.ts';
import type { RollEntry } from './rolls.ts';
import { dayIn } from './schedule.ts';
import { listed, type ListedSession, type Session } from './sessions.ts';
import type { CheckInWay, MarkStatus } from '#lib/vocabulary.ts';

/** Minutes after the start that nobody calls late. */
const grace = 5;

/** A check-in that waits for its answer. */
export type RoomCheckIn = {
	checkInId: Id;
	enrollmentId: Id;
	name: string;
	way: CheckInWay;
	arrivedAt: string;
	/** Minutes after the start, when it was later than anybody overlooks. */
	cameAt: number | null;
	/** From another group, to make something up. */
	visiting: boolean;
};

type Meeting = Pick<Session, 'id' | 'startsAt' | 'minutes' | 'date' | 'zone' | 'endedAt' | 'cancelledAt'>;
type OnRoll = Pick<RollEntry, 'enrollmentId' | 'status'> & { name: string; review: unknown[] };

type Here = { people: OnRoll[]; visitors: OnRoll[]; start: { startedAt: string } | null };

/** Check-ins that wait for an answer, oldest first. Whoever is marked by hand waits for nothing. */
export async function waitingIn(
	read: Read,
	session: Meeting,
	{ people, visitors, start }: Here
): Promise<RoomCheckIn[]> {
	if (standingOf(session) === 'over') return [];
	const open = (await headsIn(read, session.id)).filter(({ state }) => state === 'proposed');
	const isVisiting = new Set(visitors.map((one) => one.enrollmentId));
	const expected = new Map([...people, ...visitors].map((one) => [one.enrollmentId, one]));
	return open.flatMap(({ checkInId, enrollmentId, way, arrivedAt }) => {
		const own = expected.get(enrollmentId);
		if (!own || !isUnmarked(own)) return [];
		const cameAt = lateBy(session, arrivedAt, start?.startedAt);
		const visiting = isVisiting.has(enrollmentId);
		return { checkInId, enrollmentId, name: own.name, way, arrivedAt, cameAt, visiting };
	});
}

/**
 * How late somebody was who arrived then: minutes after the planned start, within the session; null within the grace,
 * which runs from when it began in fact.
 */
function lateBy(
	{ startsAt, minutes }: Pick<Session, 'startsAt' | 'minutes'>,
	arrivedAt: string,
	startedAt: string | null = null
) {
	const late = Math.floor((Date.parse(arrivedAt) - Date.parse(startsAt)) / 60_000);
	return late - delayOf(startsAt, startedAt) > grace ? Math.min(late, minutes - 1) : null;
}

/** A meeting of the participant's on this day: how their check-in stands, and whether they can check in now. */
export type OwnArrival = {
	sessionId: Id;
	group: string;
	date: string;
	time: string;
	minutes: number;
	site: string;
	room: string;
	/** noted: the facilitator has marked them. */
	state: 'none' | 'waiting' | 'noted' | 'turned-down';
	/** What was marked. */
	status: MarkStatus | null;
	/** There is a code in the room. */
	open: boolean;
};

/** The participant's meetings of this day, soonest first. */
export async function ownArrivals(read: Read, actor: Actor): Promise<OwnArrival[]> {
	const participantId = selfOf(actor);
	const all = [];
	for (const session of await meetingsNear(read, participantId)) {
		const place = await placeIn(read, participantId, session);
		if (!place) continue;
		const head = await headIn(read, session.id, place.enrollmentId);
		all.push({ ...shown(session), ...stateOf(place.own, head), open: await isOpen(read, session) });
	}
	return all;
}

const shown = ({ id, group, date, time, minutes, site, room }: ListedSession) => ({
	...{ sessionId: id, group, date, time, minutes, site, room }
});

function stateOf(own: RollEntry, head: Awaited<ReturnType<typeof headIn>>) {
	if (!isUnmarked(own)) return { state: 'noted' as const, status: own.status };
	if (!head) return { state: 'none' as const, status: null };
	return { state: head.state === 'turned-down' ? head.state : ('waiting' as const), status: null };
}

async function isOpen(read: Read, session: ListedSession): Promise<boolean> {
	if (standingOf(session) !== 'open') return false;
	const on = and(eq(checkInCodes.sessionId, session.id), isNull(checkInCodes.closedAt));
	return (await read.select({ id: checkInCodes.sessionId }).from(checkInCodes).where(on)).length > 0;
}

/** Of the groups that they are in, and those that they visit to make something up. */
async function meetingsNear(read: Read, participantId: Id): Promise<ListedSession[]> {
	const theirs = await read
		.select({ id: enrollments.id, groupId: enrollments.groupId })
		.from(enrollments)
		.where(eq(enrollments.participantId, participantId))
		.orderBy(asc(enrollments.id));
	const visits = (
		await makeUpHeads(
			read,
			theirs.map(({ id }) => id)
		)
	).flatMap(({ sessionId, state }) =>
		sessionId && (state === 'approved' || state === 'held') ? sessionId : []
	);
	const hours = (count: number) => new Date(Date.parse(now()) + count * 3_600_000).toISOString();
	const near = and(gt(sessions.startsAt, hours(-24)), lt(sessions.startsAt, hours(24)));
	const own = inArray(
		groups.id,
		theirs.map(({ groupId }) => groupId)
	);
	const found = await listed(
		read,
		and(near, isNull(sessions.cancelledAt), or(own, inArray(sessions.id, visits)))
	).orderBy(asc(sessions.startsAt), asc(sessions.id));
	return found.filter(({ date, zone }) => date === dayIn(zone, now()));
}
