/** Own practices: what was noted in the group of how a participant uses skills, as they may read it themselves. */
import { asc, eq } from 'drizzle-orm';
import { outlineIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { enrollments, homework, practices } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { homeworkIn } from './homework.ts';
import { outlineOf } from './lessons.ts';
import { selfOf } from './own.ts';
import { practicesIn } from './practices.ts';
import { sessionsOf, type ListedSession } from './sessions.ts';

/** Each round and each practice that came back, newest first. Of others nothing, and nothing of who noted it. */
export async function ownPractices(read: Read, actor: Actor, language: string) {
	const own = await read
		.select({ id: enrollments.id, groupId: enrollments.groupId })
		.from(enrollments)
		.where(eq(enrollments.participantId, selfOf(actor)))
		.orderBy(asc(enrollments.id));
	const all = [];
	for (const { id, groupId } of own) {
		const noted = await sessionsWith(read, id);
		const held = (await sessionsOf(read, groupId)).filter((session) => noted.has(session.id));
		for (const session of held) all.push(...(await notedOf(read, session, id, language)));
	}
	return all.sort((a, b) => b.startsAt.localeCompare(a.startsAt));
}
export type OwnPractice = Awaited<ReturnType<typeof ownPractices>>[number];

/** Sessions in which something was noted of the person. */
async function sessionsWith(read: Read, enrollmentId: Id): Promise<Set<Id | null>> {
	const practiced = await read
		.select({ sessionId: practices.sessionId })
		.from(practices)
		.where(eq(practices.enrollmentId, enrollmentId))
		.orderBy(asc(practices.id));
	const returned = await read
		.select({ sessionId: homework.sessionId })
		.from(homework)
		.where(eq(homework.enrollmentId, enrollmentId))
		.orderBy(asc(homework.id));
	return new Set([...practiced, ...returned].map(({ sessionId }) => sessionId));
}

async function notedOf(read: Read, session: ListedSession, enrollmentId: Id, language: string) {
	const isOwn = (one: { enrollmentId: Id }) => one.enrollmentId === enrollmentId;
	const rounds = (await practicesIn(read, session.id)).filter(isOwn);
	const returned = (await homeworkIn(read, session.id)).filter(isOwn);
	if (rounds.length + returned.length === 0) return [];
	const { lessons } = outlineIn(await outlineOf(read, session.editionId), language);
	const lessonOf = (id: string) => lessons.find((lesson) => lesson.id === id);
	const { date, startsAt } = session;
	return [
		...rounds.map(({ lessonId, role, result, steps, review }) => ({
			...{ kind: 'room' as const, date, startsAt, role, result, review },
			skill: lessonOf(lessonId)?.skill?.name ?? lessonOf(lessonId)?.title ?? '',
			/** In words. */
			steps: steps.flatMap((step) => lessonOf(lessonId)?.skill?.steps[step - 1] ?? [])
		})),
		...returned.map(({ lessonId, state, review }) => ({
			...{ kind: 'home' as const, date, startsAt, state, review },
			skill: lessonOf(lessonId)?.title ?? ''
		}))
	];
}
