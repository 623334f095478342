/** Deliveries: what was actually done of a lesson's activities in a session. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { deliveries } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { allowStatement } from './corrections.ts';
import { outlineOf } from './lessons.ts';
import { appendEvent } from './events.ts';
import { replaces, uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { isCarried } from './plans.ts';
import { findSession, type Session } from './sessions.ts';
import { holdVisits } from './visitors.ts';
import { activitySaids, deliveredAs } from '#lib/plan.ts';
import { activityStates, correctionReasons, deliveryReasons } from '#lib/vocabulary.ts';

export const NewDelivery = z
	.strictObject({
		operationId: uuid,
		lessonId: z.string().max(80),
		activity: z.string().max(120),
		state: z.enum(activityStates),
		/** Minutes delivered; null: as planned (done), none (skipped, pending). */
		minutes: z.int().min(0).max(240).nullable().default(null),
		reason: z.enum(deliveryReasons).nullable().default(null),
		replaces: replaces.default([]),
		correction: z.enum(correctionReasons).nullish()
	})
	.refine((d) => d.state !== 'skipped' || d.reason !== null, { path: ['reason'], message: 'reason' })
	.refine((d) => d.state !== 'shortened' || d.minutes !== null, { path: ['minutes'], message: 'minutes' });
export type NewDelivery = z.infer<typeof NewDelivery>;

/** A delivery as a form tells it: one word for what became of the activity. */
export const ToldDelivery = z
	.strictObject({
		...NewDelivery.shape,
		said: z.enum(activitySaids)
	})
	.omit({ state: true, reason: true })
	.transform(({ said, minutes, ...rest }): z.input<typeof NewDelivery> => ({
		...rest,
		...deliveredAs(said, minutes)
	}))
	.pipe(NewDelivery);

/**
 * Says what was done of one activity. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, session.left, operation.reused; 400; after the end as
 * `allowStatement` says
 */
export async function recordDelivery(db: Db, actor: Actor, sessionId: Id, input: NewDelivery) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'deliveries.record', session);
		if (!(await isNew(tx, actor, 'recordDelivery', input.operationId, { sessionId, ...input }))) return;
		await allowStatement(tx, actor, session, input.correction);
		await appendDelivery(tx, actor, session, input);
		await refuseLost(tx, session, input);
		if (session.endedAt) await holdVisits(tx, actor, session);
		await settle(tx, actor, session.groupId);
	});
	announce(sessionId);
}

/** For verbs that have found the session, allowed the statement, and settle the milestones. */
export async function appendDelivery(tx: Tx, actor: Actor, session: Session, input: NewDelivery) {
	refuseTooLong(session, input);
	const minutes = minutesOf(input, await plannedMinutes(tx, session, input));
	await refuseStrangers(tx, session, input);

	const { operationId: id, correction = null, ...rest } = input;
	const said = { ...rest, minutes, correction };
	const { id: sessionId, organizationId, groupId } = session;
	const row = { ...said, id, organizationId, sessionId, groupId, by: nameOf(actor), at: now() };
	await tx.insert(deliveries).values(row).returning();
	await appendEvent(tx, actor, {
		organizationId,
		subject: `session:${sessionId}`,
		kind: 'delivery.recorded',
		data: { deliveryId: id, ...said }
	});
}

/** After the end an activity is not taken back that no other session could take over: nobody could be credited then. */
async function refuseLost(tx: Tx, session: Session, { state, lessonId }: NewDelivery) {
	if (!session.endedAt || state !== 'pending') return;
	if (!(await isCarried(tx, session, lessonId))) throw conflict('session.left', { count: 1 });
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
