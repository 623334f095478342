/** Covers: a facilitator who takes sessions of a group for its own. They run these, see nothing else, and it ends. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { covers, staff } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { clashesOf, isCovered } from './clashes.ts';
import { plusDays } from './days.ts';
import { appendEvent } from './events.ts';
import { facilitatorsIn } from './facilitators.ts';
import { findGroup, type Group } from './groups.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { dayIn } from './schedule.ts';
import { coverDays } from './scopes.ts';
import { sessionsOf, type ListedSession } from './sessions.ts';
import { overrideReasons } from '#lib/vocabulary.ts';

export const NewCover = z
	.strictObject({
		operationId: uuid,
		staffId: z.string().min(1).max(64),
		/** One session; null: all from the first day to the last. */
		sessionId: uuid.nullable().default(null),
		firstDay: dayText.nullable().default(null),
		lastDay: dayText.nullable().default(null),
		/** Why, although they are elsewhere at the time. */
		override: z.enum(overrideReasons).nullable().default(null)
	})
	.refine(({ sessionId, firstDay }) => sessionId !== null || firstDay !== null, {
		path: ['firstDay'],
		message: 'required'
	})
	.refine(({ sessionId, lastDay }) => sessionId !== null || lastDay !== null, {
		path: ['lastDay'],
		message: 'required'
	})
	.refine(({ firstDay, lastDay }) => !firstDay || !lastDay || firstDay <= lastDay, {
		path: ['lastDay'],
		message: 'days-order'
	});
export type NewCover = z.input<typeof NewCover>;
export const EndedCover = z.strictObject({ operationId: uuid, coverId: uuid });

/** Covers of a group that nobody ended, those too that are over. */
export async function coversIn(read: Read, groupId: Id) {
	const rows = await read
		.select({ cover: covers, name: staff.name })
		.from(covers)
		.innerJoin(staff, eq(staff.id, covers.staffId))
		.where(and(eq(covers.groupId, groupId), isNull(covers.endedAt)))
		.orderBy(asc(covers.firstDay), asc(covers.id));
	return rows.map(({ cover, name }) => ({ ...cover, name }));
}

/** Covers of a group that are in force or to come, with the name of who takes them. The caller has found the group. */
export async function coversOf(read: Read, group: Pick<Group, 'id' | 'zone'>) {
	const since = plusDays(dayIn(group.zone, now()), -coverDays);
	const rows = await coversIn(read, group.id);
	const all = await sessionsOf(read, group.id);
	return rows
		.map((cover) => ({
			id: cover.id,
			name: cover.name,
			firstDay: cover.firstDay,
			lastDay: cover.lastDay,
			whole: cover.sessionId === null,
			sessions: all.filter((session) => !session.cancelledAt && isCovered(cover, session)).map(shown)
		}))
		.filter(({ lastDay, sessions }) => lastDay >= since || sessions.some(({ date }) => date >= since));
}
const shown = ({ number, date, time }: ListedSession) => ({ number, date, time });

/** Facilitators of the organization who do not lead the group. */
export async function possibleCovers(read: Read, actor: Actor, group: Group) {
	allow(actor, 'sessions.cover', group);
	const all = await facilitatorsIn(read, group.organizationId);
	return all.filter(({ id }) => !group.facilitatorIds.includes(id));
}

/**
 * Somebody takes sessions. Sent twice under the same id, it changes nothing.
 * @throws 404, 403, 409 schedule.clash where they are elsewhere and no reason is given, 400 for whoever can't
 */
export async function addCover(db: Db, actor: Actor, groupId: Id, input: NewCover) {
	const touched = await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'sessions.cover', group);
		const { operationId, ...content } = input;
		if (!(await isNew(tx, actor, 'addCover', operationId, { groupId, ...content }))) return [];
		const possible = await possibleCovers(tx, actor, group);
		if (!possible.some(({ id }) => id === input.staffId)) throw invalid({ staffId: { code: 'choice' } });
		const taken = await takenBy(tx, group, input);
		if (!input.override && (await clashesOfCover(tx, actor, group, input.staffId, taken)).length > 0)
			throw conflict('schedule.clash');

		const days = input.sessionId
			? { firstDay: taken[0].date, lastDay: taken[0].date }
			: { firstDay: input.firstDay!, lastDay: input.lastDay! };
		const { organizationId } = group;
		const row = { id: newId(), organizationId, groupId, staffId: input.staffId, ...days };
		const made = { sessionId: input.sessionId ?? null, createdAt: now(), createdBy: nameOf(actor) };
		await tx
			.insert(covers)
			.values({ ...row, ...made })
			.returning();
		const data = { staffId: input.staffId, sessionId: made.sessionId, ...days };
		await appendEvent(tx, actor, { organizationId, subject: `group:${groupId}`, kind: 'cover.added', data });
		return taken.map(({ id }) => id);
	});
	touched.forEach(announce);
}

/** Sessions that would be covered: of today or later, and still to be held. */
async function takenBy(read: Read, group: Group, input: NewCover): Promise<ListedSession[]> {
	const today = dayIn(group.zone, now());
	const { sessionId = null, firstDay = null, lastDay = null } = input;
	const cover = { groupId: group.id, sessionId, firstDay: firstDay ?? '', lastDay: lastDay ?? '' };
	const taken = (await sessionsOf(read, group.id)).filter(
		(session) =>
			!session.endedAt && !session.cancelledAt && isCovered(cover, session) && session.date >= today
	);
	if (taken.length === 0) throw invalid({ [sessionId ? 'sessionId' : 'firstDay']: { code: 'cover-none' } });
	return taken;
}

const clashesOfCover = (read: Read, actor: Actor, group: Group, staffId: Id, taken: ListedSession[]) =>
	clashesOf(
		read,
		actor,
		// Only the person moves: their room is the group's own.
		{ siteId: '', facilitatorIds: [staffId], sessionIds: taken.map(({ id }) => id) },
		taken
	);

/** What a person who is to take sessions has at the same time. */
export async function coverClashes(read: Read, actor: Actor, groupId: Id, input: NewCover) {
	const group = await findGroup(read, actor, groupId);
	allow(actor, 'sessions.cover', group);
	return clashesOfCover(read, actor, group, input.staffId, await takenBy(read, group, input));
}

/**
 * Ends a cover before its time.
 * @throws 404, 403
 */
export async function endCover(db: Db, actor: Actor, groupId: Id, input: z.infer<typeof EndedCover>) {
	await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'sessions.cover', group);
		const [cover] = await tx
			.select()
			.from(covers)
			.where(and(eq(covers.id, input.coverId), eq(covers.groupId, groupId)));
		if (!cover) throw notFound();
		if (!(await isNew(tx, actor, 'endCover', input.operationId, { coverId: cover.id })) || cover.endedAt)
			return;
		await tx
			.update(covers)
			.set({ endedAt: now(), endedBy: nameOf(actor) })
			.where(eq(covers.id, cover.id))
			.returning();
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'cover.ended',
			data: { staffId: cover.staffId }
		});
	});
}
