/** What can be counted of a lesson in one language: how long it is, how it reads, what can be tried in it. */
import type { RootContent } from 'mdast';
import type {} from 'mdast-util-directive';
import type { Audience } from './audiences.ts';
import type { Texts } from './edition.ts';
import { baseLanguage } from './layout.ts';
import type { LessonText, ParsedLesson } from './parse.ts';
import { readingOf, type Reading, type Said } from './readability.ts';

export type Measures = {
	/** The room and the handout show nothing that is not in the participant's text. */
	readings: Record<Extract<Audience, 'participant' | 'facilitator'>, Reading>;
	/** Scenes to choose from in the role-plays. */
	scenarios: number;
	/** Different ones among the examples. */
	sectors: string[];
};

/** Null where the text could not be read. */
export function measuresOf({ header, text }: ParsedLesson, language: string): Measures | null {
	if (!text) return null;
	const reading = (audience: Audience) => readingOf(text, saidOf(header), audience, language);
	return {
		readings: { participant: reading('participant'), facilitator: reading('facilitator') },
		scenarios: scenariosIn(text),
		sectors: sectorsIn(text)
	};
}

/** One lesson's row in the table of all. */
export type LessonMeasures = {
	/** Of the module and in it: '1.2'. */
	number: string;
	title: string;
	/** Of the activities. */
	minutes: number;
	byLanguage: Record<string, Measures>;
};

export function lessonMeasures({
	number,
	byLanguage
}: Texts<ParsedLesson & { measures: Measures | null }>): LessonMeasures {
	const base = byLanguage.get(baseLanguage);
	return {
		number,
		title: base?.header?.title ?? '',
		minutes: base?.text?.activities.reduce((sum, { minutes }) => sum + minutes, 0) ?? 0,
		byLanguage: Object.fromEntries(
			[...byLanguage].flatMap(([language, { measures }]) => (measures ? [[language, measures]] : []))
		)
	};
}

export const saidOf = (header: ParsedLesson['header']): Said | null =>
	header && { title: header.title, skill: header.skill, practice: header.practice };

/** The items of the first list of each role-play, outside of blocks: what everybody chooses from. */
function scenariosIn({ activities }: LessonText): number {
	const lists = activities
		.filter(({ kind }) => kind === 'role-play')
		.map(({ nodes }) => nodes.find((node) => node.type === 'list')?.children.length ?? 0);
	return lists.reduce((sum, items) => sum + items, 0);
}

function sectorsIn({ intro, activities }: LessonText): string[] {
	const nodes: RootContent[] = [...intro, ...activities.flatMap(({ nodes }) => nodes)];
	const named = nodes.flatMap((node) =>
		node.type === 'containerDirective' && node.name === 'example' ? (node.attributes?.sector ?? []) : []
	);
	return [...new Set(named)];
}
