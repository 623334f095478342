/** Courses: the lessons that a group goes through, out of those of its edition (pure). */
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import { isElective, isTaught } from '#lib/reading.ts';

/** Lessons that a group may take beside the core ones. */
export const electivesIn = (outline: EditionOutline): LessonOutline[] => outline.lessons.filter(isElective);

/** Lessons that a group meets for, in the edition's order: the core ones, and the electives that it chose. */
export const courseOf = (outline: EditionOutline, electives: string[] = []): LessonOutline[] =>
	outline.lessons.filter((lesson) => isTaught(lesson) && (lesson.core || electives.includes(lesson.id)));

export const boostersIn = (outline: EditionOutline): LessonOutline[] =>
	outline.lessons.filter(({ kind }) => kind === 'booster');

/** Days after the last session of the course on which the boosters are meant to be, in their order (domain notes 8). */
export const boosterDays = [30, 60, 90, 180];

/**
 * What the sessions that are still to come hold once the electives are other ones. A new elective comes in its place in
 * the edition, or next where that is past; everything else keeps its order.
 * @param planned lesson ids of each of these sessions, in order
 */
export function withElectives(
	outline: EditionOutline,
	planned: string[][],
	{ added, removed }: { added: string[]; removed: string[] }
): string[][] {
	const place = (id: string) => outline.lessons.findIndex((lesson) => lesson.id === id);
	const kept = planned
		.map((ids) => ({ ids: ids.filter((id) => !removed.includes(id)), had: ids.length }))
		.filter(({ ids, had }) => ids.length > 0 || had === 0)
		.map(({ ids }) => ids);
	const inOrder = [...added].sort((a, b) => place(a) - place(b));
	return inOrder.reduce((plan, id) => {
		const next = plan.findIndex((ids) => ids.length > 0 && place(ids[0]) > place(id));
		return plan.toSpliced(next < 0 ? plan.length : next, 0, [id]);
	}, kept);
}
