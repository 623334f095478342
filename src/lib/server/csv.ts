/** Tables as files: no cell of them is ever a formula. */
import { ReadableStream as Texts, TextEncoderStream } from 'node:stream/web';
import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/** UTF-8 with its mark, so that spreadsheets read the accents; numbers stay numbers. */
export const csvOf = (head: string[], rows: Cell[][]): string => written([head, ...rows], true);

function written(rows: Cell[][], bom: boolean): string {
	return stringify(rows, {
		bom,
		record_delimiter: 'windows',
		escape_formulas: true,
		// OWASP lists the line feed too, which csv-stringify leaves out (security R16).
		cast: { string: (text) => (text.startsWith('\n') ? `'${text}` : text) }
	});
}

/** The answer that a browser saves as a file. */
export const csvResponse = (name: string, text: string): Response => fileResponse(`${name}.csv`, text);

const types = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' };

/** The same for a file of any of our kinds, whole or in parts as they come. */
export function fileResponse(name: string, body: string | ReadableStream): Response {
	return new Response(body, {
		headers: {
			'content-type': types[name.slice(name.lastIndexOf('.') + 1) as keyof typeof types],
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
}

/** A table that is read in parts, and sent as they come: the head first, also where nothing follows. */
export async function* csvParts(head: string[], parts: AsyncIterable<Cell[][]>) {
	yield written([head], true);
	for await (const rows of parts) if (rows.length > 0) yield written(rows, false);
}

/** One JSON text a line, in parts. */
export async function* ndjsonParts(parts: AsyncIterable<object[]>) {
	for await (const rows of parts) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Texts as bytes, each asked for when the one before it is on its way. */
export const streamed = (texts: AsyncIterable<string>) =>
	Texts.from(texts).pipeThrough(new TextEncoderStream()) as unknown as ReadableStream<Uint8Array>;
