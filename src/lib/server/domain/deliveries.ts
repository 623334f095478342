/** Deliveries: what was actually done of a lesson's activities in a session. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { LessonOutline } from '../curriculum/outline.ts';
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
import { deliveriesDiffer, upheldDeliveries } from './credit.ts';
import { current } from './progress.ts';
import { findSession, refuseLocked, refuseUnheld, sessionsOf, type Session } from './sessions.ts';
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
		await refuseLocked(tx, actor, session);
		refuseTooLong(session, input);
		const minutes = minutesOf(input, await plannedMinutes(tx, session, input));
		await refuseStrangers(tx, session, input);

		const { operationId: id, lessonId, activity, state, reason } = input;
		const { organizationId, groupId } = session;
		const row = {
			id,
			organizationId,
			sessionId,
			groupId,
			lessonId,
			activity,
			state,
			minutes,
			reason,
			replaces: input.replaces
		};
		await tx
			.insert(deliveries)
			.values({ ...row, by: nameOf(actor), at: now() })
			.returning();
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
async function plannedMinutes(
	tx: Tx,
	session: Session,
	{ lessonId, activity }: NewDelivery
): Promise<number> {
	const outline = await outlineOf(tx, session.editionId);
	const planned = outline.lessons
		.find((one) => one.id === lessonId)
		?.activities.find((one) => one.key === activity);
	if (!planned) throw invalid({ activity: { code: 'unknown' } });
	return planned.minutes;
}

function minutesOf({ state, minutes }: NewDelivery, planned: number): number {
	return state === 'skipped' || state === 'pending' ? 0 : (minutes ?? planned);
}

function refuseTooLong({ minutes: most }: Session, { minutes }: NewDelivery) {
	if ((minutes ?? 0) > most) throw invalid({ minutes: { code: 'minutes-session', params: { most } } });
}

async function refuseStrangers(tx: Tx, session: Session, input: NewDelivery) {
	if (input.replaces.length === 0) return;
	const about = and(
		inArray(deliveries.id, input.replaces),
		eq(deliveries.sessionId, session.id),
		eq(deliveries.lessonId, input.lessonId),
		eq(deliveries.activity, input.activity)
	);
	const found = await tx
		.select({ id: deliveries.id })
		.from(deliveries)
		.where(about)
		.orderBy(asc(deliveries.id));
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
 * done in another session is left out.
 */
export async function planOf(read: Read, session: Session): Promise<PlannedLesson[]> {
	const outline = await outlineOf(read, session.editionId);
	const inGroup = eq(deliveries.groupId, session.groupId);
	const all = await read
		.select()
		.from(deliveries)
		.where(inGroup)
		.orderBy(asc(deliveries.at), asc(deliveries.id));
	const here = Map.groupBy(
		all.filter((d) => d.sessionId === session.id),
		about
	);
	const elsewhere = doneIn(all.filter((d) => d.sessionId !== session.id));
	const carried = await carriedOver(read, session, [...here.values()].flatMap(upheldDeliveries));
	const lessonsOf = (ids: string[]) => outline.lessons.filter((lesson) => ids.includes(lesson.id));
	return [
		...lessonsOf(carried).map((lesson) => ({
			lesson,
			carried: true,
			activities: activitiesLeft(lesson, here, elsewhere)
		})),
		...session.lessonIds
			.map((id) => findLesson(outline, id))
			.map((lesson) => ({ lesson, carried: false, activities: activitiesLeft(lesson, here, elsewhere) }))
	].filter(({ carried, activities }) => !carried || activities.length > 0);
}

type Row = typeof deliveries.$inferSelect;
const about = ({ lessonId, activity }: { lessonId: string; activity: string }) => `${lessonId}|${activity}`;

/** Activities that were done or skipped in these sessions. */
function doneIn(rows: Row[]): Set<string> {
	const said = Map.groupBy(rows, (d) => `${d.sessionId}|${about(d)}`);
	const standing = [...said.values()].flatMap(upheldDeliveries).filter((d) => d.state !== 'pending');
	return new Set(standing.map(about));
}

/** Lessons of earlier, ended sessions while this one is open; and any of which something was said in it. */
async function carriedOver(read: Read, session: Session, said: Row[]): Promise<string[]> {
	const earlier = (await sessionsOf(read, session.groupId)).filter(
		(s) => s.number < session.number && s.cancelledAt === null && s.endedAt !== null
	);
	const left = session.endedAt ? [] : earlier.flatMap((s) => s.lessonIds);
	return [...left, ...said.map((d) => d.lessonId)].filter((id) => !session.lessonIds.includes(id));
}

function activitiesLeft(
	lesson: LessonOutline,
	here: Map<string, Row[]>,
	elsewhere: Set<string>
): PlannedActivity[] {
	const place = (activity: string) => about({ lessonId: lesson.id, activity });
	const saidOf = (activity: string) => here.get(place(activity)) ?? [];
	return lesson.activities
		.filter(({ key }) => upheldDeliveries(saidOf(key)).length > 0 || !elsewhere.has(place(key)))
		.map(({ key, title, kind, minutes }) => ({ key, title, kind, minutes, ...standing(saidOf(key)) }));
}

function standing(said: Row[]) {
	const upheld = upheldDeliveries(said);
	const last = upheld.at(-1);
	return {
		state: last?.state ?? ('pending' as const),
		delivered: last?.minutes ?? 0,
		reason: last?.reason ?? null,
		heads: current(said).map((d) => d.id),
		review: deliveriesDiffer(upheld)
	};
}
