/** The letters of reasons, each with its word. */
import { excusedLetters, neutralLetters } from '#lib/sheet.ts';
import { reasonWords } from '#lib/words.ts';

const letters = { e: excusedLetters, n: neutralLetters };
type First = keyof typeof letters;

/** What a row waits for: its reason is to be keyed next. */
export const reasonAwaited = (said: string): First | null => {
	const first = said.trim().toLowerCase();
	return first === 'e' || first === 'n' ? first : null;
};

/** "EW" "Work", ... */
export const reasonKeys = (first: First): [string, string][] =>
	Object.entries(letters[first]).map(([letter, reason]) => [
		`${first}${letter}`.toUpperCase(),
		reasonWords[reason]()
	]);
