/** A schedule as iCalendar text (RFC 5545): neutral words, wall times in their zone (pure). */
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import type { Meeting } from './calendars.ts';

/** What stands on the outside: nothing of the program, what it is about, or who is in it. */
export type CalendarWords = { name: string; title: (number: number) => string };

const anHour = 60 * 60;

export function icalOf(meetings: Meeting[], words: CalendarWords): string {
	const calendar = ical({
		name: words.name,
		prodId: { company: 'calendar', product: 'schedule', language: 'EN' },
		method: ICalCalendarMethod.PUBLISH,
		ttl: anHour
	});
	const years = meetings.map(({ startsAt }) => Number(startsAt.slice(0, 4)));
	const span: Span = [Math.min(...years), Math.max(...years) + 1];
	// Named for the whole calendar, a zone would make the library write its UTC stamps without their Z.
	calendar.timezone({ name: null, generator: (zone) => zoneText(zone, span) });
	for (const meeting of meetings) {
		const start = Temporal.Instant.from(meeting.startsAt).toZonedDateTimeISO(meeting.zone);
		calendar.createEvent({
			id: meeting.id,
			sequence: meeting.revision,
			start,
			end: start.add({ minutes: meeting.minutes }),
			timezone: meeting.zone,
			stamp: meeting.changedAt,
			summary: words.title(meeting.number),
			location: meeting.room,
			status: meeting.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
			class: ICalEventClass.PRIVATE
		});
	}
	return calendar.toString();
}

/** First year, and the one after the last. */
type Span = [number, number];

/** A zone's VTIMEZONE: what held at the beginning, and each change in these years. */
export function zoneText(zone: string, [from, until]: Span): string {
	const begin = Temporal.ZonedDateTime.from({ year: from, month: 1, day: 1, timeZone: zone });
	const end = Temporal.ZonedDateTime.from({ year: until, month: 1, day: 1, timeZone: zone });
	const changes = [];
	let next = begin.getTimeZoneTransition('next');
	while (next && Temporal.ZonedDateTime.compare(next, end) < 0) {
		changes.push(observance(next, next.subtract({ nanoseconds: 1 })));
		next = next.getTimeZoneTransition('next');
	}
	const lines = [observance(begin, begin), ...changes].flat();
	return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE'].join('\r\n');
}

/** Summer time is what runs ahead of the zone's January or July, whichever is behind. */
function observance(at: Temporal.ZonedDateTime, before: Temporal.ZonedDateTime): string[] {
	const usual = Math.min(...[1, 7].map((month) => at.with({ month, day: 1 }).offsetNanoseconds));
	const kind = at.offsetNanoseconds > usual ? 'DAYLIGHT' : 'STANDARD';
	// RFC 5545 3.6.5: an observance begins at a wall time of the offset that it ends.
	const wall = at.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime();
	const text = wall.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
	return [
		`BEGIN:${kind}`,
		`DTSTART:${text}`,
		`TZOFFSETFROM:${before.offset.replace(':', '')}`,
		`TZOFFSETTO:${at.offset.replace(':', '')}`,
		`END:${kind}`
	];
}
