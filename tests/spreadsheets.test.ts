import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from '#lib/server/csv.ts';
import { DomainError } from '#lib/server/errors.ts';
import { spreadsheetOf, spreadsheetText } from '#lib/server/spreadsheets.ts';

const text = 'Number;Name\r\nP-1;Peña\r\nP-2;"Ana ""la Güera"""\r\n';
const rows = [
	{ line: 2, cells: ['P-1', 'Peña'] },
	{ line: 3, cells: ['P-2', 'Ana "la Güera"'] }
];
const utf16 = (swap: boolean, mark: boolean) => {
	const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
	return swap ? bytes.swap16() : bytes;
};

describe('the same table, however it was saved', () => {
	test.each([
		['UTF-8', Buffer.from(text)],
		['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
		['UTF-16, as Excel’s “Unicode text”', utf16(false, true)],
		['UTF-16 the other way round', utf16(true, true)],
		['UTF-16 without a mark', utf16(false, false)],
		['the same the other way round', utf16(true, false)],
		['Windows-1252', Buffer.from(text, 'latin1')],
		['tabs', Buffer.from(text.replaceAll(';', '\t'))],
		['commas', Buffer.from(text.replaceAll(';', ','))],
		['one kind of line end', Buffer.from(text.replaceAll('\r\n', '\n'))],
		['the old Mac’s', Buffer.from(text.replaceAll('\r\n', '\r'))]
	])('%s', (_how, bytes) => {
		expect(spreadsheetOf(spreadsheetText(bytes))).toEqual({ head: ['Number', 'Name'], rows });
	});
});

test('a line is where its row begins: below empty lines, line ends in quotes, and what Excel says of its commas', () => {
	const sheet = spreadsheetOf('sep=;\r\nNumber;Name\r\n\r\nP-1;"Ana\r\nMaría"\r\n;;;\r\nP-2;Eva');
	expect(sheet.rows).toEqual([
		{ line: 4, cells: ['P-1', 'Ana\nMaría'] },
		{ line: 7, cells: ['P-2', 'Eva'] }
	]);
});

test('what our own files guard against formulas reads back as it was', () => {
	const cells = ['=1+1', '+1 213 555 0142', '-', '@home', "'tis", "O'Brien"];
	expect(spreadsheetOf(csvOf(['a', 'b', 'c', 'd', 'e', 'f'], [cells])).rows[0].cells).toEqual(cells);
});

test.each([
	['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'spreadsheet.workbook'],
	['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'spreadsheet.workbook'],
	['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'spreadsheet.unreadable']
])('%s is told from a sheet', (_what, bytes, code) => {
	expect(() => spreadsheetText(bytes)).toThrow(
		expect.objectContaining({ fields: { spreadsheet: { code, params: {} } } })
	);
});

test.each([
	['', 'spreadsheet.empty', {}],
	[' \r\n;;\n', 'spreadsheet.empty', {}],
	['a,b\n1,"open\n2,3\n', 'spreadsheet.quote', { line: 2 }],
	['sep=,\na,b\n1,2\n3,"open\n', 'spreadsheet.quote', { line: 4 }]
])('%j is at fault where it is', (typed, code, params) => {
	expect(() => spreadsheetOf(typed)).toThrow(
		expect.objectContaining({ fields: { spreadsheet: { code, params } } })
	);
});

test('no file of bytes does worse than to be refused', () => {
	const pieces = fc.constantFrom(
		'"',
		',',
		';',
		'\t',
		'\n',
		'\r',
		'\0',
		'sep=;\n',
		'\uFEFF',
		'=1',
		'ñ',
		'\u202e'
	);
	const file = fc.oneof(
		fc.uint8Array({ maxLength: 400 }),
		fc
			.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 })
			.map((all) => Buffer.from(all.join('')))
	);
	let read = 0;
	fc.assert(
		fc.property(file, (bytes) => {
			try {
				const sheet = spreadsheetOf(spreadsheetText(bytes));
				read += 1;
				expect(sheet.head.length).toBeGreaterThan(0);
			} catch (error) {
				expect(error).toBeInstanceOf(DomainError);
			}
		}),
		{ numRuns: 3000 }
	);
	expect(read).toBeGreaterThan(300);
});
