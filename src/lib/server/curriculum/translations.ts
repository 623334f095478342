/** A translation against the English text: the same lesson, activity by activity, or a fault that says where not. */
import { finding, type Finding } from './faults.ts';
import type { Worksheet } from './outline.ts';
import type { ParsedActivity } from './activities.ts';
import type { ParsedLesson, ParsedModule } from './parse.ts';
import type { LessonHeader, TranslatedLessonHeader } from './schema.ts';
import { visit } from 'unist-util-visit';
import { worksheetOf } from './worksheets.ts';

export const isBehind = (
	translation: ParsedLesson | ParsedModule,
	english: ParsedLesson | ParsedModule
): boolean => translatesOf(translation) !== english.hash;

export function lessonTranslationFindings(translation: ParsedLesson, english: ParsedLesson): Finding[] {
	return [
		...textTranslationFindings(translation, english),
		...headerFindings(translation, english),
		...(translation.countable && english.countable ? activityFindings(translation, english) : [])
	];
}

/** What holds for modules too: the id, and whether it is behind. */
export function textTranslationFindings<T extends ParsedLesson | ParsedModule>(
	translation: T,
	english: T
): Finding[] {
	const { header, placeOf } = translation;
	if (!header) return [];
	const findings: Finding[] = [];
	const wanted = english.header?.id ?? header.id;
	if (header.id !== wanted) findings.push(finding('translation.id', placeOf('id'), { wanted }));
	if (isBehind(translation, english)) {
		findings.push(finding('translation.behind', placeOf('translates'), { hash: english.hash }));
	}
	return findings;
}

function translatesOf({ header }: ParsedLesson | ParsedModule): string | undefined {
	return header && 'translates' in header ? header.translates : undefined;
}

function headerFindings(translation: ParsedLesson, english: ParsedLesson): Finding[] {
	const header = translation.header as TranslatedLessonHeader | null;
	const wanted = english.header as LessonHeader | null;
	if (!header || !wanted) return [];
	const { placeOf } = translation;
	const values = (['kind', 'core', 'minutes', 'targets'] as const)
		.filter((key) => header[key] !== undefined && String(header[key]) !== String(wanted[key]))
		.map((key) => finding('translation.value', placeOf(key), { key, wanted: String(wanted[key]) }));
	const parts = (['skill', 'practice', 'care'] as const)
		.filter((key) => Boolean(header[key]) !== Boolean(wanted[key]))
		.map((key) => finding('translation.part', placeOf(key), { key }));
	const times = header.practice?.times;
	if (times !== undefined && wanted.practice && times !== wanted.practice.times) {
		const place = placeOf('practice', 'times');
		values.push(
			finding('translation.value', place, { key: 'practice.times', wanted: wanted.practice.times })
		);
	}
	const [count, steps] = [header.skill?.steps.length, wanted.skill?.steps.length];
	if (count && steps && count !== steps) {
		values.push(finding('translation.steps', placeOf('skill', 'steps'), { count, wanted: steps }));
	}
	return [...values, ...parts];
}

function activityFindings(translation: ParsedLesson, english: ParsedLesson): Finding[] {
	const own = translation.text?.activities ?? [];
	const wanted = english.text?.activities ?? [];
	if (own.length !== wanted.length) {
		const place = own[Math.min(own.length, wanted.length)]?.place ??
			own.at(-1)?.place ?? { line: 1, column: 1 };
		return [finding('translation.activities', place, { count: own.length, wanted: wanted.length })];
	}
	return own.flatMap((activity, i) => [
		...shapeFindings(activity, wanted[i]),
		...sheetFindings(activity, wanted[i])
	]);
}

function shapeFindings(own: ParsedActivity, wanted: ParsedActivity): Finding[] {
	if (own.kind === wanted.kind && own.minutes === wanted.minutes) return [];
	const params = { title: wanted.title, wanted: `${wanted.kind}, ${wanted.minutes} min` };
	return [finding('translation.activity', own.place, params)];
}

function sheetFindings(own: ParsedActivity, wanted: ParsedActivity): Finding[] {
	const form = shapeOf(worksheetsIn(wanted));
	if (shapeOf(worksheetsIn(own)) === form) return [];
	return [finding('translation.worksheets', own.place, { wanted: form || '–' })];
}

const shapeOf = (sheets: Worksheet[]): string =>
	sheets.map(({ id, fields }) => `${id}: ${fields.map(({ name }) => name).join(', ')}`).join('; ');

export function worksheetsIn({ nodes }: ParsedActivity): Worksheet[] {
	const sheets: Worksheet[] = [];
	visit({ type: 'root', children: nodes }, 'containerDirective', (node) => {
		if (node.name === 'worksheet') sheets.push(worksheetOf(node));
	});
	return sheets;
}
