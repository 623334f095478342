/** Boosters: meetings of a group in the months after its course. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { lessonIn } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { sessions } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { clashesOf } from './clashes.ts';
import { boosterDays, boostersIn } from './courses.ts';
import { daysBetween, lastOf, plusDays } from './days.ts';
import { appendEvent } from './events.ts';
import { findGroup, type Group } from './groups.ts';
import { dayText, timeText, uuid } from './inputs.ts';
import { outlineOf } from './lessons.ts';
import { closedOn } from './observances.ts';
import { isNew } from './operations.ts';
import { closedAmong } from './relocations.ts';
import { dayIn, meetingAt, paceOf, planSessions, slotOf } from './schedule.ts';
import { begunAmong, changed, sessionsOf, type ListedSession } from './sessions.ts';
import { overrideReasons } from '#lib/vocabulary.ts';

export const NewBooster = z.strictObject({
	/** Also the id of the session. */
	operationId: uuid,
	lessonId: z.string().min(1).max(80),
	date: dayText,
	time: timeText,
	/** Why, although the site is closed or something is in the way. */
	override: z.enum(overrideReasons).nullable().default(null)
});
export type NewBooster = z.input<typeof NewBooster>;

/**
 * Boosters of the group's edition, each with its session or with the day and time that suit it: none before the course
 * is over. The caller has found the group.
 */
export async function boostersOf(read: Read, group: Group, language: string) {
	const outline = await outlineOf(read, group.editionId);
	const { lastOn, last, planned } = await standingOf(read, group.id);
	if (lastOn === null || !last) return [];
	const pace = paceOf(group.slots, last);
	const today = dayIn(group.zone, now());
	const isClosed = await closedOn(read, { id: group.siteId, organizationId: group.organizationId });
	return boostersIn(outline).map((lesson, i) => {
		const { id, title, minutes } = lessonIn(lesson, language);
		const session = planned.find(({ lessonIds }) => lessonIds.includes(id));
		const due = plusDays(lastOn, boosterDays[i] ?? boosterDays.at(-1)! + i);
		const [next] = planSessions(pace, group.zone, due > today ? due : plusDays(today, 1), 1, isClosed);
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
	const last = course.sort((a, b) => a.startsAt.localeCompare(b.startsAt)).at(-1);
	return {
		last,
		lastOn: isOver && last ? last.date : null,
		planned: all.filter(({ kind }) => kind === 'booster'),
		/** The number that one more would have. */
		number: Math.max(0, ...ever.map(({ number }) => number)) + 1
	};
}

/**
 * Plans one booster as a meeting of the group. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 course.not-over, booster.planned, schedule.clash, operation.reused; 400 for another lesson or a
 * past day
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
		if (!input.override && (await wayOf(tx, actor, group, input, minutes)).length > 0)
			throw conflict('schedule.clash');

		await insertBooster(tx, group, { ...input, minutes, number });
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'booster.planned',
			data: { sessionId: input.operationId, lessonId: input.lessonId, date: input.date }
		});
	});
}

/** What is in the way of a booster: a closed day, a room that is taken, whoever is elsewhere. */
export async function boosterClashes(read: Read, actor: Actor, groupId: Id, input: NewBooster) {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'groups.plan', group);
	return wayOf(read, actor, group, input, await minutesOf(read, group, input));
}

async function wayOf(read: Read, actor: Actor, group: Group, { date, time }: NewBooster, minutes: number) {
	const wish = { ...meetingAt({ date, time, minutes }, group.zone), room: group.room };
	const isClosed = await closedOn(read, { id: group.siteId, organizationId: group.organizationId });
	const { siteId, facilitatorIds } = group;
	const setting = { groupId: group.id, siteId, facilitatorIds, sessionIds: [] };
	return [...closedAmong([wish], isClosed), ...(await clashesOf(read, actor, setting, [wish]))];
}

/** The last day of the course as it is planned. */
export const lastDayOf = (all: ListedSession[]) =>
	lastOf(all.filter(({ kind, cancelledAt }) => kind === 'course' && !cancelledAt).map(({ date }) => date));

/** Boosters stay as many days behind the course's last meeting as they were, on the next day that is not closed. */
export async function boostersFollow(tx: Tx, groupId: Id, lastBefore: string | null) {
	const all = await sessionsOf(tx, groupId);
	const last = lastDayOf(all);
	const by = last && lastBefore ? daysBetween(lastBefore, last) : 0;
	const boosters = all.filter(
		({ kind, cancelledAt, endedAt }) => kind === 'booster' && !cancelledAt && !endedAt
	);
	const begun = await begunAmong(
		tx,
		boosters.map(({ id }) => id)
	);
	if (by === 0) return;
	for (const one of boosters.filter(({ id }) => !begun.has(id))) {
		const isClosed = await closedOn(tx, { id: one.siteId, organizationId: one.organizationId });
		const { zone: _zone, ...when } = boosterAfter(one, by, isClosed);
		await tx
			.update(sessions)
			.set({ ...when, ...changed() })
			.where(eq(sessions.id, one.id))
			.returning();
	}
}

/** A booster so many days on, or weeks more where its site is closed then. */
export function boosterAfter(booster: ListedSession, by: number, isClosed: (day: string) => boolean) {
	const date = plusDays(booster.date, by);
	const [next] = planSessions([slotOf({ ...booster, date })], booster.zone, date, 1, isClosed);
	return next;
}

async function minutesOf(
	tx: Read,
	group: Group,
	{ lessonId }: Pick<NewBooster, 'lessonId'>
): Promise<number> {
	const lesson = boostersIn(await outlineOf(tx, group.editionId)).find(({ id }) => id === lessonId);
	if (!lesson) throw invalid({ lessonId: { code: 'choice' } });
	return lesson.minutes;
}

type Planned = Omit<NewBooster, 'override'> & { minutes: number; number: number };

async function insertBooster(
	tx: Tx,
	group: Group,
	{ operationId, lessonId, date, time, minutes, number }: Planned
) {
	const meeting = meetingAt({ date, time, minutes }, group.zone);
	const isClosed = await closedOn(tx, { id: group.siteId, organizationId: group.organizationId });
	const heldOn = isClosed(date) ? date : null;
	const { organizationId, id: groupId } = group;
	const row = { id: operationId, organizationId, groupId, number, kind: 'booster' as const, ...meeting };
	await tx
		.insert(sessions)
		.values({ ...row, heldOn, lessonIds: [lessonId] })
		.returning();
}
