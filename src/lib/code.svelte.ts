/** The room's code on a screen: asked for anew when it changes, and soon after it was turned on or off. */
import type { ShownCode } from '#lib/server/identity/check-in-codes.ts';

/** Milliseconds after which a screen looks whether it was turned on or off. */
const often = 5_000;
/** What the clocks of two machines may differ in a moment. */
const slack = 200;

export class RoomCode {
	/** Null: none is shown. */
	shown = $state.raw<ShownCode | null>(null);
	/** Seconds for which this one is shown yet. */
	seconds = $state(0);
	/** The screen, or who asks, may not show it any more. */
	over = $state(false);
	readonly #address: string;
	#until = 0;

	constructor(address: string, shown: ShownCode | null) {
		this.#address = address;
		this.#keep(shown);
	}

	/** Asks until the returned function is called. */
	start(): () => void {
		let waiting: ReturnType<typeof setTimeout>;
		let stopped = false;
		const ask = async () => {
			await this.#ask();
			if (!stopped) waiting = setTimeout(() => void ask(), this.#wait());
		};
		const tick = setInterval(() => this.#tick(), 1000);
		waiting = setTimeout(() => void ask(), this.#wait());
		return () => {
			stopped = true;
			clearTimeout(waiting);
			clearInterval(tick);
		};
	}

	#wait() {
		const left = this.#until - Date.now() + slack;
		return this.shown ? Math.max(slack, Math.min(left, often)) : often;
	}

	async #ask() {
		try {
			const answer = await fetch(this.#address, { headers: { accept: 'application/json' } });
			this.over = answer.status === 404;
			if (answer.ok) this.#keep(((await answer.json()) as { shown: ShownCode | null }).shown);
		} catch {
			// Without a connection it goes when its time is up.
		}
	}

	#keep(shown: ShownCode | null) {
		this.shown = shown;
		this.#until = Date.now() + (shown?.milliseconds ?? 0);
		this.#tick();
	}

	/** A code is never shown for longer than the one after it is taken. */
	#tick() {
		const left = this.#until - Date.now();
		this.seconds = Math.max(0, Math.ceil(left / 1000));
		if (left < -often) this.shown = null;
	}
}
