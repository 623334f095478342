/** A policy put into words: what it says, setting by setting, and what one version says otherwise than another. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { list, percent } from '#lib/format.ts';
import { moneyText } from '#lib/incentive-words.ts';
import type { DefinedMilestone, MilestoneCondition } from '#lib/policies.ts';
import { milestoneKinds, type Policy } from '#lib/vocabulary.ts';
import { milestoneWords, reasonWords } from '#lib/words.ts';

/** Titles by id. */
export type Titles = { lessons: Record<string, string>; modules: Record<string, string> };
export type PolicyLine = { label: string; value: string };
export type PolicySection = { title: string; lines: PolicyLine[] };

const days = (count: number) => m.policy_days({ count });
const share = (part: number) => percent(part, getLocale());
const all = (texts: string[]) => (texts.length > 0 ? list(texts, getLocale()) : m.policy_none());
/** What completing takes, where the policy leaves it to the edition. */
const orEdition = (value: number | null) => (value === null ? m.policy_as_edition() : String(value));
export const yesNo = (yes: boolean) => (yes ? m.policy_yes() : m.policy_no());

export const policySections = (policy: Policy, titles: Titles): PolicySection[] => [
	{ title: m.policy_section_attendance(), lines: attendanceLines(policy) },
	{ title: m.policy_section_make_ups(), lines: makeUpLines(policy) },
	{ title: m.policy_section_completion(), lines: completionLines(policy) },
	{ title: m.policy_section_entry(), lines: [gateLine(policy, titles)] },
	{ title: m.policy_section_dosage(), lines: dosageLines(policy) },
	{ title: m.policy_section_deadlines(), lines: deadlineLines(policy) },
	{
		title: m.policy_section_milestones(),
		lines: policy.milestones.map((one) => definedLine(one, titles))
	},
	{ title: m.policy_section_amounts(), lines: amountLines(policy, titles) }
];

/** What the later one says otherwise; empty text where one of them says nothing. */
export function differences(before: Policy, after: Policy, titles: Titles) {
	const linesOf = (policy: Policy) =>
		policySections(policy, titles).flatMap(({ title, lines }) =>
			lines.map(({ label, value }) => [`${title}: ${label}`, value] as const)
		);
	const [old, now] = [new Map(linesOf(before)), new Map(linesOf(after))];
	return [...new Set([...now.keys(), ...old.keys()])]
		.map((label) => ({ label, before: old.get(label) ?? '', after: now.get(label) ?? '' }))
		.filter((one) => one.before !== one.after);
}
export type Difference = ReturnType<typeof differences>[number];

const attendanceLines = ({ lateCutoff, creditThreshold, absencesAllowed, neutralReasons }: Policy) => [
	{
		label: m.policy_late(),
		value: lateCutoff === null ? m.policy_late_any() : m.policy_late_value({ count: lateCutoff })
	},
	{ label: m.policy_credit(), value: m.policy_credit_value({ share: share(creditThreshold) }) },
	{
		label: m.policy_absences(),
		value: absencesAllowed === null ? m.policy_no_limit() : String(absencesAllowed)
	},
	{ label: m.policy_neutral(), value: all(neutralReasons.map((reason) => reasonWords[reason]())) }
];

const makeUpLines = ({ makeUps: { limit, days: within, packet = 0 } }: Policy) => [
	{ label: m.policy_make_up_limit(), value: String(limit) },
	{ label: m.policy_make_up_days(), value: days(within) },
	{ label: m.policy_packet(), value: m.policy_credit_value({ share: share(packet) }) }
];

function completionLines({ completion }: Policy): PolicyLine[] {
	const { coreLessons, electives, applications, practiceEntries, practiceSkills, skillsShown, plan } =
		completion;
	return [
		{ label: m.policy_core(), value: orEdition(coreLessons) },
		{ label: m.policy_electives(), value: String(electives) },
		{
			label: m.policy_applications(),
			value: applications === 'all' ? m.policy_every() : orEdition(applications)
		},
		{ label: m.policy_practice(), value: orEdition(practiceEntries) },
		{ label: m.policy_practice_skills(), value: orEdition(practiceSkills) },
		{ label: m.policy_skills_shown(), value: orEdition(skillsShown) },
		{ label: m.policy_plan(), value: plan === null ? m.policy_as_edition() : yesNo(plan) }
	];
}

const gateLine = ({ gates }: Policy, { modules }: Titles): PolicyLine => ({
	label: m.policy_gates(),
	value: gates === null ? m.policy_as_edition() : all(gates.map((id) => modules[id] ?? id))
});

const dosageLines = ({ dosage }: Policy): PolicyLine[] => [
	{ label: m.policy_dosage_sessions(), value: yesNo(dosage.sessions) },
	{ label: m.policy_dosage_make_ups(), value: yesNo(dosage.makeUps) },
	{ label: m.policy_dosage_packets(), value: m.policy_share_noted({ share: share(dosage.packets) }) },
	{ label: m.policy_dosage_homework(), value: `${dosage.homework} min` }
];

const deadlineLines = ({ practiceDays, lockDays }: Policy): PolicyLine[] => [
	{ label: m.policy_practice_days(), value: days(practiceDays) },
	{ label: m.policy_lock_days(), value: days(lockDays) }
];

const definedLine = (one: DefinedMilestone, titles: Titles): PolicyLine => ({
	label: one.names[getLocale()],
	value: [conditionText(one.condition, titles), one.amount > 0 && moneyText(one.amount)]
		.filter(Boolean)
		.join(' · ')
});

/** "credited: Ask it clearly and Show you heard; 600 min attended" */
function conditionText(condition: MilestoneCondition, { lessons: names, modules }: Titles): string {
	const { lessons, minutes, practice, module, plan } = condition;
	const named = lessons ? all(lessons.ids.map((id) => names[id] ?? id)) : '';
	return [
		lessons &&
			(lessons.atLeast === 'all'
				? m.policy_condition_all({ lessons: named })
				: m.policy_condition_some({ count: lessons.atLeast, lessons: named })),
		minutes && m.policy_condition_minutes({ count: minutes }),
		practice && m.policy_condition_practice({ count: practice }),
		module && m.policy_condition_module({ module: modules[module] ?? module }),
		plan && m.policy_condition_plan()
	]
		.filter(Boolean)
		.join('; ');
}

function amountLines({ amounts: { kinds, modules } }: Policy, titles: Titles): PolicyLine[] {
	const ofKinds = milestoneKinds
		.filter((kind) => kind !== 'defined')
		.flatMap((kind) => {
			const label = kind === 'module' ? m.policy_amount_module() : milestoneWords[kind]();
			return kinds[kind] ? [{ label, value: moneyText(kinds[kind]) }] : [];
		});
	const ofModules = Object.entries(modules).map(([id, amount]) => ({
		label: m.policy_amount_of_module({ module: titles.modules[id] ?? id }),
		value: moneyText(amount)
	}));
	return [...ofKinds, ...ofModules];
}
