/** Earlier credit: what a person has of lessons from earlier groups and editions, read for the edition of now (pure). */
import { originsOf, shareOf } from '../curriculum/equivalents.ts';
import type { EditionOutline } from '../curriculum/outline.ts';

/** What somebody has of one lesson. */
export type Known = {
	credited: boolean;
	/** Minutes that they were there for. */
	attended: number;
	/** Minutes that were given, with those that were still to come. */
	given: number;
};

/** The same lesson in several groups: once credited it is; of the minutes the most that there were in one. */
export function poolOf(all: [lessonId: string, known: Known][]): Map<string, Known> {
	const pool = new Map<string, Known>();
	for (const [id, one] of all) pool.set(id, better(pool.get(id), one));
	return pool;
}

const better = (known: Known | undefined, one: Known): Known => ({
	credited: one.credited || (known?.credited ?? false),
	attended: Math.max(known?.attended ?? 0, one.attended),
	given: Math.max(known?.given ?? 0, one.given)
});

/**
 * What the person has of a lesson of the edition: by its id, or of the lessons that it was made of. Merged: their minutes
 * count together, and it is credited when all of them are, or when together they reach the threshold. Split: the credit
 * of the old one is that of each new one; without credit its minutes are shared out.
 * @param threshold share (0 to 1) of the minutes given that earns the credit
 */
export function earlierCredit(
	edition: EditionOutline,
	threshold: number,
	pool: Map<string, Known>,
	id: string,
	path: string[] = []
): Known | undefined {
	const own = pool.get(id);
	const origins = path.includes(id) ? [] : originsOf(edition, id);
	const parts = origins.map((from) => {
		const known = earlierCredit(edition, threshold, pool, from, [...path, id]);
		return known && { ...known, share: shareOf(edition, from, id) };
	});
	if (parts.every((part) => part === undefined)) return own;
	const made = merged(threshold, parts);
	return own ? better(own, made) : made;
}

type Part = (Known & { share: number }) | undefined;

function merged(threshold: number, parts: Part[]): Known {
	const known = parts.filter((part) => part !== undefined);
	const isWhole = known.length === parts.length;
	const [attended, given] = [sumOf(known.map(countedIn(threshold))), sumOf(known.map((part) => part.given))];
	return {
		credited:
			isWhole && (known.every(({ credited }) => credited) || (given > 0 && attended >= given * threshold)),
		attended: sumOf(known.map((part) => Math.floor(part.attended * part.share))),
		given: sumOf(known.map((part) => Math.round(part.given * part.share)))
	};
}

/** Whoever has the credit was there for as much as it takes, wherever that was. */
const countedIn =
	(threshold: number) =>
	({ credited, attended, given }: Known) =>
		credited ? Math.max(attended, given * threshold) : attended;

const sumOf = (minutes: number[]) => minutes.reduce((sum, one) => sum + one, 0);
