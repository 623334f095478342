/** Room lessons: what a session works with, as its screen shows it. */
import { lessonIn, type ActivityKind } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { lessonPage } from './lessons.ts';
import type { PlannedLesson } from './plans.ts';
import type { Session } from './sessions.ts';
import type { Markup } from '#lib/markup.ts';

/** A lesson as the session needs it: titles and guide in the reader's language where there is a translation. */
export type RoomLesson = {
	id: string;
	number: string;
	title: string;
	/** Left over from an earlier session. */
	carried: boolean;
	/** Language of the guide. */
	language: string;
	/** The guide translates an older English text. */
	behind: boolean;
	materials: string[];
	skill: { name: string; steps: string[] } | null;
	intro: string | Markup;
	activities: { key: string; title: string; kind: ActivityKind; minutes: number; html: string | Markup }[];
};

export async function lessonOf(
	read: Read,
	{ editionId }: Session,
	planned: PlannedLesson,
	locale: string
): Promise<RoomLesson> {
	const page = await lessonPage(read, editionId, planned.lesson.id, 'facilitator', locale);
	const { id, number, title, materials, skill, activities } = lessonIn(planned.lesson, page.language);
	const html = new Map(page.activities.map((activity) => [activity.key, activity.html]));
	const left = new Set(planned.activities.map(({ key }) => key));
	return {
		id,
		number,
		title,
		carried: planned.carried,
		language: page.language,
		behind: planned.lesson.translations[page.language]?.behind ?? false,
		materials,
		skill: skill && { name: skill.name, steps: skill.steps },
		intro: page.intro,
		activities: activities
			.filter(({ key }) => left.has(key))
			.map(({ key, title, kind, minutes }) => ({ key, title, kind, minutes, html: html.get(key) ?? '' }))
	};
}
