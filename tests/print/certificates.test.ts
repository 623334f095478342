import { describe, expect, test } from 'vitest';
import { certificatePrint, letterPrint, type FaceChoice, type LetterWords } from '#lib/certificate-words.ts';
import { isTelling } from '#lib/server/domain/certificate-titles.ts';
import { newestEdition } from '#lib/server/domain/editions.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { skillsOf } from '#lib/server/feed/issued-certificates.ts';
import { typeset } from '#lib/server/print/typeset.ts';
import { freshDatabase } from '../support/database.ts';
import { shipped } from '../support/shipped.ts';
import { letterKinds } from '#lib/paper-kinds.ts';
import { readPdf } from '../support/pdf.ts';

const origin = 'https://papers.example.org';
const certificate = {
	...{
		name: 'Andre Müller-Ortiz',
		completedOn: '2026-11-19',
		minutes: 2490,
		organization: 'Northside Works'
	},
	titles: { en: 'Steady Ground: Skills for Work', es: 'Terreno firme: habilidades para el trabajo' },
	...{
		code: 'AB12CD34EF56',
		skills: { en: ['Take a no', 'Ask it plainly'], es: ['Acepte un no', 'Pídalo claro'] }
	}
};
const letter: LetterWords = {
	...{ kind: 'completion', wording: 'neutral', language: 'en', line: null, name: 'Andre Müller-Ortiz' },
	contents: {
		...{ from: '2026-08-04', until: '2026-11-20', attended: 27, sessions: 30, minutes: 2490 },
		...{ days: ['2026-08-04', '2026-08-06'], completedOn: '2026-11-19' }
	},
	...{ organization: 'Northside Works', program: 'Returning Home CBI', curriculum: 'Steady Ground' },
	...{ code: 'AB12CD34EF56', madeOn: '2026-11-20' }
};

const setIn = (choice: FaceChoice, change: object = {}) =>
	certificatePrint({ ...certificate, ...change }, { choice, size: 'letter', origin });
const letterIn = (change: Partial<LetterWords> = {}) =>
	letterPrint({ ...letter, ...change }, { size: 'letter', origin });

describe('a certificate', () => {
	test.each([
		['letter', [792, 612]],
		['a4', [842, 595]]
	] as const)('on %s has all its words on a sheet a language, tagged', async (size, sheet) => {
		const { pdf } = typeset(certificatePrint(certificate, { choice: 'both', size, origin }));
		const { pages, sizes, marked, info, roles } = await readPdf(pdf);
		expect(sizes).toEqual([sheet, sheet]);
		expect(marked).toBe(true);
		expect(info).toMatchObject({ Title: 'Certificate: Steady Ground: Skills for Work' });
		expect(roles.get('H1')).toBe(2);
		expect(roles.get('Figure')).toBe(2);
		const [english, spanish] = pages;
		for (const said of ['Certificate of Completion', 'Andre Müller-Ortiz', 'Steady Ground: Skills for Work'])
			expect(english).toContain(said);
		for (const said of [
			'41.5 hours',
			'November 19, 2026',
			'AB12-CD34-EF56',
			'Take a no',
			'papers.example.org'
		])
			expect(english).toContain(said);
		for (const said of [
			'Certificado de finalización',
			'Terreno firme',
			'19 de noviembre de 2026',
			'Acepte un no'
		])
			expect(spanish).toContain(said);
	});

	test('holds the longest names and titles on its one sheet', async () => {
		const long = 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior de la Santísima Trinidad';
		const skills = Array.from({ length: 16 }, (_, i) => `A skill of many words, number ${i}`);
		const change = {
			name: long.repeat(2),
			titles: { en: 'Skill '.repeat(15), es: '' },
			skills: { en: skills, es: [] }
		};
		expect(typeset(setIn('en', change)).pages).toBe(1);
	});

	test('leaves room for a name that was erased, or has letters that nobody here can print', async () => {
		for (const name of [null, '𓀀𓂀']) {
			const { pages } = await readPdf(typeset(setIn('en', { name })).pdf);
			expect(pages[0]).toContain('This is to certify that');
			expect(pages[0]).not.toMatch(/[\u{13000}-\u{1342F}]/u);
		}
	});

	test('has the way to the page that checks it in its square', () => {
		const [{ check }] = setIn('en').faces;
		expect(check.address).toBe('https://papers.example.org/verify/AB12CD34EF56');
	});
});

describe('a letter', () => {
	test('says what was chosen, tagged, on one sheet', async () => {
		const { pdf, pages } = typeset(letterIn({ line: 'Acme Bakery' }));
		expect(pages).toBe(1);
		const {
			pages: [text],
			marked,
			info
		} = await readPdf(pdf);
		expect(marked).toBe(true);
		expect(info).toMatchObject({ Title: 'Letter of completion' });
		for (const said of [
			'To: Acme Bakery',
			'Andre Müller-Ortiz',
			'a workforce skills program',
			'27 of 30',
			'41.5'
		])
			expect(text).toContain(said);
		for (const said of ['Aug 4, 2026', 'November 19, 2026', 'AB12-CD34-EF56']) expect(text).toContain(said);
	});

	test('names the program only where its holder wants that', () => {
		for (const kind of letterKinds) {
			for (const language of ['en', 'es'] as const) {
				const words = (wording: 'neutral' | 'explicit') =>
					JSON.stringify(letterIn({ kind, language, wording }));
				expect(words('neutral')).not.toMatch(/Returning Home|Steady Ground/);
				expect(words('explicit')).toMatch(/Steady Ground.*Returning Home CBI/);
			}
		}
	});
});

test('none of the skills of our curriculum that a certificate lists tells of justice', async () => {
	const { db } = await freshDatabase();
	await shipped(db);
	const { id: editionId } = await newestEdition(db.read);
	const { lessons } = await outlineOf(db.read, editionId);
	const lessonIds = lessons.filter(({ skill }) => skill).map(({ id }) => id);
	const { en, es } = await skillsOf(db.read, { editionId, lessonIds });
	expect(en).toContain('Take a no');
	expect(en).not.toContain('Talk about my record');
	expect(es).not.toContain('Responda a una verificación de antecedentes');
	expect(es).toHaveLength(en.length);
	const listed = JSON.stringify(setIn('both', { skills: { en, es } }));
	expect(listed).not.toMatch(/\b(record|background|court|jail|antecedentes|corte|cárcel|prisión)\b/i);
});

test('no certificate and no neutral letter tells of justice, in either language', () => {
	const told = (value: unknown): string[] =>
		typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(told);
	for (const language of ['en', 'es'] as const) {
		const papers = [setIn(language), ...letterKinds.map((kind) => letterIn({ kind, language }))];
		const telling = papers.flatMap(told).filter((text) => isTelling(text, language));
		expect(telling).toEqual([]);
	}
	expect(isTelling(letterIn({ wording: 'explicit' }).paragraphs[0], 'en')).toBe(true);
});
