/** What happens in the demo program, in the order of time, up to now. */
import { asOf } from '#lib/server/clock.ts';
import type { Db, Tx } from '#lib/server/db/open.ts';

/** `at`: UTC. `run` may put later acts on the same timeline. */
export type Act = { at: string; run(db: Db): Promise<unknown> };

export type Timeline = {
	put(at: string | number | Date, run: Act['run']): void;
	/** Lives through everything that happens before `end`. */
	live(db: Db, end: string): Promise<void>;
};

/** So many acts share a transaction: the disk is waited for once, not thousands of times. */
const together = 200;

export function timeline(): Timeline {
	const acts: Act[] = [];
	return {
		put(at, run) {
			const act = { at: new Date(at).toISOString(), run };
			acts.splice(placeOf(acts, act.at), 0, act);
		},
		async live(db, end) {
			while (acts.length > 0 && acts[acts.length - 1].at < end) {
				await db.write((tx) => liveSome(acts, joining(tx), end));
			}
		}
	};
}

async function liveSome(acts: Act[], db: Db, end: string) {
	for (let lived = 0; lived < together; lived++) {
		const act = acts.at(-1);
		if (!act || act.at >= end) return;
		acts.pop();
		await asOf(act.at, () => act.run(db));
	}
}

/** Latest first, so that the next act is taken from the end; of two at once the one that was put first comes first. */
function placeOf(acts: Act[], at: string): number {
	let [low, high] = [0, acts.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (acts[middle].at > at) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** A database whose verbs write in the transaction that is open already. */
function joining(tx: Tx): Db {
	return {
		read: tx,
		write: (work) => work(tx),
		writable: async () => true,
		tidy: async () => undefined,
		close: async () => undefined
	};
}
