/** Columns: which of a spreadsheet's columns say what of a person, whatever language its head is in. */
import { IntakeRow } from '#lib/server/domain/findings.ts';
import { mostRows } from '#lib/server/domain/intakes.ts';
import type { Sector } from '#lib/server/domain/sectors.ts';
import { invalid, type FieldFaults } from '#lib/server/errors.ts';
import { faultsOf } from '#lib/server/forms.ts';
import type { Spreadsheet, SpreadsheetRow } from '#lib/server/spreadsheets.ts';

export type Column = Exclude<keyof IntakeRow, 'line' | 'sectorId'> | 'sector';
/** In the order of the template. */
export const columns: readonly Column[] = ['number', 'firstName', 'lastName', 'called', 'language', 'sector'];
const needed: readonly Column[] = ['number', 'firstName', 'lastName'];

/** How people write a column's head, in small letters without accents and marks. */
const heads: Record<Column, string[]> = {
	number: [
		'program number',
		'number',
		'participant number',
		'id',
		'numero del programa',
		'numero de programa',
		'numero'
	],
	firstName: ['first name', 'first', 'given name', 'nombre', 'nombres', 'primer nombre'],
	lastName: ['last name', 'last', 'surname', 'family name', 'apellido', 'apellidos'],
	called: ['called', 'goes by', 'preferred name', 'le dicen', 'nombre preferido', 'como le dicen'],
	language: ['language', 'idioma', 'lengua'],
	sector: ['sector', 'training']
};
const languages: Record<string, string> = {
	'': 'en',
	en: 'en',
	english: 'en',
	ingles: 'en',
	es: 'es',
	spanish: 'es',
	espanol: 'es'
};

const folded = (text: string) =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** A row as it was written, and either as it is understood or with what is wrong with it. */
export type Draft = { line: number; cells: Record<Column, string> } & (
	{ row: IntakeRow; faults: null } | { row: null; faults: FieldFaults }
);

/**
 * The people in a spreadsheet, and the columns of it that are not read.
 * @throws 400 when it has no people in it, too many, or lacks a column
 */
export function draftsOf(
	{ head, rows }: Spreadsheet,
	sectors: Sector[]
): { drafts: Draft[]; unread: string[] } {
	const places = new Map(
		columns.map((column) => [column, head.findIndex((text) => heads[column].includes(folded(text)))])
	);
	if (needed.some((column) => places.get(column) === -1)) throw atFault('intake.columns');
	if (rows.length === 0) throw atFault('spreadsheet.empty');
	if (rows.length > mostRows) throw atFault('intake.many', { count: rows.length, most: mostRows });
	const read = new Set(places.values());
	return {
		drafts: rows.map((row) => draftOf(row, places, sectors)),
		unread: head.filter((text, i) => text !== '' && !read.has(i))
	};
}

function draftOf({ line, cells }: SpreadsheetRow, places: Map<Column, number>, sectors: Sector[]): Draft {
	const cell = (column: Column) => cells[places.get(column)!] ?? '';
	const typed = Object.fromEntries(columns.map((column) => [column, cell(column)])) as Record<Column, string>;
	const { sector, ...person } = typed;
	const input = {
		...{
			line,
			number: person.number || null,
			firstName: person.firstName || null,
			lastName: person.lastName || null
		},
		called: person.called || null,
		language: languages[folded(person.language)] ?? person.language,
		sectorId: sectorNamed(sector, sectors)
	};
	const parsed = IntakeRow.safeParse(input);
	const unknown: FieldFaults = input.sectorId === undefined ? { sector: { code: 'intake.sector' } } : {};
	if (parsed.success && !unknown.sector) return { line, cells: typed, row: parsed.data, faults: null };
	const faults = parsed.success ? {} : faultsOf(parsed.error, input);
	return { line, cells: typed, row: null, faults: { ...faults, ...unknown } };
}

/** Undefined: none of the program's is called so. */
function sectorNamed(text: string, sectors: Sector[]): string | null | undefined {
	if (text === '') return null;
	const isCalled = ({ id, names }: Sector) =>
		[id, names.en, names.es].some((name) => folded(name) === folded(text));
	return sectors.find((sector) => sector.retiredAt === null && isCalled(sector))?.id;
}

const atFault = (code: string, params = {}) => invalid({ spreadsheet: { code, params } }, 'spreadsheet');
