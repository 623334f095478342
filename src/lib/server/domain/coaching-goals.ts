/** Coaching goals: what a facilitator works on, set with them or at an observation. Both see it, and nobody else. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { coachingGoals } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, can, nameOf, type Actor } from '../policy.ts';
import { findFacilitator, programDay } from './credentials.ts';
import { appendEvent } from './events.ts';
import { dayText, line, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { goalStates } from '#lib/vocabulary.ts';

export const goalLine = line(140);
export const NewGoal = z.strictObject({ operationId: uuid, line: goalLine, day: dayText });
export const SettledGoal = z.strictObject({
	operationId: uuid,
	goalId: uuid,
	state: z.enum(goalStates),
	/** What was last said of it where this was asked. */
	seen: uuid
});

type Row = typeof coachingGoals.$inferSelect;

/**
 * A goal that coordinator and facilitator agreed on.
 * @throws 404, 403, 400 for a day that is over, 409 operation.reused
 */
export async function setGoal(
	db: Db,
	actor: Actor,
	organizationId: Id,
	staffId: Id,
	{ operationId: id, ...said }: z.infer<typeof NewGoal>
) {
	await db.write(async (tx) => {
		await findFacilitator(tx, actor, organizationId, staffId);
		allow(actor, 'goals.set', { organizationId });
		if (!(await isNew(tx, actor, 'setGoal', id, { organizationId, staffId, ...said }))) return;
		if (said.day < (await programDay(tx))) throw invalid({ day: { code: 'past' } });
		const about = { organizationId, staffId, observationId: null };
		await append(tx, actor, { id, goalId: id, ...about, ...said, state: 'open', replaces: null });
	});
}

type Observed = { id: Id; organizationId: Id; staffId: Id };

/** The goal of an observation, as it was last signed. One that was settled in the meantime stays as it is. */
export async function goalFromObservation(
	tx: Tx,
	actor: Actor,
	{ id: observationId, organizationId, staffId }: Observed,
	said: { line: string; day: string }
) {
	const [last] = standing(
		await tx
			.select()
			.from(coachingGoals)
			.where(eq(coachingGoals.observationId, observationId))
			.orderBy(asc(coachingGoals.at), asc(coachingGoals.id))
	);
	if (last && (last.state !== 'open' || (last.line === said.line && last.day === said.day))) return;
	const id = newId();
	const about = { goalId: last?.goalId ?? id, organizationId, staffId, observationId };
	await append(tx, actor, { id, ...about, ...said, state: 'open', replaces: last?.id ?? null });
}

/**
 * Reached, dropped, or open again: by the facilitator or their coordinator.
 * @throws 404, 403, 409 goal.changed, operation.reused
 */
export async function settleGoal(db: Db, actor: Actor, input: z.infer<typeof SettledGoal>) {
	const { operationId: id, goalId, state, seen } = input;
	await db.write(async (tx) => {
		const [last] = standing(
			await tx
				.select()
				.from(coachingGoals)
				.where(eq(coachingGoals.goalId, goalId))
				.orderBy(asc(coachingGoals.at), asc(coachingGoals.id))
		);
		if (!last || !can(actor, 'goals.settle', last)) throw notFound();
		if (!(await isNew(tx, actor, 'settleGoal', id, { goalId, state, seen }))) return;
		if (last.id !== seen) throw conflict('goal.changed');
		await append(tx, actor, { ...last, id, state, replaces: last.id });
	});
}

async function append(tx: Tx, actor: Actor, row: Omit<Row, 'by' | 'at'>) {
	const added = await tx
		.insert(coachingGoals)
		.values({ ...row, by: nameOf(actor), at: now() })
		.onConflictDoNothing({ target: coachingGoals.replaces })
		.returning();
	if (added.length === 0) throw conflict('goal.changed');
	const { organizationId, staffId, goalId, state, observationId } = row;
	await appendEvent(tx, actor, {
		organizationId,
		subject: `staff:${staffId}`,
		kind: row.replaces ? 'goal.changed' : 'goal.set',
		data: { goalId, state, observationId }
	});
}

function standing(rows: Row[]): Row[] {
	const replaced = new Set(rows.map(({ replaces }) => replaces));
	return rows.filter(({ id }) => !replaced.has(id));
}

/** Goals of some organizations' facilitators, or of one person in them, the soonest first. The caller has allowed it. */
export async function goalsIn(read: Read, organizationIds: Id[], staffId?: Id) {
	const rows = await read
		.select()
		.from(coachingGoals)
		.where(
			and(
				inArray(coachingGoals.organizationId, organizationIds),
				staffId ? eq(coachingGoals.staffId, staffId) : undefined
			)
		)
		.orderBy(asc(coachingGoals.at), asc(coachingGoals.id));
	return standing(rows)
		.map(({ id, goalId, organizationId, staffId, observationId, line, day, state }) => ({
			...{ id, goalId, organizationId, staffId, observationId, line, day, state }
		}))
		.sort((a, b) => a.day.localeCompare(b.day) || a.goalId.localeCompare(b.goalId));
}
export type CoachingGoal = Awaited<ReturnType<typeof goalsIn>>[number];
