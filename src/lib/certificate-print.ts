/** Certificates and letters with all their words, as the page in the browser and the PDF both show them. */
import type { Size } from './print.ts';

/** How anybody can check a paper. */
export type PaperCheck = {
	lead: string;
	/** In the QR: leads to the page with the code filled in. */
	address: string;
	/** As it is typed, without the code. */
	site: string;
	/** Printed in groups of four. */
	code: string;
	/** Of the QR, for whoever hears it. */
	label: string;
};

export type CertificateFace = {
	lang: 'en' | 'es';
	heading: string;
	that: string;
	/** Empty: erased, or for a name whose letters the typeface lacks. It is written in by hand. */
	name: string;
	completed: string;
	title: string;
	facts: string[];
	skills: { heading: string; list: string[] } | null;
	by: string;
	signature: string;
	date: string;
	check: PaperCheck;
};
export type CertificatePrint = {
	output: 'certificate';
	language: 'en' | 'es';
	size: Size;
	/** Of the document. */
	title: string;
	/** A sheet a language. */
	faces: CertificateFace[];
};

export type LetterPrint = {
	output: 'letter';
	language: 'en' | 'es';
	size: Size;
	title: string;
	sender: string;
	date: string;
	/** Whom it is for. */
	to: string;
	subject: string;
	/** Before the name. */
	about: string;
	name: string;
	paragraphs: string[];
	facts: { label: string; value: string }[];
	days: { heading: string; list: string[] } | null;
	closing: string[];
	signature: string;
	check: PaperCheck;
};
