/**
 * The key with which badges are signed: made from the deployment's secret each time and kept nowhere; its public half is
 * kept, so that badges of an earlier secret can still be checked.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { calculateJwkThumbprint } from 'jose';
import { now } from '../clock.ts';
import { deriveKey } from '../config.ts';
import type { Db, Read } from '../db/open.ts';
import { badgeKeys } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { notFound } from '../errors.ts';
import { system } from '../policy.ts';

/** PKCS 8 of an Ed25519 key, before its 32 bytes (RFC 8410). */
const head = Buffer.from('302e020100300506032b657004220420', 'hex');

export type SigningKey = { id: string; key: KeyObject };
export type PublicKey = { kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string; use: 'sig'; alg: 'EdDSA' };

/** The key that signs now. Its public half is published before anything is signed with it. */
export async function signingKey(db: Db, secret: string): Promise<SigningKey> {
	const key = createPrivateKey({
		key: Buffer.concat([head, deriveKey(secret, 'badges')]),
		format: 'der',
		type: 'pkcs8'
	});
	const { x } = createPublicKey(key).export({ format: 'jwk' }) as { x: string };
	const id = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
	const [known] = await db.read.select().from(badgeKeys).where(eq(badgeKeys.id, id));
	if (!known) await publish(db, id, x);
	return { id, key };
}

async function publish(db: Db, id: string, x: string) {
	await db.write(async (tx) => {
		const [added] = await tx
			.insert(badgeKeys)
			.values({ id, x, at: now() })
			.onConflictDoNothing({ target: badgeKeys.id })
			.returning();
		if (!added) return;
		await appendEvent(tx, system, {
			organizationId: null,
			subject: `badge-key:${id}`,
			kind: 'badge-key.published'
		});
	});
}

/** The public keys of all badges that count, oldest first (a JSON Web Key Set, RFC 7517). */
export async function publicKeys(read: Read): Promise<PublicKey[]> {
	const rows = await read
		.select()
		.from(badgeKeys)
		.where(isNull(badgeKeys.endedAt))
		.orderBy(asc(badgeKeys.at), asc(badgeKeys.id));
	return rows.map(asKey);
}

/** @throws 404 */
export async function publicKey(read: Read, id: string): Promise<PublicKey> {
	const [row] = await read
		.select()
		.from(badgeKeys)
		.where(and(eq(badgeKeys.id, id), isNull(badgeKeys.endedAt)));
	if (!row) throw notFound();
	return asKey(row);
}

const asKey = ({ id, x }: typeof badgeKeys.$inferSelect): PublicKey => ({
	...{ kty: 'OKP', crv: 'Ed25519', x, kid: id, use: 'sig', alg: 'EdDSA' }
});
