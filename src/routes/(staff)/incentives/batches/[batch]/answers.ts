/** Answers: which of a spreadsheet's columns say what a payer did, whatever language its head is in. */
import { AnswerRow } from '#lib/server/domain/reconciliations.ts';
import { invalid } from '#lib/server/errors.ts';
import { faultsOf } from '#lib/server/forms.ts';
import type { Spreadsheet, SpreadsheetRow } from '#lib/server/spreadsheets.ts';
import { centsIn } from '../../dollars.ts';

type Column = 'reference' | 'amount' | 'serial' | 'day';
/** How people write a column's head, in small letters without accents and marks. */
const heads: Record<Column, string[]> = {
	reference: ['reference', 'ref', 'reference number', 'referencia'],
	amount: ['amount', 'amount paid', 'paid', 'value', 'monto', 'importe', 'cantidad'],
	serial: ['serial', 'serial number', 'card number', 'last four', 'serie', 'numero de serie'],
	day: ['date', 'issued on', 'issued', 'paid on', 'fecha', 'entregado el']
};
const mostRows = 500;

const folded = (text: string) =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** A line as it was written, and either as it is understood or with the code of what is wrong with it. */
export type Draft = { line: number; reference: string; amount: string } & (
	{ row: AnswerRow; fault: null } | { row: null; fault: string }
);

/** @throws 400 when it has no lines, too many, or lacks a column */
export function draftsOf({ head, rows }: Spreadsheet): Draft[] {
	const place = (column: Column) => head.findIndex((text) => heads[column].includes(folded(text)));
	const places = {
		...{ reference: place('reference'), amount: place('amount') },
		...{ serial: place('serial'), day: place('day') }
	};
	if (places.reference === -1 || places.amount === -1) throw atFault('incentive.columns');
	if (rows.length === 0) throw atFault('spreadsheet.empty');
	if (rows.length > mostRows) throw atFault('incentive.many', { count: rows.length, most: mostRows });
	return rows.map((row) => draftOf(row, places));
}

function draftOf({ line, cells }: SpreadsheetRow, places: Record<Column, number>): Draft {
	const cell = (column: Column) => cells[places[column]] ?? '';
	const [reference, amount] = [cell('reference'), cell('amount')];
	const typed = { line, reference, amount };
	const cents = centsIn(amount);
	if (cents === undefined) return { ...typed, row: null, fault: 'incentive.amount' };
	const input = { line, reference, cents, serial: endOf(cell('serial')), day: dayIn(cell('day')) };
	const parsed = AnswerRow.safeParse(input);
	if (parsed.success) return { ...typed, row: parsed.data, fault: null };
	const [fault] = Object.values(faultsOf(parsed.error, input));
	return { ...typed, row: null, fault: fault.code };
}

/** Whole numbers of cards are cut where they come in: no more than their end is ever kept. */
const endOf = (serial: string) => serial.replace(/[^A-Za-z0-9]/g, '').slice(-4) || null;

/** "2026-03-04" or "3/4/2026". */
function dayIn(text: string): string | null {
	const american = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/);
	if (!american) return text || null;
	const [, month, day, year] = american;
	return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const atFault = (code: string, params = {}) => invalid({ spreadsheet: { code, params } }, 'spreadsheet');
