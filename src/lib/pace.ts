/** Where a session stands in its plan: minutes left, ahead or behind, and when it would end (pure). */
import type { ActivityState } from './vocabulary.ts';

type Planned = { minutes: number; state: ActivityState };

export type Pace =
	| { phase: 'before'; minutes: number }
	| {
			phase: 'running';
			/** Minutes since the start. */
			elapsed: number;
			/** Of the activity under way: its place in the list, minutes left (negative: over), share gone (0 to 1). */
			now: { index: number; left: number; share: number } | null;
			/** Minutes behind the plan; negative: ahead. Null while nothing was ticked off, since nothing is known. */
			behind: number | null;
			/** When it would end if the rest takes what is planned. */
			endsAt: string;
	  }
	| { phase: 'over' };

/** Minutes after the planned end from which a session counts as over rather than late. */
const grace = 60;

/** @param minutes that the session is planned for */
export function paceOf(startsAt: string, minutes: number, activities: readonly Planned[], at: string): Pace {
	const elapsed = (Date.parse(at) - Date.parse(startsAt)) / 60_000;
	if (elapsed < 0) return { phase: 'before', minutes: Math.ceil(-elapsed) };
	if (elapsed > minutes + grace) return { phase: 'over' };

	const pending = activities.filter(({ state }) => state === 'pending');
	const passed = planned(activities) - planned(pending);
	const index = activities.indexOf(pending[0]);
	const into = elapsed - passed;
	const length = pending[0]?.minutes ?? 0;
	const rest = planned(pending) - clamp(into, 0, length);
	return {
		phase: 'running',
		elapsed: Math.floor(elapsed),
		now: pending[0] ? { index, left: Math.ceil(length - into), share: clamp(into / length, 0, 1) } : null,
		behind: passed === 0 || !pending[0] ? null : Math.round(Math.max(0, into - length) + Math.min(0, into)),
		endsAt: new Date(Date.parse(at) + rest * 60_000).toISOString()
	};
}

const planned = (activities: readonly Planned[]) => activities.reduce((sum, { minutes }) => sum + minutes, 0);
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
