/** Histories: who said what about a session's attendance, and what they changed it from. */
import type { Read } from '../db/open.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { marksOf, rollOfSession } from './rolls.ts';
import { authorsOf } from './authors.ts';
import { namesFor } from './rooms.ts';
import { findSession } from './sessions.ts';
import type { Standing } from '#lib/roll.ts';
import type { CorrectionReason } from '#lib/vocabulary.ts';

export type Change = {
	id: Id;
	at: string;
	enrollmentId: Id;
	name: string;
	/** Who said it; null: the system. */
	by: string | null;
	/** What it replaced; empty when it was said first. */
	from: Standing[];
	to: Standing;
	correction: CorrectionReason | null;
};

/** Everything ever said of a session's attendance, newest first. */
export async function historyOfMarks(read: Read, actor: Actor, sessionId: Id): Promise<Change[]> {
	const session = await findSession(read, actor, sessionId);
	allow(actor, 'sessions.read', session);
	const said = await marksOf(read, sessionId);
	const author = await authorsOf(
		read,
		said.map(({ markedBy }) => markedBy)
	);
	const names = namesFor(await rollOfSession(read, session));
	const byId = new Map(said.map((mark) => [mark.id, mark]));
	return said.toReversed().map((mark) => ({
		id: mark.id,
		at: mark.at,
		enrollmentId: mark.enrollmentId,
		name: names.get(mark.enrollmentId) ?? '',
		by: author(mark.markedBy),
		from: mark.replaces.flatMap((id) => byId.get(id) ?? []).map(standing),
		to: standing(mark),
		correction: mark.correction as CorrectionReason | null
	}));
}

const standing = ({ status, cameAt, leftAt, reason }: Standing): Standing => ({
	status,
	cameAt,
	leftAt,
	reason
});
