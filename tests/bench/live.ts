/** How soon a mark is seen on the other device while many sessions run, and what open streams cost in memory. */
import { randomUUID } from 'node:crypto';

export type LiveSession = { id: string; enrollmentIds: string[] };
export type Live = {
	sessions: number;
	/** Milliseconds from the tap to the other device's room with it, each. */
	seen: number[];
	streams: number;
	/** MB that the streams added. */
	added: number;
};

/** One browser's stream of a session; calls `changed` at each change until it is closed. */
async function stream(origin: string, cookie: string, sessionId: string, changed: () => void) {
	const stop = new AbortController();
	const { body, ok, status } = await fetch(`${origin}/sessions/${sessionId}/stream`, {
		headers: { cookie, accept: 'text/event-stream' },
		signal: stop.signal
	});
	if (!ok || !body) throw new Error(`stream: ${status}`);
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	const ready = Promise.withResolvers<void>();
	const read = async () => {
		for (;;) {
			const { value, done } = await reader.read();
			if (done) return;
			ready.resolve();
			if (value.includes('event: change')) changed();
		}
	};
	const ended = read().catch((error: unknown) => {
		if (!stop.signal.aborted) throw error;
	});
	await ready.promise;
	return async () => {
		stop.abort();
		await ended;
	};
}

type Watched = { waiting: Map<string, () => void>; close(): Promise<void> };

/** A second device of a session: at each change it reads the room, as the screen does, one reading at a time. */
async function watch(origin: string, cookie: string, sessionId: string): Promise<Watched> {
	const waiting: Watched['waiting'] = new Map();
	let reading = Promise.resolve();
	let isAsked = false;
	const look = async () => {
		isAsked = false;
		const answer = await fetch(`${origin}/sessions/${sessionId}/room`, { headers: { cookie } });
		const { people } = (await answer.json()) as { people: { enrollmentId: string; status: string }[] };
		for (const { enrollmentId, status } of people) {
			if (status !== 'present') continue;
			waiting.get(enrollmentId)?.();
			waiting.delete(enrollmentId);
		}
	};
	const changed = () => {
		if (isAsked) return;
		isAsked = true;
		reading = reading.then(look);
	};
	const close = await stream(origin, cookie, sessionId, changed);
	return { waiting, close };
}

/**
 * Marks everybody of every session, one after the other in each, all sessions side by side.
 * @param pause milliseconds between two taps of one facilitator, at the most
 */
export async function seenElsewhere(
	origin: string,
	cookie: string,
	sessions: LiveSession[],
	pause = 2000
): Promise<number[]> {
	const seen: number[] = [];
	const run = async ({ id, enrollmentIds }: LiveSession) => {
		const { waiting, close } = await watch(origin, cookie, id);
		for (const enrollmentId of enrollmentIds) {
			await new Promise((resolve) => setTimeout(resolve, Math.random() * pause));
			const shown = Promise.withResolvers<void>();
			waiting.set(enrollmentId, shown.resolve);
			const began = performance.now();
			const answer = await fetch(`${origin}/sessions/${id}/operations`, {
				method: 'POST',
				headers: { cookie, origin, 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify({ kind: 'mark', operationId: randomUUID(), enrollmentId, status: 'present' })
			});
			if (!answer.ok) throw new Error(`mark: ${answer.status} ${await answer.text()}`);
			await answer.arrayBuffer();
			await shown.promise;
			seen.push(performance.now() - began);
		}
		await close();
	};
	await Promise.all(sessions.map(run));
	return seen;
}

/** MB that `count` streams, spread over the sessions, add to the server's memory. */
export async function streamsCost(
	origin: string,
	cookie: string,
	sessions: LiveSession[],
	count: number,
	memory: () => number
): Promise<number> {
	const before = memory();
	const closers = [];
	for (let i = 0; i < count; i++)
		closers.push(await stream(origin, cookie, sessions[i % sessions.length].id, () => {}));
	const added = memory() - before;
	await Promise.all(closers.map((close) => close()));
	return added;
}

export function liveTable({ sessions, seen, streams, added }: Live): string {
	const sorted = [...seen].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor(sorted.length * share)].toFixed(0);
	return [
		'| Live | taps | p50 ms | p95 ms | p99 ms |',
		'| --- | ---: | ---: | ---: | ---: |',
		`| A mark seen on the other device, ${sessions} sessions at once | ${seen.length} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} |`,
		'',
		`${streams} open streams: ${added} MB more resident memory.`
	].join('\n');
}
