/** How much a request may send, counted while it comes in: what it says of its own length is not believed. */
import { DomainError } from './errors.ts';

export const bodyLimits = {
	usual: 64 * 1024,
	operations: 2 * 1024 * 1024,
	/** A spreadsheet of 1 MB, and what the form around it takes. */
	intake: 1.25 * 1024 * 1024
};

export function limitFor(pathname: string): number {
	if (pathname.endsWith('/operations')) return bodyLimits.operations;
	return pathname.endsWith('/intake') ? bodyLimits.intake : bodyLimits.usual;
}

/** So much more is read away before the answer: whoever is cut off while sending never hears it. */
const patience = 2 * 1024 * 1024;

/**
 * The same request with its body read, if it is not too large.
 * @throws 413 too-large
 */
export async function withinLimit(request: Request, limit: number): Promise<Request> {
	if (!request.body) return request;
	if (Number(request.headers.get('content-length') ?? 0) > limit + patience) throw tooLarge();
	const { method, headers, signal } = request;
	const body = await readUpTo(request.body, limit);
	return new Request(request.url, { method, headers, signal, body: Buffer.concat(body) });
}

const tooLarge = () => new DomainError(413, 'too-large');

/** By hand: leaving a `for await` would cancel the stream, and with it the connection that the answer goes out on. */
async function readUpTo(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array[]> {
	const reader = stream.getReader();
	const chunks: Uint8Array[] = [];
	let size = 0;
	const next = () => reader.read().catch((error) => refusedBelow(error));
	for (let part = await next(); !part.done; part = await next()) {
		size += part.value.length;
		if (size > limit + patience) break;
		if (size <= limit) chunks.push(part.value);
	}
	if (size > limit) throw tooLarge();
	return chunks;
}

/** The adapter has a limit of its own, above ours. */
function refusedBelow(error: unknown): never {
	throw (error as { status?: unknown })?.status === 413 ? tooLarge() : error;
}
