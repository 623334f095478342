/** Days, times, numbers and names in the reader's language (pure: zone and today are given, never looked up). */

export type Locale = 'en' | 'es';
/** A calendar day, YYYY-MM-DD. */
export type Day = string;
/** A wall time, HH:MM. */
export type Clock = string;

/** Clocks and numbers as people in the United States write them; days as their language does. */
const tags = {
	days: { en: 'en-US', es: 'es' },
	numbers: { en: 'en-US', es: 'es-US' }
} as const;

// Building a formatter costs more than using it a thousand times.
function kept<F, O>(make: (tag: string, options: O) => F) {
	const made = new Map<string, F>();
	return (tag: string, options: O): F => {
		const key = tag + JSON.stringify(options);
		const found = made.get(key) ?? make(tag, options);
		made.set(key, found);
		return found;
	};
}

const formatter = kept((tag, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options));
const numbers = kept((tag, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options));
const lists = kept((tag, options: Intl.ListFormatOptions) => new Intl.ListFormat(tag, options));

/** Noon, so that no zone moves it to another day. */
const noon = (day: Day) => new Date(`${day}T12:00:00Z`);
const inDays = (locale: Locale, options: Intl.DateTimeFormatOptions) =>
	formatter(tags.days[locale], { ...options, timeZone: 'UTC' });

/** "Nov 24" */
export const shortDay = (day: Day, locale: Locale): string =>
	inDays(locale, { month: 'short', day: 'numeric' }).format(noon(day));

/** "Tue, Nov 24" */
export const weekDay = (day: Day, locale: Locale): string =>
	inDays(locale, { weekday: 'short', month: 'short', day: 'numeric' }).format(noon(day));

/** "Tuesday, November 24" */
export const longDay = (day: Day, locale: Locale): string =>
	inDays(locale, { weekday: 'long', month: 'long', day: 'numeric' }).format(noon(day));

/** "November 24, 2026" */
export const fullDay = (day: Day, locale: Locale): string =>
	inDays(locale, { dateStyle: 'long' }).format(noon(day));

/** "Nov 24 – Dec 2"; with years where they differ. */
export function dayRange(from: Day, to: Day, locale: Locale): string {
	const year = from.slice(0, 4) === to.slice(0, 4) ? undefined : 'numeric';
	return even(inDays(locale, { month: 'short', day: 'numeric', year }).formatRange(noon(from), noon(to)));
}

/** The name of an ISO weekday, 1 (Monday) to 7. */
export const weekdayName = (weekday: number, locale: Locale): string =>
	inDays(locale, { weekday: 'long' }).format(new Date(Date.UTC(2024, 0, weekday)));

/** "today", "tomorrow", "in 3 days"; from a week away on the day itself. */
export function relativeDay(day: Day, today: Day, locale: Locale): string {
	const days = Math.round((noon(day).getTime() - noon(today).getTime()) / 86_400_000);
	if (Math.abs(days) >= 7) return weekDay(day, locale);
	return new Intl.RelativeTimeFormat(tags.days[locale], { numeric: 'auto' }).format(days, 'day');
}

/** "6 pm", "6:12 pm" */
export const clock = (time: Clock, locale: Locale): string => timeOf(`1970-01-01T${time}:00Z`, 'UTC', locale);

/** "6–7:30 pm" */
export function clockRange(from: Clock, to: Clock, locale: Locale): string {
	const [first, last] = [clock(from, locale), clock(to, locale)];
	const [start, half] = halves(first);
	return half === halves(last)[1] ? `${start}–${last}` : `${first}–${last}`;
}

/** The wall time some minutes later; past midnight it begins again. */
export function clockAfter(time: Clock, minutes: number): Clock {
	const [hour, minute] = time.split(':').map(Number);
	return new Date(Date.UTC(1970, 0, 1, hour, minute + minutes)).toISOString().slice(11, 16);
}

/** An instant's wall time where it happened: "6:12 pm". */
export function timeOf(instant: string, zone: string, locale: Locale): string {
	const options = { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: zone } as const;
	const parts = formatter(tags.numbers[locale], options).formatToParts(new Date(instant));
	const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
	const minute = part('minute') === '00' ? '' : `:${part('minute')}`;
	return `${part('hour')}${minute}\u00a0${part('dayPeriod').toLowerCase()}`;
}

/** An instant's day where it happened, YYYY-MM-DD. */
export const dayOf = (instant: string, zone: string): Day =>
	formatter('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
		new Date(instant)
	);

/** "Tue, Nov 24, 6:12 pm", where it happened. */
export const momentOf = (instant: string, zone: string, locale: Locale): string =>
	`${weekDay(dayOf(instant, zone), locale)}, ${timeOf(instant, zone, locale)}`;

/** Minutes as hours: "20.5" */
export const hours = (minutes: number, locale: Locale): string =>
	number(Math.round(minutes / 6) / 10, locale, 1);

/** Minutes as people say them: "1 h 30 min" */
export function duration(minutes: number, locale: Locale): string {
	const [h, min] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
	return [h && `${number(h, locale)}\u00a0h`, (min || !h) && `${min}\u00a0min`].filter(Boolean).join(' ');
}

/** "1,220"; with `digits`, as many after the point, so that a column lines up. */
export const number = (value: number, locale: Locale, digits = 0): string =>
	numbers(tags.numbers[locale], {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(value);

/** Cents as "$25", or "$12.50". */
export const money = (cents: number, locale: Locale): string =>
	numbers(tags.numbers[locale], {
		...{ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' },
		minimumFractionDigits: cents % 100 === 0 ? 0 : 2
	}).format(cents / 100);

/** A share (0 to 1) as "82%". */
export const percent = (share: number, locale: Locale): string =>
	numbers(tags.numbers[locale], { style: 'percent' }).format(share);

/** "Breathe, ask and plan" in the language's own way. */
export const list = (
	items: readonly string[],
	locale: Locale,
	type: 'conjunction' | 'disjunction' = 'conjunction'
) => lists(tags.days[locale], { type }).format(items);

type Name = { firstName: string; lastName: string };

/** Made once: each costs more than all else about a name. */
const letters = new Intl.Segmenter();

/** Where others may see the screen: "Andre M." */
export function shortName({ firstName, lastName }: Name): string {
	const [initial] = letters.segment(lastName.trim());
	return apart(initial ? `${firstName.trim()} ${initial.segment.toUpperCase()}.` : firstName.trim());
}

export const fullName = ({ firstName, lastName }: Name): string => apart(`${firstName} ${lastName}`.trim());

/** Hebrew, Arabic and their kin. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** A name that is written from right to left stands by itself (Unicode's isolates): it turns no text around it. */
const apart = (name: string): string => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name);

/** For the start of a sentence or a heading: Spanish writes days small. */
export const capitalized = (text: string, locale: Locale): string =>
	text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

/** "6" and "pm" of "6 pm". */
const halves = (time: string) => time.split('\u00a0');
/** ICU sets thin spaces around a dash, and other versions of it others. */
const even = (range: string) => range.replace(/\s*[–—]\s*/u, ' – ');
