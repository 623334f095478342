/** Spreadsheets: tables that people bring from their spreadsheet program, whatever it made of them. */
import { CsvError, parse } from 'csv-parse/sync';
import { invalid } from './errors.ts';

/** `line`: where the row begins in the file, from 1. */
export type SpreadsheetRow = { line: number; cells: string[] };
export type Spreadsheet = { head: string[]; rows: SpreadsheetRow[] };

/** Characters of one row: no row of people is longer. */
const longestRow = 20_000;

/**
 * The text of a file: UTF-8 or UTF-16 with or without its mark, else what Windows writes.
 * @throws 400 spreadsheet `spreadsheet.workbook` for a workbook, `spreadsheet.unreadable` for what is no text
 */
export function spreadsheetText(bytes: Uint8Array): string {
	if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
		throw atFault('spreadsheet.workbook');
	const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
	if (text.includes('\0')) throw atFault('spreadsheet.unreadable');
	return text;
}

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);

function encodingOf(bytes: Uint8Array): string {
	if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
	if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
	// Without its mark: of the letters of a head, every second byte is zero.
	if (bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
	if (bytes[0] === 0 && bytes[1] !== 0) return 'utf-16be';
	return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/**
 * Rows below the head, empty ones left out. Commas, semicolons or tabs: what the head has most of.
 * @throws 400 spreadsheet `spreadsheet.empty`, `spreadsheet.quote` with the line
 */
export function spreadsheetOf(text: string): Spreadsheet {
	const { delimiter, body, before } = opened(text);
	const [head, ...rows] = recordsOf(body, delimiter, before)
		.map(({ record, info }) => ({ line: info.lines - heightOf(record) + before, cells: record.map(plain) }))
		.filter(({ cells }) => cells.some((cell) => cell !== ''));
	if (!head) throw atFault('spreadsheet.empty');
	return { head: head.cells, rows };
}

/** Excel may say in a first line what parts the cells. */
function opened(text: string) {
	const whole = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
	const said = whole.match(/^"?sep=([,;\t])"?\n/i);
	if (said) return { delimiter: said[1], body: whole.slice(said[0].length), before: 1 };
	const first = whole.match(/^.*[^\s,;].*$/m)?.[0];
	if (first === undefined) throw atFault('spreadsheet.empty');
	const most = [',', ';', '\t'].map((mark) => ({ mark, times: first.split(mark).length }));
	return { delimiter: most.sort((a, b) => b.times - a.times)[0].mark, body: whole, before: 0 };
}

function recordsOf(
	text: string,
	delimiter: string,
	before: number
): { record: string[]; info: { lines: number } }[] {
	try {
		return parse(text, {
			...{ delimiter, info: true, relax_column_count: true, relax_quotes: true },
			max_record_size: longestRow
		}) as never;
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		throw atFault('spreadsheet.quote', { line: lineAfter(text, error) + before });
	}
}

/** Where the row begins that could not be read to its end. */
const lineAfter = (text: string, error: CsvError) =>
	Buffer.from(text)
		.subarray(0, Number((error as { bytes_records?: number }).bytes_records ?? 0))
		.toString()
		.split('\n').length;

/** Lines within quotes: `info.lines` says where a row ends. */
const heightOf = (record: string[]) =>
	record.reduce((lines, cell) => lines + (cell.match(/\n/g)?.length ?? 0), 0);

/** Spaces around a cell go; so does the apostrophe by which our own files keep a text from being a formula. */
const plain = (cell: string) => cell.trim().replace(/^'(?=[=+\-@＝＋－＠])/, '');

const atFault = (code: string, params = {}) => invalid({ spreadsheet: { code, params } }, 'spreadsheet');
