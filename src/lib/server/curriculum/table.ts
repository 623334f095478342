/** What was measured of every lesson, as a Markdown table: in the handbook, and from `groundwork check --table`. */
import { baseLanguage } from './layout.ts';
import type { LessonMeasures, Measures } from './measures.ts';
import type { Reading } from './readability.ts';
import { measureOf } from './standards.ts';

type Column = { head: string; cell: (lesson: LessonMeasures) => string; words?: true };

export function measuresTable(lessons: LessonMeasures[]): string {
	const languages = new Set([baseLanguage, ...lessons.flatMap(({ byLanguage }) => Object.keys(byLanguage))]);
	const columns: Column[] = [
		{ head: 'Lesson', cell: ({ number, title }) => `${number} ${title}`, words: true },
		{ head: 'Minutes', cell: ({ minutes }) => String(minutes) },
		...[...languages].flatMap(columnsIn),
		{ head: 'Scenes', cell: ({ byLanguage }) => count(byLanguage[baseLanguage]?.scenarios) },
		{ head: 'Sectors', cell: ({ byLanguage }) => count(byLanguage[baseLanguage]?.sectors.length) }
	];
	const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [
		row(columns.map(({ head }) => head)),
		row(columns.map(({ words }) => (words ? ':--' : '--:'))),
		...lessons.map((lesson) => row(columns.map(({ cell }) => cell(lesson))))
	]
		.map((line) => `${line}\n`)
		.join('');
}

function columnsIn(language: string): Column[] {
	const name = language.toUpperCase();
	const column = (head: string, of: (measures: Measures) => string): Column => ({
		head: `${name} ${head}`,
		cell: ({ byLanguage }) => (byLanguage[language] ? of(byLanguage[language]) : '–')
	});
	return [
		column('words', ({ readings }) => String(readings.facilitator.words)),
		column(measureOf(language), ({ readings }) => level(readings.participant)),
		column('guide', ({ readings }) => level(readings.facilitator)),
		column('sentence', ({ readings: { participant } }) => average(participant))
	];
}

const level = (reading: Reading): string => reading.level?.toFixed(1) ?? '–';
const average = ({ words, sentences }: Reading): string => (sentences ? (words / sentences).toFixed(1) : '–');
const count = (number: number | undefined): string => (number ? String(number) : '–');
