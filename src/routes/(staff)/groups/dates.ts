/** Dates as a form sends them: a line each, beside the time and the length of those lines that name none. */
import { z } from 'zod';
import { clock, type Locale } from '#lib/format.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import { readDates, type GivenDate } from '#lib/server/domain/dates.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { NewDate } from '#lib/server/domain/groups.ts';

/** The fields of a form with dates in it. */
export const dateFields = {
	dates: z.string().max(8000).default(''),
	usualTime: NewDate.shape.time.nullable().default(null),
	usualMinutes: NewDate.shape.minutes.default(90)
};
type Typed = { dates: string; usualTime: string | null; usualMinutes: number };

/** The dates that were typed; each line at fault is told under "dates.<line>". */
export function givenDates(
	{ dates: text, usualTime: time, usualMinutes: minutes }: Typed,
	ctx: z.RefinementCtx
) {
	// Somewhere it is still yesterday.
	const today = plusDays(now().slice(0, 10), -1);
	const { dates, faults } = readDates(text, { language: getLocale(), today, time, minutes });
	for (const { line, code } of faults)
		ctx.addIssue({ code: 'custom', message: code, path: ['dates', line], input: text });
	if (dates.length + faults.length === 0)
		ctx.addIssue({ code: 'custom', message: 'required', path: ['dates'], input: text });
	return dates;
}

/** Dates as somebody would type them. */
export const linesOf = (dates: GivenDate[], locale: Locale) =>
	dates
		.map((one) => `${dayText(one.date, locale)} ${clock(one.time, locale)}, ${one.minutes} min`)
		.join('\n');

function dayText(date: string, locale: Locale): string {
	const [year, month, day] = date.split('-').map(Number);
	return (locale === 'en' ? [month, day, year] : [day, month, year]).join('/');
}
