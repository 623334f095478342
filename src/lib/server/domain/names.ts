/** Names as people look for them: an accent or a capital letter changes neither their place nor whether they are found. */
type Named = { firstName: string; lastName: string };

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Alphabetical, in every database alike. */
export const byText = (a: string, b: string): number => collator.compare(a, b);
export const byName = (a: Named, b: Named): number =>
	byText(a.firstName, b.firstName) || byText(a.lastName, b.lastName);

/** Do the words occur in the person's name or number? No words: everybody. */
export const isNamed = ({ firstName, lastName, number }: Named & { number: string }, words = ''): boolean =>
	folded(`${firstName} ${lastName} ${number}`).includes(folded(words));

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
