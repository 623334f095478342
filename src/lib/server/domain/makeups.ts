/** Make-ups: a missed lesson, or the rest of one, from the plan through the approval to what was held of it. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Tx } from '../db/open.ts';
import { sessions } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { facilitatorIdsOf } from './facilitators.ts';
import { dayText, uuid } from './inputs.ts';
import { exceptionFor, excuse, refuseEarly, refuseLocked, refuseMinutes } from './makeup-limits.ts';
import { appendMakeUp } from './makeup-statements.ts';
import {
	hostsFor,
	ledgerOf,
	makeUpHeads,
	openingFor,
	type Ledger,
	type MakeUpRow,
	type Opening
} from './openings.ts';
import { isNew } from './operations.ts';
import { findEnrollment } from './people.ts';
import { makeUpEnds, makeUpExceptions, makeUpWays } from '#lib/vocabulary.ts';

const minutes = z.int().min(1).max(240);
const exception = z.enum(makeUpExceptions).nullable().default(null);

export const NewMakeUp = z
	.strictObject({
		operationId: uuid,
		lessonId: z.string().min(1).max(80),
		way: z.enum(makeUpWays),
		sessionId: uuid.nullable().default(null),
		/** Another group's session brings its own. */
		day: dayText.nullable().default(null),
		exception
	})
	.refine(({ way, sessionId }) => (way === 'session') === (sessionId !== null), {
		path: ['sessionId'],
		message: 'choice'
	})
	.refine(({ way, day }) => way === 'session' || day !== null, { path: ['day'], message: 'required' });
export type NewMakeUp = z.input<typeof NewMakeUp>;

/** As a form tells it: one choice of how, a session by its id. */
export const ToldMakeUp = z
	.strictObject({
		operationId: uuid,
		lessonId: z.string().min(1).max(80),
		how: z.union([z.literal('one-to-one'), z.literal('packet'), uuid], 'choice'),
		day: dayText.nullable().default(null),
		exception
	})
	.refine(({ how, day }) => !(how === 'one-to-one' || how === 'packet') || day !== null, {
		path: ['day'],
		message: 'required'
	})
	.transform(({ how, ...rest }): z.input<typeof NewMakeUp> =>
		how === 'one-to-one' || how === 'packet'
			? { ...rest, way: how }
			: { ...rest, way: 'session', sessionId: how, day: null }
	)
	.pipe(NewMakeUp);

export const Approval = z.strictObject({ operationId: uuid, makeUpId: uuid });
export const HeldMakeUp = z.strictObject({
	operationId: uuid,
	makeUpId: uuid,
	day: dayText,
	minutes,
	exception
});
export const EndedMakeUp = z.strictObject({ operationId: uuid, makeUpId: uuid, reason: z.enum(makeUpEnds) });

/**
 * Plans a make-up of a lesson of which something is missing. Whoever may approve it approves it by planning it.
 * @throws 404, 403, 409 enrollment.exited, make-up.not-needed, make-up.planned, make-up.late, make-up.limit,
 * make-up.no-packet
 */
export async function planMakeUp(db: Db, actor: Actor, enrollmentId: Id, input: NewMakeUp) {
	const asked = NewMakeUp.parse(input);
	await db.write(async (tx) => {
		const enrollment = await findEnrolled(tx, actor, enrollmentId);
		allow(actor, 'make-ups.plan', enrollment);
		if (!(await isNew(tx, actor, 'planMakeUp', asked.operationId, { enrollmentId, ...asked }))) return;
		if (enrollment.exitedAt) throw conflict('enrollment.exited');
		const ledger = await ledgerOf(tx, enrollment);
		const opening = openingFor(ledger, asked.lessonId);
		if (opening.open) throw conflict('make-up.planned');
		if (opening.short === 0) throw conflict('make-up.not-needed');
		const place = await placeOf(tx, enrollment, opening, asked);
		refuseEarly(opening, place.day);
		const excepted = exceptionFor(actor, enrollment, ledger, opening, place.day, asked.exception);
		const state = can(actor, 'make-ups.approve', enrollment) ? 'approved' : 'proposed';
		const { operationId, lessonId, way } = asked;
		await appendMakeUp(tx, actor, enrollment, {
			...{ id: operationId, makeUpId: operationId, replaces: null, state, lessonId, way, ...place },
			...{ exception: excepted, reason: null }
		});
	});
}

/** @throws 404, 403, 409 make-up.changed when somebody has decided about it */
export async function approveMakeUp(
	db: Db,
	actor: Actor,
	enrollmentId: Id,
	{ operationId, makeUpId }: z.infer<typeof Approval>
) {
	await db.write(async (tx) => {
		const enrollment = await findEnrolled(tx, actor, enrollmentId);
		allow(actor, 'make-ups.approve', enrollment);
		if (!(await isNew(tx, actor, 'approveMakeUp', operationId, { enrollmentId, makeUpId }))) return;
		const head = await headOf(tx, enrollmentId, makeUpId);
		if (head.state !== 'proposed') throw conflict('make-up.changed');
		await appendMakeUp(tx, actor, enrollment, {
			...head,
			id: operationId,
			replaces: head.id,
			state: 'approved'
		});
	});
}

