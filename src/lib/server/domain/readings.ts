/** Readings: the curriculum as staff open it, any edition, as each audience gets it. */
import type { Audience } from '../curriculum/audiences.ts';
import { lessonIn, outlineIn, type LessonOutline } from '../curriculum/outline.ts';
import { nameSectors } from '../curriculum/sectors.ts';
import type { Read } from '../db/open.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { findEdition, listEditions, newestEdition } from './editions.ts';
import { findLesson, lessonPage, modulePage, outlineOf, type LessonPage } from './lessons.ts';
import { sectorNames } from './sectors.ts';
import type { Reading } from '#lib/reading.ts';

/** Modules with their guides and lessons; of the newest edition where none is named. */
export async function readCurriculum(read: Read, actor: Actor, editionId: Id | undefined, language: string) {
	allow(actor, 'curriculum.read');
	const edition = await (editionId ? findEdition(read, editionId) : newestEdition(read));
	const outline = outlineIn(await outlineOf(read, edition.id), language);
	const lessons = new Map(outline.lessons.map((lesson) => [lesson.id, lesson]));
	const modules = outline.modules.map(async ({ id, number, title, lessonIds }) => ({
		id,
		number,
		title,
		guide: await modulePage(read, edition.id, id, language),
		lessons: lessonIds.map((lessonId) => listed(lessons.get(lessonId)!))
	}));
	return {
		edition,
		editions: await listEditions(read),
		subtitle: outline.curriculum.subtitle,
		modules: await Promise.all(modules)
	};
}

const listed = ({ id, number, title, kind, core, minutes, skill, languages, hash }: LessonOutline) => ({
	id,
	number,
	title,
	kind,
	core,
	minutes,
	skill: skill?.name ?? null,
	languages,
	hash
});

/** @throws 404 when the edition has no such lesson */
export async function readLesson(
	read: Read,
	actor: Actor,
	lessonId: string,
	audience: Audience,
	editionId: Id | undefined,
	language: string
) {
	allow(actor, 'curriculum.read');
	const edition = await (editionId ? findEdition(read, editionId) : newestEdition(read));
	const outline = outlineIn(await outlineOf(read, edition.id), language);
	const at = outline.lessons.indexOf(findLesson(outline, lessonId));
	const near = (lesson: LessonOutline | undefined) => lesson && { id: lesson.id, title: lesson.title };
	return {
		edition,
		hash: outline.lessons[at].hash,
		module: outline.modules.find((module) => module.lessonIds.includes(lessonId))!.title,
		reading: await readingOf(read, edition.id, lessonId, audience, language),
		previous: near(outline.lessons[at - 1]),
		next: near(outline.lessons[at + 1])
	};
}

/** A lesson for one audience in a language, or in English where the edition has no translation. */
export async function readingOf(
	read: Read,
	editionId: Id,
	lessonId: string,
	audience: Audience,
	language: string
): Promise<Reading> {
	const page = await lessonPage(read, editionId, lessonId, audience, language);
	const named = nameSectors(page, await sectorNames(read, page.language));
	const lesson = findLesson(await outlineOf(read, editionId), lessonId);
	const behind = lesson.translations[page.language]?.behind ?? false;
	return { ...reading(lessonIn(lesson, page.language), named), language: page.language, behind };
}

function reading(lesson: LessonOutline, page: LessonPage) {
	const html = Map.groupBy(page.activities, ({ key }) => key);
	const { number, title, kind, core, minutes, skill, practice, materials } = lesson;
	return {
		...{ number, title, kind, core, minutes, skill, practice, materials },
		intro: page.intro,
		activities: lesson.activities.map((activity) => ({
			key: activity.key,
			title: activity.title,
			kind: activity.kind,
			minutes: activity.minutes,
			html: (html.get(activity.key) ?? []).map((part) => part.html).join('\n')
		}))
	};
}
