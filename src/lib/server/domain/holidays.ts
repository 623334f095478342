/** Public holidays of a country or state, observed days included: which they are, and on which days (pure). */
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { plusDays } from './days.ts';

type Holiday = HolidaysTypes.Holiday;
export type HolidayDay = { date: string; name: string };

/** A calendar of a year costs 20 ms to make, and every schedule asks for one. */
const made = new Map<string, Map<string, string>>();

/** Is a day a public holiday of a country or state ("US", "US-CA")? */
export const holidaysOf = (code: string) => (day: string) => daysIn(code, day.slice(0, 4), 'en').has(day);

/** The holidays of a year from a day on, by day, with their names. */
export function holidaysFrom(code: string, from: string, language: string): HolidayDay[] {
	const until = plusDays(from, 365);
	return [from.slice(0, 4), until.slice(0, 4)]
		.filter((year, i, both) => both.indexOf(year) === i)
		.flatMap((year) => [...daysIn(code, year, language)])
		.map(([date, name]) => ({ date, name }))
		.filter(({ date }) => date >= from && date < until)
		.sort((a, b) => a.date.localeCompare(b.date));
}

function daysIn(code: string, year: string, language: string): Map<string, string> {
	const key = `${code} ${year} ${language}`;
	const known = made.get(key);
	if (known) return known;
	const [country, state] = code.split('-');
	const calendar = state ? new Holidays(country, state) : new Holidays(country);
	const all = calendar.getHolidays(Number(year), spelled(language, calendar)).filter(isPublic);
	const days = new Map(all.flatMap((one) => daysOf(one).map((date) => [date, one.name])));
	made.set(key, days);
	return days;
}

/** American English has a code of its own in the library. */
const spelled = (language: string, calendar: Holidays) =>
	language === 'en' && calendar.getLanguages().includes('en-us') ? 'en-us' : language;

/** The library calls the day on which a federal holiday is observed a bank's, for Veterans Day. */
const isPublic = ({ type, substitute }: Holiday) =>
	type === 'public' || (type === 'bank' && substitute === true);

function daysOf({ date, start, end }: Holiday): string[] {
	const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
	return Array.from({ length }, (_, i) => plusDays(date.slice(0, 10), i));
}

/** Does the calendar know this country or state? Of one that it does not know it would say that nobody ever rests. */
export function isHolidayCode(code: string): boolean {
	const [country, state, ...more] = code.split('-');
	const calendar = new Holidays();
	if (more.length > 0 || !Object.hasOwn(calendar.getCountries(), country)) return false;
	return state === undefined || Object.hasOwn(calendar.getStates(country) ?? {}, state);
}

/** A country, and each of its states, whose holidays the calendar knows: that of the given code. */
export function holidayCodes(code: string): { code: string; name: string }[] {
	const [country] = code.split('-');
	const calendar = new Holidays();
	const states = Object.entries(calendar.getStates(country) ?? {});
	return [
		{ code: country, name: calendar.getCountries()[country] },
		...states.map(([state, name]) => ({ code: `${country}-${state}`, name }))
	];
}
