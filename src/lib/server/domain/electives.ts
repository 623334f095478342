/** Electives: which optional lessons of its edition a group holds. Chosen when it is made, and until the course is over. */
import { z } from 'zod';
import { now } from '../clock.ts';
import { lessonIn, type EditionOutline } from '../curriculum/outline.ts';
import type { Db, Read } from '../db/open.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { electivesIn, withElectives } from './courses.ts';
import { appendEvent } from './events.ts';
import { findGroup, NewGroup, type Group } from './groups.ts';
import { uuid } from './inputs.ts';
import { layLessons, orderOf } from './lesson-orders.ts';
import { outlineOf } from './lessons.ts';
import { settle } from './milestones.ts';
import { isNew } from './operations.ts';
import { dayIn } from './schedule.ts';
import type { ListedSession } from './sessions.ts';

export const ElectiveChoice = z.strictObject({
	operationId: uuid,
	/** All that the group is to hold; one that it has held already stays, named or not. */
	electives: NewGroup.shape.electives
});

/** Sessions of today keep their lessons. */
const isAnotherDay = ({ date, zone }: ListedSession) => date > dayIn(zone, now());

/** Electives of the group's edition: held (or being held), chosen, or free to choose. The caller has found the group. */
export async function electivesOf(read: Read, group: Pick<Group, 'id' | 'editionId'>, language: string) {
	const outline = await outlineOf(read, group.editionId);
	const { fixed, open } = await orderOf(read, group.id, isAnotherDay);
	const isIn = (among: ListedSession[], id: string) => among.some(({ lessonIds }) => lessonIds.includes(id));
	return electivesIn(outline).map((lesson) => {
		const { id, number, title, minutes, moduleId } = lessonIn(lesson, language);
		const state = isIn(fixed, id) ? 'held' : isIn(open, id) ? 'chosen' : 'free';
		return { id, number, title, minutes, moduleId, state: state as 'held' | 'chosen' | 'free' };
	});
}

/**
 * Chooses anew. Each elective more is one meeting more at the end, and the lessons after it move on; sessions up to
 * today, and those of which something was said, keep their lessons.
 * @throws 404, 403, 409 course.over, operation.reused; 400 for what is no elective of the group's edition
 */
export async function chooseElectives(
	db: Db,
	actor: Actor,
	groupId: Id,
	{ operationId, electives }: z.infer<typeof ElectiveChoice>
) {
	await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'groups.plan', group);
		if (!(await isNew(tx, actor, 'chooseElectives', operationId, { groupId, electives }))) return;
		const outline = await outlineOf(tx, group.editionId);
		const { fixed, open, spare } = await orderOf(tx, groupId, isAnotherDay);
		if ([...fixed, ...open].every(({ endedAt }) => endedAt !== null)) throw conflict('course.over');
		const change = changeFrom(outline, [...fixed, ...open], fixed, electives);
		if (change.added.length + change.removed.length === 0) return;

		const plan = withElectives(
			outline,
			open.map((session) => session.lessonIds),
			change
		);
		await layLessons(tx, actor, group, { open, spare }, plan);
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'group.electives',
			data: change
		});
		await settle(tx, actor, groupId);
	});
}

function changeFrom(outline: EditionOutline, all: ListedSession[], fixed: ListedSession[], wanted: string[]) {
	const known = electivesIn(outline).map(({ id }) => id);
	if (wanted.some((id) => !known.includes(id))) throw invalid({ electives: { code: 'choice' } });
	const planned = new Set(all.flatMap(({ lessonIds }) => lessonIds));
	const held = new Set(fixed.flatMap(({ lessonIds }) => lessonIds));
	return {
		added: known.filter((id) => wanted.includes(id) && !planned.has(id)),
		removed: known.filter((id) => planned.has(id) && !held.has(id) && !wanted.includes(id))
	};
}
