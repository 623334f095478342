import { describe, expect, test } from 'vitest';
import { receiptPrint } from '#lib/receipt-print.ts';
import { typeset } from '#lib/server/print/typeset.ts';
import { readPdf } from '../support/pdf.ts';

const batch = { organization: 'Northside Works', form: 'gift-card', at: '2026-03-04T02:10:00.000Z' } as const;
const options = { size: 'letter', at: '2026-03-04T02:10:00.000Z', zone: 'America/Los_Angeles' } as const;
const people = [
	{ firstName: 'Ángel', lastName: 'Müller-Ortiz', cents: 2500, reference: '7KQ4MX2B' },
	{ firstName: 'Beatriz', lastName: 'Ortiz', cents: 1050, reference: 'D0D24DZ2' }
];

describe('the sheet to sign', () => {
	test('has a row a person with amount and reference, the total, and tags for a screen reader', async () => {
		const { pdf } = typeset(receiptPrint(batch, people, { language: 'en', ...options }));
		const { pages, marked, info, roles, sizes } = await readPdf(pdf);
		expect(pages).toHaveLength(1);
		expect(sizes).toEqual([[612, 792]]);
		for (const words of ['Ángel', 'Müller-Ortiz', '$25', '7KQ4MX2B', '$10.50', '2 incentives, $35.50 in all'])
			expect(pages[0]).toContain(words);
		expect(marked).toBe(true);
		expect(info.Title).toContain('March 3, 2026');
		expect(roles.get('TH')).toBe(5);
		expect(roles.get('TR')).toBe(3);
	});

	test('speaks Spanish, repeats its head on each sheet, and leaves room for a name that no letter here spells', async () => {
		const many = Array.from({ length: 40 }, (_, i) => ({ ...people[1], reference: `REF${i}` }));
		const odd = { firstName: '\u{1D4D0}', lastName: '\u{1D4D1}', cents: 500, reference: 'ODDNAME1' };
		const { pdf } = typeset(receiptPrint(batch, [odd, ...many], { language: 'es', ...options }));
		const { pages, info } = await readPdf(pdf);
		expect(info.Language).toBe('es');
		expect(pages.length).toBeGreaterThan(1);
		for (const page of pages.slice(0, -1)) expect(page).toContain('Firma');
		expect(pages[0]).toContain('ODDNAME1');
	});
});
