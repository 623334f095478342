/** Gives certificates and letters their words, in the language that they are printed in. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { CertificateFace, CertificatePrint, LetterPrint, PaperCheck } from './certificate-print.ts';
import { fullDay, number, shortDay, type Locale } from './format.ts';
import type { InBoth, LetterContents, LetterKind, LetterWording } from './paper-kinds.ts';
import type { Size } from './print.ts';

/** Languages of a certificate: one sheet each. */
export const faceChoices = ['en', 'es', 'both'] as const;
export type FaceChoice = (typeof faceChoices)[number];
const localesOf = (choice: FaceChoice): Locale[] => (choice === 'both' ? ['en', 'es'] : [choice]);

/** Groups of four, as it is typed. */
const groupedCode = (code: string): string => code.match(/.{1,4}/g)?.join('-') ?? '';

/** "41" or "41.5": on a paper for show, no zero after the point. */
function hoursOf(minutes: number, locale: Locale): string {
	const tenths = Math.round(minutes / 6);
	return number(tenths / 10, locale, tenths % 10 === 0 ? 0 : 1);
}

export type CertificateWords = {
	/** Null: it was erased, and is written in by hand. */
	name: string | null;
	titles: InBoth;
	completedOn: string;
	minutes: number;
	organization: string;
	code: string;
	/** Names of the skills in each language, if they are to be listed. */
	skills: { en: string[]; es: string[] } | null;
};
/** `origin`: where this deployment is reached. */
export type CertificateOptions = { choice: FaceChoice; size: Size; origin: string };

export function certificatePrint(
	given: CertificateWords,
	{ choice, size, origin }: CertificateOptions
): CertificatePrint {
	const faces = localesOf(choice).map((locale) => faceOf(given, origin, locale));
	const language = faces[0].lang;
	const title = `${m.certificate_document({}, { locale: language })}: ${faces[0].title}`;
	return { output: 'certificate', language, size, title, faces };
}

function faceOf(given: CertificateWords, origin: string, locale: Locale): CertificateFace {
	const { titles, completedOn, minutes, organization, code, skills } = given;
	const list = skills?.[locale] ?? [];
	return {
		lang: locale,
		heading: m.certificate_heading({}, { locale }),
		that: m.certificate_that({}, { locale }),
		name: given.name ?? '',
		completed: m.certificate_has_completed({}, { locale }),
		title: titles[locale],
		facts: [
			m.certificate_hours({ hours: hoursOf(minutes, locale) }, { locale }),
			m.certificate_on({ day: fullDay(completedOn, locale) }, { locale })
		],
		skills: list.length > 0 ? { heading: m.certificate_skills({}, { locale }), list } : null,
		by: m.certificate_by({ organization }, { locale }),
		signature: m.certificate_signature({}, { locale }),
		date: m.certificate_date({}, { locale }),
		check: checkOf(code, origin, locale)
	};
}

const checkOf = (code: string, origin: string, locale: Locale): PaperCheck => ({
	lead: m.certificate_check({}, { locale }),
	address: `${origin}/verify/${code}`,
	site: `${origin.replace(/^https?:\/\//, '')}/verify`,
	code: groupedCode(code),
	label: m.certificate_qr({}, { locale })
});

export type LetterWords = {
	kind: LetterKind;
	wording: LetterWording;
	language: Locale;
	contents: LetterContents;
	name: string | null;
	/** Whom it is for, in the participant's words. */
	line: string | null;
	organization: string;
	program: string;
	curriculum: string;
	/** Empty before it is made. */
	code: string;
	/** The day on which it was made, where the program is. */
	madeOn: string;
};

export const letterTitles: Record<LetterKind, typeof m.letter_attendance> = {
	attendance: m.letter_attendance,
	completion: m.letter_completion
};

export function letterPrint(
	given: LetterWords,
	{ size, origin }: { size: Size; origin: string }
): LetterPrint {
	const { kind, language: locale, contents, name, line, organization, code, madeOn } = given;
	const subject = letterTitles[kind]({}, { locale });
	return {
		...{ output: 'letter', language: locale, size, title: subject, subject, sender: organization },
		date: fullDay(madeOn, locale),
		to: line ? m.letter_to({ line }, { locale }) : m.letter_to_anybody({}, { locale }),
		about: m.letter_about({}, { locale }),
		name: name ?? '',
		paragraphs: [said(given, locale)],
		facts: factsOf(contents, locale),
		days:
			contents.days.length > 0
				? {
						heading: m.letter_days({}, { locale }),
						list: contents.days.map((day) => dayWithYear(day, locale))
					}
				: null,
		closing: [m.letter_asked({ day: fullDay(contents.until, locale) }, { locale })],
		signature: m.letter_signature({ organization }, { locale }),
		check: checkOf(code, origin, locale)
	};
}

const dayWithYear = (day: string, locale: Locale) => `${shortDay(day, locale)}, ${day.slice(0, 4)}`;

/** The one sentence in which "neutral" and "explicit" differ. */
function said({ kind, wording, organization, program, curriculum }: LetterWords, locale: Locale): string {
	const explicit = { organization, program, curriculum };
	if (kind === 'completion') {
		return wording === 'explicit'
			? m.letter_completed_explicit(explicit, { locale })
			: m.letter_completed({ organization }, { locale });
	}
	return wording === 'explicit'
		? m.letter_took_part_explicit(explicit, { locale })
		: m.letter_took_part({ organization }, { locale });
}

function factsOf(contents: LetterContents, locale: Locale): LetterPrint['facts'] {
	const { attended, sessions, minutes, from, until, completedOn } = contents;
	const count =
		attended > 0 || sessions > 0
			? m.letter_sessions_of({ attended, sessions }, { locale })
			: m.letter_sessions_none({}, { locale });
	const facts: [string, string | null][] = [
		[m.letter_fact_completed({}, { locale }), completedOn && fullDay(completedOn, locale)],
		[m.letter_fact_sessions({}, { locale }), count],
		[m.letter_fact_hours({}, { locale }), hoursOf(minutes, locale)],
		[m.letter_fact_from({}, { locale }), from && fullDay(from, locale)],
		[m.letter_fact_until({}, { locale }), fullDay(until, locale)]
	];
	return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
