/** Practices: who used which skill, in the room or outside, and how it went. No words of theirs are kept. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { practices } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { allowStatement } from './corrections.ts';
import { appendEvent } from './events.ts';
import { replaces, uuid } from './inputs.ts';
import { outlineOf } from './lessons.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { current } from './progress.ts';
import { upheldPractices } from './practice-uses.ts';
import { refuseStranger } from './rolls.ts';
import { findSession, type Session } from './sessions.ts';
import { differ } from './statements.ts';
import {
	correctionReasons,
	practiceResults,
	practiceRoles,
	type PracticeResult,
	type PracticeRole
} from '#lib/vocabulary.ts';

export const NewPractice = z.strictObject({
	operationId: uuid,
	enrollmentId: uuid,
	lessonId: z.string().max(80),
	/** Numbers of the skill's steps that were seen, from 1. */
	steps: z.array(z.int().min(1).max(6)).max(6).default([]),
	/** Each role is a round of its own: what is noted of one says nothing of the others. */
	role: z.enum(practiceRoles).optional(),
	/** Null: tried. */
	result: z.enum(practiceResults).nullable().default(null),
	/** Seen by a facilitator in a role-play. */
	shown: z.boolean().default(false),
	replaces: replaces.default([]),
	/** True takes back what it replaces. */
	withdrawn: z.boolean().default(false),
	correction: z.enum(correctionReasons).nullish()
});
export type NewPractice = z.infer<typeof NewPractice>;
/** A practice as the room's form tells it: whoever ticks a step has seen it. */
export const SeenPractice = NewPractice.omit({ shown: true }).transform((seen) => ({
	...seen,
	shown: seen.steps.length > 0
}));

/**
 * Notes that somebody practised a skill in a session. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, enrollment.exited, operation.reused; 400; after the end as
 * `allowStatement` says
 */
export async function recordPractice(db: Db, actor: Actor, sessionId: Id, input: NewPractice) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'practices.record', session);
		if (!(await isNew(tx, actor, 'recordPractice', input.operationId, { sessionId, ...input }))) return;
		await notePractice(tx, actor, session, input);
		await settle(tx, actor, session.groupId, [input.enrollmentId]);
	});
	announce(sessionId);
}

/** Notes it within what a bigger operation does, which has found the session, allowed it, settles and announces it. */
export async function notePractice(tx: Tx, actor: Actor, session: Session, input: NewPractice) {
	await allowStatement(tx, actor, session, input.correction);
	await refuseMisfit(tx, session, input);

	const { operationId: id, role = 'actor', correction = null, ...rest } = input;
	const said = { ...rest, role, correction, steps: [...new Set(input.steps)].sort((a, b) => a - b) };
	const { id: sessionId, organizationId } = session;
	const row = {
		...said,
		id,
		organizationId,
		sessionId,
		setting: 'room' as const,
		by: nameOf(actor),
		at: now()
	};
	await tx.insert(practices).values(row).returning();
	await appendEvent(tx, actor, {
		organizationId,
		subject: `session:${sessionId}`,
		kind: 'practice.recorded',
		data: { practiceId: id, ...said }
	});
}

async function refuseMisfit(tx: Tx, session: Session, input: NewPractice) {
	await refuseStranger(tx, session, input.enrollmentId);
	const outline = await outlineOf(tx, session.editionId);
	const lesson = outline.lessons.find((one) => one.id === input.lessonId);
	if (!lesson) throw invalid({ lessonId: { code: 'unknown' } });
	const most = lesson.skill?.steps.length ?? 0;
	if (input.steps.some((step) => step > most)) throw invalid({ steps: { code: 'steps', params: { most } } });
	const role = input.role ?? 'actor';
	// Whoever plays the other person, or watches, does not use the skill.
	if (role !== 'actor' && (input.shown || input.steps.length > 0)) throw invalid({ steps: { code: 'role' } });
	if (input.replaces.length === 0) return;
	const about = and(
		inArray(practices.id, input.replaces),
		eq(practices.sessionId, session.id),
		eq(practices.enrollmentId, input.enrollmentId),
		eq(practices.lessonId, input.lessonId),
		eq(practices.role, role)
	);
	const found = await tx.select({ id: practices.id }).from(practices).where(about).orderBy(asc(practices.id));
	if (found.length < new Set(input.replaces).size) throw invalid({ replaces: { code: 'unknown' } });
}

type Noted = { steps: number[]; result: PracticeResult | null; shown: boolean };
export type PracticeEntry = Noted & {
	enrollmentId: Id;
	lessonId: string;
	role: PracticeRole;
	/** Ids of what a new note would replace. */
	heads: Id[];
	/** Two people noted different things. */
	review: boolean;
	/** What they noted, each, until one of it is settled on. */
	said: (Noted & { id: Id; withdrawn: boolean; by: string | null })[];
};

/** Who practised what in a session, one entry a person, lesson and role. The caller has found the session. */
export async function practicesIn(read: Read, sessionId: Id): Promise<PracticeEntry[]> {
	const rows = await practiceRows(read, { sessionId });
	const noted = Map.groupBy(rows, (row) => `${row.enrollmentId}|${row.lessonId}|${row.role ?? 'actor'}`);
	const standing = [...noted.values()].filter((said) => upheldPractices(said).length > 0);
	const contested = standing.map(upheldPractices).filter(contradict).flat();
	const author = await authorsOf(
		read,
		contested.map(({ by }) => by)
	);
	return standing.map((said) => entry(said, author));
}

const practiceRows = prepared('practices', (read) =>
	read
		.select()
		.from(practices)
		.where(eq(practices.sessionId, sql.placeholder('sessionId')))
		.orderBy(asc(practices.at), asc(practices.id))
);

type Row = typeof practices.$inferSelect;

const contradict = (upheld: Row[]) =>
	differ(upheld, (row) => [row.steps, row.result, row.shown, row.withdrawn].join('|'));

function entry(said: Row[], author: (by: string) => string | null): PracticeEntry {
	const upheld = upheldPractices(said);
	const { enrollmentId, lessonId, steps, result, shown, role } =
		upheld.findLast((row) => !row.withdrawn) ?? upheld[0];
	const review = contradict(upheld);
	return {
		...{ enrollmentId, lessonId, role: role ?? 'actor', steps, result, shown, review },
		heads: current(said).map((row) => row.id),
		said: review ? upheld.map((row) => ({ ...noteOf(row), by: author(row.by) })) : []
	};
}

const noteOf = ({ id, steps, result, shown, withdrawn }: Row) => ({ id, steps, result, shown, withdrawn });
