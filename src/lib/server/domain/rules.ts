/** Rules: what completing takes, and where somebody may join: the edition's word, unless the program's policy has its own. */
import type { CompletionRule, EditionOutline } from '../curriculum/outline.ts';
import type { Policy } from '#lib/vocabulary.ts';

export type Rule = CompletionRule & {
	/** Credited electives that count among the core lessons, at the most. */
	electives: number;
};

export function ruleOf(policy: Policy, edition: EditionOutline): Rule {
	const [own, { completion }] = [policy.completion, edition];
	return {
		coreLessons: own.coreLessons ?? completion.coreLessons,
		electives: own.electives,
		essential: completion.essential,
		applications: own.applications ?? completion.applications,
		practice: {
			entries: own.practiceEntries ?? completion.practice.entries,
			skills: own.practiceSkills ?? completion.practice.skills
		},
		skillsShown: own.skillsShown ?? completion.skillsShown,
		plan: own.plan === false ? null : completion.plan
	};
}

/** Ids of the modules at which a new person may join. */
export const gatesOf = (policy: Policy, edition: EditionOutline): string[] => policy.gates ?? edition.entry;
