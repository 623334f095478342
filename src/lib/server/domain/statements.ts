/** What was said may be replaced, never changed: which statements stand, and which of them contradict each other? */

/** A fact that others may replace. */
export type Replaceable = { id: string; replaces: string[] };

/** The facts that no other fact replaces. */
export function current<F extends Replaceable>(facts: F[]): F[] {
	const replaced = new Set(facts.flatMap((fact) => fact.replaces));
	return facts.filter((fact) => !replaced.has(fact.id));
}

/**
 * The facts that stand. One that only takes another back leaves things as if neither had been said, unless somebody
 * else said something different about what it took back.
 */
export function upheld<F extends Replaceable>(facts: F[], takesBack: (fact: F) => boolean): F[] {
	const heads = current(facts);
	const claims = heads.filter((head) => !takesBack(head));
	if (claims.length === heads.length || claims.length === 0) return claims;
	const byId = new Map(facts.map((fact) => [fact.id, fact]));
	const claimed = new Set(claims.flatMap((claim) => [...sources(claim, byId)]));
	const contested = (head: F) => [...sources(head, byId)].some((id) => claimed.has(id));
	return heads.filter((head) => !takesBack(head) || contested(head));
}

/** Ids of all that a fact replaces, directly or through others. */
function sources<F extends Replaceable>(
	fact: F,
	byId: Map<string, F>,
	found = new Set<string>()
): Set<string> {
	for (const id of fact.replaces) {
		if (found.has(id)) continue;
		found.add(id);
		const earlier = byId.get(id);
		if (earlier) sources(earlier, byId, found);
	}
	return found;
}

/** Do the statements say different things? */
export const differ = <F>(facts: F[], value: (fact: F) => string) => new Set(facts.map(value)).size > 1;
