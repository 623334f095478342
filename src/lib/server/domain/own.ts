/** Own: what participants see of their groups. Lessons that were held or come next, and what is left to finish. */
import { asc, eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { enrollments, groups, organizations, sites } from '../db/schema/index.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { planOf } from './deliveries.ts';
import { outlineOf } from './lessons.ts';
import { explainFor, type ExplainedLesson, type Explanation } from './outlooks.ts';
import { readingOf } from './readings.ts';
import { dayIn } from './schedule.ts';
import { nextSession, sessionsOf, type ListedSession } from './sessions.ts';

/** @throws 403 for anybody but a participant */
export function selfOf(actor: Actor): Id {
	if (actor.kind !== 'participant') throw forbidden('own.read');
	allow(actor, 'own.read', { participantId: actor.id });
	return actor.id;
}

/** How a lesson stands for the person: never a verdict, always what comes of it. */
export type OwnState = 'next' | 'done' | 'partly' | 'missed' | 'open' | 'before' | 'review';
export type OwnLesson = Pick<
	ExplainedLesson,
	'id' | 'number' | 'title' | 'skill' | 'on' | 'short' | 'makeUpBy'
> & {
	state: OwnState;
	/** Some of it was given, so that its skill can be used. */
	held: boolean;
	/** The language that its title and text are in. */
	language: string;
};

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
	const next = enrollment.exitedAt ? null : await nextSession(read, [group.id]);
	const person = {
		joinedOn: enrollment.enrolledOn,
		leftOn: enrollment.exitedAt ? dayIn(site.zone, enrollment.exitedAt) : null
	};
	const stage = person.leftOn ? 'left' : !next ? 'over' : hasBegun(meetings) ? 'under-way' : 'ahead';
	return {
		enrollmentId: enrollment.id,
		editionId: group.editionId,
		name: group.name,
		room: group.room,
		site: site.name,
		organization,
		today: dayIn(site.zone, now()),
		stage: stage as 'ahead' | 'under-way' | 'over' | 'left',
		next: next && meeting(next),
		lessons: inLanguage(
			ownLessons(told.lessons, meetings, await planned(read, next), person),
			await outlineOf(read, group.editionId),
			language
		),
		told
	};
}

const meeting = ({ date, time, minutes, zone, startsAt }: ListedSession) => ({
	date,
	time,
	minutes,
	zone,
	startsAt
});
const hasBegun = (meetings: ListedSession[]) =>
	meetings.some((session) => session.endedAt !== null || session.startsAt <= now());

async function planned(read: Read, next: ListedSession | null): Promise<Set<string>> {
	if (!next) return new Set();
	const plan = await planOf(read, { ...next, facilitatorIds: [] });
	return new Set(plan.filter(({ activities }) => activities.length > 0).map(({ lesson }) => lesson.id));
}

function bySoonest(a: OwnGroup, b: OwnGroup): number {
	const rank = ({ stage }: OwnGroup) => ['under-way', 'ahead', 'over', 'left'].indexOf(stage);
	if (a.next && b.next) return a.next.startsAt.localeCompare(b.next.startsAt);
	return rank(a) - rank(b);
}

type Stay = { joinedOn: string; leftOn: string | null };

/** Lessons held while the person was there or before, and those of the next session; newest first. */
function ownLessons(
	lessons: ExplainedLesson[],
	meetings: ListedSession[],
	next: Set<string>,
	stay: Stay
): Omit<OwnLesson, 'language'>[] {
	const ended = new Set(
		meetings.filter((session) => session.endedAt).flatMap((session) => session.lessonIds)
	);
	const isHeld = ({ id, delivered, on }: ExplainedLesson) =>
		(delivered > 0 || ended.has(id)) && (!stay.leftOn || !on || on <= stay.leftOn);
	return lessons
		.filter((lesson) => next.has(lesson.id) || isHeld(lesson))
		.map((lesson) => {
			const { id, number, title, skill, on, short, makeUpBy } = lesson;
			const state = stateOf(lesson, next.has(id), stay);
			return { id, number, title, skill, on, short, makeUpBy, state, held: isHeld(lesson) };
		})
		.reverse();
}

