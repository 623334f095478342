/** A session of the agenda in words: when, where, and its next step. */
import { capitalized, clockAfter, clockRange, relativeDay, weekDay, type Locale } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { AgendaItem } from '#lib/server/domain/agendas.ts';

const locale = () => getLocale() as Locale;

export const lessonsOf = ({ lessons, group }: AgendaItem) => lessons.join(', ') || group;

const oneDay = 86_400_000;

/** "Tomorrow, 6–7:30 pm"; beyond that on the day: "Tue, Nov 24, 6–7:30 pm" */
export function whenOf({ date, time, minutes }: AgendaItem, today: string): string {
	const near = Math.abs(Date.parse(date) - Date.parse(today)) <= oneDay;
	const day = near ? relativeDay(date, today, locale()) : weekDay(date, locale());
	return `${capitalized(day, locale())}, ${clockRange(time, clockAfter(time, minutes), locale())}`;
}

export const whereOf = ({ group, number, of, site, room }: AgendaItem) => [
	group,
	m.session_of({ number, of }),
	`${site}, ${room}`
];

/** What is left to do about a past session. */
export function stepOf({ people, unmarked }: AgendaItem): string {
	if (people > 0 && unmarked === people) return m.today_step_roll();
	return unmarked > 0 ? m.today_step_unmarked({ count: unmarked }) : m.today_step_end();
}
