/**
 * Syllables of a Spanish word, by the rules of the Real Academia's Ortografía (2010). Of the packages on npm,
 * silabify fails on "psicología", simi-syllable on "prohibir", and silabea, right on all, brings mocha along.
 */

const nextToE = /(?<=q)u(?=[eéií])|(?<=g)u(?=[eéií])/g;
const betweenVowels = /(?<=[aeiouáéíóúü])h(?=[aeiouáéíóúü])/g;
const yAsVowel = /y(?![aeiouáéíóúü])/g;
/** Two vowels that stay apart: strong ones, a strong one and an accented weak one, or twice the same. */
const hiatus = /[aeoáéóíú](?=[aeoáéó])|[aeoáéó](?=[íú])|([iu])(?=\1)/g;

/** At least one: a number or a sign is said somehow. */
export function spanishSyllables(word: string): number {
	const sounds = word
		.normalize('NFC')
		.toLowerCase()
		.replace(nextToE, '')
		.replace(betweenVowels, '')
		.replace(yAsVowel, 'i');
	const groups = sounds.match(/[aeiouáéíóúü]+/g)?.length ?? 0;
	return Math.max(1, groups + (sounds.match(hiatus)?.length ?? 0));
}
