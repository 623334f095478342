/** Pseudonyms: what a participant is called to one recipient and to nobody else. */
import { createHmac, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '../db/open.ts';
import { recipientKeys } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { seal, unseal } from './sealing.ts';

/** Names a participant for a recipient: always the same there, and nothing that another recipient could match. */
export async function pseudonymsFor(tx: Tx, recipientId: Id): Promise<(participantId: Id) => string> {
	const key = Buffer.from(await secretOf(tx, recipientId), 'base64url');
	return (participantId) =>
		`p_${createHmac('sha256', key).update(participantId).digest('base64url').slice(0, 22)}`;
}

async function secretOf(tx: Tx, recipientId: Id): Promise<string> {
	const own = eq(recipientKeys.recipientId, recipientId);
	const [known] = await tx.select().from(recipientKeys).where(own);
	if (known) return unseal(known.secret);
	const made = randomBytes(32).toString('base64url');
	await tx
		.insert(recipientKeys)
		.values({ recipientId, secret: seal(made) })
		.returning();
	return made;
}
