/** The fixed words of certificates and letters: for database, rules and screens. Their names are messages. */

/** Why a certificate is no longer valid; "replaced" by one in another name. */
export const revocationReasons = ['mistake', 'asked', 'other'] as const;
export type RevocationReason = 'replaced' | (typeof revocationReasons)[number];

export const letterKinds = ['attendance', 'completion'] as const;
export type LetterKind = (typeof letterKinds)[number];
export const letterAudiences = ['employer', 'court', 'landlord', 'other'] as const;
export type LetterAudience = (typeof letterAudiences)[number];
/** "neutral" speaks of a workforce skills program; "explicit" says which. */
export const letterWordings = ['neutral', 'explicit'] as const;
export type LetterWording = (typeof letterWordings)[number];
/** Who asked for a letter: the participant on their phone, or in person, and staff made it for them. */
export type LetterAsked = 'self' | 'in-person';

/** A text in each language of the screens. */
export type InBoth = { en: string; es: string };

/** What a letter says, as it was on the day on which it was made. */
export type LetterContents = {
	/** First session at which the person was there; null: none yet. */
	from: string | null;
	/** Last day counted. */
	until: string;
	/** Sessions at which they were there, of those that counted for them. */
	attended: number;
	sessions: number;
	/** Days of the sessions attended; empty unless the person wants them in the letter. */
	days: string[];
	minutes: number;
	/** Null: not completed, or not said. */
	completedOn: string | null;
};
