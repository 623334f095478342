/** Tables as files: no cell of them is ever a formula. */
import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/** UTF-8 with its mark, so that spreadsheets read the accents; numbers stay numbers. */
export function csvOf(head: string[], rows: Cell[][]): string {
	return stringify([head, ...rows], {
		bom: true,
		record_delimiter: 'windows',
		escape_formulas: true,
		// OWASP lists the line feed too, which csv-stringify leaves out (security R16).
		cast: { string: (text) => (text.startsWith('\n') ? `'${text}` : text) }
	});
}

/** The answer that a browser saves as a file. */
export function csvResponse(name: string, text: string): Response {
	return new Response(text, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}.csv"`,
			'cache-control': 'no-store'
		}
	});
}
