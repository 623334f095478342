/** Approvals: a second person says that what was earned may be issued, and decides where its ground is gone. */
import { and, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../db/open.ts';
import { incentives } from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { ownPartsIn } from './incentive-grounds.ts';
import {
	alreadyElse,
	appendSteps,
	findIncentive,
	incentiveScope,
	stageOf,
	standingOf
} from './incentive-steps.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { keepReasons, decisionReasons, takeBackReasons } from '#lib/incentives.ts';

export const Approval = z.strictObject({ operationId: uuid });
/** Those that were shown: one that was earned since waits for the next look. */
export const Approvals = z.strictObject({ operationId: uuid, incentiveIds: z.array(uuid).min(1).max(500) });
export const Decision = z
	.strictObject({
		operationId: uuid,
		decision: z.enum(['kept', 'taken-back']),
		reason: z.enum(decisionReasons)
	})
	.refine(
		({ decision, reason }) =>
			(decision === 'kept' ? (keepReasons as readonly string[]) : takeBackReasons).includes(reason),
		{ path: ['reason'], message: 'choice' }
	);

/**
 * @throws 404; 403; 409 `incentive.own-…` for whoever said something of what earned it; `incentive.<stage>` with who
 * and when where it is no longer to be approved
 */
export async function approveIncentive(
	db: Db,
	actor: Actor,
	incentiveId: Id,
	{ operationId }: z.infer<typeof Approval>
) {
	await db.write(async (tx) => {
		const found = await findIncentive(tx, actor, incentiveId);
		allow(actor, 'incentives.approve', found.incentive);
		if (!(await isNew(tx, actor, 'approveIncentive', operationId, incentiveId))) return;
		if (stageOf(found) !== 'earned') throw await alreadyElse(tx, found);
		const own = (await ownPartsIn(tx, actor, [found.incentive])).get(incentiveId);
		if (own) throw conflict(`incentive.own-${own}`);
		await appendSteps(tx, actor, [{ of: found, said: { step: 'approved', stage: 'approved' } }]);
	});
}

/**
 * Approves those of them that the actor may: what somebody else was quicker with, what fell away since, and what they
 * had a part in themselves stays as it is.
 * @returns how many were approved
 */
export async function approveIncentives(
	db: Db,
	actor: Actor,
	{ operationId, incentiveIds }: z.infer<typeof Approvals>
): Promise<number> {
	return db.write(async (tx) => {
		const all = await standingOf(tx, and(inArray(incentives.id, incentiveIds), incentiveScope(actor)));
		if (all.length < new Set(incentiveIds).size) throw notFound();
		for (const { incentive } of all) allow(actor, 'incentives.approve', incentive);
		if (!(await isNew(tx, actor, 'approveIncentives', operationId, incentiveIds))) return 0;
		const open = all.filter((one) => stageOf(one) === 'earned');
		const own = await ownPartsIn(
			tx,
			actor,
			open.map(({ incentive }) => incentive)
		);
		const mine = open.filter(({ incentive }) => !own.has(incentive.id));
		await appendSteps(
			tx,
			actor,
			mine.map((of) => ({ of, said: { step: 'approved', stage: 'approved' } }))
		);
		return mine.length;
	});
}

/**
 * Keeps what was approved for a milestone that was voided since, or takes it back.
 * @throws 404; 403; 409 incentive.settled where nothing is to be decided any more, `incentive.own-…`
 */
export async function decideIncentive(
	db: Db,
	actor: Actor,
	incentiveId: Id,
	{ operationId, decision, reason }: z.infer<typeof Decision>
) {
	await db.write(async (tx) => {
		const found = await findIncentive(tx, actor, incentiveId);
		allow(actor, 'incentives.approve', found.incentive);
		if (!(await isNew(tx, actor, 'decideIncentive', operationId, { incentiveId, decision, reason }))) return;
		if (!found.step?.isOpen) throw conflict('incentive.settled');
		const own = decision === 'kept' ? await ownPartsIn(tx, actor, [found.incentive]) : new Map();
		if (own.size > 0) throw conflict(`incentive.own-${own.get(incentiveId)}`);
		const stage = decision === 'kept' ? stageOf(found) : ('over' as const);
		const said = { step: decision, stage, isOpen: false, reason } as const;
		await appendSteps(tx, actor, [{ of: found, said }]);
	});
}
