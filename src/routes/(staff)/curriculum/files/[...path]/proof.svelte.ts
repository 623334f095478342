/** The preview that follows the typing: asked for once the hand rests, and only the newest answer counts. */
import type { ToldProof } from '../../faults.ts';

/** Milliseconds of rest before the server is asked. */
const rest = 500;

export class LiveProof {
	proof = $state.raw<ToldProof | null>(null);
	/** The last question got no answer. */
	failed = $state(false);

	#path: () => string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#asked: AbortController | undefined;

	constructor(path: () => string) {
		this.#path = path;
	}

	ask(text: string) {
		this.stop();
		this.#timer = setTimeout(() => void this.#fetch(text), rest);
	}

	stop() {
		clearTimeout(this.#timer);
		this.#asked?.abort();
	}

	async #fetch(text: string) {
		const asked = new AbortController();
		this.#asked = asked;
		try {
			const body = JSON.stringify({ path: this.#path(), text });
			const headers = { 'content-type': 'application/json' };
			const answer = await fetch('/curriculum/proof', {
				method: 'POST',
				headers,
				body,
				signal: asked.signal
			});
			if (!answer.ok) throw new Error(String(answer.status));
			this.proof = await answer.json();
			this.failed = false;
		} catch {
			if (!asked.signal.aborted) this.failed = true;
		}
	}
}
