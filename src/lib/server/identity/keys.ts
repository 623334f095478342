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

export const keyScopes = [
	'milestones',
	'enrollments',
	'attendance',
	'handoffs',
	'groups',
	'sessions',
	'attendance:write'
] as const;
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
/** Days for which a key goes on working beside the one that takes its place. */
export const longestOverlap = 14;
export const RotatedKey = z.strictObject({
	operationId: uuid,
	keyId: z.uuid(),
	days: z.int().min(1).max(longestKey),
	overlap: z.int().min(0).max(longestOverlap)
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
	refuseWriter(given);
	const [id, key] = [operationId ?? newId(), `gw_${newToken()}`];
	const expiresAt = inDays(days);
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

const inDays = (days: number) => new Date(Date.parse(now()) + days * 86_400_000).toISOString();

/** Whoever writes is one organization's own system. */
function refuseWriter({ scopes, organizationId }: { scopes: string[]; organizationId: Id | null }) {
	if (scopes.includes('attendance:write') && !organizationId)
		throw invalid({ organizationId: { code: 'key.organization' } });
}

/**
 * A key in the place of another, for the same recipient with the same scopes; the old one ends some days later.
 * @throws 403; 404 for one that has ended; 409 key.shown, key.replaced
 */
export async function rotateKey(db: Db, actor: Actor, input: z.input<typeof RotatedKey>) {
	const { operationId: id, keyId, days, overlap } = RotatedKey.parse(input);
	const key = `gw_${newToken()}`;
	const expiresAt = inDays(days);
	const name = await db.write(async (tx) => {
		allow(actor, 'keys.manage');
		if (!(await isNew(tx, actor, 'rotateKey', id, { keyId, days, overlap }))) throw conflict('key.shown');
		const old = await findLive(tx, keyId);
		const [later] = await tx.select({ id: keys.id }).from(keys).where(eq(keys.replaces, keyId));
		if (later) throw conflict('key.replaced');
		const { name, recipientId, organizationId, scopes } = old;
		const createdBy = 'id' in actor ? actor.id : null;
		const given = { name, recipientId, organizationId, scopes, replaces: keyId };
		await tx
			.insert(keys)
			.values({ id, ...given, hash: hashToken(key), createdAt: now(), createdBy, expiresAt })
			.returning();
		const ends = [old.expiresAt, inDays(overlap)].sort()[0];
		await tx.update(keys).set({ expiresAt: ends }).where(eq(keys.id, keyId)).returning();
		const data = { ...{ recipientId, scopes, expiresAt, replaces: keyId }, ends };
		await appendEvent(tx, actor, { organizationId, subject: `key:${id}`, kind: 'key.rotated', data });
		return name;
	});
	return { id, name, key, expiresAt };
}

async function findLive(tx: Tx, keyId: Id) {
	const live = and(eq(keys.id, keyId), isNull(keys.revokedAt), gt(keys.expiresAt, now()));
	const [found] = await tx.select().from(keys).where(live);
	if (!found) throw notFound();
	return found;
}

/** Notes that a key is used, to the minute. */
export async function noteUse(db: Db, { id }: Key): Promise<void> {
	const [row] = await db.read.select({ at: keys.lastUsedAt }).from(keys).where(eq(keys.id, id));
	const minuteAgo = new Date(Date.parse(now()) - 60_000).toISOString();
	if (row?.at && row.at > minuteAgo) return;
	await db.write((tx) => tx.update(keys).set({ lastUsedAt: now() }).where(eq(keys.id, id)).returning());
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
	const { lastUsedAt, replaces } = keys;
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
			revokedAt,
			lastUsedAt,
			replaces
		})
		.from(keys)
		.innerJoin(recipients, eq(recipients.id, keys.recipientId))
		.orderBy(asc(keys.createdAt), asc(keys.id));
}

/** Days before its end from which somebody should see to it. */
const warnedDays = 14;

type Listed = Awaited<ReturnType<typeof listKeys>>[number];

/** How a key stands: "soon" while nothing has come in its place yet. */
export function keyState(key: Listed, all: Listed[], at = now()) {
	const left = Date.parse(key.expiresAt) - Date.parse(at);
	const daysLeft = Math.max(0, Math.ceil(left / 86_400_000));
	const isReplaced = all.some(({ replaces }) => replaces === key.id);
	if (key.revokedAt) return { state: 'revoked' as const, daysLeft: 0, mayReplace: false };
	if (left <= 0) return { state: 'expired' as const, daysLeft: 0, mayReplace: false };
	if (isReplaced) return { state: 'replaced' as const, daysLeft, mayReplace: false };
	const state = daysLeft <= warnedDays ? ('soon' as const) : ('works' as const);
	return { state, daysLeft, mayReplace: true };
}

/** Keys that end soon, with nothing in their place. @throws 403 */
export async function countEndingKeys(read: Read, actor: Actor): Promise<number> {
	const all = await listKeys(read, actor);
	return all.filter((key) => keyState(key, all).state === 'soon').length;
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
