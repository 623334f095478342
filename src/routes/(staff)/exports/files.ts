import { csvParts, fileResponse, ndjsonParts, streamed, type Cell } from '#lib/server/csv.ts';
import type { Column } from './columns.ts';

export const formats = ['csv', 'ndjson'] as const;
export type Format = (typeof formats)[number];

/** Rows as a file, sent as they are read: for people in their words, for programs in ours. */
export function fileOf<Row>(
	name: string,
	format: Format,
	columns: Column<Row>[],
	parts: AsyncIterable<Row[]>
): Response {
	const texts =
		format === 'csv'
			? csvParts(
					columns.map(({ label }) => label()),
					told(columns, parts)
				)
			: ndjsonParts(objects(columns, parts));
	return fileResponse(`${name}.${format}`, streamed(texts));
}

async function* told<Row>(columns: Column<Row>[], parts: AsyncIterable<Row[]>) {
	for await (const rows of parts)
		yield rows.map((row) => columns.map(({ value, told }) => (told ?? value)(row) as Cell));
}

async function* objects<Row>(columns: Column<Row>[], parts: AsyncIterable<Row[]>) {
	for await (const rows of parts)
		yield rows.map((row) => Object.fromEntries(columns.map(({ key, value }) => [key, value(row)])));
}
