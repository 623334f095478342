/** Pauses: somebody is away for a while and expected back. What meets meanwhile counts nothing against them. */
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { appendChange, changesOf } from './changes.ts';
import { isCarried } from './credits.ts';
import { plusDays } from './days.ts';
import { findGroup } from './groups.ts';
import { dayText, uuid } from './inputs.ts';
import { groupsKeptFrom } from './kept-apart.ts';
import { isNew } from './operations.ts';
import { findEnrollment } from './people.ts';
import { placementOf } from './places.ts';
import { dayIn } from './schedule.ts';
import { upheldChanges, type Change } from './stays.ts';
import { correctionReasons, pauseReasons } from '#lib/vocabulary.ts';

export const Pause = z
	.strictObject({
		operationId: uuid,
		from: dayText,
		backOn: dayText,
		reason: z.enum(pauseReasons)
	})
	.refine(({ from, backOn }) => from < backOn, { path: ['backOn'], message: 'days-order' });
export const Resumption = z.strictObject({ operationId: uuid });
export const Undoing = z.strictObject({
	operationId: uuid,
	changeId: uuid,
	reason: z.enum(correctionReasons)
});

/** Days back for which a pause may still be said, and days ahead. */
const furthest = { back: 30, ahead: 60 };

/**
 * Pauses an enrollment from a day on.
 * @throws 404, 403, 400 for days that don't fit, 409 enrollment.exited, enrollment.paused-already
 */
export async function pauseEnrollment(db: Db, actor: Actor, enrollmentId: Id, input: z.input<typeof Pause>) {
	const { operationId, ...asked } = Pause.parse(input);
	await db.write(async (tx) => {
		const { enrollment, today } = await findOpen(tx, actor, enrollmentId);
		if (!(await isNew(tx, actor, 'pauseEnrollment', operationId, { enrollmentId, ...asked }))) return;
		if (enrollment.exitedAt) throw conflict('enrollment.exited');
		if (enrollment.pausedOn) throw conflict('enrollment.paused-already');
		const { from: day, backOn, reason } = asked;
		const earliest = [enrollment.enrolledOn, plusDays(today, -furthest.back)].sort().at(-1)!;
		if (day < earliest || day > plusDays(today, furthest.ahead)) throw invalid({ from: { code: 'date' } });
		if (backOn < today) throw invalid({ backOn: { code: 'past' } });
		await appendChange(tx, actor, enrollment, { kind: 'paused', day, backOn, reason });
	});
}

/** The person is back from today. @throws 404, 403, 409 enrollment.exited, enrollment.not-paused */
export async function resumeEnrollment(
	db: Db,
	actor: Actor,
	enrollmentId: Id,
	{ operationId }: z.input<typeof Resumption>
) {
	await db.write(async (tx) => {
		const { enrollment, today } = await findOpen(tx, actor, enrollmentId);
		if (!(await isNew(tx, actor, 'resumeEnrollment', operationId, { enrollmentId }))) return;
		if (enrollment.exitedAt) throw conflict('enrollment.exited');
		if (!enrollment.pausedOn) throw conflict('enrollment.not-paused');
		await appendChange(tx, actor, enrollment, { kind: 'resumed', day: today });
	});
}

/** What can be undone: the last that stands, on the day on which it was said. Moving to another group is not undone. */
export function undoable<C extends Pick<Change, 'id' | 'kind' | 'undoes' | 'at'>>(
	changes: C[],
	zone: string
): C | null {
	const last = upheldChanges(changes).at(-1);
	if (!last || !['paused', 'resumed', 'exited'].includes(last.kind)) return null;
	return dayIn(zone, last.at) === dayIn(zone, now()) ? last : null;
}

/**
 * Takes back, within the day, a pause, a return from one or an exit that was said in error.
 * @throws 404, 403, 409 enrollment.changed when something else was said since, or the day is over;
 * placement.full, placement.unavailable when the seat is gone
 */
export async function undoChange(
	db: Db,
	actor: Actor,
	enrollmentId: Id,
	{ operationId, changeId, reason }: z.input<typeof Undoing>
) {
	await db.write(async (tx) => {
		const { enrollment, today, zone } = await findOpen(tx, actor, enrollmentId);
		if (!(await isNew(tx, actor, 'undoChange', operationId, { enrollmentId, changeId, reason }))) return;
		const last = undoable(await changesOf(tx, enrollmentId), zone);
		if (last?.id !== changeId) throw conflict('enrollment.changed');
		if (last.kind === 'exited') await refuseTaken(tx, enrollment);
		await appendChange(tx, actor, enrollment, { kind: 'undone', day: today, reason, undoes: changeId });
	});
}

/** Whoever left in error comes back to a seat that is still theirs. */
async function refuseTaken(tx: Tx, enrollment: { id: Id; groupId: Id; participantId: Id }) {
	const { id, groupId, participantId } = enrollment;
	if (await isCarried(tx, id, participantId)) throw conflict('enrollment.changed');
	if ((await groupsKeptFrom(tx, participantId)).has(groupId)) throw conflict('placement.unavailable');
	const { obstacles } = await placementOf(tx, groupId, { participantId });
	if (obstacles.includes('full')) throw conflict('placement.full');
}

async function findOpen(tx: Tx, actor: Actor, enrollmentId: Id) {
	const enrollment = await findEnrollment(tx, actor, enrollmentId);
	allow(actor, 'groups.exit', enrollment);
	const { zone } = await findGroup(tx, actor, enrollment.groupId);
	return { enrollment, zone, today: dayIn(zone, now()) };
}