/**
 * States what was held. Said again, it corrects the minutes.
 * @throws 404, 403, 409 make-up.not-approved, make-up.changed, make-up.late; 400 for a day to come, or too many minutes
 */
export async function holdMakeUp(db: Db, actor: Actor, enrollmentId: Id, input: z.input<typeof HeldMakeUp>) {
	const asked = HeldMakeUp.parse(input);
	await db.write(async (tx) => {
		const enrollment = await findEnrolled(tx, actor, enrollmentId);
		allow(actor, 'make-ups.hold', enrollment);
		if (!(await isNew(tx, actor, 'holdMakeUp', asked.operationId, { enrollmentId, ...asked }))) return;
		const head = await headOf(tx, enrollmentId, asked.makeUpId);
		if (head.state === 'proposed') throw conflict('make-up.not-approved');
		if (head.state === 'over') throw conflict('make-up.changed');
		const ledger = await ledgerOf(tx, enrollment);
		refuseLocked(actor, enrollment, ledger, head);
		const opening = openingFor(ledger, head.lessonId);
		const host = await hostOf(tx, head);
		const day = heldDay(ledger, opening, host, asked.day);
		refuseMinutes(opening, host?.length ?? 0, head, asked.minutes);
		const isLate = opening.by !== null && day > opening.by && !head.exception;
		const excepted = isLate
			? excuse(actor, enrollment, asked.exception, 'make-up.late', { date: opening.by! })
			: head.exception;
		await appendMakeUp(tx, actor, enrollment, {
			...{ ...head, id: asked.operationId, replaces: head.id, state: 'held' },
			...{ day, minutes: asked.minutes, exception: excepted, reason: null }
		});
	});
}

/**
 * Turns down, calls off or takes back: from then on it counts nothing.
 * @throws 404, 403, 409 make-up.changed when it is over already
 */
export async function endMakeUp(
	db: Db,
	actor: Actor,
	enrollmentId: Id,
	{ operationId, makeUpId, reason }: z.infer<typeof EndedMakeUp>
) {
	await db.write(async (tx) => {
		const enrollment = await findEnrolled(tx, actor, enrollmentId);
		allow(actor, reason === 'not-approved' ? 'make-ups.approve' : 'make-ups.plan', enrollment);
		if (!(await isNew(tx, actor, 'endMakeUp', operationId, { enrollmentId, makeUpId, reason }))) return;
		const head = await headOf(tx, enrollmentId, makeUpId);
		if (head.state === 'over') throw conflict('make-up.changed');
		refuseLocked(actor, enrollment, await ledgerOf(tx, enrollment), head);
		await appendMakeUp(tx, actor, enrollment, {
			...{ ...head, id: operationId, replaces: head.id, state: 'over', reason }
		});
	});
}

/** When and where it is to be, and how many minutes of what is missing it can bring. */
async function placeOf(tx: Tx, enrollment: Enrolled, opening: Opening, asked: z.output<typeof NewMakeUp>) {
	if (asked.way === 'session') {
		const host = (await hostsFor(tx, enrollment)).find(({ id }) => id === asked.sessionId);
		if (!host?.lessonIds.includes(asked.lessonId)) throw invalid({ how: { code: 'choice' } });
		return { day: host.date, sessionId: host.id, minutes: Math.min(opening.short, host.minutes) };
	}
	if (asked.way === 'packet' && opening.packet === 0) throw conflict('make-up.no-packet');
	const most = asked.way === 'packet' ? opening.packet : opening.lesson.minutes;
	return { day: asked.day!, sessionId: null, minutes: Math.min(opening.short, most) };
}

type Enrolled = Awaited<ReturnType<typeof findEnrolled>>;

/** @throws 404 for a person in a group that the actor may not know of */
async function findEnrolled(tx: Tx, actor: Actor, enrollmentId: Id) {
	const enrollment = await findEnrollment(tx, actor, enrollmentId);
	return { ...enrollment, facilitatorIds: await facilitatorIdsOf(tx, enrollment.groupId) };
}

/** @throws 404 */
async function headOf(tx: Tx, enrollmentId: Id, makeUpId: Id): Promise<MakeUpRow> {
	const head = (await makeUpHeads(tx, [enrollmentId])).find((one) => one.makeUpId === makeUpId);
	if (!head) throw notFound();
	return head;
}

async function hostOf(tx: Tx, { sessionId }: MakeUpRow) {
	if (sessionId === null) return null;
	const { date, minutes: length, cancelledAt } = sessions;
	const [host] = await tx
		.select({ date, length, cancelledAt })
		.from(sessions)
		.where(eq(sessions.id, sessionId));
	if (host.cancelledAt) throw conflict('session.cancelled');
	return host;
}
type Host = Awaited<ReturnType<typeof hostOf>>;

function heldDay({ today }: Ledger, opening: Opening, host: Host, asked: string) {
	const day = host?.date ?? asked;
	if (day > today) throw invalid({ day: { code: 'future' } });
	refuseEarly(opening, day);
	return day;
}
