/** Gives sheets and packs their words, in the language that they are printed in. */
import { m } from '#lib/i18n/paraglide/messages.js';
import {
	capitalized,
	clockAfter,
	clockRange,
	dayOf,
	dayRange,
	fullDay,
	longDay,
	momentOf,
	weekDay,
	type Locale
} from './format.ts';
import type { Afterwards, Meeting, Pack, PackCover, PaperGrid, PaperSheet } from './pack.ts';
import { printOf } from './print-words.ts';
import type { Size } from './print.ts';
import type { PackMeeting } from '#lib/server/domain/packs.ts';
import type { Sheet } from '#lib/server/domain/sheets.ts';
import { sheetLetters, spacedCode } from './sheet.ts';

/** How it is printed, when, and by whom. */
export type PackOptions = { language: Locale; size: Size; at: string; by: string };

/** Room for people who are not on the list. */
const guestRows = 3;
/** The letters of how a practice went, as `keyedPractice` reads them. */
const resultLetters = { en: ['W', 'S', 'H'], es: ['B', 'R', 'D'] } as const;

/** One session's sheet. */
export function sheetPrint(sheet: Sheet, options: PackOptions): Pack {
	const { language: locale } = options;
	const { group, date } = sheet.session;
	return {
		...commonOf(options),
		output: 'sheet',
		title: m.paper_sheet_title({ group, day: fullDay(date, locale) }, { locale }),
		cover: null,
		meetings: [{ sheet: sheetOf(sheet, options), away: null, guides: [], grids: [] }],
		afterwards: null
	};
}

export function packPrint(meetings: PackMeeting[], options: PackOptions): Pack {
	const { language: locale } = options;
	const days = meetings.map(({ sheet }) => sheet.session.date);
	const range = dayRange(days[0], days.at(-1)!, locale);
	const title = m.paper_pack_title({ days: range }, { locale });
	return {
		...commonOf(options),
		output: 'pack',
		title,
		cover: coverOf(meetings, title, options),
		meetings: meetings.map((one) => meetingOf(one, options)),
		afterwards: afterwardsOf(meetings, options)
	};
}

const commonOf = ({ language, size }: PackOptions) => ({
	language,
	size,
	writeIn: m.paper_write_in({}, { locale: language })
});

/** When it was printed, where the sessions are. */
const printed = ({ session }: Sheet, { at, language }: PackOptions) =>
	`${fullDay(dayOf(at, session.zone), language)}, ${momentOf(at, session.zone, language).split(', ').at(-1)}`;

const timesOf = ({ time, minutes }: Sheet['session'], locale: Locale) =>
	clockRange(time, clockAfter(time, minutes), locale);

function runningOf({ session, code }: Sheet, locale: Locale): string {
	const { group, date } = session;
	return m.paper_running({ group, day: weekDay(date, locale), code: spacedCode(code) }, { locale });
}

const stampOf = (sheet: Sheet, options: PackOptions) =>
	m.paper_sheet_stamp(
		{ code: spacedCode(sheet.code), when: printed(sheet, options) },
		{ locale: options.language }
	);

/** Nothing on it says what the group is for, or why anybody is in it. */
function sheetOf(sheet: Sheet, options: PackOptions): PaperSheet {
	const { language: locale } = options;
	const { session, rows } = sheet;
	const words = {
		p: m.paper_letter_p,
		l: m.paper_letter_l,
		a: m.paper_letter_a,
		e: m.paper_letter_e,
		n: m.paper_letter_n
	};
	const code = spacedCode(sheet.code);
	return {
		heading: session.group,
		when: `${capitalized(longDay(session.date, locale), locale)}, ${timesOf(session, locale)}`,
		where: [
			m.paper_sheet({}, { locale }),
			m.session_of({ number: session.number, of: session.of }, { locale }),
			session.room
		].join(' · '),
		codeLabel: m.paper_code({}, { locale }),
		code,
		running: runningOf(sheet, locale),
		columns: {
			code: m.paper_col_code({}, { locale }),
			name: m.paper_col_name({}, { locale }),
			came: m.paper_col_came({}, { locale }),
			left: m.paper_col_left({}, { locale }),
			initials: m.paper_col_initials({}, { locale }),
			mark: m.paper_col_mark({}, { locale })
		},
		letters: sheetLetters.map((letter) => ({
			letter: letter.toUpperCase(),
			word: words[letter]({}, { locale })
		})),
		rows: rows.map(({ code, name, isVisitor }) => ({
			code,
			name: isVisitor ? m.paper_visitor({ name }, { locale }) : name
		})),
		empty: m.paper_nobody({}, { locale }),
		guests: { label: m.paper_guests({}, { locale }), rows: guestRows },
		stamp: stampOf(sheet, options)
	};
}

