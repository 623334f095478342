/** Follows a server-sent stream: one connection a browser (HTTP/1.1 gives an origin six), none while the page is hidden. */

export type Heard = { event: string; data: string };

/** Seconds before a stream that the server refused is tried again. */
const pause = 10;

/** Calls `heard` for each of the events, in every window that follows the address, until it is stopped. */
export function follow(address: string, events: readonly string[], heard: (what: Heard) => void): () => void {
	const others = new BroadcastChannel(address);
	others.onmessage = ({ data }: MessageEvent<Heard>) => heard(data);
	const tell = (what: Heard) => {
		heard(what);
		others.postMessage(what);
	};

	let turn: AbortController | undefined;
	const close = () => turn?.abort();
	const open = () => {
		close();
		const mine = (turn = new AbortController());
		heard({ event: 'change', data: '' }); // what was missed while it was closed
		void alone(address, mine.signal, () => listen(address, events, tell, mine.signal));
	};
	const follow = () => (document.visibilityState === 'visible' ? open() : close());

	document.addEventListener('visibilitychange', follow);
	addEventListener('pagehide', close);
	follow();
	return () => {
		document.removeEventListener('visibilitychange', follow);
		removeEventListener('pagehide', close);
		close();
		others.close();
	};
}

/** Runs `work` when no other window does; where the browser has no locks, at once. */
async function alone(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
	if (!navigator.locks) return work();
	await navigator.locks.request(name, { signal }, work).catch(() => undefined); // stopped while it waited
}

function listen(
	address: string,
	events: readonly string[],
	tell: (what: Heard) => void,
	signal: AbortSignal
): Promise<void> {
	return new Promise((done) => {
		let source: EventSource;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const connect = () => {
			source = new EventSource(address);
			for (const event of events) {
				source.addEventListener(event, ({ data }) => tell({ event, data: String(data) }));
			}
			// A cut connection is taken up again by the browser, a refused one is not.
			source.onerror = () => {
				if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, pause * 1000);
			};
		};
		const stop = () => {
			clearTimeout(timer);
			source.close();
			done();
		};
		if (signal.aborted) return done();
		connect();
		signal.addEventListener('abort', stop, { once: true });
	});
}
