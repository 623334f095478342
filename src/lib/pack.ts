/** Packs: sheets to sign in on, and all that sessions need while nothing but paper is at hand, with all their words. */
import type { PrintLesson, Size } from './print.ts';

export type Pack = {
	/** One session's sheet alone, or all that several need. */
	output: 'sheet' | 'pack';
	language: 'en' | 'es';
	size: Size;
	/** Of the document. */
	title: string;
	cover: PackCover | null;
	meetings: Meeting[];
	/** How all of it is keyed in afterwards. */
	afterwards: Afterwards | null;
	/** For a name whose letters the typeface lacks. */
	writeIn: string;
};
export type PackCover = {
	heading: string;
	about: string[];
	/** How to keep it: it has names. */
	care: string;
	columns: string[];
	rows: string[][];
	stamp: string;
};
/** One session on paper. */
export type Meeting = {
	sheet: PaperSheet;
	/** Announced beforehand, by whoever is expected to be away. */
	away: { heading: string; rows: PaperRow[] } | null;
	guides: { lesson: PrintLesson; stamp: string }[];
	grids: PaperGrid[];
};
export type PaperRow = { code: string; name: string };
export type PaperSheet = {
	heading: string;
	when: string;
	where: string;
	codeLabel: string;
	code: string;
	/** At the head of each further page. */
	running: string;
	columns: { code: string; name: string; came: string; left: string; initials: string; mark: string };
	letters: { letter: string; word: string }[];
	rows: PaperRow[];
	/** Said in place of rows. */
	empty: string;
	/** Rows for people who are not on the list. */
	guests: { label: string; rows: number };
	stamp: string;
};
export type PaperGrid = {
	heading: string;
	/** How many; what they are is in the guide. */
	steps: number;
	hint: string;
	columns: { code: string; name: string; result: string };
	results: { letter: string; word: string }[];
	rows: PaperRow[];
	running: string;
	stamp: string;
};
export type Afterwards = {
	heading: string;
	steps: string[];
	columns: string[];
	rows: string[][];
	stamp: string;
};
