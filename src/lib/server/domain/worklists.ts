/** Worklists: what waits for a hand in the actor's groups, each thing once, with what it takes to decide. */
import { and, asc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { enrollments, groups, marks, participantNames, sessions, standings } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { openMakeUps } from './arrangements.ts';
import { closedGroupsOf } from './closed-sessions.ts';
import { coachingDue } from './coaching.ts';
import { expiringConsents } from './consent-copies.ts';
import { plusDays } from './days.ts';
import { openDisputes } from './disputes.ts';
import { dueReferrals } from './due-referrals.ts';
import { groupScope } from './groups.ts';
import { dueHandoffs } from './handoff-lists.ts';
import { byName } from './names.ts';
import { lastTries } from './outreach.ts';
import { contradict, upheldMarks } from './presence.ts';
import { wasMember } from './rolls.ts';
import { dayIn } from './schedule.ts';
import { sessionScope } from './scopes.ts';
import { unreturnedPractice } from './unreturned.ts';

/** Days back that are looked at: what is older is program staff's to settle, from the group's own page. */
const lookBack = 45;

/**
 * Past sessions that are not finished, people out twice in a row, who needs make-ups to finish, open make-ups, questions,
 * referrals, handoffs that nobody answered, practice that did not come back, observations that are due and credentials
 * that expire.
 */
export async function worklistOf(read: Read, actor: Actor, language: string, at = now()) {
	allow(actor, 'groups.list');
	const all = await pastSessions(read, actor, at);
	/** Of a session that somebody covers, only its sheet is theirs. */
	const past = all.filter(({ isOwn }) => isOwn);
	const people = await peopleAround(read, actor);
	const said = await marksIn(read, all);
	const covered = await membersOf(read, all);
	const { eligibility, offers, seats } = await dueReferrals(read, actor, at);
	const list = {
		sessions: unfinished(all, [...people, ...covered], said),
		eligibility,
		offers,
		seats,
		handoffs: await dueHandoffs(read, actor),
		absences: await withTries(read, actor, twiceOut(past, people, said)),
		practice: await unreturnedPractice(read, past, at.slice(0, 10), cameAmong(people, said)),
		atRisk: people.filter((one) => one.outlook === 'at-risk' && isThere(one)).map(shown),
		makeUps: await makeUpsDue(read, actor, language, at),
		closed: await closedGroupsOf(read, actor, language),
		disputes: await openDisputes(read, actor),
		consents: await expiringConsents(read, actor),
		...(await coachingDue(read, actor, at))
	};
	return { ...list, count: Object.values(list).reduce((total, rows) => total + rows.length, 0) };
}

/** Sessions whose time is over, oldest first. */
async function pastSessions(read: Read, actor: Actor, at: string) {
	const { id, groupId, number, date, zone, startsAt, minutes, endedAt } = sessions;
	const rows = await read
		.select({
			...{ id, groupId, number, date, zone, startsAt, minutes, endedAt },
			...{ group: groups.name, lessonIds: sessions.lessonIds },
			editionId: sql<Id>`coalesce(${sessions.editionId}, ${groups.editionId})`,
			own: sql<number>`case when ${groupScope(actor)} then 1 else 0 end`
		})
		.from(sessions)
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.where(
			and(
				sessionScope(actor),
				isNull(sessions.cancelledAt),
				lte(startsAt, at),
				gte(date, plusDays(at.slice(0, 10), -lookBack))
			)
		)
		.orderBy(asc(startsAt), asc(id));
	const end = (one: (typeof rows)[number]) => Date.parse(one.startsAt) + (one.minutes + 60) * 60_000;
	return rows
		.filter((one) => one.endedAt !== null || end(one) <= Date.parse(at))
		.map(({ own, ...one }) => ({ ...one, isOwn: Number(own) === 1 }));
}
type Past = Awaited<ReturnType<typeof pastSessions>>[number];

async function peopleAround(read: Read, actor: Actor) {
	const rows = await read
		.select({
			enrollmentId: enrollments.id,
			participantId: enrollments.participantId,
			groupId: groups.id,
			group: groups.name,
			enrolledOn: enrollments.enrolledOn,
			exitedAt: enrollments.exitedAt,
			pausedOn: enrollments.pausedOn,
			away: enrollments.away,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			outlook: standings.outlook,
			finishOn: standings.finishOn
		})
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(participantNames, eq(participantNames.participantId, enrollments.participantId))
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.where(groupScope(actor))
		.orderBy(asc(enrollments.id));
	return rows.sort(byName);
}
type Person = Awaited<ReturnType<typeof peopleAround>>[number];

/** Neither gone nor in a pause: nobody has to look after them now. */
const isThere = ({ exitedAt, pausedOn }: Person) => exitedAt === null && pausedOn === null;

/** Who is in groups of which the actor covers sessions: to count the unmarked, and nothing more. */
async function membersOf(read: Read, past: Past[]) {
	const ids = [...new Set(past.filter(({ isOwn }) => !isOwn).map(({ groupId }) => groupId))];
	if (ids.length === 0) return [];
	const { id, groupId, enrolledOn, exitedAt, pausedOn, away } = enrollments;
	return read
		.select({ enrollmentId: id, groupId, enrolledOn, exitedAt, pausedOn, away })
		.from(enrollments)
		.where(inArray(groupId, ids))
		.orderBy(asc(id));
}
type Member = Awaited<ReturnType<typeof membersOf>>[number];

/** What the page says of a person, and no more. */
const shown = ({ enrollmentId, participantId, group, firstName, lastName, finishOn }: Person) => ({
	...{ enrollmentId, participantId, group, firstName, lastName, finishOn }
});

type Said = Map<string, (typeof marks.$inferSelect)[]>;
const about = (sessionId: Id, enrollmentId: Id) => `${sessionId}|${enrollmentId}`;

/** What stands about each person and session. */
async function marksIn(read: Read, past: Past[]): Promise<Said> {
	const ids = past.map(({ id }) => id);
	const rows = await read
		.select()
		.from(marks)
		.where(inArray(marks.sessionId, ids))
		.orderBy(asc(marks.at), asc(marks.id));
	const all = Map.groupBy(rows, (mark) => about(mark.sessionId, mark.enrollmentId));
	return new Map([...all].map(([key, own]) => [key, upheldMarks(own)]));
}

/** Sessions that nobody ended, with people unmarked, or with two words on one person. */
function unfinished(past: Past[], people: Member[], said: Said) {
	const members = Map.groupBy(people, ({ groupId }) => groupId);
	return past
		.map((session) => {
			const roll = (members.get(session.groupId) ?? []).filter((one) => wasMember(one, session));
			const marked = roll.map(({ enrollmentId }) => said.get(about(session.id, enrollmentId)) ?? []);
			const { id, group, number, date, endedAt } = session;
			return {
				...{ id, group, number, date, ended: endedAt !== null },
				unmarked: marked.filter((own) => own.length === 0).length,
				review: marked.filter(contradict).length
			};
		})
		.filter(({ ended, unmarked, review }) => !ended || unmarked + review > 0);
}

const isOut = (status: string) => status === 'absent-excused' || status === 'absent-unexcused';
/** Neutral absences and sessions that were not required neither begin nor break a run. */
const counts = (status: string) => isOut(status) || status === 'present' || status === 'partial';

/** People whose last two sessions that count were absences. */
function twiceOut(past: Past[], people: Person[], said: Said) {
	const held = Map.groupBy(past, ({ groupId }) => groupId);
	return people.filter(isThere).flatMap((person) => {
		const own = (held.get(person.groupId) ?? []).flatMap(({ id, date }) => {
			const marked = said.get(about(id, person.enrollmentId)) ?? [];
			return marked.length > 0 && !contradict(marked) ? [{ date, status: marked[0].status }] : [];
		});
		const last = own.filter(({ status }) => counts(status)).slice(-2);
		return last.length === 2 && last.every(({ status }) => isOut(status))
			? [{ ...shown(person), days: last.map(({ date }) => date) }]
			: [];
	});
}

/** With the last try to reach each, and whether they asked not to be contacted. */
async function withTries<P extends { participantId: Id }>(read: Read, actor: Actor, people: P[]) {
	if (people.length === 0) return [];
	const ids = people.map(({ participantId }) => participantId);
	const triesOf = await lastTries(read, actor, ids);
	return people.map((one) => ({ ...one, ...triesOf(one.participantId) }));
}

const came = (status: string) => status === 'present' || status === 'partial';

/** Who is in the group and was in one of its sessions. */
const cameAmong = (people: Person[], said: Said) => (session: { id: Id; groupId: Id }) =>
	people
		.filter((one) => one.groupId === session.groupId && !one.exitedAt)
		.filter((one) => (said.get(about(session.id, one.enrollmentId)) ?? []).some((mark) => came(mark.status)))
		.map(({ enrollmentId, firstName, lastName }) => ({ enrollmentId, firstName, lastName }));

/** Those to approve, those whose day has come, and those whose session was cancelled. */
async function makeUpsDue(read: Read, actor: Actor, language: string, at: string) {
	const mayApprove = organizationsOf(actor, 'coordinator').length > 0;
	const all = await openMakeUps(read, actor, language);
	return all.flatMap((makeUp) => {
		const { makeUpId, enrollmentId, lessonId, lesson, firstName, lastName, group, day } = makeUp;
		const isCancelled = makeUp.host?.cancelled === true;
		const isDue = makeUp.state === 'approved' && day <= dayIn(makeUp.zone, at);
		const waits = makeUp.state === 'proposed' && mayApprove;
		if (!isCancelled && !isDue && !waits) return [];
		const step = isCancelled ? 'plan' : waits ? 'approve' : 'hold';
		return [
			{
				...{ makeUpId, enrollmentId, lessonId, lesson, firstName, lastName, group, day },
				step: step as 'plan' | 'approve' | 'hold'
			}
		];
	});
}
