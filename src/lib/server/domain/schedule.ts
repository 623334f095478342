/** When a group meets: weekly slots become dated sessions that keep their wall time (pure). */
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import type { Slot } from '../db/schema/index.ts';
import { plusDays } from './days.ts';

export type PlannedSession = {
	date: string;
	time: string;
	zone: string;
	minutes: number;
	/** UTC. */
	startsAt: string;
};

/** Beyond this no schedule is believable: three years of days looked at. */
const farthest = 3 * 366;

/**
 * The next `count` meetings from `startsOn`, skipping closed days. A wall time that a change to summer time leaves out
 * moves to the next one that exists ("compatible" in Temporal).
 * @throws RangeError when the slots and closures leave no room
 */
export function planSessions(
	slots: Slot[],
	zone: string,
	startsOn: string,
	count: number,
	isClosed: (day: string) => boolean
): PlannedSession[] {
	const planned: PlannedSession[] = [];
	const inOrder = [...slots].sort((a, b) => a.time.localeCompare(b.time));
	let day = Temporal.PlainDate.from(startsOn);
	for (let looked = 0; planned.length < count; looked++, day = day.add({ days: 1 })) {
		if (looked > farthest) throw new RangeError('no days left for the schedule');
		if (isClosed(day.toString())) continue;
		const today = inOrder.filter((slot) => slot.weekday === day.dayOfWeek);
		planned.push(...today.map((slot) => at(day, slot, zone)));
	}
	return planned.slice(0, count);
}

function at(day: Temporal.PlainDate, { time, minutes }: Slot, zone: string): PlannedSession {
	const start = day.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone);
	const startsAt = new Date(start.epochMilliseconds).toISOString();
	const shown = start.toPlainTime().toString({ smallestUnit: 'minute' });
	return { date: day.toString(), time: shown, zone, minutes, startsAt };
}

/** A meeting as a weekly time. */
export function slotOf({ date, time, minutes }: Pick<PlannedSession, 'date' | 'time' | 'minutes'>): Slot {
	return { weekday: Temporal.PlainDate.from(date).dayOfWeek, time, minutes };
}

/** One meeting at a wall time. */
export const meetingAt = (meeting: Pick<PlannedSession, 'date' | 'time' | 'minutes'>, zone: string) =>
	at(Temporal.PlainDate.from(meeting.date), slotOf(meeting), zone);

/** Public holidays of a country or state ("US", "US-CA"), observed days included. */
export function holidaysOf(code: string): (day: string) => boolean {
	const [country, state] = code.split('-');
	const calendar = state ? new Holidays(country, state) : new Holidays(country);
	const years = new Map<number, Set<string>>();
	return (day) => {
		const year = Number(day.slice(0, 4));
		if (!years.has(year)) years.set(year, publicDays(calendar, year));
		return years.get(year)!.has(day);
	};
}

function publicDays(calendar: Holidays, year: number): Set<string> {
	return new Set(calendar.getHolidays(year).filter(isPublic).flatMap(daysOf));
}

/** The library calls the day on which a federal holiday is observed a bank's, for Veterans Day. */
const isPublic = ({ type, substitute }: HolidaysTypes.Holiday) =>
	type === 'public' || (type === 'bank' && substitute === true);

function daysOf({ date, start, end }: HolidaysTypes.Holiday): string[] {
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

/** The calendar day in a zone at an instant. */
export function dayIn(zone: string, instant: string): string {
	return calendarOf(zone).format(new Date(instant));
}

/** Building one costs more than asking it a thousand times, and most reads ask. */
const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarOf(zone: string): Intl.DateTimeFormat {
	// Canada writes days as ISO 8601 does.
	const calendar = calendars.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone });
	calendars.set(zone, calendar);
	return calendar;
}
