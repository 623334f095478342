/** Turnouts: at how many of the sessions that counted for somebody they were there. */
import type { Read } from '../db/open.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { factsIn } from './facts.ts';
import { delaysOf, disputedSessions, isThere, marksBySession, nowhere, presences } from './presence.ts';
import { progress, type Facts } from './progress.ts';
import type { Policy } from '#lib/vocabulary.ts';

export type Turnout = {
	/** Days of the sessions at which they were there, oldest first. */
	days: string[];
	/** How many counted: not those that were cancelled, that they were not needed at, or missed for a neutral reason. */
	sessions: number;
	/** Of lessons, make-ups and credit from earlier groups included. */
	minutes: number;
};

/**
 * What an enrollment's marks say today. A session that nobody was marked at, or of which two marks say different things,
 * counts for neither side until that is settled.
 * @throws 404
 */
export async function turnoutOf(read: Read, groupId: Id, enrollmentId: Id): Promise<Turnout> {
	const { policy, edition, facts } = await factsIn(read, groupId, [enrollmentId]);
	const own = facts.get(enrollmentId);
	if (!own) throw notFound();
	return { ...countedIn(policy, own), minutes: progress(policy, edition, own).minutes };
}

function countedIn(policy: Policy, { sessions, marks }: Facts): Pick<Turnout, 'days' | 'sessions'> {
	const said = marksBySession(marks);
	const there = presences(policy, marks, delaysOf(sessions), 'worst');
	const unsettled = disputedSessions(marks);
	const held = sessions.filter(
		({ id, ended, cancelled, booster }) => ended && !cancelled && !booster && !unsettled.includes(id)
	);
	const attended = held.filter(({ id }) => isThere(there.get(id) ?? nowhere));
	const missed = held.filter((one) => !attended.includes(one) && said.get(one.id)?.some(isMissed));
	return {
		days: attended.map(({ date }) => date).sort(),
		sessions: attended.length + missed.length
	};
}

const isMissed = ({ status }: Facts['marks'][number]) =>
	status === 'absent-excused' || status === 'absent-unexcused' || status === 'partial';
