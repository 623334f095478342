/** Tells open screens that something about a session changed. In this process only; announce after the commit. */
import { EventEmitter } from 'node:events';

const bus = new EventEmitter();
bus.setMaxListeners(0);

export function announce(sessionId: string): void {
	bus.emit(sessionId);
}

/** Calls `listener` at each change until the returned function is called. */
export function listen(sessionId: string, listener: () => void): () => void {
	bus.on(sessionId, listener);
	return () => bus.off(sessionId, listener);
}

const closers = new Set<() => void>();

/** Keeps a stream's closer for the stop of the server, which waits for open streams otherwise (recipes 5). */
export function onStop(close: () => void): () => void {
	closers.add(close);
	return () => closers.delete(close);
}

export function closeStreams(): void {
	for (const close of [...closers]) close();
}
