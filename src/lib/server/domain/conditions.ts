/** Conditions: which of the milestones that a program defines hold. Policy, edition and facts in; ids out. */
import type { EditionOutline } from '../curriculum/outline.ts';
import type { LessonStanding } from './credit.ts';
import { countedEntries } from './practice-uses.ts';
import { isPresented } from './requirements.ts';
import type { Facts, Reading } from './progress.ts';
import type { MilestoneCondition } from '#lib/policies.ts';
import type { Policy } from '#lib/vocabulary.ts';

/** What conditions are read against. */
type Evidence = {
	credited: Set<string>;
	modules: string[];
	minutes: number;
	practices: number;
	plan: boolean;
};

/** Ids of the defined milestones whose conditions hold. */
export function definedIn(
	policy: Policy,
	edition: EditionOutline,
	facts: Facts,
	standings: LessonStanding[],
	reading: Reading
): string[] {
	if (policy.milestones.length === 0) return [];
	const record = recordOf(edition, facts, standings, reading);
	return policy.milestones.filter(({ condition }) => holds(condition, record)).map(({ id }) => id);
}

function recordOf(
	edition: EditionOutline,
	facts: Facts,
	standings: LessonStanding[],
	reading: Reading
): Evidence {
	const entries = countedEntries(facts, reading);
	const { plan } = edition.completion;
	return {
		credited: creditedIn(standings),
		modules: modulesDone(edition, standings),
		minutes: standings.reduce((total, { sure }) => total + sure, 0),
		practices: entries.length,
		plan: isPresented(edition, plan, entries)
	};
}

/** Every part that is given holds; without any part nothing does. */
function holds({ lessons, minutes, practice, module, plan }: MilestoneCondition, record: Evidence): boolean {
	const parts = [
		lessons && lessons.ids.filter((id) => record.credited.has(id)).length >= wantedOf(lessons),
		minutes && record.minutes >= minutes,
		practice && record.practices >= practice,
		module && record.modules.includes(module),
		plan && record.plan
	].filter((part) => part !== undefined);
	return parts.length > 0 && parts.every(Boolean);
}

/** How many of a condition's lessons it takes. */
export const wantedOf = ({ ids, atLeast }: NonNullable<MilestoneCondition['lessons']>): number =>
	atLeast === 'all' ? ids.length : atLeast;

const creditedIn = (standings: LessonStanding[]) =>
	new Set(standings.filter(({ state }) => state === 'credited').map(({ lessonId }) => lessonId));

/** Ids of the modules all of whose core lessons are credited. */
export function modulesDone(edition: EditionOutline, standings: LessonStanding[]): string[] {
	const credited = creditedIn(standings);
	return edition.modules
		.map((module) => module.id)
		.filter((id) => {
			const core = edition.lessons.filter((lesson) => lesson.moduleId === id && lesson.core);
			return core.length > 0 && core.every((lesson) => credited.has(lesson.id));
		});
}
