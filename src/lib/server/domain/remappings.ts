/** Remappings: what a group's coming sessions hold once it works with another edition (pure). */
import { heirsOf, originsOf } from '../curriculum/equivalents.ts';
import type { EditionOutline } from '../curriculum/outline.ts';
import { courseOf, withElectives } from './courses.ts';

type Course = {
	/** Ids of lessons that need no other session: given, or with a session of their own that is past. */
	covered: Set<string>;
	/** Lesson ids of each coming session, in order. */
	planned: string[][];
};

/**
 * Lessons keep their places: a split one becomes those that it was split into, merged ones stand where the first of them
 * stood. What is new comes in its place in the edition; what is gone is left out.
 */
export function remapped(to: EditionOutline, { covered, planned }: Course): string[][] {
	const placed = new Set<string>();
	const take = (id: string) => {
		if (placed.has(id) || isCovered(to, covered, id)) return [];
		placed.add(id);
		return [id];
	};
	const kept = planned
		.map((ids) => ({ ids: ids.flatMap((id) => heirsOf(to, id)).flatMap(take), had: ids.length }))
		.filter(({ ids, had }) => ids.length > 0 || had === 0)
		.map(({ ids }) => ids);
	const added = courseOf(to)
		.map(({ id }) => id)
		.flatMap(take);
	return withElectives(to, kept, { added, removed: [] });
}

/** A lesson that was made of others is covered when all of them are. */
function isCovered(to: EditionOutline, covered: Set<string>, id: string, path: string[] = []): boolean {
	if (covered.has(id)) return true;
	const origins = path.includes(id) ? [] : originsOf(to, id);
	return origins.length > 0 && origins.every((from) => isCovered(to, covered, from, [...path, id]));
}

/** Which lessons come, which go and which become others, in the order of their edition. */
export function lessonsMoved(from: EditionOutline, to: EditionOutline) {
	const [was, is] = [from, to].map(({ lessons }) => new Set(lessons.map(({ id }) => id)));
	const heirs = new Set(
		from.lessons.filter(({ id }) => !is.has(id)).flatMap(({ id }) => lessonsOf(to, id).map((one) => one.id))
	);
	return {
		added: to.lessons.filter(({ id }) => !was.has(id) && !heirs.has(id)),
		gone: from.lessons.filter(({ id }) => lessonsOf(to, id).length === 0),
		mapped: from.lessons
			.filter(({ id }) => !is.has(id) && lessonsOf(to, id).length > 0)
			.map((lesson) => ({ lesson, becomes: lessonsOf(to, lesson.id) }))
	};
}

/** Lessons of the edition that an id stands for; none where it is gone. */
export const lessonsOf = (to: EditionOutline, id: string) => {
	const ids = heirsOf(to, id);
	return to.lessons.filter((lesson) => ids.includes(lesson.id));
};
