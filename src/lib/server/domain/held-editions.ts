/** Held editions: a group's facts as they were read with the editions that it has moved on from (pure). */
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Facts } from './progress.ts';

/** Each edition with all that was held until the group moved on from it. */
export const heldFacts = (facts: Facts): { edition: EditionOutline; facts: Facts }[] =>
	(facts.heldWith ?? []).map(({ edition, sessions, deliveries }, i, all) => ({
		edition,
		facts: { ...facts, sessions, deliveries, heldWith: all.slice(0, i) }
	}));
