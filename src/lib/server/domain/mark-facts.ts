/** Mark facts: what was marked of people, as far as it counts in their group. */
import { asc, inArray } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { marks, type enrollments } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { MarkFact, SessionFact } from './progress.ts';
import { isAway } from './stays.ts';

type Stay = Pick<typeof enrollments.$inferSelect, 'enrolledOn' | 'pausedOn' | 'backOn' | 'away'>;

export async function markFacts(
	read: Read,
	enrollmentIds: Id[]
): Promise<(MarkFact & { enrollmentId: Id })[]> {
	const { id, replaces, sessionId, enrollmentId, status, cameAt, leftAt, reason, late } = marks;
	return read
		.select({ id, replaces, sessionId, enrollmentId, status, cameAt, leftAt, reason, late })
		.from(marks)
		.where(inArray(enrollmentId, enrollmentIds))
		.orderBy(asc(id));
}

export const countedMarks = <M extends MarkFact>(marked: M[], held: SessionFact[], stay: Stay): M[] =>
	withoutAbsences(inGroup(marked, held), held, stay);

/** What was marked of a visit to another group's session counts by the make-up that was held in it. */
function inGroup<M extends MarkFact>(marked: M[], held: SessionFact[]): M[] {
	const ids = new Set(held.map(({ id }) => id));
	return marked.filter(({ sessionId }) => ids.has(sessionId));
}

/** Whoever was not in the group on a day was not absent on it, whatever was marked before that was known. */
function withoutAbsences<M extends MarkFact>(marked: M[], held: SessionFact[], stay: Stay): M[] {
	if (stay.pausedOn === null && stay.away.length === 0) return marked;
	const days = new Map(held.map(({ id, date }) => [id, date]));
	const isOut = ({ status, sessionId }: M) =>
		status.startsWith('absent-') && isAway(stay, days.get(sessionId) ?? '');
	return marked.map((mark) => (isOut(mark) ? { ...mark, status: 'absent-neutral', reason: null } : mark));
}
