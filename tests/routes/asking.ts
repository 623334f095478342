/** Requests as they go over the wire: nothing unpacked, followed or added. */
import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Headers } from './actors.ts';

export type Told = { status: number; headers: IncomingHttpHeaders; bytes: Buffer };
export type Asked = { method?: string; headers?: Headers; body?: string | Buffer };

/** As a browser asks for a page of the same site, unless it says otherwise. */
export async function ask(
	origin: string,
	path: string,
	{ method, headers, body }: Asked = {}
): Promise<Told> {
	const asking = request(origin + path, {
		method: method ?? 'GET',
		headers: {
			accept: 'text/html',
			...(method && method !== 'GET' && { origin }),
			...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
			...headers
		}
	});
	asking.end(body);
	const [answer] = (await once(asking, 'response')) as [import('node:http').IncomingMessage];
	const { statusCode, headers: told } = answer;
	if (told['content-type']?.startsWith('text/event-stream')) {
		answer.destroy();
		return { status: statusCode!, headers: told, bytes: Buffer.alloc(0) };
	}
	const chunks: Buffer[] = [];
	for await (const chunk of answer) chunks.push(chunk as Buffer);
	return { status: statusCode!, headers: told, bytes: Buffer.concat(chunks) };
}

/** The text of an answer, unpacked. */
export function textOf({ headers, bytes }: Told): string {
	const way = headers['content-encoding'];
	return (way === 'br' ? brotliDecompressSync(bytes) : way === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

export const form = { 'content-type': 'application/x-www-form-urlencoded' };
export const json = { 'content-type': 'application/json', accept: 'application/json' };

export const formBody = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

/** Cookies that an answer sets, by name, with all that is said about them. */
export function cookiesOf({ headers }: Told) {
	const lines = headers['set-cookie'] ?? [];
	return new Map(
		lines.map((line) => {
			const [pair, ...attributes] = line.split(/;\s*/);
			const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
			return [name, { value, attributes: attributes.map((one) => one.toLowerCase()) }] as const;
		})
	);
}
