/** The roll in one word a person: what a tap says, and what it means as a mark (pure). */
import { v5 } from 'uuid';
import {
	absenceReasons,
	excusedReasons,
	neutralReasons,
	type AbsenceReason,
	type LateReason,
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
	/** Why coming in after the policy's cut-off counts all the same. */
	late?: LateReason | null;
};

const isOneOf = <T extends string>(list: readonly T[], word: string): word is T =>
	(list as readonly string[]).includes(word);

/** The mark that a word stands for. Of a part, `partBetween` tells the minutes. */
export function standingOf(said: Exclude<Said, 'partial'>): Standing {
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

/** Did they come in after the policy's cut-off, and does nothing say that it counts all the same? */
export const isTooLate = ({ status, cameAt, late }: Standing, lateCutoff: number | null): boolean =>
	status === 'partial' && lateCutoff !== null && (cameAt ?? 0) > lateCutoff && !late;

/** Minutes of the session for which somebody was there. */
export const minutesThere = ({ cameAt, leftAt }: Standing, minutes: number): number =>
	Math.max(0, Math.min(leftAt ?? minutes, minutes) - (cameAt ?? 0));

/** What is wrong with the minutes of a part, in the words of the mark's own schema; null when nothing is. */
export function faultOf({ status, cameAt, leftAt }: Standing, minutes: number): string | null {
	if (status !== 'partial') return null;
	if (cameAt === null && leftAt === null) return 'minutes';
	if ((cameAt ?? 0) >= (leftAt ?? Infinity)) return 'minutes-order';
	return Math.max(cameAt ?? 0, leftAt ?? 0) > minutes ? 'minutes-session' : null;
}

/** A part by the room's clock; whoever came before the start was there from the start. */
export function partBetween(starts: string, came: string | null, left: string | null): Standing {
	const cameAt = came ? minutesBetween(starts, came) : null;
	const leftAt = left ? minutesBetween(starts, left) : null;
	return { status: 'partial', cameAt: cameAt !== null && cameAt > 0 ? cameAt : null, leftAt, reason: null };
}

/** Minutes from one wall time to another, over midnight too; up to half a day before it counts as earlier. */
export function minutesBetween(from: string, to: string): number {
	const [a, b] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
	const later = (b - a + 1440) % 1440;
	return later > 720 ? later - 1440 : later;
}

/** The mark that "all others present" makes of one person: the browser knows its id, and can replace it at once. */
export const markInAll = (operationId: string, enrollmentId: string): string => v5(enrollmentId, operationId);

/** What a row's button sends by the roll's one form: a word about somebody. */
export const tapFor = (said: Said, enrollmentId: string): string => `${said} ${enrollmentId}`;
export function tapOf(tap: string): { said: Said; enrollmentId: string } {
	const [said, enrollmentId = ''] = tap.split(' ');
	return { said: said as Said, enrollmentId };
}

/** What each person's next mark replaces, in one field for the whole roll. */
export const headsField = (people: readonly { enrollmentId: string; heads: readonly string[] }[]): string =>
	people
		.filter(({ heads }) => heads.length > 0)
		.map(({ enrollmentId, heads }) => [enrollmentId, ...heads].join('.'))
		.join(' ');
export function headsIn(field: string, enrollmentId: string): string[] {
	const own = field.split(' ').find((one) => one.startsWith(`${enrollmentId}.`));
	return own ? own.split('.').slice(1) : [];
}
