/** Practices: who used which skill, in the room or outside, and how it went. No words of theirs are kept. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { practices } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { allowStatement } from './corrections.ts';
import { appendEvent } from './events.ts';
import { replaces, uuid } from './inputs.ts';
import { outlineOf } from './lessons.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { current } from './progress.ts';
import { upheldPractices } from './requirements.ts';
import { refuseStranger } from './rolls.ts';
import { findSession, type Session } from './sessions.ts';
import { differ } from './statements.ts';
import { correctionReasons, practiceResults, type PracticeResult } from '#lib/vocabulary.ts';

export const NewPractice = z.strictObject({
	operationId: uuid,
	enrollmentId: uuid,
	lessonId: z.string().max(80),
	/** Numbers of the skill's steps that were seen, from 1. */
	steps: z.array(z.int().min(1).max(6)).max(6).default([]),
	result: z.enum(practiceResults),
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
		await allowStatement(tx, actor, session, input.correction);
		await refuseMisfit(tx, session, input);

		const { operationId: id, correction = null, ...rest } = input;
		const said = { ...rest, correction, steps: [...new Set(input.steps)].sort((a, b) => a - b) };
		const { organizationId, groupId } = session;
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
		await settle(tx, actor, groupId, [input.enrollmentId]);
	});
	announce(sessionId);
}

async function refuseMisfit(tx: Tx, session: Session, input: NewPractice) {
	await refuseStranger(tx, session, input.enrollmentId);
	const outline = await outlineOf(tx, session.editionId);
	const lesson = outline.lessons.find((one) => one.id === input.lessonId);
	if (!lesson) throw invalid({ lessonId: { code: 'unknown' } });
	const most = lesson.skill?.steps.length ?? 0;
	if (input.steps.some((step) => step > most)) throw invalid({ steps: { code: 'steps', params: { most } } });
	if (input.replaces.length === 0) return;
	const about = and(
		inArray(practices.id, input.replaces),
		eq(practices.sessionId, session.id),
		eq(practices.enrollmentId, input.enrollmentId),
		eq(practices.lessonId, input.lessonId)
	);
	const found = await tx.select({ id: practices.id }).from(practices).where(about).orderBy(asc(practices.id));
	if (found.length < new Set(input.replaces).size) throw invalid({ replaces: { code: 'unknown' } });
}

export type PracticeEntry = {
	enrollmentId: Id;
	lessonId: string;
	steps: number[];
	result: PracticeResult;
	shown: boolean;
	/** Ids of what a new note would replace. */
	heads: Id[];
	/** Two people noted different things. */
	review: boolean;
};

/** Who practised what in a session, one entry a person and lesson. The caller has found the session. */
export async function practicesIn(read: Read, sessionId: Id): Promise<PracticeEntry[]> {
	const rows = await read
		.select()
		.from(practices)
		.where(eq(practices.sessionId, sessionId))
		.orderBy(asc(practices.at), asc(practices.id));
	const noted = Map.groupBy(rows, (row) => `${row.enrollmentId}|${row.lessonId}`);
	return [...noted.values()].filter((said) => upheldPractices(said).length > 0).map(entry);
}

function entry(said: (typeof practices.$inferSelect)[]): PracticeEntry {
	const upheld = upheldPractices(said);
	const { enrollmentId, lessonId, steps, result, shown } =
		upheld.findLast((row) => !row.withdrawn) ?? upheld[0];
	const heads = current(said).map((row) => row.id);
	const review = differ(upheld, (row) => [row.steps, row.result, row.shown, row.withdrawn].join('|'));
	return { enrollmentId, lessonId, steps, result, shown, heads, review };
}
