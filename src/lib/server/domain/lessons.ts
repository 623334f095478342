/** Lessons of an edition, as pages need them: outline and rendered text, remembered since they never change. */
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Audience } from '../curriculum/audiences.ts';
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { editions, lessonPages, sessions } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { moduleKey } from './editions.ts';
import type { SlideSize } from '#lib/slides.ts';

export type LessonPage = {
	intro: string;
	/** For the room: one entry a slide, several of one activity after each other. */
	activities: { key: string; html: string; size?: SlideSize }[];
};

/** Editions never change, so what was read once stays true. Bounded: an outline is some 100 kB. */
function remember<T>(most: number) {
	const kept = new Map<string, T>();
	return async (key: string, read: () => Promise<T>): Promise<T> => {
		const found = kept.get(key);
		if (found !== undefined) return found;
		const value = await read();
		if (kept.size >= most) kept.delete(kept.keys().next().value as string);
		kept.set(key, value);
		return value;
	};
}
const outlines = remember<EditionOutline>(20);
const pages = remember<LessonPage>(400);

/** @throws 404 */
export async function outlineOf(read: Read, editionId: Id): Promise<EditionOutline> {
	return outlines(editionId, async () => {
		const [edition] = await read
			.select({ outline: editions.outline })
			.from(editions)
			.where(eq(editions.id, editionId));
		if (!edition) throw notFound();
		return edition.outline;
	});
}

/** The outline that each session is held with, by edition id. */
export async function outlinesOf(read: Read, sessions: { editionId: Id }[]) {
	const all = new Map<Id, EditionOutline>();
	for (const { editionId } of sessions)
		if (!all.has(editionId)) all.set(editionId, await outlineOf(read, editionId));
	return all;
}

/** A lesson that a group has, or had with an edition that it has moved on from. @throws 404 */
export async function findLessonEver(read: Read, groupId: Id, editionId: Id, lessonId: string) {
	const outline = await outlineOf(read, editionId);
	const known = outline.lessons.find((one) => one.id === lessonId);
	if (known) return known;
	const held = await read
		.selectDistinct({ editionId: sessions.editionId })
		.from(sessions)
		.where(and(eq(sessions.groupId, groupId), isNotNull(sessions.editionId)))
		.orderBy(sessions.editionId);
	for (const one of held) {
		const lesson = (await outlineOf(read, one.editionId!)).lessons.find(({ id }) => id === lessonId);
		if (lesson) return lesson;
	}
	throw notFound();
}

/** @throws 404 when the edition has no such lesson */
export function findLesson(outline: EditionOutline, lessonId: string): LessonOutline {
	const lesson = outline.lessons.find((one) => one.id === lessonId);
	if (!lesson) throw notFound();
	return lesson;
}

/**
 * A lesson's HTML for an audience: in the language asked for, or in English where the edition has no translation.
 * @returns the page and the language that it is in
 */
export async function lessonPage(
	read: Read,
	editionId: Id,
	lessonId: string,
	audience: Audience,
	locale: string
) {
	const languages = findLesson(await outlineOf(read, editionId), lessonId).languages;
	const language = languages.includes(locale) ? locale : 'en';
	const key = [editionId, lessonId, audience, language].join('|');
	const page = await pages(key, () => readPage(read, editionId, lessonId, audience, language));
	return { ...page, language };
}

async function readPage(read: Read, editionId: Id, lessonId: string, audience: Audience, locale: string) {
	const wanted = and(
		eq(lessonPages.editionId, editionId),
		eq(lessonPages.lessonId, lessonId),
		eq(lessonPages.audience, audience),
		eq(lessonPages.locale, locale)
	);
	const { intro, activities } = lessonPages;
	const [page] = await read.select({ intro, activities }).from(lessonPages).where(wanted);
	if (!page) throw notFound();
	return page;
}

/** A module's guide for facilitators, in the language asked for where there is one. Empty: the edition has none. */
export async function modulePage(read: Read, editionId: Id, moduleId: string, locale: string) {
	const module = (await outlineOf(read, editionId)).modules.find((one) => one.id === moduleId);
	if (!module) throw notFound();
	const language = locale in module.translations ? locale : 'en';
	const key = [editionId, moduleKey(moduleId), language].join('|');
	const page = await pages(key, () =>
		readPage(read, editionId, moduleKey(moduleId), 'facilitator', language)
	);
	return { html: page.intro, language };
}
