/**
 * Payers: the list of a batch for whoever pays it. The organization's own finance is inside; a payer of the program learns
 * only of people who consented to it, and each is logged as a disclosure in the transaction that checked the consent.
 */
import type { Db, Read } from '../db/open.ts';
import { appendEvent } from '../domain/events.ts';
import { findBatch, inBatch, referenceOf, type Batch } from '../domain/incentive-batches.ts';
import { stageOf, type PersonWith } from '../domain/incentive-steps.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { logDisclosures } from './disclosures.ts';
import { permissionsOf, type Permission } from './permissions.ts';

export type PayerRow = { reference: string; number: string; name: string | null; cents: number };
type Told = { of: PersonWith; consent: Permission | null };

/**
 * What is still to be paid of a batch, and logs that it was told.
 * @throws 404, 403
 */
export async function payerList(db: Db, actor: Actor, batchId: Id) {
	return db.write(async (tx) => {
		const batch = await findBatch(tx, actor, batchId);
		const told = await tellable(tx, batch);
		const disclosed = told.flatMap(({ of: { incentive }, consent }) =>
			consent
				? {
						...{ participantId: incentive.participantId, organizationId: batch.organizationId },
						...{ recipientId: consent.recipientId, consentId: consent.consentId },
						what: { incentives: [incentive.id] }
					}
				: []
		);
		await logDisclosures(tx, actor, 'csv', disclosed);
		const { organizationId, recipientId } = batch;
		await appendEvent(tx, actor, {
			organizationId,
			subject: `batch:${batchId}`,
			kind: 'incentives.exported',
			data: { recipientId, count: told.length }
		});
		return { batch, rows: told.map((one) => rowOf(one, recipientId === null)) };
	});
}

/** How many of a batch a payer outside may not be told of: nobody learns who. @throws 404, 403 */
export async function leftOutOf(read: Read, actor: Actor, batchId: Id): Promise<number> {
	const batch = await findBatch(read, actor, batchId);
	const open = (await inBatch(read, batchId)).filter(isPayable);
	return open.length - (await tellable(read, batch)).length;
}

/** What waits for a decision is not to be paid until somebody has made it. */
const isPayable = (one: PersonWith) => stageOf(one) === 'batched' && !one.step!.isOpen;

async function tellable(read: Read, { id, organizationId, recipientId }: Batch): Promise<Told[]> {
	const open = (await inBatch(read, id)).filter(isPayable);
	if (recipientId === null) return open.map((of) => ({ of, consent: null }));
	const told: Told[] = [];
	for (const of of open) {
		const { participantId } = of.incentive;
		const asked = { participantId, organizationId, recipientId, kind: 'incentives' as const };
		const [consent] = await permissionsOf(read, asked);
		if (consent) told.push({ of, consent });
	}
	return told;
}

/** The name goes along where the consent says so; the organization's own finance knows it. */
function rowOf({ of, consent }: Told, isInside: boolean): PayerRow {
	const { incentive, number, firstName, lastName } = of;
	const isNamed = isInside || consent?.information.includes('name');
	return {
		reference: referenceOf(incentive.id),
		...{ number, cents: incentive.cents, name: isNamed ? `${firstName} ${lastName}` : null }
	};
}
