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

function readTyped({ dates: text, usualTime: time, usualMinutes: minutes }: Typed) {
	// Somewhere it is still yesterday.
	const today = plusDays(now().slice(0, 10), -1);
	return readDates(text, { language: getLocale(), today, time, minutes });
}

/** The dates that were typed. */
export const givenDates = (typed: Typed): GivenDate[] => readTyped(typed).dates;

/** Tells of each line at fault under "dates.<line>", and of none at all: beside whatever else is wrong with the form. */
export function linesRead<T extends Typed>(isUsed: (typed: T) => boolean = () => true) {
	const check = z.check<T>(({ value, issues }) => {
		if (!isUsed(value)) return;
		const input = value.dates;
		const { dates, faults } = readTyped(value);
		if (dates.length + faults.length === 0)
			issues.push({ code: 'custom', message: 'required', path: ['dates'], input });
		for (const { line, code } of faults)
			issues.push({ code: 'custom', message: code, path: ['dates', line], input });
	});
	check._zod.def.when = () => true;
	return check;
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
