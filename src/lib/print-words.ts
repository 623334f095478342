/** Gives a paper its words, in the language that it is in: one text for the page in the browser and for the PDF. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { clock, clockAfter, type Clock, type Locale } from './format.ts';
import type { Output, Paper, PaperLesson, PaperModule, SkillCard, SkillSide } from './paper.ts';
import type {
	Cover,
	Plan,
	Print,
	PrintCard,
	PrintLesson,
	PrintModule,
	PrintSide,
	Size,
	Wallet
} from './print.ts';
import { elapsed, startsOf } from './reading.ts';
import { activityKindWords, lessonKindWords } from './words.ts';

export type PrintOptions = {
	size: Size;
	/** When the session begins: the guide then has running clock times. */
	start: Clock | null;
	/** The names of sectors in the paper's language. */
	sectorNames: Record<string, string>;
	/** Cards: whether their backs are printed too. */
	backs: boolean;
};

const outputWords: Record<Output, typeof m.print_guide> = {
	guide: m.print_guide,
	workbook: m.print_workbook,
	handout: m.print_handout,
	cards: m.print_cards,
	'wallet-card': m.print_wallet
};

export function printOf(paper: Paper, options: PrintOptions): Print {
	const locale: Locale = paper.language === 'es' ? 'es' : 'en';
	const { output } = paper;
	const isBook = 'modules' in paper && paper.part?.kind !== 'lesson';
	return {
		output,
		language: locale,
		size: options.size,
		title: titleOf(paper, locale),
		stamp: stampOf(paper, locale),
		cover: isBook ? coverOf(paper, options, locale) : null,
		modules:
			'modules' in paper ? paper.modules.map((one) => moduleOf(one, isBook, paper, options, locale)) : [],
		cards: 'cards' in paper ? cardsOf(paper.cards, paper, options, locale) : [],
		wallet: 'worksheet' in paper ? walletOf(paper.worksheet.fields, paper.language, locale) : null
	};
}

function titleOf({ part, edition, output }: Paper, locale: Locale): string {
	const kind = outputWords[output]({}, { locale });
	return m.print_title(
		{ title: part?.title ?? edition.title, output: kind.toLocaleLowerCase(locale) },
		{ locale }
	);
}

function stampOf({ edition: { title, version }, part, hash }: Paper, locale: Locale): string {
	const stamp = { title, version, hash: hash.slice(0, 12) };
	if (part?.kind !== 'lesson') return m.print_stamp(stamp, { locale });
	return m.print_lesson_stamp({ ...stamp, number: part.number }, { locale });
}

function coverOf(paper: Paper, { sectorNames }: PrintOptions, locale: Locale): Cover {
	const { edition, part, sector, output } = paper;
	const { title, subtitle, version } = edition;
	const about = [
		...(part ? [m.print_module({ number: part.number }, { locale })] : []),
		...(sector ? [m.print_sector({ sector: sectorNames[sector] ?? sector }, { locale })] : []),
		...(output === 'workbook' ? [m.print_yours({}, { locale })] : []),
		m.print_edition({ version }, { locale })
	];
	return {
		title: part?.title ?? title,
		subtitle: part ? title : subtitle,
		kind: outputWords[output]({}, { locale }),
		about,
		contents: m.print_contents({}, { locale })
	};
}

function moduleOf(
	{ number, title, guide, lessons }: PaperModule,
	isBook: boolean,
	{ output }: Paper,
	options: PrintOptions,
	locale: Locale
): PrintModule {
	const label = m.print_module({ number }, { locale });
	return {
		heading: isBook ? { number, label, title } : null,
		guide: guide?.html ? { html: guide.html, lang: guide.language } : null,
		lessons: lessons.map((lesson) =>
			output === 'guide' ? guideOf(lesson, options, locale) : sheetOf(lesson, output, locale)
		)
	};
}

function commonOf({ id, number, title, language, intro, behind }: PaperLesson, locale: Locale) {
	return {
		id,
		number,
		label: m.participant_lesson_number({ number }, { locale }),
		title,
		lang: language,
		note: noteOf(language === locale, behind, locale),
		intro
	};
}

/** Not in the language asked for, or of an older English text. */
function noteOf(isOwn: boolean, behind: boolean, locale: Locale): string | null {
	if (!isOwn) return m.participant_english({}, { locale });
	return behind ? m.guide_behind({}, { locale }) : null;
}

