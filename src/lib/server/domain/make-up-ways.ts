/** Make-up ways: how each lesson that somebody missed can still be made up, and until when. */
import type { Read } from '../db/open.ts';
import type { Id } from '../ids.ts';
import { ledgerOf, openingsOf } from './openings.ts';

type Enrolled = { id: Id; groupId: Id; participantId: Id; organizationId: Id };
/** Of a lesson; `minutes` are missing, `packet`: as many can be had with worksheets at home. */
export type MakeUpWays = {
	lessonId: string;
	minutes: number;
	by: string;
	packet: number;
	/** Meetings of other groups that hold the lesson in time: where and when. */
	meetings: { site: string; date: string; time: string }[];
};

/** So many meetings are told of a lesson. */
const most = 2;

/**
 * Lessons for which nothing is arranged yet and something still can be. The caller has found the enrollment, or is the
 * person.
 */
export async function makeUpWays(read: Read, enrollment: Enrolled, language: string): Promise<MakeUpWays[]> {
	const openings = await openingsOf(read, enrollment, await ledgerOf(read, enrollment), language);
	return openings
		.filter(({ isLate, isOverLimit, isPlanned }) => !isLate && !isOverLimit && !isPlanned)
		.map(({ lessonId, short, by, packet, hosts }) => ({
			...{ lessonId, minutes: short, by: by!, packet },
			meetings: hosts.slice(0, most).map(({ site, date, time }) => ({ site, date, time }))
		}));
}
