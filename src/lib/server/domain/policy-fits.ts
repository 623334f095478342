/** Whether a policy fits an edition: rules that nobody could meet, and milestones of lessons that it does not have. */
import type { CompletionRule, EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import type { FieldFaults } from '../errors.ts';
import { wantedOf } from './conditions.ts';
import { ruleOf, type Rule } from './rules.ts';
import { isElective, isTaught } from '#lib/reading.ts';
import type { MilestoneCondition } from '#lib/policies.ts';
import type { Policy } from '#lib/vocabulary.ts';

/**
 * What of a policy nobody in an edition could meet, by its field: each says how much the edition has and by how much it is
 * short. A rule that the policy leaves to the edition is the edition's own business.
 */
export function ruleFaults(policy: Policy, edition: EditionOutline): FieldFaults {
	const { completion } = policy;
	const rule = ruleOf(policy, edition);
	const most = mostOf(rule, edition);
	const faults: FieldFaults = {};
	const check = (field: string, own: unknown, need: number, most: number, code: string) => {
		if (own !== null && need > most)
			faults[`completion.${field}`] = { code, params: { need, most, over: need - most } };
	};
	check('coreLessons', completion.coreLessons, rule.coreLessons, most.core, 'policy.too-many-lessons');
	check(
		'applications',
		completion.applications,
		numberOf(rule),
		most.applications,
		'policy.too-many-lessons'
	);
	check(
		'practiceSkills',
		completion.practiceSkills,
		rule.practice.skills,
		most.practiced,
		'policy.too-many-skills'
	);
	check('skillsShown', completion.skillsShown, rule.skillsShown, most.skills, 'policy.too-many-skills');
	if (completion.plan === true && edition.completion.plan === null)
		faults['completion.plan'] = { code: 'policy.no-plan' };
	return faults;
}

const numberOf = ({ applications }: Rule) => (applications === 'all' ? 0 : applications);

/** How much of each there is to be had in an edition. */
function mostOf({ electives }: Rule, { lessons }: EditionOutline) {
	const core = lessons.filter((lesson) => lesson.core);
	return {
		core: core.length + Math.min(electives, lessons.filter(isElective).length),
		applications: core.filter(({ kind }) => kind === 'application').length,
		practiced: lessons.filter(isTaught).length,
		skills: lessons.filter(({ kind }) => kind === 'skill').length
	};
}

/** What of gates, defined milestones and amounts refers to nothing in any of the editions that are in use. */
export function referenceFaults(policy: Policy, editions: EditionOutline[]): FieldFaults {
	const modules = new Set(editions.flatMap((edition) => edition.modules.map(({ id }) => id)));
	const strange = (ids: string[]) => ids.filter((id) => !modules.has(id));
	const [gate] = strange(policy.gates ?? []);
	const faults: FieldFaults = gate
		? { gates: { code: 'policy.module-unknown', params: { module: gate } } }
		: {};
	for (const id of strange(Object.keys(policy.amounts.modules)))
		faults[`amounts.modules.${id}`] = { code: 'policy.module-unknown', params: { module: id } };
	for (const [i, { condition }] of policy.milestones.entries()) {
		const found = conditionFault(condition, editions);
		if (found) faults[`milestones.${i}.condition.${found.part}`] = { code: found.code, params: found.params };
	}
	return faults;
}

type PartFault = { part: string; code: string; params?: Record<string, string | number> };

/** What no edition has is not to be reached by anybody; what one of them has is reached in it. */
function conditionFault(condition: MilestoneCondition, editions: EditionOutline[]): PartFault | null {
	const { lessons, minutes, module, plan } = condition;
	const known = new Set(editions.flatMap((edition) => edition.lessons.map(({ id }) => id)));
	const strange = lessons?.ids.find((id) => !known.has(id));
	if (strange) return { part: 'lessons.ids', code: 'policy.lesson-unknown', params: { lesson: strange } };
	if (lessons && wantedOf(lessons) > new Set(lessons.ids).size) {
		const [need, most] = [wantedOf(lessons), new Set(lessons.ids).size];
		return {
			part: 'lessons.atLeast',
			code: 'policy.too-many-lessons',
			params: { need, most, over: need - most }
		};
	}
	const most = Math.max(0, ...editions.map(minutesIn));
	if (minutes && minutes > most)
		return {
			part: 'minutes',
			code: 'policy.too-many-minutes',
			params: { need: minutes, most, over: minutes - most }
		};
	if (module && !editions.some((edition) => hasCore(edition, module)))
		return { part: 'module', code: 'policy.module-unknown', params: { module } };
	if (plan && !editions.some(({ completion }: { completion: CompletionRule }) => completion.plan !== null))
		return { part: 'plan', code: 'policy.no-plan' };
	return null;
}

const minutesIn = ({ lessons }: EditionOutline) =>
	lessons.filter(isTaught).reduce((total, { minutes }) => total + minutes, 0);
const hasCore = ({ lessons }: EditionOutline, module: string) =>
	lessons.some((lesson: LessonOutline) => lesson.moduleId === module && lesson.core);
