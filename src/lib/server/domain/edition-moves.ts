/** Edition moves: a group goes on with a later edition of its curriculum, and everybody keeps what they have. */
import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { compareVersions } from '../curriculum/versions.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, groups, sessions } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { findEdition, listEditions, type Edition } from './editions.ts';
import { appendEvent } from './events.ts';
import { sharedFactsIn } from './facts.ts';
import { wholeLessons } from './given.ts';
import { findGroup, type Group } from './groups.ts';
import { uuid } from './inputs.ts';
import { isToCome, layLessons, orderOf } from './lesson-orders.ts';
import { outlineOf } from './lessons.ts';
import { appendMakeUp } from './makeup-statements.ts';
import { settle } from './milestones.ts';
import { isOpen, makeUpHeads } from './openings.ts';
import { isNew } from './operations.ts';
import { lessonsMoved, lessonsOf, remapped } from './remappings.ts';
import { begunAmong, changed, sessionsOf, type ListedSession } from './sessions.ts';

export const EditionMove = z.strictObject({
	operationId: uuid,
	editionId: uuid,
	/** The edition that the group had when the page was shown: somebody else may have moved it meanwhile. */
	seen: uuid
});

/** Later editions of the group's curriculum, newest first. The caller has found the group. */
export async function laterEditions(read: Read, { editionId }: Pick<Group, 'editionId'>): Promise<Edition[]> {
	const own = await findEdition(read, editionId);
	const isLater = ({ curriculum, version }: Edition) =>
		curriculum === own.curriculum && compareVersions(version, own.version) > 0;
	return (await listEditions(read)).filter(isLater);
}

/**
 * What a move would do to the sessions. Nothing is written.
 * @throws 400 for what is no later edition; 409 group.session-open, course.over
 */
export async function planEditionMove(read: Read, group: Group, editionId: Id) {
	if (!(await laterEditions(read, group)).some(({ id }) => id === editionId))
		throw invalid({ editionId: { code: 'choice' } });
	const { fixed, open, spare } = await orderOf(read, group.id, isToCome);
	if (open.length === 0 && fixed.every(({ endedAt }) => endedAt !== null)) throw conflict('course.over');
	await refuseOpen(read, fixed);
	const [from, to] = [await outlineOf(read, group.editionId), await outlineOf(read, editionId)];
	const { shared } = await sharedFactsIn(read, group.id);
	const given = wholeLessons(from, shared);
	const covered = new Set(
		fixed.flatMap(({ lessonIds, endedAt }) =>
			lessonIds.filter((id) => !endedAt || given.has(id) || to.lessons.some((lesson) => lesson.id === id))
		)
	);
	const planned = open.map(({ lessonIds }) => lessonIds);
	return {
		from,
		to,
		fixed,
		open,
		spare,
		plan: remapped(to, { covered, planned }),
		...lessonsMoved(from, to)
	};
}
export type PlannedMove = Awaited<ReturnType<typeof planEditionMove>>;

/** While a session is on, its people are in the middle of a lesson. */
async function refuseOpen(read: Read, fixed: ListedSession[]) {
	const current = fixed.filter(({ endedAt }) => endedAt === null);
	const begun = await begunAmong(
		read,
		current.map(({ id }) => id)
	);
	const isOn = ({ startsAt, minutes }: ListedSession) =>
		startsAt <= now() && Date.parse(startsAt) + minutes * 60_000 > Date.parse(now());
	if (current.some((session) => begun.has(session.id) || isOn(session))) throw conflict('group.session-open');
}

/**
 * The group works with another edition from now on. What it held stays as it was held; the lessons to come are those of
 * the new edition, with as many meetings as they take.
 * @throws 404, 403, operation.reused; 409 group.edition-changed; else as `planEditionMove`
 */
export async function moveGroupToEdition(
	db: Db,
	actor: Actor,
	groupId: Id,
	{ operationId, ...asked }: z.infer<typeof EditionMove>
) {
	await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'groups.change', group);
		if (!(await isNew(tx, actor, 'moveGroupToEdition', operationId, { groupId, ...asked }))) return;
		if (group.editionId !== asked.seen) throw conflict('group.edition-changed');
		const move = await planEditionMove(tx, group, asked.editionId);
		await keepHeld(tx, group, move);
		await tx.update(groups).set({ editionId: asked.editionId }).where(eq(groups.id, groupId)).returning();
		await layLessons(tx, actor, group, move, move.plan);
		await mapBoosters(tx, groupId, move);
		await callOffMakeUps(tx, actor, groupId, move);
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'group.edition',
			data: { from: group.editionId, to: asked.editionId }
		});
		await settle(tx, actor, groupId);
	});
}

/** Past sessions stay with the edition that they were held with. */
async function keepHeld(tx: Tx, { editionId, id: groupId }: Group, { fixed }: PlannedMove) {
	const own = fixed.filter((session) => session.editionId === editionId).map(({ id }) => id);
	const ended = (await sessionsOf(tx, groupId)).filter(
		(session) => session.kind === 'booster' && session.endedAt !== null && session.editionId === editionId
	);
	await tx
		.update(sessions)
		.set({ editionId })
		.where(inArray(sessions.id, [...own, ...ended.map(({ id }) => id)]))
		.returning();
}

async function mapBoosters(tx: Tx, groupId: Id, { to }: PlannedMove) {
	const coming = (await sessionsOf(tx, groupId)).filter(
		({ kind, endedAt, cancelledAt }) => kind === 'booster' && !endedAt && !cancelledAt
	);
	for (const { id, lessonIds } of coming) {
		const ids = lessonIds.flatMap((one) => lessonsOf(to, one).map((lesson) => lesson.id));
		if (ids.join() === lessonIds.join()) continue;
		await tx
			.update(sessions)
			.set({ lessonIds: ids, ...changed() })
			.where(eq(sessions.id, id))
			.returning();
	}
}

/** What is to be made up of a lesson that is gone is asked for anew. */
async function callOffMakeUps(tx: Tx, actor: Actor, groupId: Id, { to }: PlannedMove) {
	const rows = await tx
		.select()
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(enrollments.id);
	const known = new Set(to.lessons.map(({ id }) => id));
	for (const enrollment of rows) {
		const heads = await makeUpHeads(tx, [enrollment.id]);
		for (const head of heads.filter((one) => isOpen(one) && !known.has(one.lessonId)))
			await appendMakeUp(tx, actor, enrollment, {
				...{ ...head, id: newId(), replaces: head.id, state: 'over', reason: 'other-way' }
			});
	}
}
