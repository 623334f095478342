/** Own: what participants read of their groups and lessons. */
import { asc, eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { enrollments, groups, organizations, sites } from '../db/schema/index.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { planOf } from './plans.ts';
import { lessonsSeen } from './journeys.ts';
import { outlineOf } from './lessons.ts';
import { explainFor } from './outlooks.ts';
import { readingOf } from './readings.ts';
import { dayIn } from './schedule.ts';
import { announcedIn } from './rolls.ts';
import { nextSession, sessionsOf, type ListedSession } from './sessions.ts';
import { isPaused } from './stays.ts';
import type { AbsenceReason } from '#lib/vocabulary.ts';

/** @throws 403 for anybody but a participant */
export function selfOf(actor: Actor): Id {
	if (actor.kind !== 'participant') throw forbidden('own.read');
	allow(actor, 'own.read', { participantId: actor.id });
	return actor.id;
}

/**
 * The participant's groups: those they are in first, soonest meeting first. `stage` is the group's: "ahead" before its
 * first session, "over" after its last; "left" when the person is no longer in it.
 */
export async function ownGroups(read: Read, actor: Actor, language: string) {
	const rows = await enrolled(read, selfOf(actor));
	const all = [];
	for (const row of rows) all.push(await ownGroup(read, row, language));
	return all.sort(bySoonest);
}
export type OwnGroup = Awaited<ReturnType<typeof ownGroup>>;

const enrolled = (read: Read, participantId: Id) =>
	read
		.select({ enrollment: enrollments, group: groups, site: sites, organization: organizations.name })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.where(eq(enrollments.participantId, participantId))
		.orderBy(asc(enrollments.enrolledAt), asc(enrollments.id));
type Row = Awaited<ReturnType<typeof enrolled>>[number];

async function ownGroup(read: Read, { enrollment, group, site, organization }: Row, language: string) {
	const told = await explainFor(read, group.id, enrollment.id, language);
	const meetings = (await sessionsOf(read, group.id)).filter((session) => session.cancelledAt === null);
	const backOn = isPaused(enrollment, dayIn(site.zone, now())) ? enrollment.backOn : null;
	const next = enrollment.exitedAt
		? null
		: await nextFor(read, group.id, meetings, backOn ?? enrollment.enrolledOn);
	const person = {
		joinedOn: enrollment.enrolledOn,
		leftOn: enrollment.exitedAt ? dayIn(site.zone, enrollment.exitedAt) : null
	};
	const outline = await outlineOf(read, group.editionId);
	const languagesOf = new Map(outline.lessons.map(({ id, languages }) => [id, languages]));
	const isIn = (lessonId: string) => (languagesOf.get(lessonId)?.includes(language) ? language : 'en');
	const isOver = !next || (meetings.length > 0 && meetings.filter(ofCourse).every(({ endedAt }) => endedAt));
	const stage = person.leftOn ? 'left' : isOver ? 'over' : hasBegun(meetings) ? 'under-way' : 'ahead';
	return {
		enrollmentId: enrollment.id,
		editionId: group.editionId,
		sectorId: enrollment.sectorId,
		name: group.name,
		room: group.room,
		site: site.name,
		organization,
		today: dayIn(site.zone, now()),
		stage: stage as 'ahead' | 'under-way' | 'over' | 'left',
		next: next && meeting(next, (await announcedIn(read, next.id)).get(enrollment.id) ?? null),
		/** In a pause: the day on which they are expected. */
		backOn,
		lessons: lessonsSeen(told.lessons, meetings, await planned(read, next), person, isIn),
		told
	};
}

/** Whoever is away, or has yet to begin, comes to the first session after that. */
async function nextFor(read: Read, groupId: Id, meetings: ListedSession[], from: string) {
	const next = await nextSession(read, [groupId]);
	if (!next || next.date >= from) return next;
	return meetings.find(({ endedAt, date }) => endedAt === null && date >= from) ?? null;
}

const meeting = ({ id, date, time, minutes, zone, startsAt }: ListedSession, away: AbsenceReason | null) => ({
	id,
	/** Why the person said that they can't come to it; null: they did not. */
	away,
	date,
	time,
	minutes,
	zone,
	startsAt
});
/** Boosters come when it is over. */
const ofCourse = ({ kind }: ListedSession) => kind === 'course';
const hasBegun = (meetings: ListedSession[]) =>
	meetings.some((session) => session.endedAt !== null || session.startsAt <= now());

async function planned(read: Read, next: ListedSession | null): Promise<Set<string>> {
	if (!next) return new Set();
	const plan = await planOf(read, next);
	return new Set(plan.filter(({ activities }) => activities.length > 0).map(({ lesson }) => lesson.id));
}

function bySoonest(a: OwnGroup, b: OwnGroup): number {
	const rank = ({ stage }: OwnGroup) => ['under-way', 'ahead', 'over', 'left'].indexOf(stage);
	if (a.next && b.next) return a.next.startsAt.localeCompare(b.next.startsAt);
	return rank(a) - rank(b);
}

/**
 * A lesson that was held or comes next in one of the person's groups.
 * @throws 404 for any other
 */
export async function ownLesson(read: Read, actor: Actor, lessonId: string, language: string) {
	for (const group of await ownGroups(read, actor, language)) {
		const lesson = group.lessons.find((one) => one.id === lessonId);
		if (!lesson) continue;
		const reading = await readingOf(read, group.editionId, lessonId, 'participant', language);
		return { lesson, reading, sectorId: group.sectorId };
	}
	throw notFound();
}
