/** Server-sent events of a session: that something changed, and who else has its screen open. */
import { listen, onStop } from './live.ts';

type Viewer = { id: string; name: string; tell: (event: string, data: string) => void };

/** Who has a session's screen open, in this process. */
const viewers = new Map<string, Set<Viewer>>();

/** Milliseconds between comments that keep proxies from closing a quiet stream. */
const beat = 25_000;
/** Milliseconds after which a stream ends; the browser comes back, and is asked again who it is. */
const longest = 15 * 60_000;
/** Events that a client may leave unread before it is dropped. */
const patience = 50;

/**
 * The stream for one browser. It begins with "change", so that whoever was cut off, or loaded the page a moment ago,
 * reads the room once and has missed nothing.
 */
export function streamOf(sessionId: string, person: { id: string; name: string }): Response {
	let release = () => {};
	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				release = attend(sessionId, person, controller);
			},
			cancel: () => release()
		},
		new CountQueuingStrategy({ highWaterMark: patience })
	);
	const headers = {
		'content-type': 'text/event-stream',
		'cache-control': 'no-store, no-transform',
		'x-accel-buffering': 'no'
	};
	return new Response(body, { headers });
}

const encoder = new TextEncoder();

/** Returns what to do when the reader has gone. */
function attend(
	sessionId: string,
	person: { id: string; name: string },
	controller: ReadableStreamDefaultController<Uint8Array>
): () => void {
	let open = true;
	const write = (text: string) => {
		if (!open) return;
		if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(text));
		else close();
	};
	const viewer: Viewer = { ...person, tell: (event, data) => write(`event: ${event}\ndata: ${data}\n\n`) };
	const pulse = setInterval(() => write(': here\n\n'), beat);
	const end = setTimeout(close, longest);
	const deaf = listen(sessionId, () => viewer.tell('change', ''));
	const kept = onStop(close);

	function release() {
		if (!open) return;
		open = false;
		clearInterval(pulse);
		clearTimeout(end);
		deaf();
		kept();
		leave(sessionId, viewer);
	}
	function close() {
		if (!open) return;
		release();
		controller.close();
	}

	write('retry: 1000\n\n');
	viewer.tell('change', '');
	enter(sessionId, viewer);
	return release;
}

function enter(sessionId: string, viewer: Viewer) {
	const all = viewers.get(sessionId) ?? new Set();
	viewers.set(sessionId, all.add(viewer));
	tellWhoIsHere(all);
}

function leave(sessionId: string, viewer: Viewer) {
	const all = viewers.get(sessionId);
	if (!all?.delete(viewer)) return;
	if (all.size === 0) viewers.delete(sessionId);
	tellWhoIsHere(all);
}

function tellWhoIsHere(all: Set<Viewer>) {
	for (const viewer of [...all]) {
		const others = new Map([...all].filter(({ id }) => id !== viewer.id).map(({ id, name }) => [id, name]));
		viewer.tell('here', JSON.stringify([...others.values()]));
	}
}
