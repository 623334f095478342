/** Which groups the demo program has, and how far along each is today. */
import { Temporal } from 'temporal-polyfill';
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
	/** Led by the person whose sign-in the demo gives out. */
	own: boolean;
	/** Began some minutes ago, and nobody has said anything about it yet. */
	live?: boolean;
	/** Its last session was not ended. */
	unfinished?: boolean;
};

type Calendar = { now: Date; lessons: number; isClosed(day: string): boolean };

const share: Record<Exclude<Stage, 'starting'>, [number, number]> = {
	beginning: [0.15, 0.3],
	'mid-way': [0.4, 0.7],
	finishing: [0.8, 0.9],
	done: [1, 1]
};

/** The stages of a whole program's groups, mixed; the first organization's own come first. */
const others: Stage[] = [
	...Array<Stage>(5).fill('starting'),
	...Array<Stage>(7).fill('beginning'),
	...Array<Stage>(11).fill('mid-way'),
	...Array<Stage>(6).fill('finishing'),
	...Array<Stage>(7).fill('done')
];

/** `count` groups over `organizations`: the demo facilitator's four, and others. */
export function planGroups(
	count: number,
	organizations: number,
	calendar: Calendar,
	chance: Random
): GroupPlan[] {
	const stages = chance.shuffle(others).slice(0, Math.max(0, count - 4));
	return [
		...ownGroups(calendar),
		...stages.map((stage, i) => {
			const slots = slotsAt(chance.pick(timetables));
			const startsOn = startFor(stage, slots, calendar, chance);
			return {
				stage,
				organization: (i + 1) % organizations,
				slots,
				startsOn,
				people: chance.between(9, 12),
				own: false
			};
		})
	];
}

const slotsAt = ({ weekdays, time }: { weekdays: number[]; time: string }): Slot[] =>
	weekdays.map((weekday) => ({ weekday, time, minutes }));

function startFor(stage: Stage, slots: Slot[], calendar: Calendar, chance: Random): string {
	if (stage === 'starting') return plusDays(today(calendar.now), chance.between(2, 16));
	const held = Math.max(1, Math.round((calendar.lessons * chance.between(...percents(share[stage]))) / 100));
	const ago = stage === 'done' ? chance.between(3, 60) : 0;
	return startWith(
		stage === 'done' ? calendar.lessons : Math.min(held, calendar.lessons - 1),
		slots,
		calendar,
		ago
	);
}

const percents = ([least, most]: [number, number]): [number, number] => [least * 100, most * 100];

/** The latest first day with which `held` sessions had begun `ago` days before now. */
function startWith(held: number, slots: Slot[], { now, lessons, isClosed }: Calendar, ago = 0): string {
	const then = new Date(now.getTime() - ago * 86_400_000);
	for (let day = today(then); ; day = plusDays(day, -1)) {
		const begun = planSessions(slots, zone, day, lessons, isClosed).filter(
			(s) => s.startsAt < then.toISOString()
		);
		if (begun.length >= held) return day;
	}
}

/** One that meets right now, one that met yesterday and was not ended, one about to start, one that is done. */
function ownGroups(calendar: Calendar): GroupPlan[] {
	const { now } = calendar;
	const began = beganBefore(now);
	const weekday = (days: number) => Temporal.PlainDate.from(plusDays(began.date, days)).dayOfWeek;
	const at = (days: number[], time: string) => slotsAt({ weekdays: days.map(weekday), time });
	const own = { organization: 0, own: true };
	const live = at([0, 3], began.time);
	const recent = at([-1, 2], '10:00');
	return [
		{
			...own,
			stage: 'mid-way',
			slots: live,
			startsOn: startWith(Math.ceil(calendar.lessons / 2) + 1, live, {
				...calendar,
				isClosed: openOn(began.date, calendar)
			}),
			people: 12,
			live: true
		},
		{
			...own,
			stage: 'beginning',
			slots: recent,
			startsOn: startWith(2, recent, calendar),
			people: 10,
			unfinished: true
		},
		{ ...own, stage: 'starting', slots: at([1, 4], '13:00'), startsOn: plusDays(began.date, 4), people: 9 },
		{
			...own,
			stage: 'done',
			slots: at([1, 3], '17:30'),
			startsOn: startWith(calendar.lessons, at([1, 3], '17:30'), calendar, 12),
			people: 11
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

export const plusDays = (day: string, days: number): string =>
	Temporal.PlainDate.from(day).add({ days }).toString();

/** A wall time of the program as UTC. */
export function instantAt(day: string, time: string): Date {
	const wall = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
	return new Date(wall.toZonedDateTime(zone).epochMilliseconds);
}
