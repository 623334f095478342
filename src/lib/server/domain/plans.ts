/** Plans: which activities of which lessons a session has before it, and how each of them stands. */
import { and, asc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { LessonOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { deliveries, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { deliveriesDiffer, upheldDeliveries } from './given.ts';
import { findLesson, outlineOf } from './lessons.ts';
import { current } from './progress.ts';
import { sessionsOf, type ListedSession } from './sessions.ts';
import type { ActivityState } from '#lib/vocabulary.ts';

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
export async function planOf(read: Read, session: ListedSession): Promise<PlannedLesson[]> {
	const outline = await outlineOf(read, session.editionId);
	const all = await deliveryRows(read, { groupId: session.groupId });
	const here = Map.groupBy(
		all.filter((d) => d.sessionId === session.id),
		about
	);
	const elsewhere = doneIn(all.filter((d) => d.sessionId !== session.id));
	const carried = await carriedOver(read, session, elsewhere, [...here.values()].flatMap(upheldDeliveries));
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

const deliveryRows = prepared('deliveries', (read) =>
	read
		.select()
		.from(deliveries)
		.where(eq(deliveries.groupId, sql.placeholder('groupId')))
		.orderBy(asc(deliveries.at), asc(deliveries.id))
);
const earlierLessons = prepared('earlier_lessons', (read) =>
	read
		.select({ lessonIds: sessions.lessonIds, editionId: sessions.editionId })
		.from(sessions)
		.where(
			and(
				eq(sessions.groupId, sql.placeholder('groupId')),
				lt(sessions.number, sql.placeholder('number')),
				isNull(sessions.cancelledAt),
				isNotNull(sessions.endedAt)
			)
		)
		.orderBy(asc(sessions.number))
);

type Row = typeof deliveries.$inferSelect;
const about = ({ lessonId, activity }: { lessonId: string; activity: string }) => `${lessonId}|${activity}`;

/** Activities that were done or skipped in these sessions. */
function doneIn(rows: Row[]): Set<string> {
	const said = Map.groupBy(rows, (d) => `${d.sessionId}|${about(d)}`);
	const standing = [...said.values()].flatMap(upheldDeliveries).filter((d) => d.state !== 'pending');
	return new Set(standing.map(about));
}

/** Lessons of earlier, ended sessions while this one is open; and any of which something was said in it. */
async function carriedOver(
	read: Read,
	session: ListedSession,
	elsewhere: Set<string>,
	said: Row[]
): Promise<string[]> {
	const takesOver = !session.endedAt && session.kind !== 'booster';
	const earlier = takesOver
		? await earlierLessons(read, { groupId: session.groupId, number: session.number })
		: [];
	const left: string[] = [];
	for (const { lessonIds, editionId } of earlier) {
		const done = editionId === null ? [] : await wholeAmong(read, editionId, elsewhere);
		left.push(...lessonIds.filter((id) => !done.includes(id)));
	}
	return [...left, ...said.map((d) => d.lessonId)].filter((id) => !session.lessonIds.includes(id));
}

/** Lessons that were done with an edition that the group has moved on from: another edition asks no more of them. */
async function wholeAmong(read: Read, editionId: Id, elsewhere: Set<string>): Promise<string[]> {
	const { lessons } = await outlineOf(read, editionId);
	const isDone = ({ id, activities }: LessonOutline) =>
		activities.every(({ key }) => elsewhere.has(about({ lessonId: id, activity: key })));
	return lessons.filter(isDone).map(({ id }) => id);
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

/** Is there a session yet in which an activity of the lesson can still be done? */
export async function isCarried(read: Read, session: ListedSession, lessonId: string): Promise<boolean> {
	const open = (await sessionsOf(read, session.groupId)).filter(
		(one) => one.id !== session.id && one.endedAt === null && one.cancelledAt === null
	);
	return open.some(
		(one) => (one.kind === 'course' && one.number > session.number) || one.lessonIds.includes(lessonId)
	);
}
