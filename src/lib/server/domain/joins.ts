/** Joins: several lessons in one session, a lesson over several, planned on purpose. What is over or began stays. */
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { plannedMinutes } from './courses.ts';
import { appendEvent } from './events.ts';
import { findGroup, type Group } from './groups.ts';
import { uuid } from './inputs.ts';
import { isToCome, layLessons, orderOf } from './lesson-orders.ts';
import { outlineOf, outlinesOf } from './lessons.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { keepChange } from './schedule-changes.ts';
import { findSession, inSchedule, sessionsOf, type ListedSession } from './sessions.ts';
import { lessonIn, type EditionOutline } from '../curriculum/outline.ts';

/** Takes in the next session's lessons; gives the last of its own two sessions; or each of its own one session. */
export const lessonChanges = ['join', 'split', 'part'] as const;
export type LessonChange = (typeof lessonChanges)[number];
export const NewLessonChange = z.strictObject({
	operationId: uuid,
	change: z.enum(lessonChanges),
	/** What the screen showed of this session and the next: somebody else may have changed it since. */
	seen: z.string().max(4000).default('')
});

const kinds = { join: 'joined', split: 'split', part: 'parted' } as const;
const seenOf = (...sessions: (ListedSession | undefined)[]) =>
	sessions.map((one) => (one ? `${one.id}:${one.lessonIds.join(',')}` : '')).join('|');

/**
 * The course as it is planned, session by session, with the minutes that its lessons take and what may be changed of
 * each. The caller has found the group.
 */
export async function lessonPlanOf(read: Read, group: Group, language: string) {
	const outline = await outlineOf(read, group.editionId);
	const { fixed, open } = await orderOf(read, group.id, isToCome);
	const all = [...fixed, ...open].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
	const planned = plannedMinutes(
		outline,
		all.map(({ lessonIds }) => lessonIds)
	);
	const editions = await outlinesOf(read, all);
	return all.map((session, i) => {
		const { id, number, date, time, minutes, lessonIds, endedAt } = session;
		const next = open[open.indexOf(session) + 1];
		const isOpen = open.includes(session);
		return {
			...{ id, number, date, time, minutes, planned: planned[i], isOpen, ended: endedAt !== null },
			lessons: lessonIds.map((lesson) =>
				shownLesson(editions.get(session.editionId)!, lesson, all, i, language)
			),
			seen: seenOf(session, next),
			can: {
				join: isOpen && next !== undefined,
				split: isOpen && lessonIds.length > 0,
				part: isOpen && lessonIds.length > 1
			}
		};
	});
}

/** Where a lesson stands in several sessions: which part of it this is. */
function shownLesson(
	outline: EditionOutline,
	id: string,
	all: ListedSession[],
	at: number,
	language: string
) {
	const lesson = outline.lessons.find((one) => one.id === id)!;
	const holds = all.flatMap(({ lessonIds }, i) => (lessonIds.includes(id) ? [i] : []));
	const { number, title } = lessonIn(lesson, language);
	return { id, number, title, part: holds.indexOf(at) + 1, parts: holds.length };
}

/**
 * Changes which lessons a session to come holds; those after it move up or on, and their number follows: a meeting that
 * is left over is given up, one that is wanting is added at the end.
 * @throws 404, 403, 409 session.cancelled, lessons.fixed, lessons.none, lessons.one, lessons.last, plan.changed,
 * operation.reused
 */
export async function changeLessons(
	db: Db,
	actor: Actor,
	sessionId: Id,
	{ operationId, change, seen }: z.infer<typeof NewLessonChange>
) {
	const touched = await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'groups.plan', inSchedule(session));
		const group = await findGroup(tx, actor, session.groupId);
		if (!(await isNew(tx, actor, 'changeLessons', operationId, { sessionId, change }))) return [];
		if (session.cancelledAt) throw conflict('session.cancelled');
		const order = await orderOf(tx, group.id, isToCome);
		const place = order.open.findIndex(({ id }) => id === sessionId);
		if (place < 0) throw conflict('lessons.fixed');
		if (seen !== seenOf(order.open[place], order.open[place + 1])) throw conflict('plan.changed');

		const before = await sessionsOf(tx, group.id);
		const planned = order.open.map(({ lessonIds }) => lessonIds);
		await layLessons(tx, actor, group, order, changedPlan(planned, place, change));
		const kept = { kind: kinds[change], reason: null, before };
		const touched = await keepChange(tx, actor, group, kept);
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `session:${sessionId}`,
			kind: 'session.lessons',
			data: { change, lessonIds: session.lessonIds }
		});
		await settle(tx, actor, group.id);
		return touched;
	});
	touched.forEach(announce);
}

/** The lessons of the sessions to come, in order, once those of one are changed: none is lost, and none changes places. */
export function changedPlan(planned: string[][], place: number, change: LessonChange): string[][] {
	const own = planned[place];
	const next = planned[place + 1];
	if (change === 'join') {
		if (!next) throw conflict('lessons.last');
		return planned.toSpliced(place, 2, [...new Set([...own, ...next])]);
	}
	if (own.length === 0) throw conflict('lessons.none');
	if (change === 'split') return planned.toSpliced(place + 1, 0, own.slice(-1));
	if (own.length === 1) throw conflict('lessons.one');
	return planned.toSpliced(place, 1, ...own.map((id) => [id]));
}
