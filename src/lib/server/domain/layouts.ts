/** Layouts: when a new group would meet, and which lessons each of its sessions would hold (pure). */
import type { LessonOutline } from '../curriculum/outline.ts';
import type { Slot } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import { packed } from './courses.ts';
import type { GivenDate } from './dates.ts';
import { meetingsOn, planSessions, type PlannedSession } from './schedule.ts';

type Wanted = { slots: Slot[]; dates: GivenDate[]; startsOn: string };
export type Laid = PlannedSession & { lessons: LessonOutline[] };

/**
 * One session a lesson at the weekly times; on given dates, as many as there are, with several lessons in the first ones
 * long enough where dates are fewer.
 * @throws 400 for dates that are too few or too many
 */
export function laidOut(
	{ slots, dates, startsOn }: Wanted,
	zone: string,
	course: LessonOutline[],
	isClosed: (day: string) => boolean
): Laid[] {
	if (dates.length === 0) {
		if (slots.length === 0) throw invalid({ slots: { code: 'too-few', params: { limit: 1 } } });
		const planned = planSessions(slots, zone, startsOn, course.length, isClosed);
		return planned.map((session, i) => ({ ...session, lessons: [course[i]] }));
	}
	const meetings = meetingsOn(dates, zone);
	const count = { given: dates.length, wanted: course.length };
	if (count.given > count.wanted) throw invalid({ dates: { code: 'dates-many', params: count } });
	const lessons = packed(
		course,
		meetings.map(({ minutes }) => minutes)
	);
	if (!lessons) throw invalid({ dates: { code: 'dates-few', params: count } });
	return meetings.map((session, i) => ({ ...session, lessons: lessons[i] }));
}
