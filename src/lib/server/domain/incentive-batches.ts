/** Batches: approved incentives that are issued together, with a sheet to sign and a list for whoever pays. */
import { createHash } from 'node:crypto';
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import {
	incentiveBatches,
	incentives,
	incentiveSteps,
	organizations,
	recipients
} from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, organizationsOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import {
	appendSteps,
	findIncentive,
	incentiveScope,
	isLast,
	peopleWith,
	stageOf,
	standingOf
} from './incentive-steps.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { incentiveForms } from '#lib/incentives.ts';

export const NewBatch = z.strictObject({
	operationId: uuid,
	organizationId: uuid,
	form: z.enum(incentiveForms),
	/** Null: the organization's own finance. */
	recipientId: uuid.nullable().default(null),
	incentiveIds: z.array(uuid).min(1, 'incentive.none-chosen').max(200)
});
export const TakenOut = z.strictObject({ operationId: uuid, incentiveId: uuid });

/** Crockford's letters and digits: nothing in them is read for something else. */
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** By which a payer and the organization speak of one incentive: "7KQ4MX2B". It says nothing of the person. */
export function referenceOf(incentiveId: Id): string {
	const bytes = createHash('sha256').update(`incentive:${incentiveId}`).digest();
	return Array.from({ length: 8 }, (_, i) => symbols[bytes[i] % symbols.length]).join('');
}

/**
 * @throws 404; 403; 400 recipientId `choice`; 409 incentive.batch-changed where one of them is no longer to be issued
 */
export async function makeBatch(db: Db, actor: Actor, input: z.input<typeof NewBatch>): Promise<Id> {
	const { operationId: id, incentiveIds, ...batch } = NewBatch.parse(input);
	const { organizationId, recipientId } = batch;
	await db.write(async (tx) => {
		allow(actor, 'incentives.issue', { organizationId });
		if (!(await isNew(tx, actor, 'makeBatch', id, { ...batch, incentiveIds }))) return;
		if (recipientId) await findPayer(tx, recipientId);
		const here = and(inArray(incentives.id, incentiveIds), eq(incentives.organizationId, organizationId));
		const all = await standingOf(tx, and(here, incentiveScope(actor)));
		if (all.length < new Set(incentiveIds).size) throw notFound();
		if (all.some((one) => stageOf(one) !== 'approved' || one.step!.isOpen))
			throw conflict('incentive.batch-changed');
		await tx
			.insert(incentiveBatches)
			.values({ id, ...batch, by: nameOf(actor), at: now() })
			.returning();
		const subject = `batch:${id}`;
		const data = { form: batch.form, recipientId, count: all.length, cents: sumOf(all) };
		await appendEvent(tx, actor, { organizationId, subject, kind: 'incentives.batched', data });
		await appendSteps(
			tx,
			actor,
			all.map((of) => ({ of, said: { step: 'batched', stage: 'batched', batchId: id } }))
		);
	});
	return id;
}

export const sumOf = (all: { incentive: { cents: number } }[]) =>
	all.reduce((sum, { incentive }) => sum + incentive.cents, 0);

/** @throws 400 recipientId `choice` for one that pays no incentives */
async function findPayer(read: Read, recipientId: Id) {
	const payers = await payersOf(read);
	const payer = payers.find(({ id }) => id === recipientId);
	if (!payer) throw invalid({ recipientId: { code: 'choice' } });
	return payer;
}

/** Recipients that pay incentives. */
export const payersOf = (read: Read) =>
	read
		.select({ id: recipients.id, name: recipients.name })
		.from(recipients)
		.where(eq(recipients.kind, 'incentives'))
		.orderBy(asc(recipients.name), asc(recipients.id));

/**
 * Takes one out of its batch: it is approved as before.
 * @throws 404; 403; 409 incentive.not-in-batch
 */
export async function takeOut(
	db: Db,
	actor: Actor,
	batchId: Id,
	{ operationId, incentiveId }: z.infer<typeof TakenOut>
) {
	await db.write(async (tx) => {
		await findBatch(tx, actor, batchId);
		const found = await findIncentive(tx, actor, incentiveId);
		if (!(await isNew(tx, actor, 'takeOut', operationId, { batchId, incentiveId }))) return;
		if (stageOf(found) !== 'batched' || found.step!.batchId !== batchId)
			throw conflict('incentive.not-in-batch');
		await appendSteps(tx, actor, [
			{ of: found, said: { step: 'returned', stage: 'approved', batchId: null } }
		]);
	});
}

/** @throws 404 for another organization's as for none */
export async function findBatch(read: Read, actor: Actor, batchId: Id) {
	const [found] = await read
		.select({ batch: incentiveBatches, organization: organizations.name, payer: recipients.name })
		.from(incentiveBatches)
		.innerJoin(organizations, eq(organizations.id, incentiveBatches.organizationId))
		.leftJoin(recipients, eq(recipients.id, incentiveBatches.recipientId))
		.where(and(eq(incentiveBatches.id, batchId), inArray(incentiveBatches.organizationId, ownOf(actor))));
	if (!found) throw notFound();
	allow(actor, 'incentives.issue', found.batch);
	return { ...found.batch, organization: found.organization, payer: found.payer };
}
export type Batch = Awaited<ReturnType<typeof findBatch>>;

const ownOf = (actor: Actor) => organizationsOf(actor, 'coordinator');

/** What is in a batch now, by name. */
export const inBatch = (read: Read, batchId: Id) => peopleWith(read, eq(incentiveSteps.batchId, batchId));

/** The actor's batches with their sums, newest first. */
export async function listBatches(read: Read, actor: Actor) {
	const all = await read
		.select({ batch: incentiveBatches, payer: recipients.name })
		.from(incentiveBatches)
		.leftJoin(recipients, eq(recipients.id, incentiveBatches.recipientId))
		.where(inArray(incentiveBatches.organizationId, ownOf(actor)))
		.orderBy(desc(incentiveBatches.at), desc(incentiveBatches.id));
	const inside = await read
		.select({ batchId: incentiveSteps.batchId, stage: incentiveSteps.stage, cents: incentives.cents })
		.from(incentiveSteps)
		.innerJoin(incentives, eq(incentives.id, incentiveSteps.incentiveId))
		.where(
			and(
				isLast,
				inArray(
					incentiveSteps.batchId,
					all.map(({ batch }) => batch.id)
				)
			)
		)
		.orderBy(asc(incentiveSteps.id));
	const of = Map.groupBy(inside, (row) => row.batchId);
	return all.map(({ batch: { id, form, at }, payer }) => {
		const own = (of.get(id) ?? []).filter(({ stage }) => stage !== 'over');
		const issued = own.filter(({ stage }) => stage !== 'batched');
		const sum = (rows: typeof own) => rows.reduce((total, { cents }) => total + cents, 0);
		return { id, form, at, payer, count: own.length, cents: sum(own), issued: issued.length };
	});
}
