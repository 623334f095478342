/** Limits of make-ups: by when, how many, how long, and who may go beyond. */
import { conflict, forbidden, invalid } from '../errors.ts';
import { can, type Actor, type Subject } from '../policy.ts';
import type { Ledger, MakeUpRow, Opening } from './openings.ts';
import { plusDays } from './progress.ts';
import type { MakeUpException } from '#lib/vocabulary.ts';

/** Nothing is made up before it was missed. */
export function refuseEarly({ on }: Opening, day: string) {
	if (on !== null && day < on) throw invalid({ day: { code: 'make-up.early', params: { date: on } } });
}

/** Beyond the limit or the deadline, program staff say why; nobody else may. */
export function exceptionFor(
	actor: Actor,
	subject: Subject,
	{ policy }: Ledger,
	opening: Opening,
	day: string,
	why: MakeUpException | null
): MakeUpException | null {
	const { by, isOverLimit } = opening;
	if (by === null || day > by) return excuse(actor, subject, why, 'make-up.late', { date: by ?? day });
	if (isOverLimit) return excuse(actor, subject, why, 'make-up.limit', { count: policy.makeUps.limit });
	return null;
}

/** @throws 409 with `code` unless program staff say why */
export function excuse(
	actor: Actor,
	subject: Subject,
	why: MakeUpException | null,
	code: string,
	params: Record<string, string | number>
): MakeUpException {
	if (why === null || !can(actor, 'make-ups.except', subject)) throw conflict(code, params);
	return why;
}

/** What was held counts until its lock time as facilitators say, and later as program staff say. */
export function refuseLocked(actor: Actor, subject: Subject, { policy, today }: Ledger, head: MakeUpRow) {
	const isLocked = head.state === 'held' && today > plusDays(head.day, policy.lockDays);
	if (isLocked && !can(actor, 'attendance.correct-locked', subject))
		throw forbidden('attendance.correct-locked');
}

/** `hostMinutes`: of the session in another group; none: 0. */
export function refuseMinutes(
	{ lesson, packet }: Opening,
	hostMinutes: number,
	head: MakeUpRow,
	given: number
) {
	const before = head.state === 'held' ? head.minutes : 0;
	const most = head.way === 'packet' ? packet + before : Math.max(lesson.minutes, hostMinutes);
	if (given > most) throw invalid({ minutes: { code: 'too-big', params: { limit: most } } });
}
