import type { DefinedMilestone } from '#lib/policies.ts';
import type { Policy } from '#lib/vocabulary.ts';

/** What stands in the fields, by name. */
export type Values = Record<string, string | string[]>;

const text = (value: number | null | undefined) =>
	value === null || value === undefined ? '' : String(value);
const percent = (share: number) => String(Math.round(share * 10_000) / 100);
const dollars = (cents: number | undefined) => (cents ? String(cents / 100) : '');
/** A browser sends nothing for a box that is not ticked. */
const box = (ticked: boolean) => (ticked ? 'on' : []);

/** The fields as they stand for a policy. */
export function valuesFrom(policy: Policy): Values {
	const { completion, dosage, amounts, gates, makeUps, milestones } = policy;
	return {
		lateCutoff: text(policy.lateCutoff),
		creditThreshold: percent(policy.creditThreshold),
		absencesAllowed: text(policy.absencesAllowed),
		neutralReasons: [...policy.neutralReasons],
		'makeUps.limit': text(makeUps.limit),
		'makeUps.days': text(makeUps.days),
		'makeUps.packet': percent(makeUps.packet ?? 0),
		practiceDays: text(policy.practiceDays),
		lockDays: text(policy.lockDays),
		'completion.coreLessons': text(completion.coreLessons),
		'completion.electives': text(completion.electives),
		'completion.applications': completion.applications === 'all' ? '' : text(completion.applications),
		'completion.everyApplication': box(completion.applications === 'all'),
		'completion.practiceEntries': text(completion.practiceEntries),
		'completion.practiceSkills': text(completion.practiceSkills),
		'completion.skillsShown': text(completion.skillsShown),
		'completion.plan': completion.plan === null ? 'edition' : completion.plan ? 'yes' : 'no',
		entry: gates === null ? 'edition' : 'own',
		gates: gates ?? [],
		'dosage.sessions': box(dosage.sessions),
		'dosage.makeUps': box(dosage.makeUps),
		'dosage.packets': percent(dosage.packets),
		'dosage.homework': text(dosage.homework),
		...Object.fromEntries(
			Object.entries(amounts.kinds).map(([kind, cents]) => [`amounts.kinds.${kind}`, dollars(cents)])
		),
		...Object.fromEntries(
			Object.entries(amounts.modules).map(([id, cents]) => [`amounts.modules.${id}`, dollars(cents)])
		),
		...Object.assign({}, ...milestones.map(rowFrom))
	};
}

function rowFrom({ id, names, condition, amount }: DefinedMilestone, i: number): Values {
	const { lessons, minutes, practice, module, plan } = condition;
	const row: Values = {
		...{ id, 'names.en': names.en, 'names.es': names.es },
		'condition.lessons.ids': lessons?.ids ?? [],
		'condition.lessons.atLeast': lessons && lessons.atLeast !== 'all' ? text(lessons.atLeast) : '',
		'condition.minutes': text(minutes),
		'condition.practice': text(practice),
		'condition.module': module ?? '',
		'condition.plan': box(plan === true),
		amount: dollars(amount)
	};
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [`milestones.${i}.${name}`, value]));
}

const meant = /^milestones\.(\d+)\.(?!id$|remove$)/;

/** The rows of milestones in which something stands, and one more to be filled in. */
export function rowsIn(values: Values): number[] {
	const rows = Object.keys(values).flatMap((name) => /^milestones\.(\d+)\./.exec(name)?.[1] ?? []);
	const filled = [...new Set(rows.map(Number))].filter((row) => isFilled(values, row)).sort((a, b) => a - b);
	return [...filled, (filled.at(-1) ?? -1) + 1];
}

function isFilled(values: Values, row: number): boolean {
	return Object.entries(values).some(
		([name, value]) => Number(meant.exec(name)?.[1] ?? -1) === row && value.length > 0
	);
}

/** The place that a row has among those that are kept: what the verb calls it. */
export const placeOf = (values: Values, row: number): number =>
	rowsIn(values)
		.filter((one) => one < row && !values[`milestones.${one}.remove`])
		.filter((one) => isFilled(values, one)).length;
