/** Words that label a person (design.md 2) and what to say instead. The only file that spells them out. */
import { finding, type Finding } from './faults.ts';
import { linesOf } from './source.ts';

/** `notBefore`: what may follow without it being said of people. */
export type ListedWord = { words: string[]; instead: string; notBefore?: string };

export const listedWordsOf: Record<string, ListedWord[]> = {
	en: [
		{
			words: ['offender', 'offenders'],
			instead: 'person who was convicted, justice-involved person'
		},
		{ words: ['inmate', 'inmates'], instead: 'person in prison, person in jail' },
		{ words: ['felon', 'felons'], instead: 'person with a felony conviction' },
		{
			words: ['ex-con', 'ex-cons', 'ex con', 'ex cons', 'ex-convict', 'ex-convicts'],
			instead: 'person returning home'
		},
		{ words: ['addict', 'addicts'], instead: 'person with an addiction, person in recovery' },
		{ words: ['parolee', 'parolees'], instead: 'person on parole' },
		{
			words: ['clean'],
			instead: 'in recovery, not using; of things: washed, tidy, neat',
			// A sector, and its name in addresses.
			notBefore: '[- ]energy'
		},
		{ words: ['dirty'], instead: 'using; of things: used, muddy, unwashed' }
	],
	es: [
		{
			words: ['delincuente', 'delincuentes'],
			instead: 'persona condenada, persona involucrada con la justicia'
		},
		{ words: ['recluso', 'reclusa', 'reclusos', 'reclusas'], instead: 'persona en prisión' },
		{ words: ['presidiario', 'presidiaria', 'presidiarios', 'presidiarias'], instead: 'persona en prisión' },
		{
			words: ['exconvicto', 'exconvicta', 'exconvictos', 'exconvictas', 'ex convicto', 'ex-convicto'],
			instead: 'persona que regresa a casa'
		},
		{
			words: [
				'adicto',
				'adicta',
				'adictos',
				'adictas',
				'drogadicto',
				'drogadicta',
				'drogadictos',
				'drogadictas'
			],
			instead: 'persona con una adicción, persona en recuperación'
		}
	]
};

/** Every listed word of a text, whole words only, wherever it stands. */
export function listedWords(text: string, language: string): Finding[] {
	return linesOf(text).flatMap((line, i) =>
		(searches[language] ?? []).flatMap(({ search, instead }) =>
			[...line.matchAll(search)].map(({ 0: word, index }) =>
				finding('word.listed', { line: i + 1, column: index + 1 }, { word, instead })
			)
		)
	);
}

const searches = Object.fromEntries(
	Object.entries(listedWordsOf).map(([language, list]) => [language, list.map(searchOf)])
);

function searchOf({ words, instead, notBefore }: ListedWord) {
	const either = words.join('|');
	const exception = notBefore ? `(?!${notBefore})` : '';
	return {
		instead,
		search: new RegExp(`(?<![\\p{L}\\p{N}])(?:${either})(?![\\p{L}\\p{N}])${exception}`, 'giu')
	};
}
