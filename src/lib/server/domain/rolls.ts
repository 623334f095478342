/** Rolls: who belongs to a session, and what is said of each. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Read, Tx } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { announcedAbsences, enrollments, marks } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { peopleIn } from './people.ts';
import { contradict, upheldMarks } from './presence.ts';
import { current } from './progress.ts';
import { dayIn } from './schedule.ts';
import { isAway } from './stays.ts';
import { findSession, type Session } from './sessions.ts';
import type { AbsenceReason, LateReason, MarkStatus } from '#lib/vocabulary.ts';

/** Everything ever said about a session's attendance, oldest first. */
export const marksOf = (read: Read, sessionId: Id): Promise<Mark[]> => markRows(read, { sessionId });

const markRows = prepared('marks', (read) =>
	read
		.select()
		.from(marks)
		.where(eq(marks.sessionId, sql.placeholder('sessionId')))
		.orderBy(asc(marks.at), asc(marks.id))
);

/** One person on the roll. */
export type RollEntry = {
	enrollmentId: Id;
	participantId: Id;
	firstName: string;
	lastName: string;
	status: MarkStatus;
	cameAt: number | null;
	leftAt: number | null;
	reason: AbsenceReason | null;
	/** Why coming in after the cut-off counts all the same. */
	late: LateReason | null;
	/** What they said beforehand, if they said that they would be away. */
	announced: AbsenceReason | null;
	/** Ids of what a new mark would replace. */
	heads: Id[];
	/** The contradicting statements, when somebody has to settle them. */
	review: {
		id: Id;
		status: MarkStatus;
		cameAt: number | null;
		leftAt: number | null;
		reason: AbsenceReason | null;
		late: LateReason | null;
		markedBy: string;
	}[];
	/** Corrected since it was first said. */
	corrected: boolean;
	/** The "all others here" that marked this person, while nobody was marked since: it can be taken back at once. */
	inAll: Id | null;
};
type Mark = typeof marks.$inferSelect;

/** The roll: people of the group on that day, each with what is said of them. */
export async function rollOf(read: Read, actor: Actor, sessionId: Id): Promise<RollEntry[]> {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	return rollOfSession(read, session);
}

/** The roll of a session that was found through the actor. */
export async function rollOfSession(
	read: Read,
	session: Pick<Session, 'id' | 'groupId' | 'date' | 'zone'>
): Promise<RollEntry[]> {
	const people = await peopleIn(read, session.groupId);
	const said = await marksOf(read, session.id);
	const byPerson = Map.groupBy(said, (one) => one.enrollmentId);
	const announced = await announcedIn(read, session.id);
	const inAll = new Map(lastAll(said).map((mark) => [mark.enrollmentId, mark.operationId]));
	return people
		.filter((one) => byPerson.has(one.enrollmentId) || wasMember(one, session))
		.map(({ enrollmentId, participantId, firstName, lastName }) => ({
			enrollmentId,
			participantId,
			firstName,
			lastName,
			...entryOf(byPerson.get(enrollmentId) ?? []),
			announced: announced.get(enrollmentId) ?? null,
			inAll: inAll.get(enrollmentId) ?? null
		}));
}

/** What "all others here" said, all of it at once, if it was the last that was said of the session's attendance. */
export function lastAll(said: Mark[]): Mark[] {
	const newest = said.filter((mark) => mark.at === said.at(-1)!.at);
	const isOfAll = (mark: Mark) => mark.status === 'present' && mark.id !== mark.operationId;
	const together = newest.every((mark) => isOfAll(mark) && mark.operationId === newest[0].operationId);
	return together ? newest : [];
}

