/** The sheet of a batch: those of it that nobody has signed for yet. */
import { now } from '#lib/server/clock.ts';
import { findBatch, inBatch, referenceOf } from '#lib/server/domain/incentive-batches.ts';
import { stageOf } from '#lib/server/domain/incentive-steps.ts';
import { byName } from '#lib/server/domain/names.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import type { PackOptions } from '#lib/pack-words.ts';
import { receiptPrint } from '#lib/receipt-print.ts';

type Asked = { locals: App.Locals; params: { batch: string } };

export async function receiptsOf({ locals: { db, actor }, params }: Asked, options: PackOptions) {
	const batch = await findBatch(db.read, actor, params.batch);
	const { zone } = await findProgram(db.read);
	const open = (await inBatch(db.read, batch.id))
		.filter((one) => ['batched', 'issued'].includes(stageOf(one)))
		.map((one) => ({ ...one, cents: one.incentive.cents, reference: referenceOf(one.incentive.id) }))
		.sort(byName);
	const { organizationId, id } = batch;
	logRead(actor, { organizationId, subject: `batch:${id}`, kind: 'incentives.printed' });
	const { language, size } = options;
	return { batch, print: receiptPrint(batch, open, { language, size, zone, at: now() }) };
}
