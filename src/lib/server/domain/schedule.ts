/** When a group meets: weekly slots become dated sessions that keep their wall time (pure). */
import { Temporal } from 'temporal-polyfill';
import type { Slot } from '../db/schema/index.ts';

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

/**
 * Temporal's "compatible": in the night that leaves an hour out, what was meant for it is held an hour later by the wall
 * (02:30 becomes 03:30); of an hour that the other night has twice, the first is meant.
 */
function at(day: Temporal.PlainDate, { time, minutes }: Slot, zone: string): PlannedSession {
	const start = wallAt(day, time).toZonedDateTime(zone, { disambiguation: 'compatible' });
	const startsAt = new Date(start.epochMilliseconds).toISOString();
	const shown = start.toPlainTime().toString({ smallestUnit: 'minute' });
	return { date: day.toString(), time: shown, zone, minutes, startsAt };
}

const wallAt = (day: Temporal.PlainDate, time: string) => day.toPlainDateTime(Temporal.PlainTime.from(time));

/** What the clocks do to a wall time on a day: leave it out, or show it twice. Null on all other days. */
export function oddTime(zone: string, date: string, time: string): 'missing' | 'twice' | null {
	const wall = wallAt(Temporal.PlainDate.from(date), time);
	const [first, last] = (['earlier', 'later'] as const).map((disambiguation) =>
		wall.toZonedDateTime(zone, { disambiguation })
	);
	if (first.epochMilliseconds === last.epochMilliseconds) return null;
	return first.toPlainDateTime().equals(wall) ? 'twice' : 'missing';
}

type Asked = { slots: Pick<Slot, 'weekday' | 'time'>[]; dates: Pick<PlannedSession, 'date' | 'time'>[] };

/** The time that a meeting was meant for, where the clocks leave it out or show it twice on its day. */
export function oddMeeting(
	{ date, time, zone, minutes }: Omit<PlannedSession, 'startsAt'>,
	{ slots, dates }: Asked
): { asked: string; kind: 'missing' | 'twice' } | null {
	const { weekday } = slotOf({ date, time, minutes });
	const asked = [
		...slots.filter((slot) => slot.weekday === weekday).map((slot) => slot.time),
		...dates.filter((one) => one.date === date).map((one) => one.time)
	].find((one) => meetingAt({ date, time: one, minutes }, zone).time === time);
	const kind = asked === undefined ? null : oddTime(zone, date, asked);
	return kind && { asked: asked!, kind };
}

/** Meetings on given dates, in order. */
export const meetingsOn = (dates: Pick<PlannedSession, 'date' | 'time' | 'minutes'>[], zone: string) =>
	dates.map((one) => meetingAt(one, zone)).sort((a, b) => a.startsAt.localeCompare(b.startsAt));

/** The group's weekly times; of one that meets on given dates, that of its last meeting. */
export const paceOf = (slots: Slot[], last: Pick<PlannedSession, 'date' | 'time' | 'minutes'>): Slot[] =>
	slots.length > 0 ? slots : [slotOf(last)];

/** A meeting as a weekly time. */
export function slotOf({ date, time, minutes }: Pick<PlannedSession, 'date' | 'time' | 'minutes'>): Slot {
	return { weekday: Temporal.PlainDate.from(date).dayOfWeek, time, minutes };
}

/** One meeting at a wall time. */
export const meetingAt = (meeting: Pick<PlannedSession, 'date' | 'time' | 'minutes'>, zone: string) =>
	at(Temporal.PlainDate.from(meeting.date), slotOf(meeting), zone);

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
