/** What screens send: ticks, notes and whole sessions, in as few words as a test needs. */
import { mark } from '#lib/server/domain/attendance.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { recordDelivery, type NewDelivery } from '#lib/server/domain/deliveries.ts';
import type { NewPractice } from '#lib/server/domain/practices.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import type { Db } from '#lib/server/db/open.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { present } from './world.ts';

/** A tick of one activity. */
export const tick = (lessonId: string, activity: string, change: Partial<NewDelivery> = {}): NewDelivery => ({
	...{ operationId: newId(), lessonId, activity, state: 'done', minutes: null, reason: null, replaces: [] },
	...change
});

/** A note of one person's practice in the room. */
export const note = (
	enrollmentId: string,
	lessonId: string,
	change: Partial<NewPractice> = {}
): NewPractice => ({
	...{ operationId: newId(), enrollmentId, lessonId, steps: [1, 2], result: 'went-well', shown: true },
	...{ replaces: [], withdrawn: false, ...change }
});

/** Ticks everything that the session's plan still holds. */
export async function deliverAll(db: Db, actor: Actor, sessionId: string) {
	const plan = await planOf(db.read, await findSession(db.read, system, sessionId));
	for (const { lesson, activities } of plan) {
		for (const { key, state } of activities) {
			if (state === 'pending') await recordDelivery(db, actor, sessionId, tick(lesson.id, key));
		}
	}
}

/** A whole session: these came, all was done, it ended. */
export async function hold(db: Db, actor: Actor, sessionId: string, who: { id: string }[]) {
	for (const { id } of who) await mark(db, actor, sessionId, present(id));
	await deliverAll(db, actor, sessionId);
	await endSession(db, actor, sessionId, { operationId: newId() });
}

/** One person as the roll shows them. */
export async function onRoll(db: Db, actor: Actor, sessionId: string, enrollmentId: string) {
	const entry = (await rollOf(db.read, actor, sessionId)).find((one) => one.enrollmentId === enrollmentId);
	if (!entry) throw new Error('not on the roll');
	return entry;
}
