/** Reconciliations: what a payer answers about a batch, laid beside it before anything is marked as issued. */
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { findBatch, inBatch, referenceOf } from './incentive-batches.ts';
import { appendSteps, stageOf, type PersonWith } from './incentive-steps.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { serialEnd, todayOf } from './payouts.ts';

export const AnswerRow = z.strictObject({
	/** Of the file, from 1. */
	line: z.int().min(1).max(1_000_000),
	reference: z.string().trim().toUpperCase().min(1).max(20),
	cents: z.int().min(0).max(100_000_000),
	serial: serialEnd.nullable(),
	/** Null: today. */
	day: dayText.nullable()
});
export type AnswerRow = z.infer<typeof AnswerRow>;
export const PayerAnswer = z.strictObject({ operationId: uuid, rows: z.array(AnswerRow).min(1).max(500) });

/**
 * matched: it can be marked as issued. unknown: not in this batch. amount: it is in it with another amount. twice: an
 * earlier line of the file says the same. issued: it was marked before. over: it was taken back.
 */
export type Finding = 'matched' | 'unknown' | 'amount' | 'twice' | 'issued' | 'over';
export type Found = { row: AnswerRow; finding: Finding; of: PersonWith | null };

/**
 * Lays an answer beside its batch. Nothing is written.
 * @returns each line's finding, and how many of the batch the answer leaves out
 * @throws 404, 403
 */
export async function checkAnswer(read: Read, actor: Actor, batchId: Id, rows: AnswerRow[]) {
	await findBatch(read, actor, batchId);
	const all = await inBatch(read, batchId);
	const found = findingsIn(all, rows);
	const told = new Set(found.map(({ of }) => of?.incentive.id));
	const missing = all.filter((one) => stageOf(one) === 'batched' && !told.has(one.incentive.id));
	return { found, missing: missing.length };
}

function findingsIn(all: PersonWith[], rows: AnswerRow[]): Found[] {
	const known = new Map(all.map((one) => [referenceOf(one.incentive.id), one]));
	const seen = new Set<string>();
	return rows.map((row) => {
		const of = known.get(row.reference) ?? null;
		const finding = seen.has(row.reference) ? 'twice' : findingOf(row, of);
		seen.add(row.reference);
		return { row, finding, of };
	});
}

function findingOf(row: AnswerRow, of: PersonWith | null): Finding {
	if (!of) return 'unknown';
	const stage = stageOf(of);
	if (stage === 'over') return 'over';
	if (stage !== 'batched') return 'issued';
	return of.incentive.cents === row.cents ? 'matched' : 'amount';
}

/**
 * Marks as issued what matches; the rest stays as it is. What waits for a decision is issued all the same where the
 * payer says so: it happened, and the question stays open.
 * @returns how many were marked
 * @throws 404; 403; 409 incentive.none-matched
 */
export async function settleAnswer(
	db: Db,
	actor: Actor,
	batchId: Id,
	{ operationId, rows }: z.infer<typeof PayerAnswer>
): Promise<number> {
	return db.write(async (tx) => {
		const batch = await findBatch(tx, actor, batchId);
		allow(actor, 'incentives.issue', batch);
		if (!(await isNew(tx, actor, 'settleAnswer', operationId, { batchId, rows }))) return 0;
		const today = await todayOf(tx);
		if (rows.some(({ day }) => day !== null && day > today)) throw invalid({ rows: { code: 'future' } });
		const found = findingsIn(await inBatch(tx, batchId), rows).filter(
			(one): one is Found & { of: PersonWith } => one.finding === 'matched'
		);
		if (found.length === 0) throw conflict('incentive.none-matched');
		await appendSteps(
			tx,
			actor,
			found.map(({ of, row: { serial, day } }) => ({
				of,
				said: { step: 'issued', stage: 'issued', form: batch.form, serial, day: day ?? today }
			}))
		);
		return found.length;
	});
}
