import { describe, expect, test } from 'vitest';
import { draftsOf } from '../src/routes/(staff)/incentives/batches/[batch]/answers.ts';
import { centsIn } from '../src/routes/(staff)/incentives/dollars.ts';
import { spreadsheetOf } from '#lib/server/spreadsheets.ts';

describe('an amount', () => {
	test.each([
		['25', 2500],
		['25.5', 2550],
		['$1,234.05', 123_405],
		[' 0.29 ', 29],
		['1000000.10', 100_000_010]
	])('%s is exact', (text, cents) => expect(centsIn(text)).toBe(cents));

	test.each(['', 'abc', '-5', '1.234', '1,2', '1e3', '25 USD', '.5'])('%j is none', (text) =>
		expect(centsIn(text)).toBeUndefined()
	);
});

describe('a payer’s answer', () => {
	const read = (text: string) => draftsOf(spreadsheetOf(text));

	test('is read in either language, with only the end of a serial', () => {
		const [row] = read(
			'Referencia;Monto;Número de serie;Fecha\n7kq4mx2b;$25.00;6011 0009 9013 9424;3/4/2026'
		);
		expect(row.row).toEqual({
			...{ line: 2, reference: '7KQ4MX2B', cents: 2500, serial: '9424', day: '2026-03-04' }
		});
		const [plain] = read('Ref,Amount\n7KQ4MX2B,25');
		expect(plain.row).toMatchObject({ serial: null, day: null });
	});

	test('says of each line what cannot be read, and of the whole what it lacks', () => {
		const rows = read('Reference,Amount,Date\nA,abc,\n,5,\nB,5,31.12.2026');
		expect(rows.map(({ fault }) => fault)).toEqual(['incentive.amount', 'required', 'date']);
		expect(() => read('Reference,Sum\nA,5')).toThrowError('spreadsheet');
		expect(() => read('Reference,Amount')).toThrowError('spreadsheet');
		const many = Array.from({ length: 501 }, (_, i) => `R${i},5`).join('\n');
		expect(() => read(`Reference,Amount\n${many}`)).toThrowError('spreadsheet');
	});
});