/** As the facilitators run it. */
function guideOf(lesson: PaperLesson, { start }: PrintOptions, locale: Locale): PrintLesson {
	const { skill, practice, materials, activities } = lesson;
	const at = (minutes: number) => (start ? clock(clockAfter(start, minutes), locale) : elapsed(minutes));
	const begins = startsOf(activities).map(at);
	const end = at(activities.reduce((sum, { minutes }) => sum + minutes, 0));
	const minutes = (count: number) => m.print_minutes({ minutes: count }, { locale });
	const kind = lessonKindWords[lesson.kind]({}, { locale });
	const facts = [
		[m.curriculum_when, skill?.when],
		[m.curriculum_watch_for, skill?.watchFor],
		[m.curriculum_materials, materials.join(', ')],
		[
			m.curriculum_practice,
			practice?.task,
			practice && m.curriculum_practice_times({ count: practice.times }, { locale })
		]
	] as const;
	const plan: Plan = {
		caption: m.curriculum_plan({}, { locale }),
		rows: activities.map((one, i) => ({ clock: begins[i], title: one.title, minutes: minutes(one.minutes) })),
		end: { clock: end, label: m.curriculum_ends({}, { locale }) }
	};
	return {
		...commonOf(lesson, locale),
		meta: m.curriculum_lesson_meta({ kind, minutes: lesson.minutes }, { locale }),
		plan,
		skill: skill && { name: skill.name, when: '', steps: skill.steps, watch: '' },
		facts: facts.flatMap(([label, text, more]) =>
			text ? [{ label: label({}, { locale }), text, more: more ?? null }] : []
		),
		practice: null,
		activities: activities.map(({ key, title, kind, minutes: count, html }, i) => ({
			key,
			title,
			clock: begins[i],
			meta: `${activityKindWords[kind]({}, { locale })} · ${minutes(count)}`,
			html
		}))
	};
}

/** Rows to note when the skill was used: as often as it is asked for, and once more. */
const spareRows = 1;

/** As a participant reads it and writes in it. */
function sheetOf(lesson: PaperLesson, output: Output, locale: Locale): PrintLesson {
	const { skill, practice } = lesson;
	const log = [m.print_log_day, m.print_log_where, m.print_log_how].map((word) => word({}, { locale }));
	return {
		...commonOf(lesson, locale),
		meta: null,
		plan: null,
		skill: skill && {
			name: skill.name,
			when: skill.when,
			steps: skill.steps,
			watch: m.participant_watch_for({ text: skill.watchFor }, { locale })
		},
		facts: [],
		practice: practice && {
			heading: m.participant_practice({}, { locale }),
			task: practice.task,
			times: m.participant_practice_times({ count: practice.times }, { locale }),
			log: output === 'workbook' ? { head: log, rows: practice.times + spareRows } : null
		},
		activities: lesson.activities
			.filter(({ html }) => html)
			.map(({ key, title, html }) => ({ key, title, clock: null, meta: null, html }))
	};
}

/** Of one lesson a sheet full of its card, for the group. */
const toASheet = 8;

function cardsOf(cards: SkillCard[], paper: Paper, options: PrintOptions, locale: Locale): PrintCard[] {
	const made = cards.map((card) => cardOf(card, paper, options, locale));
	return paper.part?.kind === 'lesson' ? made.flatMap((card) => Array<PrintCard>(toASheet).fill(card)) : made;
}

function cardOf(
	{ number, front, back }: SkillCard,
	paper: Paper,
	{ backs }: PrintOptions,
	locale: Locale
): PrintCard {
	const stamp = `${number} · ${paper.edition.version}`;
	return { front: sideOf(front, stamp, locale), back: backs && back ? sideOf(back, stamp, locale) : null };
}

function sideOf({ skill, language }: SkillSide, stamp: string, locale: Locale): PrintSide {
	const own = { locale: language === 'es' || language === 'en' ? language : locale } as const;
	return {
		lang: language,
		name: skill.name,
		when: skill.when,
		steps: skill.steps,
		watch: m.participant_watch_for({ text: skill.watchFor }, own),
		stamp
	};
}

/** Fields "early" and "early-do" are a pair; what has no partner stands on the other half. */
function walletOf(fields: { name: string; prompt: string }[], lang: string, locale: Locale): Wallet {
	const does = new Map(fields.map(({ name, prompt }) => [name, prompt]));
	const paired = fields.filter(({ name }) => does.has(`${name}-do`));
	const rest = fields.filter(({ name }) => !does.has(`${name}-do`) && !/-do$/.test(name));
	return {
		lang,
		hint: m.print_wallet_hint({}, { locale }),
		rows: paired.map(({ name, prompt }) => ({ sign: prompt, does: does.get(`${name}-do`)! })),
		calls: rest.map(({ prompt }) => prompt),
		help: m.print_wallet_help({}, { locale })
	};
}
