/** Presence: what the marks say of when somebody was in the room. */
import { differ, upheld, type Replaceable } from './statements.ts';
import type { MarkFact, Reading, SessionFact } from './progress.ts';
import type { AbsenceReason, LateReason, MarkStatus, Policy } from '#lib/vocabulary.ts';

type Statement = {
	status: MarkStatus;
	cameAt: number | null;
	leftAt: number | null;
	reason: AbsenceReason | null;
	late?: LateReason | null;
};

/** The marks about one person and session that stand. */
export const upheldMarks = <M extends Replaceable & Statement>(marks: M[]): M[] =>
	upheld(marks, (mark) => mark.status === 'unmarked');

/** Do marks that stand say different things? Then somebody has to settle it. */
export const contradict = (marks: Statement[]): boolean =>
	differ(marks, ({ status, cameAt, leftAt, reason, late }) =>
		[status, cameAt, leftAt, reason, late].join('|')
	);

/** What stands about each session. */
export function marksBySession(marks: MarkFact[]): Map<string, MarkFact[]> {
	const said = Map.groupBy(marks, (mark) => mark.sessionId);
	return new Map([...said].map(([sessionId, own]) => [sessionId, upheldMarks(own)]));
}

/** Sessions about which marks contradict each other. */
export function disputedSessions(marks: MarkFact[]): string[] {
	const disputed = [...marksBySession(marks)].filter(([, said]) => contradict(said));
	return disputed.map(([sessionId]) => sessionId).sort();
}

/** Minutes of a session, from its start, in which the person was there. */
export type Presence = { from: number; to: number };
export const nowhere: Presence = { from: 0, to: 0 };
export const isThere = ({ from, to }: Presence) => to > from;
/** There for some of the session only: when each thing was done matters. */
export const isPartial = (there: Presence) => isThere(there) && (there.from > 0 || there.to < Infinity);
export const overlap = (a: Presence, b: Presence) =>
	Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/** Minutes by which sessions began later than planned, by id. */
export type Delays = Map<string, number>;
export const delaysOf = (sessions: Pick<SessionFact, 'id' | 'delay'>[]): Delays =>
	new Map(sessions.flatMap(({ id, delay }) => (delay ? [[id, delay] as const] : [])));

/**
 * One presence a session, from when it began; contradicting marks are read at their worst (their overlap) or best (their
 * span).
 */
export function presences(
	policy: Policy,
	marks: MarkFact[],
	delays: Delays,
	reading: Reading
): Map<string, Presence> {
	const read = (sessionId: string, said: MarkFact[]) =>
		readTogether(
			said.map((mark) => presence(policy, mark, delays.get(sessionId) ?? 0)),
			reading
		);
	return new Map([...marksBySession(marks)].map(([sessionId, said]) => [sessionId, read(sessionId, said)]));
}

/** Marks keep the minutes after the planned start: before it began, nobody was late and nothing was missed. */
function presence(policy: Policy, mark: MarkFact, delay: number): Presence {
	if (mark.status === 'present') return { from: 0, to: Infinity };
	if (mark.status !== 'partial') return nowhere;
	const from = Math.max(0, (mark.cameAt ?? 0) - delay);
	if (policy.lateCutoff !== null && from > policy.lateCutoff && !mark.late) return nowhere;
	return { from, to: mark.leftAt === null ? Infinity : Math.max(0, mark.leftAt - delay) };
}

function readTogether(all: Presence[], reading: Reading): Presence {
	const there = all.filter(isThere);
	if (there.length === 0 || (reading === 'worst' && there.length < all.length)) return nowhere;
	const [starts, ends] = [there.map(({ from }) => from), there.map(({ to }) => to)];
	if (reading === 'best') return { from: Math.min(...starts), to: Math.max(...ends) };
	const shared = { from: Math.max(...starts), to: Math.min(...ends) };
	return isThere(shared) ? shared : nowhere;
}

/** Sessions that count as absences; a contradicted one counts at its worst. Neutral absences never count. */
export function countAbsences({ neutralReasons }: Policy, marks: MarkFact[], reading: Reading): number {
	const isNeutral = ({ status, reason }: MarkFact) =>
		reason ? neutralReasons.includes(reason) : status === 'absent-neutral';
	const counts = (mark: MarkFact) => mark.status.startsWith('absent-') && !isNeutral(mark);
	const said = [...marksBySession(marks).values()].filter((own) => own.length > 0);
	return said.filter((own) => (reading === 'best' ? own.every(counts) : own.some(counts))).length;
}
