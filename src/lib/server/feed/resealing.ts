/** What was sealed under one secret of the deployment, sealed under another: receivers and pseudonyms go on as they were. */
import { asc, eq } from 'drizzle-orm';
import type { Tx } from '../db/open.ts';
import { recipientKeys, webhookEndpoints } from '../db/schema/index.ts';
import { sealAnew, sealingKey } from './sealing.ts';

/**
 * @returns how many endpoints were carried over
 * @throws when `old` does not open what is there
 */
export async function resealFeed(tx: Tx, old: string, fresh: string): Promise<number> {
	const [from, to] = [sealingKey(old), sealingKey(fresh)];
	const again = (sealed: string) => sealAnew(sealed, from, to);
	const endpoints = await tx.select().from(webhookEndpoints).orderBy(asc(webhookEndpoints.id));
	for (const { id, secret, previousSecret } of endpoints) {
		const sealed = { secret: again(secret), previousSecret: previousSecret && again(previousSecret) };
		await tx.update(webhookEndpoints).set(sealed).where(eq(webhookEndpoints.id, id)).returning();
	}
	const keys = await tx.select().from(recipientKeys).orderBy(asc(recipientKeys.recipientId));
	for (const { recipientId, secret } of keys) {
		const own = eq(recipientKeys.recipientId, recipientId);
		await tx
			.update(recipientKeys)
			.set({ secret: again(secret) })
			.where(own)
			.returning();
	}
	return endpoints.length;
}