function inLanguage(
	lessons: Omit<OwnLesson, 'language'>[],
	outline: EditionOutline,
	language: string
): OwnLesson[] {
	const translated = new Set(
		outline.lessons.filter((one) => one.languages.includes(language)).map(({ id }) => id)
	);
	return lessons.map((lesson) => ({ ...lesson, language: translated.has(lesson.id) ? language : 'en' }));
}

function stateOf(
	{ state, on, short }: Pick<ExplainedLesson, 'state' | 'on' | 'short'>,
	isNext: boolean,
	{ joinedOn }: Stay
): OwnState {
	if (state === 'credited') return 'done';
	if (state === 'review') return 'review';
	if (isNext) return 'next';
	if (short === 0) return 'open';
	if (state === 'missed') return on !== null && on < joinedOn ? 'before' : 'missed';
	return 'partly';
}

/**
 * A lesson that was held or comes next in one of the person's groups.
 * @throws 404 for any other
 */
export async function ownLesson(read: Read, actor: Actor, lessonId: string, language: string) {
	for (const group of await ownGroups(read, actor, language)) {
		const lesson = group.lessons.find((one) => one.id === lessonId);
		if (!lesson) continue;
		return { lesson, reading: await readingOf(read, group.editionId, lessonId, 'participant', language) };
	}
	throw notFound();
}

export type Left =
	| { code: 'lessons' | 'applications' | 'skills' | 'shown'; count: number }
	| { code: 'make-up'; lessonId: string; title: string; short: number; by: string }
	| { code: 'must'; lessonId: string; title: string }
	| { code: 'practice'; have: number; need: number; by: string | null }
	| { code: 'plan' | 'absences' };

/** What is left to finish, one thing a line. */
export function leftOf({ requirements, lessons, practiceBy }: Explanation): Left[] {
	const open = (kind: string) => requirements.find((one) => one.kind === kind && !one.met);
	const [core, essential] = [open('core'), open('essential')];
	const [practice, skills] = [open('practice'), open('practice-skills')];
	const needsMakeUp = (id: string) => essential?.missing.includes(id) || core?.reach === 'make-up';
	const makeUps = lessons.filter((lesson) => lesson.makeUpBy && needsMakeUp(lesson.id));
	const musts = lessons.filter((lesson) => essential?.missing.includes(lesson.id) && !lesson.makeUpBy);
	const counted = (code: 'lessons' | 'applications' | 'skills' | 'shown', kind: string): Left[] => {
		const requirement = open(kind);
		return requirement ? [{ code, count: requirement.need - requirement.have }] : [];
	};
	return [
		...counted('lessons', 'core'),
		...makeUps.map(({ id, title, short, makeUpBy }): Left => ({
			code: 'make-up',
			lessonId: id,
			title,
			short,
			by: makeUpBy!
		})),
		...musts.map(({ id, title }): Left => ({ code: 'must', lessonId: id, title })),
		...counted('applications', 'applications'),
		...(practice
			? [{ code: 'practice' as const, have: practice.have, need: practice.need, by: practiceBy }]
			: []),
		...(practice && skills?.need === 1 ? [] : counted('skills', 'practice-skills')),
		...counted('shown', 'skills-shown'),
		...(open('plan') ? [{ code: 'plan' as const }] : []),
		...(open('absences') ? [{ code: 'absences' as const }] : [])
	];
}

export type Stone = { id: string; title: string; state: 'done' | 'now' | 'partly' | 'ahead'; share: number };

/** The modules as a path: what the person has of each, and where the group is. */
export function pathOf({ told, lessons, stage }: Pick<OwnGroup, 'told' | 'lessons' | 'stage'>): Stone[] {
	const here =
		stage === 'under-way' ? told.lessons.find(({ id }) => id === lessons[0]?.id)?.moduleId : undefined;
	const seen = new Set(lessons.filter(({ held }) => held).map(({ id }) => id));
	return told.edition.modules.map(({ id, title }) => {
		const core = told.lessons.filter((lesson) => lesson.moduleId === id && lesson.core);
		const have = core.filter((lesson) => lesson.state === 'credited').length;
		const begun = core.some((lesson) => seen.has(lesson.id));
		const state =
			have > 0 && have === core.length ? 'done' : id === here ? 'now' : begun ? 'partly' : 'ahead';
		return { id, title, state, share: core.length ? have / core.length : 0 };
	});
}
