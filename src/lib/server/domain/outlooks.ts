/** Where one person stands, and why: progress beside the lessons' names, in codes that a page puts into words. */
import { lessonIn, type EditionOutline, type LessonOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { factsIn } from './facts.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { milestonesOf } from './milestones.ts';
import { findEnrollment } from './people.ts';
import { definedNames } from './policies.ts';
import {
	countedEntries,
	plusDays,
	progress,
	type Facts,
	type LessonStanding,
	type PracticeFact
} from './progress.ts';
import { courseSessions } from './requirements.ts';
import type { MilestoneKind, Policy } from '#lib/vocabulary.ts';

/**
 * Explains one enrollment's progress to somebody who may read the person. JSON-safe; titles in `language`.
 * @throws 404, 403
 */
export async function explain(read: Read, actor: Actor, enrollmentId: Id, language = 'en') {
	const enrollment = await findEnrollment(read, actor, enrollmentId);
	const facilitatorIds = await facilitatorIdsOf(read, enrollment.groupId);
	allow(actor, 'people.read', { organizationId: enrollment.organizationId, facilitatorIds });
	return explainFor(read, enrollment.groupId, enrollmentId, language);
}

/** The same for a caller who has found the enrollment through the actor, or is the person. */
export async function explainFor(read: Read, groupId: Id, enrollmentId: Id, language = 'en') {
	const { policy, edition, facts } = await factsIn(read, groupId, [enrollmentId]);
	const own = facts.get(enrollmentId);
	if (!own) throw notFound();
	return {
		enrollmentId,
		...explained(policy, edition, own, language),
		milestones: await earnedBy(read, edition, enrollmentId, language)
	};
}

/** Progress beside the lessons' names: says nothing that the verdict does not say. */
export function explained(policy: Policy, edition: EditionOutline, facts: Facts, language = 'en') {
	const { lessons, ...verdict } = progress(policy, edition, facts);
	return {
		edition: outlineBits(edition, language),
		lessons: explainedLessons(edition, facts, lessons, language),
		...verdict,
		/** Last day on which practice may be logged. */
		practiceBy: practiceBy(policy, facts),
		makeUpsAllowed: policy.makeUps.limit
	};
}

export type Explanation = Awaited<ReturnType<typeof explainFor>>;
export type ExplainedLesson = Explanation['lessons'][number];

function outlineBits(edition: EditionOutline, language: string) {
	const { curriculum, version, modules } = edition;
	return {
		title: curriculum.title,
		version,
		modules: modules.map(({ id, number, title, lessonIds, translations }) => ({
			id,
			number,
			title: translations[language]?.title ?? title,
			lessonIds
		}))
	};
}

/** Core lessons, and what else the group holds or held: not the electives that it didn't choose, nor a talk for two. */
const isOfCourse = ({ core }: LessonOutline, standing: LessonStanding | undefined): boolean =>
	standing !== undefined && (core || standing.on !== null);

function explainedLessons(
	edition: EditionOutline,
	facts: Facts,
	standings: LessonStanding[],
	language: string
) {
	const standing = new Map(standings.map((one) => [one.lessonId, one]));
	const practices = Map.groupBy(countedEntries(facts), (practice) => practice.lessonId);
	return edition.lessons
		.filter((lesson) => isOfCourse(lesson, standing.get(lesson.id)))
		.map((lesson) => ({
			...named(lesson, language),
			...standing.get(lesson.id)!,
			...practiced(practices.get(lesson.id) ?? [])
		}));
}

function named(lesson: LessonOutline, language: string) {
	const { id, number, title, kind, core, moduleId, minutes, skill, practice } = lessonIn(lesson, language);
	return { id, number, title, kind, core, moduleId, minutes, skill, practice };
}

/** How often the lesson's skill was used, and whether a facilitator saw it shown. */
const practiced = (entries: PracticeFact[]) => ({
	practices: entries.length,
	shown: entries.some((entry) => entry.shown)
});

function practiceBy(policy: Policy, { sessions, today }: Facts): string | null {
	const held = courseSessions(sessions).map((session) => session.date);
	const last = held.sort().at(-1);
	const until = last === undefined ? null : plusDays(last, policy.practiceDays);
	return until !== null && until >= today ? until : null;
}

async function earnedBy(read: Read, edition: EditionOutline, enrollmentId: Id, language: string) {
	const titles = new Map(
		edition.modules.map(({ id, title, translations }) => [id, translations[language]?.title ?? title])
	);
	const defined = await definedNames(read, language);
	return (await milestonesOf(read, enrollmentId)).map(({ id, kind, moduleId, at }) => ({
		id,
		kind: kind as MilestoneKind,
		/** The module's title, for a module's milestone; what the program calls one of its own. */
		module: (kind === 'defined' ? defined : titles).get(moduleId) ?? null,
		at
	}));
}
