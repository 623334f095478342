/** Names as people look for them: an accent or a capital letter changes neither their place nor whether they are found. */
export type Named = { firstName: string; lastName: string };

type Legal = Named & { legalFirstName: string | null; legalLastName: string | null };

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Alphabetical, in every database alike. */
export const byText = (a: string, b: string): number => collator.compare(a, b);
export const byName = (a: Named, b: Named): number =>
	byText(a.firstName, b.firstName) || byText(a.lastName, b.lastName);

/** Do the words occur in the person's name or number? No words: everybody. */
export const isNamed = ({ firstName, lastName, number }: Named & { number: string }, words = ''): boolean =>
	folded(`${firstName} ${lastName} ${number}`).includes(folded(words));

/** The name in use, and the legal one. */
export const namesIn = ({ firstName, lastName, legalFirstName, legalLastName }: Legal): Named[] => [
	{ firstName, lastName },
	{ firstName: legalFirstName ?? firstName, lastName: legalLastName ?? lastName }
];

/** May they be one person? The same letters, one slip of the pen, first and last turned round, one of two last names left out. */
export function areAlike(a: Named, b: Named): boolean {
	const [one, other] = [lettersOf(a), lettersOf(b)];
	if (one.first === other.last && one.last === other.first) return true;
	if (one.first === other.first && (holds(a, b) || holds(b, a))) return true;
	const [whole, another] = [one.first + one.last, other.first + other.last];
	return whole === another || (whole.length >= slipLength && isOneSlip(whole, another));
}

/** The very same name, but for accents, capitals and what stands between the letters. */
export const areSame = (a: Named, b: Named): boolean =>
	lettersOf(a).first === lettersOf(b).first && lettersOf(a).last === lettersOf(b).last;

/** In shorter names a letter makes another name: Al Roe, Al Poe. */
const slipLength = 6;
const letters = (text: string) => folded(text).replace(/[^\p{L}\p{N}]/gu, '');
const lettersOf = ({ firstName, lastName }: Named) => ({
	first: letters(firstName),
	last: letters(lastName)
});
const words = (text: string) => folded(text).split(/[^\p{L}\p{N}]+/u);
/** "Lopez Garcia" holds "Lopez". */
const holds = ({ lastName }: Named, other: Named) =>
	words(other.lastName).every((word) => words(lastName).includes(word));

/** One letter more, less, another, or two beside each other exchanged. */
function isOneSlip(a: string, b: string): boolean {
	if (Math.abs(a.length - b.length) > 1) return false;
	let i = 0;
	while (i < a.length && a[i] === b[i]) i += 1;
	const rest = (text: string, from: number) => text.slice(i + from);
	if (rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1)) return true;
	return a[i] === b[i + 1] && a[i + 1] === b[i] && rest(a, 2) === rest(b, 2);
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
