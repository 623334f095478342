/** Decks: what a room screen shows. Made of the lesson alone: nothing of anybody is read for it. */
import { eq } from 'drizzle-orm';
import { lessonSlides } from '../curriculum/decks.ts';
import type { LessonOutline } from '../curriculum/outline.ts';
import type { TextSlide } from '../curriculum/slides.ts';
import type { Read } from '../db/open.ts';
import { roomScreens } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, system, type Screen } from '../policy.ts';
import { planOf } from './plans.ts';
import { findEdition, type Edition } from './editions.ts';
import { findLesson, lessonPage, outlineOf } from './lessons.ts';
import { findSession } from './sessions.ts';
import type { Deck } from '#lib/slides.ts';

/** A lesson with what is left of it to do. */
type Left = { lesson: LessonOutline; keys: Set<string> };

/** @throws 404, 403 */
export async function deckOf(read: Read, actor: Screen): Promise<Deck> {
	allow(actor, 'rooms.show', { screenId: actor.id });
	const [screen] = await read.select().from(roomScreens).where(eq(roomScreens.id, actor.id));
	if (!screen) throw notFound();
	const edition = await findEdition(read, screen.editionId);
	const lefts = screen.sessionId
		? await leftIn(read, screen.sessionId)
		: [await whole(read, edition.id, screen.lessonId!)];
	return deck(read, edition, lefts, screen.language);
}

/** One lesson in all, for whoever reads the curriculum. The caller has allowed it. */
export async function lessonDeck(
	read: Read,
	edition: Edition,
	lessonId: string,
	language: string
): Promise<Deck> {
	return deck(read, edition, [await whole(read, edition.id, lessonId)], language);
}

async function whole(read: Read, editionId: Id, lessonId: string): Promise<Left> {
	const lesson = findLesson(await outlineOf(read, editionId), lessonId);
	return { lesson, keys: new Set(lesson.activities.map(({ key }) => key)) };
}

/** What the session plans: an activity that another session has done is not shown. */
async function leftIn(read: Read, sessionId: Id): Promise<Left[]> {
	const plan = await planOf(read, await findSession(read, system, sessionId));
	return plan.map(({ lesson, activities }) => ({ lesson, keys: new Set(activities.map(({ key }) => key)) }));
}

async function deck(read: Read, edition: Edition, lefts: Left[], language: string): Promise<Deck> {
	const slides = [];
	for (const [at, { lesson, keys }] of lefts.entries()) {
		slides.push(...lessonSlides(lesson, await textsOf(read, edition.id, lesson), keys, at));
	}
	const languages = [...new Set(lefts.flatMap(({ lesson }) => lesson.languages))];
	return {
		edition: { title: edition.title, version: edition.version },
		lessons: lefts.map(({ lesson: { number, title, hash } }) => ({ number, title, hash })),
		languages: languages.length > 0 ? languages : ['en'],
		language,
		slides
	};
}

async function textsOf(
	read: Read,
	editionId: Id,
	lesson: LessonOutline
): Promise<Record<string, TextSlide[]>> {
	const texts: Record<string, TextSlide[]> = {};
	for (const language of lesson.languages) {
		const { activities } = await lessonPage(read, editionId, lesson.id, 'room', language);
		texts[language] = activities.map(({ key, html, size = 's' }) => ({ key, html, size }));
	}
	return texts;
}
