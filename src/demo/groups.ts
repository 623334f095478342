/** Which groups the demo program has, and how far along each is today. */
import { Temporal } from 'temporal-polyfill';
import type { EditionOutline } from '#lib/server/curriculum/outline.ts';
import { courseOf, electivesIn } from '#lib/server/domain/courses.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import type { Slot } from '#lib/server/db/schema/index.ts';
import { planSessions } from '#lib/server/domain/schedule.ts';
import { minutes, timetables, zone } from './program.ts';
import type { Random } from './random.ts';

export type Stage = 'starting' | 'beginning' | 'mid-way' | 'finishing' | 'done';
export type GroupPlan = {
	stage: Stage;
	/** Index of its organization. */
	organization: number;
	slots: Slot[];
	startsOn: string;
	people: number;
	/** Ids of the electives that it takes from the start. */
	electives: string[];
	/** One that it takes up on the way. */
	laterElective?: string;
	/** Led by the person whose sign-in the demo gives out. */
	own: boolean;
	/** Began some minutes ago, and nobody has said anything about it yet. */
	live?: boolean;
	/** Its last session was not ended. */
	unfinished?: boolean;
};

type Calendar = { now: Date; outline: EditionOutline; isClosed(day: string): boolean };

/** How much of its course such a group has behind it. */
const share: Record<Exclude<Stage, 'starting' | 'done'>, [number, number]> = {
	beginning: [0.1, 0.25],
	'mid-way': [0.4, 0.6],
	finishing: [0.85, 0.95]
};

/** The stages of the groups that others lead, over and over. */
const others: Stage[] = [
	'finishing',
	'beginning',
	'done',
	'mid-way',
	'starting',
	'beginning',
	'mid-way',
	'done'
];

/** `count` groups over `organizations`: the demo facilitator's four, and others. */
export function planGroups(
	count: number,
	organizations: number,
	calendar: Calendar,
	chance: Random
): GroupPlan[] {
	const more = Array.from({ length: Math.max(0, count - 4) }, (_, i): GroupPlan => {
		const stage = others[i % others.length];
		const slots = slotsAt(timetables[i % timetables.length]);
		const electives = chance.shuffle(electivesOf(calendar)).slice(0, chance.between(0, 3));
		const startsOn = startFor(stage, slots, { ...calendar, electives }, chance);
		const people = chance.between(9, 12);
		return { stage, organization: (i + 1) % organizations, slots, startsOn, people, electives, own: false };
	});
	return [...ownGroups(calendar), ...more];
}

const electivesOf = ({ outline }: Calendar) => electivesIn(outline).map(({ id }) => id);

/** A calendar for a group with these electives. */
type Course = Calendar & { electives: string[] };
const lengthOf = ({ outline, electives }: Course) => courseOf(outline, electives).length;

const slotsAt = ({ weekdays, time }: { weekdays: number[]; time: string }): Slot[] =>
	weekdays.map((weekday) => ({ weekday, time, minutes }));

function startFor(stage: Stage, slots: Slot[], course: Course, chance: Random): string {
	if (stage === 'starting') return plusDays(today(course.now), chance.between(2, 16));
	const lessons = lengthOf(course);
	if (stage === 'done') return startWith(lessons, slots, course, chance.between(20, 60));
	const held = Math.max(1, Math.round((lessons * chance.between(...percents(share[stage]))) / 100));
	return startWith(Math.min(held, lessons - 1), slots, course);
}

const percents = ([least, most]: [number, number]): [number, number] => [least * 100, most * 100];

/** The latest first day with which `held` sessions had begun `ago` days before now. */
function startWith(held: number, slots: Slot[], { now, isClosed }: Calendar, ago = 0): string {
	const then = new Date(now.getTime() - ago * 86_400_000);
	for (let day = today(then); ; day = plusDays(day, -1)) {
		const last = planSessions(slots, zone, day, held, isClosed).at(-1)!;
		if (last.startsAt < then.toISOString()) return day;
	}
}

/** One that meets right now, one that met yesterday and was not ended, one about to start, one that is done. */
function ownGroups(calendar: Calendar): GroupPlan[] {
	const { now } = calendar;
	const began = beganBefore(now);
	const weekday = (days: number) => Temporal.PlainDate.from(plusDays(began.date, days)).dayOfWeek;
	const at = (days: number[], time: string) => slotsAt({ weekdays: days.map(weekday), time });
	const [first, second, third] = electivesOf(calendar);
	const taking = (...ids: (string | undefined)[]) => ids.filter((id) => id !== undefined);
	const own = { organization: 0, own: true };
	const live = at([0, 3], began.time);
	const recent = at([-1, 2], '10:00');
	const done = at([1, 3], '17:30');
	const all = { ...calendar, electives: taking(first, second) };
	return [
		{
			...own,
			stage: 'mid-way',
			slots: live,
			startsOn: startWith(Math.ceil(lengthOf(all) / 2) + 1, live, {
				...calendar,
				isClosed: openOn(began.date, calendar)
			}),
			people: 12,
			electives: all.electives,
			live: true
		},
		{
			...own,
			stage: 'beginning',
			slots: recent,
			startsOn: startWith(5, recent, calendar),
			people: 10,
			electives: [],
			laterElective: third,
			unfinished: true
		},
		{
			...own,
			stage: 'starting',
			slots: at([1, 4], '13:00'),
			startsOn: plusDays(began.date, 4),
			people: 9,
			electives: taking(second)
		},
		{
			...own,
			stage: 'done',
			slots: done,
			startsOn: startWith(lengthOf(all), done, calendar, 12),
			people: 11,
			electives: all.electives
		}
	];
}

/** The live group meets on the day of the demo even if that is a holiday. */
export const openOn =
	(date: string, { isClosed }: Pick<Calendar, 'isClosed'>) =>
	(day: string) =>
		day !== date && isClosed(day);

/** A start ten to fifteen minutes ago on a round time; just after midnight the day's first minute. */
export function beganBefore(now: Date): { date: string; time: string } {
	const wall = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(zone);
	const begun = wall.subtract({ minutes: 10 + (wall.minute % 5) });
	const date = wall.toPlainDate();
	const sameDay = Temporal.PlainDate.compare(begun.toPlainDate(), date) === 0;
	return { date: date.toString(), time: sameDay ? begun.toPlainTime().toString().slice(0, 5) : '00:00' };
}

export const today = (now: Date): string =>
	Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(zone).toPlainDate().toString();

/** A wall time of the program as UTC. */
export function instantAt(day: string, time: string): Date {
	const wall = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
	return new Date(wall.toZonedDateTime(zone).epochMilliseconds);
}
