import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from '#lib/server/csv.ts';

const read = (text: string): string[][] => parse(text, { bom: true, relax_column_count: false });

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠1'])(
	'a text that a spreadsheet could run is written as text: %j',
	(cell) => {
		expect(read(csvOf(['head'], [[cell]]))[1]).toEqual([`'${cell}`]);
	}
);

test('numbers stay numbers, negative ones too, and nothing stays empty', () => {
	expect(csvOf(['a', 'b', 'c'], [[-5, 12.5, null]])).toBe('\uFEFFa,b,c\r\n-5,12.5,\r\n');
});

test('whatever 5,000 cells hold, each reads back as it was or with an apostrophe before it', () => {
	const begin = fc.constantFrom('', ...'=+-@\t\r\n＝＋－＠', '\u{feff}=', ' =', '"=');
	const cell = fc
		.tuple(begin, fc.string({ unit: 'grapheme' }))
		.map(([first, rest]) => first + rest)
		.filter((text) => text !== '\uFEFF');
	const rows = fc.array(fc.tuple(cell, cell), { minLength: 5, maxLength: 10 });
	fc.assert(
		fc.property(rows, (rows) => {
			const [, ...back] = read(csvOf(['one', 'two'], rows));
			rows.forEach((row, i) =>
				row.forEach((text, j) => {
					const risky = /^[=+\-@\t\r\n＝＋－＠]/.test(text);
					expect(back[i][j]).toBe(risky ? `'${text}` : text);
				})
			);
		}),
		{ numRuns: 500 }
	);
});
