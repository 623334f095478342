/** Words that label a person (design.md 2) and what to say instead. The only file that spells them out. */
import { finding, type Finding } from './faults.ts';
import { linesOf } from './source.ts';

type ListedWord = { pattern: string; instead: string };

const english: ListedWord[] = [
	{ pattern: 'ex-?offenders?|offenders?', instead: 'person who was convicted, justice-involved person' },
	{ pattern: 'inmates?', instead: 'person in prison, person in jail' },
	{ pattern: 'felons?', instead: 'person with a felony conviction' },
	{ pattern: 'ex[- ]?con(?:s|victs?)?', instead: 'person returning home' },
	{ pattern: 'addicts?', instead: 'person with an addiction, person in recovery' },
	{ pattern: 'parolees?', instead: 'person on parole' },
	// "Clean energy" is a sector.
	{ pattern: 'clean(?![- ]energy)', instead: 'in recovery, not using; for things: washed, tidy, neat' },
	{ pattern: 'dirty', instead: 'using; for things: used, muddy, unwashed' }
];
const spanish: ListedWord[] = [
	{ pattern: 'delincuentes?', instead: 'persona condenada, persona involucrada con la justicia' },
	{ pattern: 'reclus[oa]s?|(?:ex[- ]?)?presidiari[oa]s?', instead: 'persona en prisión' },
	{ pattern: 'ex[- ]?convict[oa]s?', instead: 'persona que regresa a casa' },
	{ pattern: '(?:droga|drogo)?adict[oa]s?', instead: 'persona con una adicción, persona en recuperación' }
];

const lists: Record<string, ListedWord[]> = { en: english, es: spanish };

/** Every listed word of a text, whole words only, wherever it stands. */
export function listedWords(text: string, language: string): Finding[] {
	const words = (lists[language] ?? []).map(({ pattern, instead }) => ({
		instead,
		search: new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu')
	}));
	return linesOf(text).flatMap((line, i) =>
		words.flatMap(({ search, instead }) =>
			[...line.matchAll(search)].map(({ 0: word, index }) =>
				finding('word.listed', { line: i + 1, column: index + 1 }, { word, instead })
			)
		)
	);
}
