/** Deliveries: what was actually done of a lesson's activities in a session. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { deliveries } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { findLesson, outlineOf } from './lessons.ts';
import { appendEvent } from './events.ts';
import { replaces, uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { current } from './progress.ts';
import { findSession, refuseUnheld, sessionsOf, type Session } from './sessions.ts';
import { activityStates, deliveryReasons, type ActivityState } from '#lib/vocabulary.ts';

export const NewDelivery = z
	.strictObject({
		operationId: uuid,
		lessonId: z.string().max(80),
		activity: z.string().max(120),
		state: z.enum(activityStates),
		/** Minutes delivered; null: as planned (done), none (skipped, pending). */
		minutes: z.int().min(0).max(240).nullable().default(null),
		reason: z.enum(deliveryReasons).nullable().default(null),
		replaces: replaces.default([])
	})
	.refine((d) => d.state !== 'skipped' || d.reason !== null, { path: ['reason'], message: 'reason' })
	.refine((d) => d.state !== 'shortened' || d.minutes !== null, { path: ['minutes'], message: 'minutes' });
export type NewDelivery = z.infer<typeof NewDelivery>;

/** Says what was done of one activity. Sent twice under the same id, it changes nothing. */
export async function recordDelivery(db: Db, actor: Actor, sessionId: Id, input: NewDelivery) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'deliveries.record', session);
		if (!(await isNew(tx, actor, 'recordDelivery', input.operationId, { sessionId, ...input }))) return;
		refuseUnheld(session);
		const minutes = minutesOf(input, await plannedMinutes(tx, session, input));
		await refuseStrangers(tx, session, input);

		const { operationId: id, lessonId, activity, state, reason } = input;
		const { organizationId, groupId } = session;
		const row = { id, organizationId, sessionId, groupId, lessonId, activity, state, minutes, reason, replaces: input.replaces };
		await tx.insert(deliveries).values({ ...row, by: nameOf(actor), at: now() }).returning();
		await appendEvent(tx, actor, {
			organizationId,
			subject: `session:${sessionId}`,
			kind: 'delivery.recorded',
			data: { deliveryId: id, lessonId, activity, state, minutes, reason, replaces: input.replaces }
		});
		await settle(tx, actor, groupId);
	});
	announce(sessionId);
}

/** @throws 400 when the lesson of the group's edition has no such activity */
async function plannedMinutes(tx: Tx, session: Session, { lessonId, activity }: NewDelivery): Promise<number> {
	const outline = await outlineOf(tx, session.editionId);
	const planned = outline.lessons.find((one) => one.id === lessonId)?.activities.find((one) => one.key === activity);
	if (!planned) throw invalid({ activity: { code: 'unknown' } });
	return planned.minutes;
}

function minutesOf({ state, minutes }: NewDelivery, planned: number): number {
	return state === 'skipped' || state === 'pending' ? 0 : (minutes ?? planned);
}

async function refuseStrangers(tx: Tx, session: Session, input: NewDelivery) {
	if (input.replaces.length === 0) return;
	const about = and(
		inArray(deliveries.id, input.replaces),
		eq(deliveries.sessionId, session.id),
		eq(deliveries.lessonId, input.lessonId),
		eq(deliveries.activity, input.activity)
	);
	const found = await tx.select({ id: deliveries.id }).from(deliveries).where(about).orderBy(asc(deliveries.id));
	if (found.length < new Set(input.replaces).size) throw invalid({ replaces: { code: 'unknown' } });
}

export type PlannedActivity = {
	key: string;
	title: string;
	kind: string;
	minutes: number;
	state: ActivityState;
	/** Minutes delivered in this session. */
	delivered: number;
	reason: string | null;
	/** Ids of what a new statement would replace. */
	heads: Id[];
	/** Two people say different things about it. */
	review: boolean;
};
export type PlannedLesson = { lesson: LessonOutline; carried: boolean; activities: PlannedActivity[] };

/**
 * What a session has to do: first what ended sessions left undone of their lessons, then its own lessons. An activity
 * done in an earlier session is left out.
 */
export async function planOf(read: Read, session: Session): Promise<PlannedLesson[]> {
	const outline = await outlineOf(read, session.editionId);
	const all = await read.select().from(deliveries).where(eq(deliveries.groupId, session.groupId)).orderBy(asc(deliveries.id));
	const said = current(all);
	const others = said.filter((d) => d.sessionId !== session.id && d.state !== 'pending');
	const own = said.filter((d) => d.sessionId === session.id);
	const lessons = [...(await carriedOver(read, session, outline, own)), ...session.lessonIds.map((id) => ({ lesson: findLesson(outline, id), carried: false }))];
	return lessons
		.map(({ lesson, carried }) => ({ lesson, carried, activities: activitiesLeft(lesson, own, others) }))
		.filter(({ carried, activities }) => !carried || activities.length > 0);
}

type Row = typeof deliveries.$inferSelect;

/** Lessons of earlier, ended sessions; for an ended session only those of which something was said in it. */
async function carriedOver(read: Read, session: Session, outline: EditionOutline, own: Row[]) {
	const earlier = (await sessionsOf(read, session.groupId)).filter(
		(s) => s.number < session.number && s.cancelledAt === null && s.endedAt !== null
	);
	const ids = [...new Set(earlier.flatMap((s) => s.lessonIds))].filter((id) => !session.lessonIds.includes(id));
	const touched = (id: string) => own.some((delivery) => delivery.lessonId === id);
	return ids.filter((id) => !session.endedAt || touched(id)).map((id) => ({ lesson: findLesson(outline, id), carried: true }));
}

function activitiesLeft(lesson: LessonOutline, own: Row[], others: Row[]): PlannedActivity[] {
	const of = (rows: Row[], key: string) => rows.filter((d) => d.lessonId === lesson.id && d.activity === key);
	return lesson.activities
		.filter(({ key }) => of(own, key).length > 0 || of(others, key).length === 0)
		.map(({ key, title, kind, minutes }) => ({ key, title, kind, minutes, ...standing(of(own, key)) }));
}

function standing(said: Row[]) {
	const last = said.at(-1);
	return {
		state: last?.state ?? ('pending' as const),
		delivered: last?.minutes ?? 0,
		reason: last?.reason ?? null,
		heads: said.map((d) => d.id),
		review: new Set(said.map((d) => `${d.state}|${d.minutes}`)).size > 1
	};
}
