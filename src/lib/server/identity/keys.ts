/** Keys of the wider program's systems: shown once, kept as hashes, each bound to a recipient and to scopes. */
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { keys, organizations, recipients } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { line, uuid } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, type Actor, type Key } from '../policy.ts';
import { hashToken, newToken } from './tokens.ts';

export const keyScopes = ['milestones'] as const;
/** Days that a key may live at most (security R25). */
export const longestKey = 90;

export const NewKey = z.strictObject({
	/** Sent by a screen: the same operation sent twice makes one key. */
	operationId: uuid.optional(),
	name: line(80),
	recipientId: z.uuid(),
	/** Null: all organizations of the program. */
	organizationId: z.uuid().nullable().default(null),
	scopes: z.array(z.enum(keyScopes)).min(1),
	days: z.int().min(1).max(longestKey)
});
export type NewKey = z.input<typeof NewKey>;

/**
 * Makes a key. Its text is never to be seen again.
 * @throws 403; 400 when recipient or organization are unknown; 409 key.shown when the operation was sent before
 */
export async function createKey(
	db: Db,
	actor: Actor,
	input: NewKey
): Promise<{ id: Id; key: string; expiresAt: string }> {
	const { operationId, days, ...given } = NewKey.parse(input);
	const [id, key] = [operationId ?? newId(), `gw_${newToken()}`];
	const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString();
	await db.write(async (tx) => {
		allow(actor, 'keys.manage');
		if (operationId && !(await isNew(tx, actor, 'createKey', operationId, { days, ...given })))
			throw conflict('key.shown');
		await refuseUnknown(tx, given);
		const createdBy = 'id' in actor ? actor.id : null;
		await tx
			.insert(keys)
			.values({ id, ...given, hash: hashToken(key), createdAt: now(), createdBy, expiresAt })
			.returning();
		const { organizationId, recipientId, scopes } = given;
		const data = { recipientId, scopes, expiresAt };
		await appendEvent(tx, actor, { organizationId, subject: `key:${id}`, kind: 'key.created', data });
	});
	return { id, key, expiresAt };
}

async function refuseUnknown(
	tx: Tx,
	{ recipientId, organizationId }: { recipientId: Id; organizationId: Id | null }
) {
	const [recipient] = await tx.select().from(recipients).where(eq(recipients.id, recipientId));
	if (!recipient) throw invalid({ recipientId: { code: 'choice' } });
	if (!organizationId) return;
	const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
	if (!organization) throw invalid({ organizationId: { code: 'choice' } });
}

/** @throws 403, 404 */
export async function revokeKey(db: Db, actor: Actor, keyId: Id): Promise<void> {
	await db.write(async (tx) => {
		allow(actor, 'keys.manage');
		const live = and(eq(keys.id, keyId), isNull(keys.revokedAt));
		const [revoked] = await tx.update(keys).set({ revokedAt: now() }).where(live).returning();
		if (!revoked) throw notFound();
		const { organizationId } = revoked;
		await appendEvent(tx, actor, { organizationId, subject: `key:${keyId}`, kind: 'key.revoked' });
	});
}

/** All keys with what they may read, never the keys themselves. */
export async function listKeys(read: Read, actor: Actor) {
	allow(actor, 'keys.manage');
	const { id, name, recipientId, organizationId, scopes, createdAt, expiresAt, revokedAt } = keys;
	return read
		.select({
			id,
			name,
			recipientId,
			recipient: recipients.name,
			organizationId,
			scopes,
			createdAt,
			expiresAt,
			revokedAt
		})
		.from(keys)
		.innerJoin(recipients, eq(recipients.id, keys.recipientId))
		.orderBy(asc(keys.createdAt), asc(keys.id));
}

/** Whose key an `Authorization: Bearer …` header shows; null when it is unknown, too old or revoked. */
export async function identifyKey(read: Read, authorization: string): Promise<Key | null> {
	const [, shown] = authorization.match(/^Bearer (gw_[\w-]{43})$/i) ?? [];
	if (!shown) return null;
	const live = and(eq(keys.hash, hashToken(shown)), isNull(keys.revokedAt), gt(keys.expiresAt, now()));
	const [row] = await read.select().from(keys).where(live);
	if (!row) return null;
	const { id, recipientId, organizationId, scopes } = row;
	return { kind: 'key', id, recipientId, organizationId, scopes };
}
