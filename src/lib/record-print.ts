/** A record on paper: what is kept about one person, as facts, texts and one table. Never kept by the press. */
import type { Size } from './print.ts';

export type RecordPrint = {
	output: 'record';
	language: 'en' | 'es';
	size: Size;
	/** Of the document. */
	title: string;
	heading: string;
	lead: string;
	facts: { label: string; value: string }[];
	texts: { heading: string; lines: string[]; bullets: boolean }[];
	table: { columns: string[]; rows: string[][] } | null;
	/** In place of an empty table. */
	none: string;
	stamp: string;
};