/** How many are on the roll of each session, and how many of them are unmarked: for lists, without names. */
export async function rollCounts(
	read: Read,
	listed: Pick<Session, 'id' | 'groupId' | 'date' | 'zone'>[]
): Promise<Map<Id, { people: number; unmarked: number }>> {
	const ids = listed.map((session) => session.id);
	const groupIds = listed.map((session) => session.groupId);
	const { id, groupId, enrolledOn, exitedAt, pausedOn, away } = enrollments;
	const members = Map.groupBy(
		await read
			.select({ id, groupId, enrolledOn, exitedAt, pausedOn, away })
			.from(enrollments)
			.where(inArray(groupId, groupIds))
			.orderBy(asc(id)),
		(one) => one.groupId
	);
	const said = Map.groupBy(
		await read
			.select()
			.from(marks)
			.where(inArray(marks.sessionId, ids))
			.orderBy(asc(marks.at), asc(marks.id)),
		(one) => one.sessionId
	);
	return new Map(
		listed.map((session) => {
			const byPerson = Map.groupBy(said.get(session.id) ?? [], (one) => one.enrollmentId);
			const people = (members.get(session.groupId) ?? []).filter(
				(one) => byPerson.has(one.id) || wasMember(one, session)
			);
			const unmarked = people.filter((one) => entryOf(byPerson.get(one.id) ?? []).status === 'unmarked');
			return [session.id, { people: people.length, unmarked: unmarked.length }];
		})
	);
}

/** How one person stands, after all that was said of them. */
export function entryOf(said: Mark[]) {
	const upheld = upheldMarks(said);
	const { status, cameAt, leftAt, reason, late } = upheld.at(-1) ?? unsaid;
	const review = contradict(upheld)
		? upheld.map(({ id, status, cameAt, leftAt, reason, late, markedBy }) => ({
				id,
				status,
				cameAt,
				leftAt,
				reason,
				late,
				markedBy
			}))
		: [];
	const heads = current(said).map((mark) => mark.id);
	const corrected = said.some((mark) => mark.correction);
	return { status, cameAt, leftAt, reason, late, heads, review, corrected };
}

const announcedRows = prepared('announced_absences', (read) =>
	read
		.select()
		.from(announcedAbsences)
		.where(eq(announcedAbsences.sessionId, sql.placeholder('sessionId')))
		.orderBy(asc(announcedAbsences.at), asc(announcedAbsences.id))
);

/** Who is expected to be away, and why, by enrollment: the last word counts. The caller has found the session. */
export async function announcedIn(read: Read, sessionId: Id): Promise<Map<Id, AbsenceReason>> {
	const said = new Map((await announcedRows(read, { sessionId })).map((row) => [row.enrollmentId, row]));
	return new Map([...said].filter(([, { withdrawn }]) => !withdrawn).map(([id, { reason }]) => [id, reason]));
}

const unsaid = { status: 'unmarked' as const, cameAt: null, leftAt: null, reason: null, late: null };

type Membership = Pick<typeof enrollments.$inferSelect, 'enrolledOn' | 'exitedAt' | 'pausedOn' | 'away'>;

/** Was the person in the group on the session's day? */
export const wasMember = (person: Membership, { date, zone }: Pick<Session, 'date' | 'zone'>) =>
	!isAway(person, date) && (person.exitedAt === null || dayIn(zone, person.exitedAt) > date);

/**
 * The person must be of the group, and of this session: whoever left on a day before it has no part in it, nor has whoever
 * was in a pause.
 * @throws 404; 409 enrollment.exited, enrollment.paused
 */
export async function refuseStranger(tx: Tx, session: Session, enrollmentId: Id) {
	const inGroup = and(eq(enrollments.id, enrollmentId), eq(enrollments.groupId, session.groupId));
	const [enrollment] = await tx.select().from(enrollments).where(inGroup);
	if (!enrollment) throw notFound();
	const hasLeft = enrollment.exitedAt !== null && dayIn(session.zone, enrollment.exitedAt) < session.date;
	const isGone = enrollment.enrolledOn <= session.date && isAway(enrollment, session.date);
	if (!hasLeft && !isGone) return;
	const own = and(eq(marks.sessionId, session.id), eq(marks.enrollmentId, enrollmentId));
	const said = await tx.select({ id: marks.id }).from(marks).where(own).orderBy(asc(marks.id)).limit(1);
	if (said.length === 0) throw conflict(hasLeft ? 'enrollment.exited' : 'enrollment.paused');
}
