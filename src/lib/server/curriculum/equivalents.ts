/** Equivalents: lessons of earlier editions that were split or merged, and the lessons that stand for them now. */
import type { EditionOutline, Equivalent } from './outline.ts';

type Mapped = Pick<EditionOutline, 'lessons' | 'equivalents'>;

/** Ids of the edition's lessons that an id stands for: its own, or those that it was split or merged into since. */
export function heirsOf({ lessons, equivalents = [] }: Mapped, id: string): string[] {
	if (equivalents.length === 0 || lessons.some((lesson) => lesson.id === id)) return [id];
	const found = new Set<string>();
	const seen = new Set<string>();
	const follow = (one: string) => {
		if (seen.has(one)) return;
		seen.add(one);
		if (lessons.some((lesson) => lesson.id === one)) found.add(one);
		else for (const line of equivalents) if (line.from.includes(one)) follow(line.to);
	};
	follow(id);
	return lessons.map((lesson) => lesson.id).filter((lessonId) => found.has(lessonId));
}

/** The line that says what a lesson was made of. */
export const originsOf = ({ equivalents = [] }: Mapped, id: string): string[] =>
	equivalents.find(({ to }) => to === id)?.from ?? [];

/** Share (0 to 1) of an earlier lesson's minutes that goes to one of those that it was split into, by their length. */
export function shareOf({ lessons, equivalents = [] }: Mapped, from: string, to: string): number {
	const weight = (id: string) => lessons.find((lesson) => lesson.id === id)?.minutes ?? 1;
	const all = equivalents.filter((line) => line.from.includes(from)).map((line) => weight(line.to));
	return weight(to) / all.reduce((sum, minutes) => sum + minutes, 0);
}

/** Ids that lead back to themselves: each is named once. */
export function circlesIn(equivalents: Equivalent[]): string[] {
	const next = (id: string) => equivalents.filter(({ from }) => from.includes(id)).map(({ to }) => to);
	const reaches = (start: string, id: string, seen = new Set<string>()): boolean =>
		next(id).some((one) => {
			if (one === start) return true;
			if (seen.has(one)) return false;
			seen.add(one);
			return reaches(start, one, seen);
		});
	const ids = new Set(equivalents.map(({ to }) => to));
	return [...ids].filter((id) => reaches(id, id));
}
