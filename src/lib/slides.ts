/** What the room screen shows, one slide at a time, in every language that the lesson has. */

/** Of the letters: small fits the most. The smallest is 48 px on a screen 1920 wide, with two languages side by side. */
export const slideSizes = ['s', 'm', 'l'] as const;
export type SlideSize = (typeof slideSizes)[number];

/** A lesson's title, an activity's title with its time, text, the skill's steps up to one of them, or what to practice. */
export type SlideKind = 'lesson' | 'activity' | 'text' | 'steps' | 'practice';

/** A slide in one language. */
export type SlideWords = {
	/** Of the lesson or the activity; of the skill on its steps. */
	title: string;
	/** Sanitized; empty where there are only words. */
	html: string;
	/** The task to practice. */
	text: string;
	steps: string[];
};

export type Slide = {
	kind: SlideKind;
	/** Where its stamp and its time are kept: index of the lesson, and "lesson/activity" (empty: none). */
	lesson: number;
	activity: string;
	/** Of the activity. */
	minutes: number;
	/** On a slide of steps: the last one shown; null: all, and none before the others. */
	upTo: number | null;
	/** On a slide with what to practice. */
	times: number;
	size: SlideSize;
	/** By language; a lesson without a translation has the English words alone. */
	words: Record<string, SlideWords>;
};

/** Lessons one after the other, as one session or one preparation shows them. */
export type Deck = {
	edition: { title: string; version: string };
	lessons: { number: string; title: string; hash: string }[];
	/** English first. */
	languages: string[];
	/** What the screen begins with. */
	language: string;
	slides: Slide[];
};

/** The slide that an address names, counted from 1; the nearest there is where it names none. */
export function stepIn(slides: readonly unknown[], asked: string | undefined): number {
	const step = /^\d{1,6}$/.test(asked ?? '') ? Number(asked) : 1;
	return Math.min(Math.max(step, 1), slides.length);
}

/** The languages to show: the one asked for, or "both" for two side by side; else what the screen began with. */
export function shownLanguages({ languages, language }: Deck, asked: string | null): string[] {
	if (asked === 'both' && languages.length > 1) {
		return [languages[0], languages.find((one) => one === language && one !== languages[0]) ?? languages[1]];
	}
	if (asked && languages.includes(asked)) return [asked];
	return [languages.includes(language) ? language : languages[0]];
}

/** A slide's words in a language, or the English ones, with the language that they are in. */
export function wordsIn({ words }: Slide, language: string): SlideWords & { language: string } {
	const own = language in words ? language : 'en';
	return { ...words[own], language: own };
}
