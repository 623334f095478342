/** Chance that repeats itself: the same seed lives the same lives. */

export type Random = {
	/** From 0 up to, but without, 1. */
	next(): number;
	chance(share: number): boolean;
	/** A whole number, both ends included. */
	between(least: number, most: number): number;
	pick<T>(from: readonly T[]): T;
	/** One of the keys, as often as their weights say. */
	weighted<K extends string>(weights: Record<K, number>): K;
	shuffle<T>(all: readonly T[]): T[];
};

/** mulberry32: small, and good enough for a story. */
export function random(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
	const pick = <T>(from: readonly T[]): T => from[between(0, from.length - 1)];
	return {
		next,
		between,
		pick,
		chance: (share) => next() < share,
		weighted: (weights) => weigh(weights, next()),
		shuffle: (all) => {
			const left = [...all];
			return all.map(() => left.splice(between(0, left.length - 1), 1)[0]);
		}
	};
}

function weigh<K extends string>(weights: Record<K, number>, at: number): K {
	const entries = Object.entries(weights) as [K, number][];
	const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
	let reached = 0;
	const found = entries.find(([, weight]) => (reached += weight) > at * total);
	return (found ?? entries[entries.length - 1])[0];
}
