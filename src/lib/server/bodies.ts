/** How much a request may send, counted while it comes in: what it says of its own length is not believed. */
import { DomainError } from './errors.ts';

export const bodyLimits = { usual: 64 * 1024, operations: 2 * 1024 * 1024 };

export const limitFor = (pathname: string) =>
	pathname.endsWith('/operations') ? bodyLimits.operations : bodyLimits.usual;

/**
 * The same request with its body read, if it is not too large.
 * @throws 413 too-large
 */
export async function withinLimit(request: Request, limit: number): Promise<Request> {
	if (!request.body) return request;
	if (Number(request.headers.get('content-length') ?? 0) > limit) throw new DomainError(413, 'too-large');
	const { method, headers, signal } = request;
	const body = await readUpTo(request.body, limit);
	return new Request(request.url, { method, headers, signal, body: Buffer.concat(body) });
}

async function readUpTo(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array[]> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		if (size > limit) throw new DomainError(413, 'too-large');
		chunks.push(chunk);
	}
	return chunks;
}
