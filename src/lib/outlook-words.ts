/** Progress in plain words: what is done, what is missing, what can still be done about it, and by when. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { Explanation, ExplainedLesson } from '#lib/server/domain/outlooks.ts';
import type { RequirementKind } from '#lib/server/domain/progress.ts';
import type { Outlook } from '#lib/vocabulary.ts';
import { list, longDay, shortDay } from '#lib/format.ts';
import { milestoneWords } from '#lib/words.ts';

type Requirement = Explanation['requirements'][number];
type Milestone = Explanation['milestones'][number];
type Tone = 'ok' | 'watch' | 'risk' | 'plain';
/** To the person themselves, or to staff about them. */
export type Reader = 'you' | 'they';

export const outlookTones: Record<Outlook, Tone> = {
	complete: 'ok',
	'on-course': 'ok',
	'at-risk': 'watch',
	'out-of-reach': 'risk'
};

/** The few words of a tag: "On course, Mar 12". */
export function outlookTag(outlook: Outlook, finishOn: string | null): string {
	if (outlook === 'complete') return m.outlook_tag_complete();
	if (outlook === 'at-risk') return m.outlook_tag_at_risk();
	if (outlook === 'out-of-reach') return m.outlook_tag_out();
	return finishOn
		? m.outlook_tag_on_course({ day: shortDay(finishOn, getLocale()) })
		: m.outlook_tag_on_course_open();
}

/** "3 of 5 lessons. Still needed: 2 lessons and 1 practice entry. You can finish by March 12." */
export function summary(told: Explanation, reader: Reader): string {
	if (told.complete) return finishText(told, reader);
	const core = told.requirements.find((one) => one.kind === 'core');
	const needed = told.requirements.filter((one) => !one.met).flatMap((one) => needText(one, told.lessons));
	return [
		core && (core.met ? m.outlook_lessons_met({ need: core.need }) : m.outlook_lessons(core)),
		needed.length > 0 && m.outlook_still_needed({ list: list(needed, getLocale()) }),
		absenceText(told.requirements),
		finishText(told, reader)
	]
		.filter(Boolean)
		.join(' ');
}

/** Whether and by when: "You can finish by Thursday, March 12." */
export function finishText({ outlook, finishOn }: Pick<Explanation, 'outlook' | 'finishOn'>, reader: Reader) {
	const words = {
		you: {
			complete: m.outlook_you_complete,
			finish: m.outlook_you_finish,
			makeUp: m.outlook_you_make_up,
			out: m.outlook_you_out
		},
		they: {
			complete: m.outlook_they_complete,
			finish: m.outlook_they_finish,
			makeUp: m.outlook_they_make_up,
			out: m.outlook_they_out
		}
	}[reader];
	if (outlook === 'complete') return words.complete();
	if (outlook === 'out-of-reach') return words.out();
	if (!finishOn) return '';
	const day = longDay(finishOn, getLocale());
	return outlook === 'at-risk' ? words.makeUp({ day }) : words.finish({ day });
}

/** What one unmet requirement still needs; nothing for absences, which nobody can take back. */
function needText({ kind, have, need, missing }: Requirement, lessons: ExplainedLesson[]): string[] {
	const count = need - have;
	const titles = list(titlesOf(missing, lessons), getLocale());
	const texts: Record<RequirementKind, () => string[]> = {
		core: () => [m.outlook_need_lessons({ count })],
		essential: () => [m.outlook_need_essential({ count: missing.length, titles })],
		applications: () => [m.outlook_need_applications({ count })],
		practice: () => [m.outlook_need_practice({ count })],
		'practice-skills': () => [m.outlook_need_skills({ count })],
		'skills-shown': () => [m.outlook_need_shown({ count })],
		plan: () => [m.outlook_need_plan()],
		absences: () => []
	};
	return texts[kind]();
}

function absenceText(requirements: Requirement[]): string {
	const absences = requirements.find((one) => one.kind === 'absences' && !one.met);
	return absences ? m.outlook_absences({ have: absences.have, need: absences.need }) : '';
}

const titlesOf = (ids: string[], lessons: ExplainedLesson[]) =>
	ids.map((id) => lessons.find((lesson) => lesson.id === id)?.title ?? id);

export const requirementWords: Record<RequirementKind, () => string> = {
	core: m.requirement_core,
	essential: m.requirement_essential,
	applications: m.requirement_applications,
	practice: m.requirement_practice,
	'practice-skills': m.requirement_practice_skills,
	'skills-shown': m.requirement_skills_shown,
	plan: m.requirement_plan,
	absences: m.requirement_absences
};

const logged: RequirementKind[] = ['practice', 'practice-skills'];

/** "3 of 5"; with more than is needed "6, 5 needed". */
export const haveText = (have: number, need: number): string =>
	have > need ? m.outlook_have_more({ have, need }) : m.ui_have_need({ have, need });

/** What can be done about an unmet requirement, and by when; empty once it is met. */
export function requirementNote(requirement: Requirement, told: Explanation): string {
	const { kind, reach, on, missing } = requirement;
	if (reach === 'met') return '';
	if (reach === 'none') return m.requirement_none();
	// Any core lesson helps: which one matters only once it has to be made up.
	const named = kind !== 'core' || reach === 'make-up' ? titlesOf(missing, told.lessons) : [];
	const titles = named.length > 0 ? m.requirement_missing({ titles: list(named, getLocale()) }) : '';
	return [named.length <= 4 && titles, whenText(kind, reach, logged.includes(kind) ? told.practiceBy : on)]
		.filter(Boolean)
		.join(' ');
}

function whenText(kind: RequirementKind, reach: Requirement['reach'], on: string | null): string {
	if (!on) return '';
	const day = longDay(on, getLocale());
	if (reach === 'make-up') return m.requirement_make_up({ day });
	return logged.includes(kind) ? m.requirement_log({ day }) : m.requirement_planned({ day });
}

export const lessonStateWords: Record<ExplainedLesson['state'], () => string> = {
	credited: m.lesson_credited,
	partly: m.lesson_partly,
	missed: m.lesson_missed,
	ahead: m.lesson_ahead,
	review: m.lesson_review
};

export const lessonTones: Record<ExplainedLesson['state'], Tone> = {
	credited: 'ok',
	partly: 'watch',
	missed: 'risk',
	ahead: 'plain',
	review: 'watch'
};

/** "60 of 90 min"; empty before any of it was given. */
export const lessonMinutes = ({ attended, delivered }: ExplainedLesson): string =>
	delivered > 0 ? m.lesson_minutes({ attended, delivered }) : '';

/** What would bring the credit; empty when nothing is open. */
export function lessonNote({ state, short, makeUpBy }: ExplainedLesson): string {
	if (state === 'credited' || state === 'ahead') return '';
	if (state === 'review') return m.lesson_reviewed();
	if (short === 0) return m.lesson_goes_on();
	return makeUpBy
		? m.lesson_short({ count: short, day: longDay(makeUpBy, getLocale()) })
		: m.lesson_too_late();
}

/** "Half-way", the module's name: "Talk that works completed", or what the program calls it. */
export const milestoneText = ({ kind, module }: Milestone): string =>
	kind === 'module' && module
		? m.milestone_module({ module })
		: kind === 'defined' && module
			? module
			: milestoneWords[kind]();
