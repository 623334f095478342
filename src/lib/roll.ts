/** The roll in one word a person: what a tap says, and what it means as a mark (pure). */
import {
	absenceReasons,
	excusedReasons,
	neutralReasons,
	type AbsenceReason,
	type MarkStatus
} from './vocabulary.ts';

/** What can be said of somebody: a status, or the reason of an absence, which decides what kind it is. */
export const saids = [
	'present',
	'partial',
	'absent-unexcused',
	'not-required',
	'unmarked',
	...absenceReasons
] as const;
export type Said = (typeof saids)[number];

export type Standing = {
	status: MarkStatus;
	/** Minutes after the start; null: from the start, to the end. */
	cameAt: number | null;
	leftAt: number | null;
	reason: AbsenceReason | null;
};

const isOneOf = <T extends string>(list: readonly T[], word: string): word is T =>
	(list as readonly string[]).includes(word);

/** The mark that a word stands for; minutes only tell of a part. */
export function standingOf(said: Said, cameAt: number | null = null, leftAt: number | null = null): Standing {
	if (said === 'partial') return { status: said, cameAt, leftAt, reason: null };
	const none = { cameAt: null, leftAt: null };
	if (isOneOf(neutralReasons, said)) return { status: 'absent-neutral', ...none, reason: said };
	if (isOneOf(excusedReasons, said)) return { status: 'absent-excused', ...none, reason: said };
	return { status: said, ...none, reason: null };
}

/** The word that says the same again. */
export const saidOf = ({ status, reason }: Standing): Said =>
	reason ?? (isOneOf(saids, status) ? status : 'absent-unexcused');

/**
 * What a tap on "part" means while the session runs: whoever was there leaves now, anyone else comes in now. Null:
 * only the one who taps can tell.
 */
export function partNow({ status }: Standing, elapsed: number, minutes: number) {
	const at = Math.round(elapsed);
	if (at < 1 || at >= minutes) return null;
	return status === 'present' ? { cameAt: null, leftAt: at } : { cameAt: at, leftAt: null };
}

/** Minutes of the session for which somebody was there. */
export const minutesThere = ({ cameAt, leftAt }: Standing, minutes: number): number =>
	Math.max(0, Math.min(leftAt ?? minutes, minutes) - (cameAt ?? 0));

/** Minutes from one wall time to another, over midnight too; up to half a day before it counts as earlier. */
export function minutesBetween(from: string, to: string): number {
	const [a, b] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
	const later = (b - a + 1440) % 1440;
	return later > 720 ? later - 1440 : later;
}
