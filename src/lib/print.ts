/** Print: a paper with all its words, as the page in the browser and the PDF both show it. */
import type { Output } from './paper.ts';

export const sizes = ['letter', 'a4'] as const;
export type Size = (typeof sizes)[number];

export type Print = {
	output: Output;
	language: 'en' | 'es';
	size: Size;
	/** Of the document: "Take a no: workbook". */
	title: string;
	/** At the foot of every sheet: edition and hash. */
	stamp: string;
	/** Before what has more than one lesson. */
	cover: Cover | null;
	modules: PrintModule[];
	cards: PrintCard[];
	wallet: Wallet | null;
};
export type Cover = { title: string; subtitle: string; kind: string; about: string[]; contents: string };

export type PrintModule = {
	/** Null where a single lesson is printed. */
	heading: { number: string; label: string; title: string } | null;
	guide: { html: string; lang: string } | null;
	lessons: PrintLesson[];
};
export type PrintLesson = {
	id: string;
	number: string;
	label: string;
	title: string;
	/** Of the lesson's own texts. */
	lang: string;
	meta: string | null;
	/** That the lesson is not in the language asked for. */
	note: string | null;
	plan: Plan | null;
	intro: string;
	skill: { name: string; when: string; steps: string[]; watch: string } | null;
	facts: { label: string; text: string; more: string | null }[];
	practice: { heading: string; task: string; times: string; log: Log | null } | null;
	activities: { key: string; title: string; clock: string | null; meta: string | null; html: string }[];
};
/** A table to fill in. */
export type Log = { head: string[]; rows: number };
export type Plan = {
	caption: string;
	rows: { clock: string; title: string; minutes: string }[];
	end: { clock: string; label: string };
};

export type PrintSide = {
	lang: string;
	name: string;
	when: string;
	steps: string[];
	watch: string;
	stamp: string;
};
export type PrintCard = { front: PrintSide; back: PrintSide | null };
export type Wallet = {
	lang: string;
	hint: string;
	/** A sign, and what to do then. */
	rows: { sign: string; does: string }[];
	/** What is left of the worksheet: whom to call. */
	calls: string[];
	help: string;
};
