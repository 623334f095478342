/** The browser's operations: sent in their order, kept until they are answered, sent again under the same id. */

export type Operation = { operationId: string };
/** Sent and turned down: it will not be sent again. `title` is in the reader's words. */
export type Refused<O> = { operation: O; title: string };
type Result =
	{ operationId: string; ok: true } | { operationId: string; ok: false; problem: { title: string } };
type Answer<Body> = Body & { results: Result[] };

/** Seconds between tries while there is no answer; the last one repeats. */
const pauses = [1, 2, 4, 8, 15];
const atOnce = 100;
const longest = 15_000;

export class Queue<O extends Operation, Body> {
	/** Not yet answered, oldest first. */
	pending = $state.raw<O[]>([]);
	refused = $state.raw<Refused<O>[]>([]);
	/** waiting: the connection is cut. signed-out, locked: it goes on after signing in again, or unlocking. */
	state = $state<'saved' | 'saving' | 'waiting' | 'signed-out' | 'locked'>('saved');

	readonly #address: string;
	readonly #answered: (body: Body) => void;
	readonly #locked: () => void;
	#sending = false;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/**
	 * `answered` gets what each answer says beside its results, after `pending` has shrunk; `locked` is called each time
	 * that the login is found locked.
	 */
	constructor(address: string, answered: (body: Body) => void, locked: () => void = () => undefined) {
		this.#address = address;
		this.#answered = answered;
		this.#locked = locked;
	}

	add(...operations: O[]) {
		this.pending = [...this.pending, ...operations];
		void this.send();
	}

	dismiss() {
		this.refused = [];
	}

	/** Sends what is kept. Called again while it sends, it does nothing. */
	async send(): Promise<void> {
		if (this.#sending) return;
		this.#sending = true;
		clearTimeout(this.#timer);
		try {
			while (this.pending.length > 0 && (await this.#sendSome()));
		} finally {
			this.#sending = false;
		}
	}

	stop() {
		clearTimeout(this.#timer);
	}

	/** Returns whether to go on. */
	async #sendSome(): Promise<boolean> {
		const some = this.pending.slice(0, atOnce);
		this.state = this.state === 'saved' ? 'saving' : this.state;
		const response = await this.#post(some);
		if (response === null || response.status >= 500 || response.status === 429) return this.#later();
		if (response.type === 'opaqueredirect' || response.status === 401) return this.#stopped('signed-out');
		if (response.status === 423) return this.#stopped('locked');
		if (response.ok) this.#settle((await response.json()) as Answer<Body>);
		else this.#refuse(some, (await titleOf(response)) ?? response.statusText);
		return true;
	}

	async #post(operations: O[]): Promise<Response | null> {
		try {
			return await fetch(this.#address, {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify(operations),
				redirect: 'manual',
				signal: AbortSignal.timeout(longest)
			});
		} catch {
			return null;
		}
	}

	#settle({ results, ...body }: Answer<Body>) {
		const resultOf = ({ operationId }: O) => results.find((result) => result.operationId === operationId);
		const refused = this.pending.flatMap((operation) => {
			const result = resultOf(operation);
			return result && !result.ok ? [{ operation, title: result.problem.title }] : [];
		});
		this.#forget((operation) => resultOf(operation) !== undefined, refused);
		this.#answered(body as Body);
	}

	#refuse(operations: O[], title: string) {
		const refused = operations.map((operation) => ({ operation, title }));
		this.#forget((operation) => operations.includes(operation), refused);
	}

	#forget(answered: (operation: O) => boolean, refused: Refused<O>[]) {
		this.pending = this.pending.filter((operation) => !answered(operation));
		this.refused = [...this.refused, ...refused];
		this.#failures = 0;
		this.state = this.pending.length > 0 ? 'saving' : 'saved';
	}

	#later(): false {
		const pause = pauses[Math.min(this.#failures, pauses.length - 1)];
		this.#failures += 1;
		this.state = 'waiting';
		this.#timer = setTimeout(() => void this.send(), pause * 1000);
		return false;
	}

	#stopped(state: 'signed-out' | 'locked'): false {
		this.state = state;
		if (state === 'locked') this.#locked();
		return false;
	}
}

async function titleOf(response: Response): Promise<string | undefined> {
	try {
		return ((await response.json()) as { title?: string }).title;
	} catch {
		return undefined;
	}
}
