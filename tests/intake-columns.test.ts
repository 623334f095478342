import { describe, expect, test } from 'vitest';
import { spreadsheetOf } from '#lib/server/spreadsheets.ts';
import { draftsOf } from '../src/routes/(staff)/groups/[group]/intake/columns.ts';

const sectors = [
	{ id: 'culinary', names: { en: 'Culinary', es: 'Cocina' }, createdAt: '', retiredAt: null },
	{
		id: 'mining',
		names: { en: 'Mining', es: 'Minería' },
		createdAt: '',
		retiredAt: '2026-01-01T00:00:00.000Z'
	}
];
const read = (text: string) => draftsOf(spreadsheetOf(text), sectors);
const ana = {
	line: 2,
	number: 'P-1',
	firstName: 'Ana',
	lastName: 'Díaz',
	called: null,
	language: 'en',
	sectorId: null
};

describe('the head says which column is which', () => {
	test.each([
		['Program number,First name,Last name\nP-1,Ana,Díaz', {}],
		['NÚMERO DEL PROGRAMA;Nombre;Apellido;Idioma\nP-1;Ana;Díaz;Español', { language: 'es' }],
		['apellidos,nombres,numero\nDíaz,Ana,p-1', {}],
		[
			'Last name,First name,ID,Goes by,Sector\nDíaz,Ana,P-1,Nita,cocina',
			{ called: 'Nita', sectorId: 'culinary' }
		]
	])('%j', (text, change) => {
		expect(read(text.replaceAll('P-1', 'P-100').replaceAll('p-1', 'p-100')).drafts[0].row).toEqual({
			...{ ...ana, number: 'P-100' },
			...change
		});
	});

	test('and what is not read is named', () => {
		expect(read('Number,First name,Last name,Charge,\nP-100,Ana,Díaz,none,x').unread).toEqual(['Charge']);
	});

	test.each(['P-100,Ana,Díaz', 'Name,Number\nAna,P-100'])('without it nothing is read: %j', (text) => {
		expect(() => read(text)).toThrow(
			expect.objectContaining({ fields: { spreadsheet: { code: 'intake.columns', params: {} } } })
		);
	});
});

const head = 'Number,First name,Last name,Language,Sector\n';

test.each([
	[',Ana,Díaz', { number: { code: 'required' } }],
	['P 1,Ana,Díaz', { number: { code: 'format' } }],
	['P-100,,Díaz', { firstName: { code: 'required' } }],
	['P-100,Ana', { lastName: { code: 'required' } }],
	['P-100,An\u202ea,Díaz', { firstName: { code: 'format' } }],
	['P-100,"A\nna",Díaz', { firstName: { code: 'format' } }],
	['P-100,Ana,Díaz,fr', { language: { code: 'choice' } }],
	['P-100,Ana,Díaz,en,Mining', { sector: { code: 'intake.sector' } }],
	[`P-100,${'x'.repeat(201)},Díaz`, { firstName: { code: 'too-long', params: { limit: 200 } } }]
])('a row says what to put right: %j', (text, faults) => {
	expect(read(head + text).drafts[0]).toMatchObject({ line: 2, row: null, faults });
});

test('at most 200 rows, and at least one', () => {
	const rows = (count: number) =>
		head + Array.from({ length: count }, (_, i) => `P-${100 + i},A,B`).join('\n');
	expect(read(rows(200)).drafts).toHaveLength(200);
	for (const [count, code] of [
		[201, 'intake.many'],
		[0, 'spreadsheet.empty']
	] as const)
		expect(() => read(rows(count))).toThrow(
			expect.objectContaining({ fields: { spreadsheet: expect.objectContaining({ code }) } })
		);
});
