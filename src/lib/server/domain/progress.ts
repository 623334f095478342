/** When has someone completed, and what is still missing? Policy, edition and facts in; verdict out. */
import type { EditionOutline } from '../curriculum/outline.ts';
import { definedIn, modulesDone } from './conditions.ts';
import { lessonStandings, type LessonStanding } from './credit.ts';
import { lastOf } from './days.ts';
import { givenIn } from './given.ts';
import { delaysOf, disputedSessions, isThere, marksBySession, presences } from './presence.ts';
import { homeworkSaid, practiceUses } from './practice-uses.ts';
import {
	absenceRequirement,
	lessonRequirements,
	practiceRequirements,
	type Requirement,
	type RequirementKind
} from './requirements.ts';
import type { Replaceable } from './statements.ts';
import type {
	AbsenceReason,
	ActivityState,
	Away,
	HomeworkState,
	LateReason,
	MakeUpWay,
	MarkStatus,
	MilestoneKind,
	Outlook,
	Policy,
	PracticeRole
} from '#lib/vocabulary.ts';

export { plusDays } from './days.ts';
export { countedEntries, practiceEntries } from './practice-uses.ts';
export { current } from './statements.ts';
export type { LessonStanding, Reach } from './credit.ts';
export type { Requirement, RequirementKind } from './requirements.ts';

export type MarkFact = Replaceable & {
	sessionId: string;
	status: MarkStatus;
	/** Minutes after the session's start; null: from the start, to the end. */
	cameAt: number | null;
	leftAt: number | null;
	reason: AbsenceReason | null;
	/** Why coming in after the cut-off counts all the same. */
	late?: LateReason | null;
};
export type DeliveryFact = Replaceable & {
	sessionId: string;
	lessonId: string;
	activity: string;
	state: ActivityState;
	minutes: number;
};
export type PracticeFact = Replaceable & {
	/** The session in whose room it was; null: outside. */
	sessionId: string | null;
	lessonId: string;
	/** Seen by a facilitator in a role-play. */
	shown: boolean;
	/** Takes back what it replaces. */
	withdrawn: boolean;
	setting: string;
	/** In the room; only who acts uses the skill. */
	role?: PracticeRole | null;
};
export type HomeworkFact = Replaceable & { sessionId: string; lessonId: string; state: HomeworkState };
export type SessionFact = {
	id: string;
	/** Place among the group's sessions. */
	number: number;
	date: string;
	/** After the course: completing takes none of it, and nothing of the course is done in it. */
	booster?: boolean;
	lessonIds: string[];
	ended: boolean;
	cancelled: boolean;
	/** Minutes by which it began later than planned. */
	delay?: number;
};
/** Minutes of a lesson given outside the group's sessions. */
export type MakeUpFact = { lessonId: string; minutes: number; way?: MakeUpWay };

/** All that is known about one person in one group; lists in any order. */
export type Facts = {
	/** The day where the program is, YYYY-MM-DD. */
	today: string;
	sessions: SessionFact[];
	deliveries: DeliveryFact[];
	marks: MarkFact[];
	practices: PracticeFact[];
	homework?: HomeworkFact[];
	makeUps: MakeUpFact[];
	/** Days without the person: before joining, in a pause, between leaving and coming back. */
	away?: Away[];
	/** What they did in earlier groups whose credit counts here. Their practice is among `practices`. */
	before?: { groupId?: string; policy: Policy; edition: EditionOutline; facts: Facts }[];
	/** Editions that the group has moved on from, oldest first, with all that it had held by then. */
	heldWith?: Held[];
};

export type Held = { edition: EditionOutline } & Pick<Facts, 'sessions' | 'deliveries'>;

export type Progress = {
	lessons: LessonStanding[];
	requirements: Requirement[];
	complete: boolean;
	outlook: Outlook;
	/** Day by which everything can be met; null when complete or out of reach. */
	finishOn: string | null;
	minutes: number;
	/** Was there at least once. */
	came: boolean;
	/** Sessions whose marks contradict each other. */
	review: string[];
	/** Ids of the program's own milestones whose conditions hold. */
	defined: string[];
};

/** How to read what is under review: at its worst (nothing is awarded on it) or at its best (nothing is voided on it). */
export type Reading = 'worst' | 'best';

/** Does only one thing stand about each matter? Then both readings are the same. */
export const isPlain = (edition: EditionOutline, facts: Facts): boolean =>
	givenIn(edition, facts).moved.size === 0 &&
	[...marksBySession(facts.marks).values()].every((said) => said.length <= 1) &&
	practiceUses(facts.practices).every((said) => said.length <= 1) &&
	homeworkSaid(facts.homework ?? []).every((said) => said.length <= 1) &&
	(facts.before ?? []).every((earlier) => isPlain(earlier.edition, earlier.facts));

export function progress(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	reading: Reading = 'worst'
): Progress {
	const lessons = lessonStandings(policy, edition, facts, reading);
	const requirements = [
		...lessonRequirements(policy, edition, lessons, facts),
		...practiceRequirements(policy, edition, facts, reading),
		...absenceRequirement(policy, facts, reading)
	];
	return {
		lessons,
		requirements,
		complete: requirements.every((requirement) => requirement.met),
		outlook: outlook(requirements),
		finishOn: finishDay(requirements),
		minutes: lessons.reduce((total, lesson) => total + lesson.attended, 0),
		came: [...presences(policy, facts.marks, delaysOf(facts.sessions), reading).values()].some(isThere),
		review: disputedSessions(facts.marks),
		defined: definedIn(policy, edition, facts, lessons, reading)
	};
}

function outlook(requirements: Requirement[]): Outlook {
	if (requirements.every((requirement) => requirement.met)) return 'complete';
	if (requirements.some((requirement) => requirement.reach === 'none')) return 'out-of-reach';
	return requirements.some((requirement) => requirement.reach === 'make-up') ? 'at-risk' : 'on-course';
}

function finishDay(requirements: Requirement[]): string | null {
	if (requirements.some((requirement) => requirement.reach === 'none')) return null;
	return lastOf(requirements.map((requirement) => requirement.on).filter((day) => day !== null));
}

/** `moduleId`: of a module's milestone the module, of one that the program defines its definition; empty otherwise. */
export type Earned = { kind: MilestoneKind; moduleId: string };

/** Which milestones do these facts earn? */
export const earned = (
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	reading: Reading = 'worst'
): Earned[] => earnedBy(edition, progress(policy, edition, facts, reading));

/** Which milestones does this progress earn? */
export function earnedBy(
	edition: EditionOutline,
	{ lessons, requirements, complete, came, defined }: Progress
): Earned[] {
	const met = (...kinds: RequirementKind[]) => {
		const own = requirements.filter((one) => kinds.includes(one.kind));
		return own.length > 0 && own.every((one) => one.met);
	};
	const core = requirements.find((one) => one.kind === 'core');
	const kinds: [MilestoneKind, boolean][] = [
		['enrolled', true],
		['first-session', came],
		['half-way', core !== undefined && core.need > 0 && core.have * 2 >= core.need],
		['applications', met('applications')],
		['practice-target', met('practice', 'practice-skills')],
		['plan', met('plan')],
		['completed', complete]
	];
	return [
		...kinds.filter(([, yes]) => yes).map(([kind]) => ({ kind, moduleId: '' })),
		...modulesDone(edition, lessons).map((moduleId) => ({ kind: 'module' as const, moduleId })),
		...defined.map((moduleId) => ({ kind: 'defined' as const, moduleId }))
	];
}
