import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { listedWords, listedWordsOf } from '#lib/server/curriculum/words.ts';

/** The one file that spells them out, so that lessons can be checked for them. */
const theList = 'src/lib/server/curriculum/words.ts';
const made = /\/(paraglide|meta)\//;

const files = globSync(['src/**/*', 'curriculum/**/*', 'static/**/*', '*.{md,ts,js,json}', '.ci/**/*'], {
	withFileTypes: true
})
	.filter((entry) => entry.isFile())
	.map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').replace(`${process.cwd()}/`, ''))
	.filter((file) => !made.test(file) && basename(file) !== 'package-lock.json');
const isText = (file: string) => /\.(ts|js|svelte|md|json|css|html|ya?ml|sql|txt|svg)$|\/run$/.test(file);
/** Words inside of names too: two humps are two words. */
const apart = (text: string) => text.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ');
const found = (text: string) =>
	Object.keys(listedWordsOf).flatMap((language) => listedWords(apart(text), language));

test('no text that ships labels people', () => {
	const texts = files.filter((file) => isText(file) && file !== theList);
	expect(texts.length).toBeGreaterThan(250);
	for (const part of [
		'src/lib/i18n/messages/',
		'src/routes/',
		'src/lib/server/domain/',
		'curriculum/steady-ground/',
		'src/demo/'
	]) {
		expect(
			texts.some((file) => file.startsWith(part)),
			part
		).toBe(true);
	}
	const said = texts.flatMap((file) =>
		[...found(readFileSync(file, 'utf8')), ...found(file)].map(
			({ line, params }) => `${file}:${line} ${params?.word}`
		)
	);
	expect(said).toEqual([]);
});

test('the words are found wherever they stand, and the sector is not one of them', () => {
	const words = (text: string) => found(text).map(({ params }) => String(params?.word).toLowerCase());
	expect(words('An Inmate, a FELON and an ex-con; two addicts.')).toEqual([
		'inmate',
		'felon',
		'ex-con',
		'addicts'
	]);
	expect(words('// keep it clean\nparolee_id offenderCount')).toEqual(['clean', 'offender', 'parolee']);
	expect(words('{"title":"offender"}')).toEqual(['offender']);
	expect(words('un delincuente')).toEqual(['delincuente']);
	expect(words('clean-energy, Clean energy, melon, felony, addiction, inmates’')).toEqual(['inmates']);
});

test('the list has every word that the design names', () => {
	const listed = listedWordsOf.en.flatMap(({ words }) => words);
	expect(listed).toEqual(
		expect.arrayContaining(['offender', 'inmate', 'felon', 'ex-con', 'addict', 'clean', 'dirty', 'parolee'])
	);
});
