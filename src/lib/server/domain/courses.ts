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

/**
 * Lessons in their order, in sessions of so many minutes each: one a session, and as many more as the first ones have
 * room for. Null where they don't fit.
 */
export function packed<Lesson extends { minutes: number }>(
	lessons: Lesson[],
	rooms: number[]
): Lesson[][] | null {
	let left = lessons;
	const sessions = rooms.map((minutes, i) => {
		const spare = () => left.length - (rooms.length - i - 1);
		const taken = left.slice(0, 1);
		left = left.slice(1);
		while (spare() > 0 && sumOf([...taken, ...left.slice(0, 1)]) <= minutes) {
			taken.push(left[0]);
			left = left.slice(1);
		}
		return taken;
	});
	return left.length === 0 ? sessions : null;
}

const sumOf = (lessons: { minutes: number }[]) => lessons.reduce((sum, { minutes }) => sum + minutes, 0);

/** Minutes that each session is planned for: a lesson that stands in several takes its share of each. */
export function plannedMinutes(outline: EditionOutline, planned: string[][]): number[] {
	const sharesOf = (id: string) => planned.filter((ids) => ids.includes(id)).length;
	const minutesOf = (id: string) => outline.lessons.find((lesson) => lesson.id === id)?.minutes ?? 0;
	return planned.map((ids) => ids.reduce((sum, id) => sum + Math.ceil(minutesOf(id) / sharesOf(id)), 0));
}