function meetingOf({ sheet, guides }: PackMeeting, options: PackOptions): Meeting {
	const { size } = options;
	return {
		sheet: sheetOf(sheet, options),
		away: awayIn(sheet, options.language),
		guides: guides.map(({ paper, start }) => {
			const print = printOf(paper, { size, start, backs: false, sectorNames: {} });
			return { lesson: print.modules[0].lessons[0], stamp: print.stamp };
		}),
		grids: sheet.skills.map((skill) => gridOf(sheet, skill, options))
	};
}

/** For the facilitator, after the sheet: who is not waited for. Why is nobody's to read. */
function awayIn({ rows }: Sheet, locale: Locale): Meeting['away'] {
	const away = rows.filter(({ isAway }) => isAway);
	if (away.length === 0) return null;
	return {
		heading: m.paper_away({}, { locale }),
		rows: away.map(({ code, name }) => ({ code, name }))
	};
}

/** Names stand on it: the lesson has its number there, and its words are in the guide. */
function gridOf(sheet: Sheet, { number, steps }: Sheet['skills'][number], options: PackOptions): PaperGrid {
	const { language: locale } = options;
	const words = [m.paper_result_w, m.paper_result_s, m.paper_result_h];
	return {
		heading: m.paper_grid({ number }, { locale }),
		steps: steps.length,
		hint: m.paper_grid_hint({}, { locale }),
		columns: {
			code: m.paper_col_code({}, { locale }),
			name: m.paper_col_name({}, { locale }),
			result: m.paper_grid_result({}, { locale })
		},
		results: words.map((word, i) => ({ letter: resultLetters[locale][i], word: word({}, { locale }) })),
		rows: sheet.rows.filter(({ isVisitor }) => !isVisitor).map(({ code, name }) => ({ code, name })),
		running: runningOf(sheet, locale),
		stamp: stampOf(sheet, options)
	};
}

function coverOf(meetings: PackMeeting[], heading: string, options: PackOptions): PackCover {
	const { language: locale, by } = options;
	const when = printed(meetings[0].sheet, options);
	const editions = meetings.map(({ edition: { title, version, hash } }) =>
		m.paper_pack_edition({ title, version, hash: hash.slice(0, 12) }, { locale })
	);
	return {
		heading,
		about: [m.paper_pack_made({ when, who: by }, { locale }), ...new Set(editions)],
		care: m.paper_pack_care({}, { locale }),
		columns: [m.paper_col_when, m.paper_col_session, m.paper_code, m.paper_col_people].map((word) =>
			word({}, { locale })
		),
		rows: meetings.map(({ sheet }) => [
			whenOf(sheet, locale),
			sessionOf(sheet),
			spacedCode(sheet.code),
			String(sheet.rows.length)
		]),
		stamp: m.paper_pack_stamp({ when, who: by }, { locale })
	};
}

const whenOf = ({ session }: Sheet, locale: Locale) =>
	`${capitalized(weekDay(session.date, locale), locale)}, ${timesOf(session, locale)}`;
const sessionOf = ({ session }: Sheet) => `${session.group} · ${session.room}`;

function afterwardsOf(meetings: PackMeeting[], options: PackOptions): Afterwards {
	const { language: locale, by } = options;
	const when = printed(meetings[0].sheet, options);
	const steps = [
		m.paper_after_find,
		m.paper_after_key,
		m.paper_after_reason,
		m.paper_after_practice,
		m.paper_after_save,
		m.paper_after_end,
		m.paper_after_shred
	];
	return {
		heading: m.paper_after({}, { locale }),
		steps: steps.map((word) => word({}, { locale })),
		columns: [m.paper_col_when, m.paper_col_session, m.paper_code, m.paper_col_keyed].map((word) =>
			word({}, { locale })
		),
		rows: meetings.map(({ sheet }) => [whenOf(sheet, locale), sessionOf(sheet), spacedCode(sheet.code), '']),
		stamp: m.paper_pack_stamp({ when, who: by }, { locale })
	};
}
