/** Asks now and then whether the screen may still be shown: whoever closed it wants its slides gone. */

/** Milliseconds between two questions. */
const pause = 10_000;

/** Calls `over` once the screen is closed, or old; until the returned function is called. */
export function watchEnd(address: string, over: () => void): () => void {
	const ask = async () => {
		const response = await fetch(address, { redirect: 'manual' }).catch(() => null); // no connection: it stays
		if (response?.status === 404) {
			clearInterval(timer);
			over();
		}
	};
	const timer = setInterval(() => void ask(), pause);
	const seen = () => document.visibilityState === 'visible' && void ask();
	document.addEventListener('visibilitychange', seen);
	return () => {
		clearInterval(timer);
		document.removeEventListener('visibilitychange', seen);
	};
}
