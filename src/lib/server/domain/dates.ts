/** Dates that somebody types or pastes, one a line, in the usual forms of English and Spanish (pure). */
import { Temporal } from 'temporal-polyfill';

export type GivenDate = { date: string; time: string; minutes: number };
/** What can't be read, or can't be meant. Lines count from 1. */
export type LineFault = {
	line: number;
	text: string;
	code: 'line-date' | 'line-weekday' | 'line-time' | 'line-length' | 'line-overlap';
};
type Usual = {
	/** 3/10 is March 10 in English, and October 3 in Spanish. */
	language: 'en' | 'es';
	/** A day without a year is the next one from here. */
	today: string;
	/** For lines that name none. */
	time: string | null;
	minutes: number;
};

/** As a session may be: minutes. */
const [shortest, longest] = [30, 240];

/** All lines that say something, in order of time, and what is wrong with the others. */
export function readDates(text: string, usual: Usual): { dates: GivenDate[]; faults: LineFault[] } {
	const lines = text.split('\n').map((line, i) => ({ line: i + 1, text: line.trim() }));
	const read = lines
		.filter((one) => one.text !== '')
		.map((one) => ({ ...one, found: readLine(one.text, usual) }));
	const faults = read.flatMap(({ line, text, found }) =>
		typeof found === 'string' ? [{ line, text, code: found }] : []
	);
	const dates = read.flatMap(({ line, text, found }) =>
		typeof found === 'string' ? [] : [{ line, text, ...found }]
	);
	const inOrder = dates.sort((a, b) => startOf(a) - startOf(b) || a.line - b.line);
	const late = inOrder
		.filter((one, i) => i > 0 && startOf(one) < startOf(inOrder[i - 1]) + inOrder[i - 1].minutes)
		.map(({ line, text }) => ({ line, text, code: 'line-overlap' as const }));
	return {
		dates: inOrder.map(({ date, time, minutes }) => ({ date, time, minutes })),
		faults: [...faults, ...late].sort((a, b) => a.line - b.line)
	};
}

/** Minutes on the wall since the epoch: enough to tell what comes first. */
const startOf = ({ date, time }: Pick<GivenDate, 'date' | 'time'>) =>
	Date.parse(`${date}T${time}:00Z`) / 60_000;

/** Do they leave each other room? Two of one time never do. */
export function datesApart(dates: GivenDate[]): boolean {
	const inOrder = [...dates].sort((a, b) => startOf(a) - startOf(b));
	return inOrder.every(
		(one, i) => i === 0 || startOf(inOrder[i - 1]) + inOrder[i - 1].minutes <= startOf(one)
	);
}

function readLine(text: string, usual: Usual): GivenDate | LineFault['code'] {
	const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ');
	const day = findDay(plain, usual);
	if (!day) return 'line-date';
	const weekday = day.rest.match(weekdays)?.[0];
	if (weekday && weekdayOf(weekday) !== Temporal.PlainDate.from(day.date).dayOfWeek) return 'line-weekday';
	const time = readTime(day.rest, usual);
	if (!time) return 'line-time';
	return time.minutes < shortest || time.minutes > longest
		? 'line-length'
		: { date: day.date, time: time.time, minutes: time.minutes };
}

