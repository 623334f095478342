/** Stays: from when until when somebody belongs to a group, and how their enrollment stands. */
import { plusDays } from './days.ts';
import type { Away, EnrollmentChange, EnrollmentState, Outlook } from '#lib/vocabulary.ts';

/** What was said of an enrollment since it was made. */
export type Change = {
	id: string;
	kind: EnrollmentChange;
	/** The day from which it holds, where the group meets. */
	day: string;
	backOn: string | null;
	reason: string | null;
	undoes: string | null;
	at: string;
};

/** An enrollment as it is after its changes. */
export type Stay = {
	exitedAt: string | null;
	exitReason: string | null;
	pausedOn: string | null;
	backOn: string | null;
	pauseReason: string | null;
	away: Away[];
};

const there: Stay & { exitedOn: string | null } = {
	...{ exitedAt: null, exitReason: null, exitedOn: null },
	...{ pausedOn: null, backOn: null, pauseReason: null, away: [] }
};

/** Changes that stand: what was undone is as if it had never been said. */
export function upheldChanges<C extends Pick<Change, 'id' | 'kind' | 'undoes'>>(changes: C[]): C[] {
	const undone = new Set(changes.map(({ undoes }) => undoes));
	return changes.filter(({ id, kind }) => kind !== 'undone' && !undone.has(id));
}

/** The enrollment after all that was said of it, in order. */
export function stayAfter(changes: Change[]): Stay {
	const { exitedOn: _, ...stay } = upheldChanges(changes).reduce(after, there);
	return stay;
}

function after(stay: typeof there, { kind, day, at, backOn, reason }: Change): typeof there {
	if (kind === 'paused') return { ...stay, pausedOn: day, backOn, pauseReason: reason };
	const back = { ...stay, pausedOn: null, backOn: null, pauseReason: null };
	if (kind === 'resumed') return { ...back, away: longer(stay.away, stay.pausedOn, day) };
	if (kind === 're-entered') {
		const away = longer(stay.away, stay.exitedOn, day);
		return { ...back, exitedAt: null, exitReason: null, exitedOn: null, away };
	}
	const away = longer(stay.away, stay.pausedOn, day);
	return { ...back, away, exitedAt: at, exitReason: reason, exitedOn: day };
}

const longer = (away: Away[], from: string | null, until: string): Away[] =>
	from !== null && from < until ? [...away, { from, until }] : away;

/** Is the enrollment paused on that day? */
export const isPaused = ({ exitedAt, pausedOn }: Pick<Stay, 'exitedAt' | 'pausedOn'>, day: string): boolean =>
	exitedAt === null && pausedOn !== null && pausedOn <= day;

type Days = Pick<Stay, 'pausedOn' | 'away'> & { enrolledOn: string };

/** Is the person not in the group on that day: not yet, in a pause, or between leaving and coming back? */
export const isAway = ({ enrolledOn, pausedOn, away }: Days, day: string): boolean =>
	day < enrolledOn ||
	(pausedOn !== null && day >= pausedOn) ||
	away.some(({ from, until }) => from <= day && day < until);

/** All the days without the person; a pause that still runs is counted until the day on which they are expected. */
export function daysAway({ enrolledOn, pausedOn, backOn, away }: Days & Pick<Stay, 'backOn'>, today: string) {
	const tomorrow = plusDays(today, 1);
	const before = { from: '', until: enrolledOn };
	if (pausedOn === null) return [before, ...away];
	const until = backOn !== null && backOn > tomorrow ? backOn : tomorrow;
	return [before, ...away, { from: pausedOn, until }];
}

type Known = {
	/** Was there at least once. */
	came: boolean;
	outlook: Outlook;
	today: string;
};

/**
 * How an enrollment stands. Whoever has completed has, whatever came after; whoever moved to another group has left this
 * one, and may yet begin in the other.
 */
export function stateOf(
	stay: Pick<Stay, 'exitedAt' | 'exitReason' | 'pausedOn'>,
	{ came, outlook, today }: Known
): EnrollmentState {
	if (outlook === 'complete') return 'completed';
	if (stay.exitedAt !== null) return came || stay.exitReason === 'transferred' ? 'exited' : 'never-started';
	if (isPaused(stay, today)) return 'paused';
	return came ? 'active' : 'enrolled';
}
