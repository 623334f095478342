/** What can be chosen of a letter, in words. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { LetterKind, LetterWording } from './paper-kinds.ts';

export const letterKindWords: Record<LetterKind, typeof m.letter_says_attendance> = {
	attendance: m.letter_says_attendance,
	completion: m.letter_says_completion
};
export const letterWordingWords: Record<LetterWording, typeof m.letter_wording_neutral> = {
	neutral: m.letter_wording_neutral,
	explicit: m.letter_wording_explicit
};
