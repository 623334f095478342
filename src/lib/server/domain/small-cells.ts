/** Small cells: counts of so few people that they could be told apart are not shown (pure). */

/** Fewer than this are never shown as a number, as in the program's reports to the public. */
export const smallest = 5;

/**
 * Counts by kind; null in place of one from 1 to 4. Where a single one is hidden, the smallest of the others is hidden too:
 * otherwise a sum that is known from elsewhere would give it away.
 */
export function shownCounts<K extends string>(counts: Record<K, number>): Record<K, number | null> {
	const keys = Object.keys(counts) as K[];
	const hidden = new Set(keys.filter((key) => counts[key] > 0 && counts[key] < smallest));
	const others = keys.filter((key) => counts[key] >= smallest).sort((a, b) => counts[a] - counts[b]);
	if (hidden.size === 1 && others.length > 0) hidden.add(others[0]);
	return Object.fromEntries(keys.map((key) => [key, hidden.has(key) ? null : counts[key]])) as Record<
		K,
		number | null
	>;
}
