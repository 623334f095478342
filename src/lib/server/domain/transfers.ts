/** Transfers: from one group into another, and back into the same one. Everything that was earned goes along. */
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, organizationsOf, type Actor } from '../policy.ts';
import { appendChange } from './changes.ts';
import { enroll } from './enrollments.ts';
import { findGroup, listGroups } from './groups.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findEnrollment } from './people.ts';
import { laterOf, placementOf } from './places.ts';
import { dayIn } from './schedule.ts';
import { placementReasons } from '#lib/vocabulary.ts';

const override = z.enum(placementReasons).nullable().default(null);
export const Transfer = z.strictObject({ operationId: uuid, groupId: uuid, override });
export const Return = z.strictObject({ operationId: uuid, override });

/**
 * Ends an enrollment and opens one in another group that the actor may place people in; into another organization's, its
 * coordinator takes the person by their number.
 * @throws 404, 403; 400 for a group that is none of theirs; 409 enrollment.exited, enrollment.twice, placement.*
 */
export async function transfer(db: Db, actor: Actor, enrollmentId: Id, input: z.input<typeof Transfer>) {
	const { operationId, ...asked } = Transfer.parse(input);
	await db.write(async (tx) => {
		const enrollment = await findEnrollment(tx, actor, enrollmentId);
		allow(actor, 'groups.exit', enrollment);
		const target = await targetOf(tx, actor, enrollment.groupId, asked.groupId);
		if (!(await isNew(tx, actor, 'transfer', operationId, { enrollmentId, ...asked }))) return;
		if (enrollment.exitedAt) throw conflict('enrollment.exited');
		const day = await todayIn(tx, actor, enrollment.groupId);
		await appendChange(tx, actor, enrollment, { kind: 'transferred', day, reason: 'transferred' });
		await enroll(tx, actor, target, enrollment.participantId, enrollment.sectorId, asked.override);
	});
}

async function targetOf(tx: Tx, actor: Actor, from: Id, to: Id) {
	const target = await findGroup(tx, actor, to).catch(() => null);
	if (!target || target.id === from || !can(actor, 'groups.enroll', target))
		throw invalid({ groupId: { code: 'choice' } });
	return target;
}

/**
 * Takes back into the group somebody who left it, with all that they had.
 * @throws 404, 403, 409 enrollment.twice when they never left or are back, placement.*
 */
export async function takeBackIn(db: Db, actor: Actor, enrollmentId: Id, input: z.input<typeof Return>) {
	const { operationId, override } = Return.parse(input);
	await db.write(async (tx) => {
		const enrollment = await findEnrollment(tx, actor, enrollmentId);
		allow(actor, 'groups.enroll', enrollment);
		if (!(await isNew(tx, actor, 'takeBackIn', operationId, { enrollmentId, override }))) return;
		const group = await findGroup(tx, actor, enrollment.groupId);
		await enroll(tx, actor, group, enrollment.participantId, enrollment.sectorId, override);
	});
}

async function todayIn(tx: Tx, actor: Actor, groupId: Id) {
	const { zone } = await findGroup(tx, actor, groupId);
	return dayIn(zone, now());
}

/** Groups into which the actor may move somebody, each with what is in the way. The caller has found the enrollment. */
export async function possibleTargets(
	read: Read,
	actor: Actor,
	{ id: leaving, groupId, participantId }: { id: Id; groupId: Id; participantId: Id }
) {
	const own = new Set(organizationsOf(actor, 'coordinator'));
	const found = [];
	for (const group of await listGroups(read, actor)) {
		if (group.id === groupId || !own.has(group.organizationId)) continue;
		const { obstacles, joinsOn } = await placementOf(read, group.id, { participantId, leaving: [leaving] });
		if (obstacles.includes('unavailable') || obstacles.includes('closed')) continue;
		const { id, name, site, startsOn } = group;
		found.push({ id, name, site, joinsOn: laterOf(joinsOn, startsOn), obstacles });
	}
	return found.sort((a, b) => a.obstacles.length - b.obstacles.length || a.joinsOn.localeCompare(b.joinsOn));
}
export type Target = Awaited<ReturnType<typeof possibleTargets>>[number];
