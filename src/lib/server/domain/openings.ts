/** Openings: what somebody missed of a lesson, until when it can be made up, and in which sessions of other groups. */
import { and, asc, eq, gt, inArray, isNull, notInArray } from 'drizzle-orm';
import { now } from '../clock.ts';
import { lessonIn, type LessonOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { editions, enrollments, groups, makeUps, sessions, sites } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { lessonStandings, type LessonStanding } from './credit.ts';
import { factsIn } from './facts.ts';
import { groupsKeptFrom } from './kept-apart.ts';
import { findLesson } from './lessons.ts';
import { peopleIn } from './people.ts';
import { current, plusDays } from './progress.ts';
import type { Policy } from '#lib/vocabulary.ts';

type Enrolled = { id: Id; groupId: Id; participantId: Id; organizationId: Id };
export type MakeUpRow = typeof makeUps.$inferSelect;

/** What stands of the make-ups of some enrollments, oldest first. */
export async function makeUpHeads(read: Read, enrollmentIds: Id[]): Promise<MakeUpRow[]> {
	const rows = await read
		.select()
		.from(makeUps)
		.where(inArray(makeUps.enrollmentId, enrollmentIds))
		.orderBy(asc(makeUps.at), asc(makeUps.id));
	const heads = new Set(
		current(rows.map(({ id, replaces }) => ({ id, replaces: replaces ? [replaces] : [] }))).map(
			({ id }) => id
		)
	);
	return rows.filter(({ id }) => heads.has(id));
}

export const isOpen = ({ state }: Pick<MakeUpRow, 'state'>) => state === 'proposed' || state === 'approved';

/** All that a make-up of this person is measured by. */
export async function ledgerOf(read: Read, enrollment: Enrolled) {
	const { facts, policy, edition } = await factsIn(read, enrollment.groupId, [enrollment.id]);
	const own = facts.get(enrollment.id)!;
	const heads = await makeUpHeads(read, [enrollment.id]);
	const standings = lessonStandings(policy, edition, own, 'worst');
	return { policy, edition, today: own.today, heads, standings };
}
export type Ledger = Awaited<ReturnType<typeof ledgerOf>>;

/** How one lesson stands for make-ups. @throws 400 for a lesson that the edition does not have */
export function openingFor(ledger: Ledger, lessonId: string) {
	const standing = ledger.standings.find((one) => one.lessonId === lessonId);
	if (!standing) throw invalid({ lessonId: { code: 'choice' } });
	const { policy, heads, today } = ledger;
	const lesson = findLesson(ledger.edition, lessonId);
	const by = standing.on && plusDays(standing.on, policy.makeUps.days);
	const counted = new Set(
		heads.filter((one) => isOpen(one) || one.state === 'held').map((one) => one.lessonId)
	);
	counted.delete(lessonId);
	return {
		lesson,
		/** Minutes missing; 0: nothing has to be made up. */
		short: isMissing(standing) ? standing.short : 0,
		/** Day of the session that was missed, and the last day for the make-up. */
		on: standing.on,
		by,
		isLate: by === null || by < today,
		isOverLimit: counted.size >= policy.makeUps.limit,
		packet: packetLeft(policy, lesson, heads),
		open: heads.find((one) => one.lessonId === lessonId && isOpen(one)) ?? null
	};
}
export type Opening = ReturnType<typeof openingFor>;

const isMissing = ({ delivered, short, state }: LessonStanding) =>
	delivered > 0 && short > 0 && state !== 'review';

/** Minutes that worksheets done at home can still count for. */
function packetLeft(policy: Policy, lesson: LessonOutline, heads: MakeUpRow[]): number {
	const held = heads.filter(
		(one) => one.lessonId === lesson.id && one.way === 'packet' && one.state === 'held'
	);
	const most = Math.floor(lesson.minutes * (policy.makeUps.packet ?? 0));
	return Math.max(0, most - held.reduce((total, { minutes }) => total + minutes, 0));
}

/** Every lesson of which something is missing, in the order of the course, with the sessions that fit. */
export async function openingsOf(read: Read, enrollment: Enrolled, ledger: Ledger, language: string) {
	const open = ledger.edition.lessons
		.map(({ id }) => openingFor(ledger, id))
		.filter(({ short }) => short > 0);
	const hosts = open.length > 0 ? await hostsFor(read, enrollment) : [];
	return open.map(({ lesson, open: planned, ...opening }) => ({
		...opening,
		lessonId: lesson.id,
		number: lesson.number,
		minutes: lesson.minutes,
		title: lessonIn(lesson, language).title,
		isPlanned: planned !== null,
		hosts: hosts.filter(
			({ lessonIds, date }) => lessonIds.includes(lesson.id) && opening.by !== null && date <= opening.by
		)
	}));
}

/** Lessons that people of a group can still make up and for which nothing is arranged. The caller has found the group. */
export async function dueIn(read: Read, groupId: Id, language: string) {
	const people = await peopleIn(read, groupId, true);
	const ids = people.map(({ enrollmentId }) => enrollmentId);
	const { facts, policy, edition } = await factsIn(read, groupId, ids);
	const heads = Map.groupBy(await makeUpHeads(read, ids), (head) => head.enrollmentId);
	return people.flatMap(({ enrollmentId, firstName, lastName }) => {
		const own = facts.get(enrollmentId)!;
		const standings = lessonStandings(policy, edition, own, 'worst');
		const ledger = { policy, edition, today: own.today, heads: heads.get(enrollmentId) ?? [], standings };
		return standings
			.map(({ lessonId }) => openingFor(ledger, lessonId))
			.filter((one) => one.short > 0 && !one.open && !one.isLate && !one.isOverLimit)
			.map(({ lesson, short, by }) => ({
				...{ enrollmentId, firstName, lastName, lessonId: lesson.id, short, by: by! },
				title: lessonIn(lesson, language).title
			}));
	});
}

/**
 * Coming sessions of the organization's other groups that work with the same curriculum, in whatever edition; none of a
 * group that the person is in, and none in which somebody is from whom they are kept apart.
 */
export async function hostsFor(read: Read, { groupId, organizationId, participantId }: Enrolled) {
	const ownCurriculum = read
		.select({ curriculum: editions.curriculum })
		.from(groups)
		.innerJoin(editions, eq(editions.id, groups.editionId))
		.where(eq(groups.id, groupId));
	const theirs = await read
		.select({ groupId: enrollments.groupId })
		.from(enrollments)
		.where(eq(enrollments.participantId, participantId))
		.orderBy(asc(enrollments.id));
	const kept = await groupsKeptFrom(read, participantId);
	return read
		.select({
			id: sessions.id,
			groupId: sessions.groupId,
			date: sessions.date,
			time: sessions.time,
			minutes: sessions.minutes,
			lessonIds: sessions.lessonIds,
			group: groups.name,
			site: sites.name
		})
		.from(sessions)
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.innerJoin(editions, eq(editions.id, groups.editionId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.where(
			and(
				eq(groups.organizationId, organizationId),
				inArray(editions.curriculum, ownCurriculum),
				notInArray(groups.id, [...theirs.map((one) => one.groupId), ...kept]),
				isNull(sessions.cancelledAt),
				isNull(sessions.endedAt),
				gt(sessions.startsAt, now())
			)
		)
		.orderBy(asc(sessions.startsAt), asc(sessions.id));
}
