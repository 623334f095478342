import { now } from '#lib/server/clock.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { dayOf } from '#lib/format.ts';
import { weeksOf } from './weeks.ts';

/** The month, and nothing of anybody's: what a phone shows after its pages were left. */
export const load = async ({ locals: { db } }) => {
	const today = dayOf(now(), (await findProgram(db.read)).zone);
	return { today, weeks: weeksOf(today) };
};
