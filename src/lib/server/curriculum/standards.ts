/** How a lesson should read, for every curriculum; and what this one asks of its lessons, in curriculum.yaml. */
import { finding, type Finding } from './faults.ts';
import { measuresOf, saidOf, type Measures } from './measures.ts';
import type { ParsedLesson } from './parse.ts';
import { formulas, hardestPlace, readingOfSentences, sentencesOf, type Reading } from './readability.ts';
import type { LessonHeader, Manifest } from './schema.ts';

type Limits = { participant: number; facilitator: number };
/**
 * Grades at most, scores at least. Medi-Cal asks for grade 6 (domain.md 6); 70 is its like in Spanish ("fairly
 * easy"). Facilitators read while they stand in front of a room: grade 9, or 60 ("normal").
 */
export const limits: Record<string, Limits> = {
	en: { participant: 6, facilitator: 9 },
	es: { participant: 70, facilitator: 60 }
};
/** Words in a participant's sentence stay below it on average. */
const sentenceLimit = 15;
/** Words in one step of a skill: it is said in one breath, and stands on a card. */
const stepLimit = 12;
/** Below so many words, a grade means nothing. */
const fewest = 30;

export type Measured = ParsedLesson & { language: string; measures: Measures | null };

export const measured = (lesson: ParsedLesson, language: string): Measured => ({
	...lesson,
	language,
	measures: measuresOf(lesson, language)
});

export function readingFindings(lesson: Measured): Finding[] {
	const { participant, facilitator } = lesson.measures?.readings ?? {};
	if (!participant || !facilitator || !limits[lesson.language]) return [];
	return [
		...stepFindings(lesson),
		...levelFindings(lesson, 'participant', participant),
		...levelFindings(lesson, 'facilitator', facilitator),
		...sentenceFindings(lesson, participant)
	];
}

/** A grade is better lower, a score higher. */
export const measureOf = (language: string) => (language === 'en' ? 'grade' : 'score');

function levelFindings(lesson: Measured, audience: keyof Limits, { words, level }: Reading): Finding[] {
	const { language } = lesson;
	const limit = limits[language][audience];
	if (words < fewest || level === null || !formulas[language].harder(level, limit)) return [];
	const measure = measureOf(language);
	const code = audience === 'participant' ? (`reading.${measure}` as const) : (`guide.${measure}` as const);
	return [finding(code, placeIn(lesson, audience), { [measure]: level.toFixed(1), limit: limit.toFixed(1) })];
}

function stepFindings({ header, placeOf, language }: Measured): Finding[] {
	const steps = header?.skill?.steps ?? [];
	return steps.flatMap((step, i) => {
		const { words, sentences } = readingOfSentences(sentencesOf(step), language);
		if (sentences <= 1 && words <= stepLimit) return [];
		return [finding('skill.step', placeOf('skill', 'steps', i), { words, sentences, limit: stepLimit })];
	});
}

function sentenceFindings(lesson: Measured, { words, sentences }: Reading): Finding[] {
	const average = words / sentences;
	if (words < fewest || average < sentenceLimit) return [];
	const params = { average: average.toFixed(1), limit: sentenceLimit };
	return [finding('reading.sentences', placeIn(lesson, 'participant'), params)];
}

function placeIn(lesson: Measured, audience: keyof Limits) {
	const place = hardestPlace(lesson.text!, saidOf(lesson.header), audience, lesson.language);
	return place ?? lesson.placeOf('title');
}

/** What curriculum.yaml asks of an English lesson; a translation has the same scenes and examples. */
export function standardFindings(
	lesson: Measured,
	moduleId: string | undefined,
	{ words, scenarios, sectors }: Manifest['standard']
): Finding[] {
	const { header, measures, placeOf } = lesson;
	if (!header || !measures) return [];
	const findings: Finding[] = [];
	const length = measures.readings.facilitator.words;
	if (words && (length < words.least || length > words.most)) {
		findings.push(finding('lesson.words', placeOf('title'), { length, ...words }));
	}
	if ((header as LessonHeader).kind === 'skill' && measures.scenarios < scenarios) {
		const place = lesson.text?.activities.find(({ kind }) => kind === 'role-play')?.place;
		const params = { there: measures.scenarios, wanted: scenarios };
		findings.push(finding('lesson.scenarios', place ?? placeOf('kind'), params));
	}
	if (sectors?.modules.includes(moduleId ?? '') && measures.sectors.length < sectors.least) {
		const params = { there: measures.sectors.length, wanted: sectors.least };
		findings.push(finding('lesson.sectors', placeOf('title'), params));
	}
	return findings;
}
