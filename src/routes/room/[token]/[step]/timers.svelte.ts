/** Timers of a lesson's activities, kept in this tab: going on to another slide, or loading it anew, loses none. */

import { clockOf } from './clock.ts';

/** Milliseconds. `endsAt` while it runs; else what is `left`. */
type Kept = { endsAt: number | null; left: number };
export type Reading = {
	/** "4:30"; "+0:12" once the time is up. */
	clock: string;
	running: boolean;
	begun: boolean;
	over: boolean;
	/** Of the time that is left, 0 to 1. */
	share: number;
};

const minute = 60_000;

export class Timers {
	#kept = $state.raw<Record<string, Kept>>({});
	#now = $state(0);
	readonly #place: string;

	constructor(place: string) {
		this.#place = `room:${place}`;
	}

	/** Ticks until the returned function is called. */
	start(): () => void {
		this.#kept = JSON.parse(sessionStorage.getItem(this.#place) ?? '{}');
		this.#now = Date.now();
		const tick = setInterval(() => (this.#now = Date.now()), 250);
		return () => clearInterval(tick);
	}

	read(key: string, minutes: number): Reading {
		const kept = this.#kept[key];
		const left = kept ? this.#leftOf(kept) : minutes * minute;
		return {
			clock: clockOf(left),
			running: kept?.endsAt != null,
			begun: kept !== undefined,
			over: left <= 0,
			share: Math.min(Math.max(left / (minutes * minute), 0), 1)
		};
	}

	toggle(key: string, minutes: number) {
		const kept = this.#kept[key] ?? { endsAt: null, left: minutes * minute };
		const left = this.#leftOf(kept, Date.now());
		this.#keep(key, kept.endsAt === null ? { endsAt: Date.now() + left, left } : { endsAt: null, left });
	}

	/** One minute more; from now on when the time was up. */
	add(key: string, minutes: number) {
		const { endsAt, left } = this.#kept[key] ?? { endsAt: null, left: minutes * minute };
		const now = Date.now();
		const more = endsAt === null ? null : Math.max(endsAt, now) + minute;
		this.#keep(key, { endsAt: more, left: Math.max(left, 0) + minute });
	}

	reset(key: string) {
		const rest = { ...this.#kept };
		delete rest[key];
		this.#save(rest);
	}

	#leftOf({ endsAt, left }: Kept, now = this.#now) {
		return endsAt === null ? left : endsAt - now;
	}

	#keep(key: string, kept: Kept) {
		this.#save({ ...this.#kept, [key]: kept });
	}

	#save(kept: Record<string, Kept>) {
		this.#kept = kept;
		this.#now = Date.now();
		sessionStorage.setItem(this.#place, JSON.stringify(kept));
	}
}
