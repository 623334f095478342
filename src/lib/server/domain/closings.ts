/** Closings: what a session still lacks when it is about to end, and its end. */
import { eq } from 'drizzle-orm';
import { v5 } from 'uuid';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { sessions } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { refuseOver } from './corrections.ts';
import { appendDelivery, NewDelivery } from './deliveries.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { isCarried, planOf } from './plans.ts';
import { roomOf, type Room } from './rooms.ts';
import { findSession, type Session } from './sessions.ts';
import { deliveredAs, lastSaids } from '#lib/plan.ts';

export const Ending = z.strictObject({
	operationId: uuid,
	/** What became of the activities that no other session takes over. */
	left: z
		.array(
			z.strictObject({
				lessonId: NewDelivery.shape.lessonId,
				activity: NewDelivery.shape.activity,
				said: z.enum(lastSaids)
			})
		)
		.max(100)
		.optional()
});
export type Ending = z.infer<typeof Ending>;

/**
 * Ends a session. What is unmarked stays unmarked; what was not done carries over to the next session, and where there
 * is none it has to be said what became of it: otherwise nobody could ever be credited with the lesson.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, session.ended, session.left, operation.reused
 */
export async function endSession(db: Db, actor: Actor, sessionId: Id, input: Ending) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'sessions.end', session);
		if (!(await isNew(tx, actor, 'endSession', input.operationId, { sessionId, left: input.left ?? [] })))
			return;
		refuseOver(session);
		await settleLeft(tx, actor, session, input);
		const endedBy = 'id' in actor ? actor.id : actor.kind;
		await tx.update(sessions).set({ endedAt: now(), endedBy }).where(eq(sessions.id, sessionId)).returning();
		await appendEvent(tx, actor, {
			organizationId: session.organizationId,
			subject: `session:${sessionId}`,
			kind: 'session.ended'
		});
		await settle(tx, actor, session.groupId);
	});
	announce(sessionId);
}

/** What somebody else said of an activity in the meantime stands. */
async function settleLeft(tx: Tx, actor: Actor, session: Session, { operationId, left = [] }: Ending) {
	const activities = await leftOf(tx, session);
	const said = activities.map(
		(one) =>
			left.find(({ lessonId, activity }) => lessonId === one.lessonId && activity === one.activity)?.said
	);
	const unsaid = said.filter((one) => one === undefined).length;
	if (unsaid > 0) throw conflict('session.left', { count: unsaid });
	for (const [i, { lessonId, activity, replaces }] of activities.entries()) {
		const about = { lessonId, activity, replaces };
		const id = v5(`${lessonId}/${activity}`, operationId);
		await appendDelivery(tx, actor, session, { operationId: id, ...about, ...deliveredAs(said[i]!) });
	}
}

/** Activities of which nothing was said, and which no other session takes over. */
export async function leftOf(read: Read, session: Session) {
	const plan = await planOf(read, session);
	const left = [];
	for (const { lesson, activities } of plan) {
		const pending = activities.filter(({ state }) => state === 'pending');
		if (pending.length === 0 || (await isCarried(read, session, lesson.id))) continue;
		left.push(...pending.map(({ key, heads }) => ({ lessonId: lesson.id, activity: key, replaces: heads })));
	}
	return left;
}

/** What is missing, by name and title. Only what is `left` stops the end. */
export async function closingOf(read: Read, actor: Actor, sessionId: Id, locale: string) {
	const room = await roomOf(read, actor, sessionId, locale);
	const left = await leftOf(read, await findSession(read, actor, sessionId));
	const { session, can, state } = room;
	const people = state.people;
	const planned = plannedIn(room);
	const isLeft = (one: (typeof planned)[number]) =>
		left.some(({ lessonId, activity }) => lessonId === one.lessonId && activity === one.key);
	return {
		session,
		can,
		ended: state.ended,
		unmarked: people.filter(({ status }) => status === 'unmarked').map(({ name }) => name),
		review: [
			...people.filter(({ review }) => review.length > 0).map(({ name }) => name),
			...planned.filter(({ review }) => review).map(({ title }) => title)
		],
		carried: planned.filter((one) => one.state === 'pending' && !isLeft(one)).map(({ title }) => title),
		left: planned
			.filter(isLeft)
			.map(({ lessonId, key, title, minutes }) => ({ lessonId, key, title, minutes })),
		unpracticed: room.lessons
			.filter(({ carried, skill }) => skill && !carried)
			.map((lesson) => unpracticed(room, lesson)),
		here: people.filter(isHere).length,
		people: people.length
	};
}

const isHere = ({ status }: { status: string }) => status === 'present' || status === 'partial';

/** The activities of the plan, each with how it stands. */
function plannedIn({ lessons, state }: Room) {
	const all = lessons.flatMap(({ activities }) =>
		activities.map(({ title, minutes }) => ({ title, minutes }))
	);
	return state.activities.map((one, i) => ({ ...one, ...all[i] }));
}

/** People who were there, and of whom no practice of the lesson's skill is noted. */
function unpracticed({ state }: Room, { id, skill }: Room['lessons'][number]) {
	const noted = new Set(
		state.practices.filter(({ lessonId }) => lessonId === id).map(({ enrollmentId }) => enrollmentId)
	);
	const names = state.people
		.filter((one) => isHere(one) && !noted.has(one.enrollmentId))
		.map(({ name }) => name);
	return { skill: skill!.name, names };
}