const months = [
	['jan', 'january', 'ene', 'enero'],
	['feb', 'february', 'febrero'],
	['mar', 'march', 'marzo'],
	['apr', 'april', 'abr', 'abril'],
	['may', 'mayo'],
	['jun', 'june', 'junio'],
	['jul', 'july', 'julio'],
	['aug', 'august', 'ago', 'agosto'],
	['sep', 'sept', 'september', 'septiembre', 'setiembre'],
	['oct', 'october', 'octubre'],
	['nov', 'november', 'noviembre'],
	['dec', 'december', 'dic', 'diciembre']
];
const monthOf = (word: string) => months.findIndex((names) => names.includes(word)) + 1;
const named = months.flat().sort((a, b) => b.length - a.length);
const month = `(${named.join('|')})\\.?`;
/** "mar" is a Tuesday too, in Spanish: the month is the one beside the day. */
const forms: { pattern: RegExp; parts: (m: string[], usual: Usual) => (string | number | undefined)[] }[] = [
	{ pattern: /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/, parts: ([y, m, d]) => [y, m, d] },
	{
		pattern: /\b(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?(?![\d/])/,
		parts: ([a, b, y], { language }) => (language === 'en' ? [y, a, b] : [y, b, a])
	},
	{
		pattern: new RegExp(
			`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of| de)? ${month}(?:,? (?:de |del )?(20\\d{2}))?(?![\\w])`
		),
		parts: ([d, word, y]) => [y, monthOf(word), d]
	},
	{
		pattern: new RegExp(`\\b${month} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (20\\d{2}))?(?![\\w:])`),
		parts: ([word, d, y]) => [y, monthOf(word), d]
	}
];

/** The day, and what the line says beside it. */
function findDay(text: string, usual: Usual): { date: string; rest: string } | null {
	for (const { pattern, parts } of forms) {
		const match = text.match(pattern);
		if (!match) continue;
		const [year, month, day] = parts(match.slice(1), usual).map((part) => (part ? Number(part) : null));
		const date = dayFrom(year, month!, day!, usual.today);
		return date === null ? null : { date, rest: text.replace(match[0], ' ') };
	}
	return null;
}

function dayFrom(year: number | null, month: number, day: number, today: string): string | null {
	const isIn = (y: number) => {
		try {
			return Temporal.PlainDate.from({ year: y, month, day }, { overflow: 'reject' }).toString();
		} catch {
			return null;
		}
	};
	if (year !== null) return isIn(year < 100 ? 2000 + year : year);
	const now = Number(today.slice(0, 4));
	return [now, now + 1].map(isIn).find((date) => date !== null && date >= today) ?? null;
}

/** As they begin, Monday first. */
const dayNames = ['mo|lu', 'tu|mar', 'we|mi', 'th|ju', 'fr|vi', 'sa', 'su|do'];
const weekdays =
	/\b(?:mon|tues?|wed|thur?s?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|lun(?:es)?|mar(?:tes)?|mie(?:r(?:coles)?)?|jue(?:ves)?|vie(?:rnes)?|sab(?:ado)?|dom(?:ingo)?)\b\.?/g;
const weekdayOf = (word: string) => dayNames.findIndex((names) => new RegExp(`^(?:${names})`).test(word)) + 1;
/** Words before a time, or between it and the day. */
const between = /^(?:\s|[,;|@–—-]|\b(?:at|from|on|a las?|de las?|desde las?|de|las?|el)\b)+/;
const clock = '(\\d{1,2})(?:[:.](\\d{2}))?(?: ?(?:([ap]) ?\\.? ?m\\b\\.?|(h|hrs|horas)\\b\\.?))?';
const until = ' ?(?:-|–|—|to|until|till|a las?|hasta las?|a|hasta|y) ?';
const length = '[ ,(]*(\\d{2,3}) ?(?:min|mins|minutes|minutos)\\b\\.?\\)?';
const times = new RegExp(`^${clock}(?:${until}${clock})?(?:${length})?$`);
const lengthAlone = new RegExp(`^${length}$`);

function readTime(rest: string, usual: Usual): { time: string; minutes: number } | null {
	const said = rest
		.replace(weekdays, ' ')
		.replace(/\s+/g, ' ')
		.replace(between, '')
		.replace(/[\s,;|.]+$/, (end) => (end.includes('.') ? '.' : ''));
	if (said === '' || said === '.') return usual.time ? { time: usual.time, minutes: usual.minutes } : null;
	const alone = said.match(lengthAlone);
	if (alone) return usual.time ? { time: usual.time, minutes: Number(alone[1]) } : null;
	const match = said.match(times);
	if (!match) return null;
	const [from, to] = [match.slice(1, 5), match.slice(5, 9)];
	const minutes = match[9] ? Number(match[9]) : usual.minutes;
	if (to[0] === undefined) return single(from, minutes);
	return match[9] ? null : range(from, to);
}

type Said = (string | undefined)[];
const isExact = ([, minute, half, word]: Said) => Boolean(minute ?? half ?? word);
const wall = (minutes: number) =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes since midnight. A bare "6" could be morning or evening: nobody guesses. */
function single(said: Said, minutes: number) {
	const start = isExact(said) ? minutesOf(said) : null;
	return start === null ? null : { time: wall(start), minutes };
}

/** "6–7:30 pm": what the end says of the half of the day goes for the start, where it comes before it. */
function range(from: Said, to: Said) {
	const end = isExact(to) ? minutesOf(to) : null;
	if (end === null) return null;
	const starts =
		from[2] || !to[2]
			? [minutesOf(from)]
			: [minutesOf(withHalf(from, to[2])), minutesOf(withHalf(from, 'a'))];
	const start = starts.find((one) => one !== null && one < end);
	return start === undefined || start === null ? null : { time: wall(start), minutes: end - start };
}
const withHalf = ([hour, minute, , word]: Said, half: string): Said => [hour, minute, half, word];

function minutesOf([hour, minute = '0', half]: Said): number | null {
	const [h, m] = [Number(hour), Number(minute)];
	if (m > 59 || h > (half ? 12 : 23) || (half && h === 0)) return null;
	return (half ? (h % 12) + (half === 'p' ? 12 : 0) : h) * 60 + m;
}
