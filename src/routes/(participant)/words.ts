/** What the person reads, put together from codes: short, plain, and never a verdict. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { capitalized, clock, clockAfter, longDay, shortDay, weekdayName } from '#lib/format.ts';
import type { OwnLesson } from '#lib/server/domain/journeys.ts';
import type { OwnAttendance } from '#lib/server/domain/records.ts';
import type { MilestoneKind } from '#lib/vocabulary.ts';
import { reasonWords } from '#lib/words.ts';

const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** "Today", "Tomorrow", "Thursday"; from a week away on with the date. */
export function nearDay(day: string, today: string): string {
	const away = Math.round((noon(day).getTime() - noon(today).getTime()) / 86_400_000);
	if (away === 0) return m.participant_today();
	if (away === 1) return m.participant_tomorrow();
	const locale = getLocale();
	const weekday = noon(day).getUTCDay() || 7;
	return capitalized(away > 0 && away < 7 ? weekdayName(weekday, locale) : longDay(day, locale), locale);
}

const goesOn = (day: string) => m.participant_state_goes_on({ day });
const comes = (day: string) => m.participant_state_next({ day });

/** What became of a lesson, and what can be done. */
export function stateText({ state, held, short, makeUpBy }: OwnLesson, nextDay: string | null): string {
	const makeUp = () =>
		makeUpBy
			? m.participant_state_make_up({ count: short, day: shortDay(makeUpBy, getLocale()) })
			: m.participant_state_read();
	const texts: Record<OwnLesson['state'], () => string> = {
		next: () => (!nextDay ? m.participant_state_open() : held ? goesOn(nextDay) : comes(nextDay)),
		done: m.participant_state_done,
		partly: () => `${m.participant_state_partly()} ${makeUp()}`,
		missed: () => `${m.participant_state_missed()} ${makeUp()}`,
		open: m.participant_state_open,
		before: m.participant_state_before,
		review: m.participant_state_review
	};
	return texts[state]();
}

/** Attendance as it was noted, said to the person. */
export function markText(meeting: OwnAttendance): string {
	if (meeting.review) return m.participant_mark_review();
	const reason = meeting.reason ? reasonWords[meeting.reason]().toLocaleLowerCase(getLocale()) : '';
	const texts: Record<OwnAttendance['status'], () => string> = {
		present: m.participant_mark_present,
		partial: () => partText(meeting),
		'absent-excused': () => m.participant_mark_excused({ reason }),
		'absent-neutral': () => m.participant_mark_neutral({ reason }),
		'absent-unexcused': m.participant_mark_out,
		'not-required': m.participant_mark_not_required,
		unmarked: m.participant_mark_unmarked
	};
	return texts[meeting.status]();
}

function partText({ time, cameAt, leftAt }: OwnAttendance): string {
	const at = (minutes: number) => ({ time: clock(clockAfter(time, minutes), getLocale()) });
	return [
		m.participant_mark_partial(),
		cameAt !== null && m.participant_mark_came(at(cameAt)),
		leftAt !== null && m.participant_mark_left(at(leftAt))
	]
		.filter(Boolean)
		.join(' ');
}

/** `module`: its title, or what the program calls a milestone of its own. */
export function reachedText(kind: MilestoneKind, module: string | null): string {
	const texts: Record<MilestoneKind, () => string> = {
		enrolled: m.participant_reached_enrolled,
		'first-session': m.participant_reached_first_session,
		module: () => m.participant_reached_module({ module: module ?? '' }),
		'half-way': m.participant_reached_half_way,
		applications: m.participant_reached_applications,
		'practice-target': m.participant_reached_practice_target,
		plan: m.participant_reached_plan,
		completed: m.participant_reached_completed,
		defined: () => m.participant_reached_defined({ name: module ?? m.word_milestone_defined() })
	};
	return texts[kind]();
}
