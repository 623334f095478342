/** Boosters: meetings of a group in the months after its course. */
import { z } from 'zod';
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { sessions } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { boosterDays, boostersIn } from './courses.ts';
import { appendEvent } from './events.ts';
import { findGroup, type Group } from './groups.ts';
import { dayText, timeText, uuid } from './inputs.ts';
import { outlineOf } from './lessons.ts';
import { closedOn } from './observances.ts';
import { isNew } from './operations.ts';
import { plusDays } from './progress.ts';
import { dayIn, planSessions } from './schedule.ts';
import { sessionsOf } from './sessions.ts';

export const NewBooster = z.strictObject({
	/** Also the id of the session. */
	operationId: uuid,
	lessonId: z.string().min(1).max(80),
	date: dayText,
	time: timeText
});
export type NewBooster = z.infer<typeof NewBooster>;

/**
 * Boosters of the group's edition, each with its session or with the day and time that suit it: none before the course
 * is over. The caller has found the group.
 */
export async function boostersOf(read: Read, group: Group, language: string) {
	const outline = await outlineOf(read, group.editionId);
	const { lastOn, planned } = await standingOf(read, group.id);
	if (lastOn === null) return [];
	const today = dayIn(group.zone, now());
	const isClosed = await closedOn(read, { id: group.siteId, organizationId: group.organizationId });
	return boostersIn(outline).map((lesson, i) => {
		const { id, title, minutes } = lessonIn(lesson, language);
		const session = planned.find(({ lessonIds }) => lessonIds.includes(id));
		const due = plusDays(lastOn, boosterDays[i] ?? boosterDays.at(-1)! + i);
		const [next] = planSessions(group.slots, group.zone, due > today ? due : plusDays(today, 1), 1, isClosed);
		return {
			...{ id, title, minutes },
			suggested: { date: next.date, time: next.time },
			session: session ? { id: session.id, date: session.date, time: session.time } : null
		};
	});
}

/** The course's last day once all of it is over, and the boosters that were planned. */
async function standingOf(read: Read, groupId: Id) {
	const ever = await sessionsOf(read, groupId);
	const all = ever.filter(({ cancelledAt }) => cancelledAt === null);
	const course = all.filter(({ kind }) => kind === 'course');
	const isOver = course.length > 0 && course.every(({ endedAt }) => endedAt !== null);
	const days = course.map(({ date }) => date).sort();
	return {
		lastOn: isOver ? days.at(-1)! : null,
		planned: all.filter(({ kind }) => kind === 'booster'),
		/** The number that one more would have. */
		number: Math.max(0, ...ever.map(({ number }) => number)) + 1
	};
}

/**
 * Plans one booster as a meeting of the group. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 course.not-over, booster.planned, operation.reused; 400 for another lesson or a past day
 */
export async function planBooster(db: Db, actor: Actor, groupId: Id, input: NewBooster) {
	await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'groups.plan', group);
		if (!(await isNew(tx, actor, 'planBooster', input.operationId, { groupId, ...input }))) return;
		const { lastOn, planned, number } = await standingOf(tx, groupId);
		if (lastOn === null) throw conflict('course.not-over');
		if (planned.some(({ lessonIds }) => lessonIds.includes(input.lessonId)))
			throw conflict('booster.planned');
		const minutes = await minutesOf(tx, group, input);
		if (input.date < dayIn(group.zone, now()) || input.date <= lastOn)
			throw invalid({ date: { code: 'past' } });

		await insertBooster(tx, group, { ...input, minutes, number });
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'booster.planned',
			data: { sessionId: input.operationId, lessonId: input.lessonId, date: input.date }
		});
	});
}

async function minutesOf(tx: Tx, group: Group, { lessonId }: NewBooster): Promise<number> {
	const lesson = boostersIn(await outlineOf(tx, group.editionId)).find(({ id }) => id === lessonId);
	if (!lesson) throw invalid({ lessonId: { code: 'choice' } });
	return lesson.minutes;
}

type Planned = NewBooster & { minutes: number; number: number };

async function insertBooster(
	tx: Tx,
	group: Group,
	{ operationId, lessonId, date, time, minutes, number }: Planned
) {
	const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
	const [meeting] = planSessions([{ weekday, time, minutes }], group.zone, date, 1, () => false);
	const { organizationId, id: groupId } = group;
	const row = { id: operationId, organizationId, groupId, number, kind: 'booster' as const, ...meeting };
	await tx
		.insert(sessions)
		.values({ ...row, lessonIds: [lessonId] })
		.returning();
}
