/** Homework: the practice that the last session gave along, and what became of it, as people say when they come back. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { deliveries, homework, sessions } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { allowStatement } from './corrections.ts';
import { appendEvent } from './events.ts';
import { upheldDeliveries } from './given.ts';
import { replaces, uuid } from './inputs.ts';
import { findLesson, outlineOf } from './lessons.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { upheldHomework } from './practice-uses.ts';
import { refuseStranger } from './rolls.ts';
import { findSession, type Session } from './sessions.ts';
import { current, differ } from './statements.ts';
import { correctionReasons, homeworkStates, type HomeworkState } from '#lib/vocabulary.ts';

export const NewHomework = z.strictObject({
	operationId: uuid,
	enrollmentId: uuid,
	lessonId: z.string().max(80),
	state: z.enum(homeworkStates),
	replaces: replaces.default([]),
	correction: z.enum(correctionReasons).nullish()
});
export type NewHomework = z.infer<typeof NewHomework>;

/**
 * Says what became of somebody's practice at home. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, enrollment.exited, operation.reused; 400; after the end as
 * `allowStatement` says
 */
export async function recordHomework(db: Db, actor: Actor, sessionId: Id, input: NewHomework) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'practices.record', session);
		if (!(await isNew(tx, actor, 'recordHomework', input.operationId, { sessionId, ...input }))) return;
		await allowStatement(tx, actor, session, input.correction);
		await refuseMisfit(tx, session, input);

		const { operationId: id, correction = null, ...rest } = input;
		const said = { ...rest, correction };
		const { organizationId, groupId } = session;
		const row = { ...said, id, organizationId, sessionId, by: nameOf(actor), at: now() };
		await tx.insert(homework).values(row).returning();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `session:${sessionId}`,
			kind: 'homework.recorded',
			data: { homeworkId: id, ...said }
		});
		await settle(tx, actor, groupId, [input.enrollmentId]);
	});
	announce(sessionId);
}

async function refuseMisfit(tx: Tx, session: Session, input: NewHomework) {
	await refuseStranger(tx, session, input.enrollmentId);
	const outline = await outlineOf(tx, session.editionId);
	const lesson = outline.lessons.find(({ id }) => id === input.lessonId);
	if (!lesson?.practice) throw invalid({ lessonId: { code: 'unknown' } });
	if (input.replaces.length === 0) return;
	const about = and(
		inArray(homework.id, input.replaces),
		eq(homework.sessionId, session.id),
		eq(homework.enrollmentId, input.enrollmentId),
		eq(homework.lessonId, input.lessonId)
	);
	const found = await tx.select({ id: homework.id }).from(homework).where(about).orderBy(asc(homework.id));
	if (found.length < new Set(input.replaces).size) throw invalid({ replaces: { code: 'unknown' } });
}

export type HomeworkEntry = {
	enrollmentId: Id;
	lessonId: string;
	state: HomeworkState;
	/** Ids of what a new statement would replace. */
	heads: Id[];
	/** Two people say different things. */
	review: boolean;
};

/** What became of it, one entry a person and lesson. The caller has found the session. */
export async function homeworkIn(read: Read, sessionId: Id): Promise<HomeworkEntry[]> {
	const rows = await read
		.select()
		.from(homework)
		.where(eq(homework.sessionId, sessionId))
		.orderBy(asc(homework.at), asc(homework.id));
	const said = Map.groupBy(rows, (row) => `${row.enrollmentId}|${row.lessonId}`);
	return [...said.values()].flatMap(entry);
}

function entry(said: (typeof homework.$inferSelect)[]): HomeworkEntry[] {
	const standing = upheldHomework(said);
	if (standing.length === 0) return [];
	const { enrollmentId, lessonId, state } = standing.at(-1)!;
	const heads = current(said).map(({ id }) => id);
	return [{ enrollmentId, lessonId, state, heads, review: differ(standing, (one) => one.state) }];
}

/** The practice that a session asks for: of each lesson whose plan the last session before it came to. */
export async function assignedFor(read: Read, session: Session, language: string) {
	const last = await lastBefore(read, session);
	if (!last) return [];
	const outline = await outlineOf(read, session.editionId);
	const given = await plannedIn(read, last, outline.lessons);
	return outline.lessons
		.filter(({ id, practice }) => practice !== null && given.has(id))
		.map(({ id }) => lessonIn(findLesson(outline, id), language))
		.map(({ id, number, title, practice }) => ({
			...{ lessonId: id, number, title, task: practice!.task },
			from: { number: last.number, date: last.date }
		}));
}
export type Assigned = Awaited<ReturnType<typeof assignedFor>>[number];

async function lastBefore(read: Read, { groupId, startsAt }: Session) {
	const { id, number, date, lessonIds } = sessions;
	const [last] = await read
		.select({ id, number, date, lessonIds })
		.from(sessions)
		.where(
			and(
				eq(sessions.groupId, groupId),
				lt(sessions.startsAt, startsAt),
				isNotNull(sessions.endedAt),
				isNull(sessions.cancelledAt)
			)
		)
		.orderBy(desc(sessions.startsAt), desc(id))
		.limit(1);
	return last ?? null;
}

type Outlined = Awaited<ReturnType<typeof outlineOf>>['lessons'];

async function plannedIn(read: Read, last: { id: Id; lessonIds: string[] }, lessons: Outlined) {
	const rows = await read
		.select()
		.from(deliveries)
		.where(eq(deliveries.sessionId, last.id))
		.orderBy(asc(deliveries.at), asc(deliveries.id));
	return plansMade(rows, last, lessons);
}

/** Lessons whose plan was made; where nothing was ticked, those that were planned. */
export function plansMade(
	rows: (typeof deliveries.$inferSelect)[],
	last: { lessonIds: string[] },
	lessons: Outlined
): Set<string> {
	if (rows.length === 0) return new Set(last.lessonIds);
	const said = Map.groupBy(rows, (row) => `${row.lessonId}|${row.activity}`);
	const done = [...said.values()]
		.flatMap((own) => upheldDeliveries(own).slice(-1))
		.filter(({ state }) => state === 'done' || state === 'shortened');
	const isPlan = ({ lessonId, activity }: { lessonId: string; activity: string }) =>
		lessons.find(({ id }) => id === lessonId)?.activities.find(({ key }) => key === activity)?.kind ===
		'plan';
	return new Set(done.filter(isPlan).map(({ lessonId }) => lessonId));
}
