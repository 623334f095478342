import { describe, expect, test } from 'vitest';
import { consentPrint, toldPrint } from '#lib/record-words.ts';
import type { Copy } from '#lib/consent-words.ts';
import { typeset } from '#lib/server/print/typeset.ts';
import type { Told } from '#lib/told-words.ts';
import { readPdf } from '../support/pdf.ts';

const copy: Copy = {
	...{ id: '0190c3a4-0000-7000-8000-00000000c0de', number: 'P-1001' },
	...{
		firstName: 'Andre',
		lastName: 'Miller',
		organization: 'Northside Works',
		recipient: 'Case management'
	},
	...{ kind: 'general', information: ['attendance', 'completion'], purpose: 'Plan services together' },
	...{ signedOn: '2026-03-03', expiresOn: '2027-03-01', revocableFrom: null, signature: 'screen' },
	...{ signedName: 'Andre Miller', way: 'pin', witness: null, textVersion: 2 },
	...{ state: 'in-force', revokedOn: null }
};
const told: Told = {
	...{
		id: 'a',
		at: '2026-03-04T18:00:00.000Z',
		via: 'api',
		kinds: ['milestones'],
		recipient: 'Case management'
	},
	...{ audience: null, consent: { purpose: 'Plan services together', signedOn: '2026-03-03' } },
	...{ number: 'P-1001', firstName: 'Andre', lastName: 'Miller' }
};
const letter = {
	...told,
	id: 'b',
	via: 'letter',
	kinds: [],
	recipient: null,
	audience: 'court',
	consent: null
};

describe.each(['en', 'es'] as const)('in %s', (language) => {
	const options = { language, size: 'letter' as const };

	test('the copy of a consent has every element, in a tagged PDF of one page', async () => {
		const read = await readPdf(typeset(consentPrint(copy, options)).pdf);
		expect([read.pages.length, read.marked]).toEqual([1, true]);
		const text = read.pages.join(' ').replace(/\s+/g, ' ');
		for (const part of ['Andre Miller', 'P-1001', 'Northside Works', 'Case management', '2.25', '2027']) {
			expect(text).toContain(part);
		}
	});

	test('the accounting says who was told what, by which way, under which consent, and what the person took there', async () => {
		const person = { number: 'P-1001', firstName: 'Andre', lastName: 'Miller' };
		const about = { person, zone: 'America/Los_Angeles' };
		const print = toldPrint([told, letter as Told], about, options, true);
		const read = await readPdf(typeset(print).pdf);
		expect(read.marked).toBe(true);
		const text = read.pages.join(' ').replace(/\s+/g, ' ');
		const words = { en: ['A court', 'You gave it yourself'], es: ['Una corte', 'Usted mismo lo dio'] };
		for (const part of ['Case management', 'Plan services together', ...words[language]]) {
			expect(text).toContain(part);
		}
	});

	test('letters that no typeface here has are left out, and the paper is tagged all the same', async () => {
		const odd = { ...copy, signedName: 'Andre \u{13000}' };
		const read = await readPdf(typeset(consentPrint(odd, options)).pdf);
		expect(read.marked).toBe(true);
	});
});
