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
import { allow, can as canDo, type Actor } from '../policy.ts';
import { say } from './attendance.ts';
import { refuseOver } from './corrections.ts';
import { appendDelivery, NewDelivery } from './deliveries.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { isCarried, planOf } from './plans.ts';
import { prospectsIn } from './prospects.ts';
import { rollOfSession } from './rolls.ts';
import { roomOf, type Room } from './rooms.ts';
import { findSession, type Session } from './sessions.ts';
import { holdVisits, visitorsOf } from './visitors.ts';
import { deliveredAs, lastSaids } from '#lib/plan.ts';
import type { HomeworkState } from '#lib/vocabulary.ts';

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
		await holdVisits(tx, actor, { ...session, endedAt: now() });
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

/**
 * Marks everybody away of whom nothing was said, without a reason yet. Sent twice it changes nothing.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, session.ended, operation.reused
 */
export async function markRestAway(
	db: Db,
	actor: Actor,
	sessionId: Id,
	{ operationId }: { operationId: Id }
) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'markRestAway', operationId, { sessionId }))) return;
		refuseOver(session);
		const roll = [...(await rollOfSession(tx, session)), ...(await visitorsOf(tx, session))];
		for (const { enrollmentId, heads } of roll.filter(({ status }) => status === 'unmarked')) {
			const about = { operationId: v5(enrollmentId, operationId), enrollmentId, replaces: heads };
			const away = { status: 'absent-unexcused' as const, cameAt: null, leftAt: null, reason: null };
			await say(tx, actor, session, { ...about, ...away, correction: null });
		}
	});
	announce(sessionId);
}

/** What is missing, by name and title, and what the session leaves people with. Only what is `left` stops the end. */
export async function closingOf(read: Read, actor: Actor, sessionId: Id, locale: string) {
	const room = await roomOf(read, actor, sessionId, locale);
	const found = await findSession(read, actor, sessionId);
	const left = await leftOf(read, found);
	const { session, can, state } = room;
	const people = state.people;
	const planned = plannedIn(room);
	const isLeft = (one: (typeof planned)[number]) =>
		left.some(({ lessonId, activity }) => lessonId === one.lessonId && activity === one.key);
	const homework = room.assigned.map((one) => ({ title: one.title, ...homeworkMissing(room, one.lessonId) }));
	return {
		session,
		can: { ...can, plan: canDo(actor, 'make-ups.plan', found) },
		ended: state.ended,
		unmarked: [...people, ...state.visitors]
			.filter(({ status }) => status === 'unmarked')
			.map(({ name }) => name),
		review: reviewsIn(room, planned),
		carried: planned.filter((one) => one.state === 'pending' && !isLeft(one)).map(({ title }) => title),
		left: planned
			.filter(isLeft)
			.map(({ lessonId, key, title, minutes }) => ({ lessonId, key, title, minutes })),
		unpracticed: room.lessons
			.filter(({ carried, skill }) => skill && !carried)
			.map((lesson) => unpracticed(room, lesson)),
		homework,
		prospects: (await prospectsOf(read, room, found, locale)).map((one) => ({
			...one,
			notDone: homework.filter(({ not }) => not.includes(one.name)).map(({ title }) => title)
		})),
		here: people.filter(isHere).length,
		people: people.length
	};
}
export type Closing = Awaited<ReturnType<typeof closingOf>>;

const isHere = ({ status }: { status: string }) => status === 'present' || status === 'partial';

/** The activities of the plan, each with how it stands. */
function plannedIn({ lessons, state }: Room) {
	const all = lessons.flatMap(({ activities }) =>
		activities.map(({ title, minutes }) => ({ title, minutes }))
	);
	return state.activities.map((one, i) => ({ ...one, ...all[i] }));
}

/** Whom and what two people said different things about, and where it is settled. */
function reviewsIn({ state }: Room, planned: ReturnType<typeof plannedIn>) {
	const nameOf = new Map(state.people.map(({ enrollmentId, name }) => [enrollmentId, name]));
	const noted = [...state.practices, ...state.homework].filter(({ review }) => review);
	const practice = new Set(noted.map(({ enrollmentId }) => nameOf.get(enrollmentId) ?? ''));
	return {
		roll: [...state.people, ...state.visitors]
			.filter(({ review }) => review.length > 0)
			.map(({ name }) => name),
		guide: planned.filter(({ review }) => review).map(({ title }) => title),
		practice: [...practice]
	};
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

/** People who were there and did not bring it back, and those whom nobody asked. */
function homeworkMissing({ state }: Room, lessonId: string) {
	const said = new Map(
		state.homework.filter((one) => one.lessonId === lessonId).map((one) => [one.enrollmentId, one.state])
	);
	const here = state.people.filter(isHere);
	const named = (isMeant: (state: HomeworkState | undefined) => boolean) =>
		here.filter(({ enrollmentId }) => isMeant(said.get(enrollmentId))).map(({ name }) => name);
	return { unasked: named((one) => one === undefined), not: named((one) => one === 'not') };
}

async function prospectsOf(
	read: Read,
	{ session, lessons, state }: Room,
	{ groupId }: Session,
	locale: string
) {
	const nameOf = new Map(state.people.map(({ enrollmentId, name }) => [enrollmentId, name]));
	const ids = [...nameOf.keys()];
	const lessonIds = lessons.map(({ id }) => id);
	const all = await prospectsIn(read, { groupId, next: session.next }, ids, lessonIds, locale);
	return all.map((one) => ({ ...one, name: nameOf.get(one.enrollmentId)! }));
}
