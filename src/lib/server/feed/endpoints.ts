/** Webhook endpoints: where a recipient's system is told that there is something to read, and how what is sent is signed. */
import { randomBytes } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { chainHeads, organizations, recipients, webhookEndpoints, webhookHosts } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { line, uuid } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { webhookTypes, type EndpointOff } from '#lib/webhooks.ts';
import { hostIn, WebhookUrl } from './reach.ts';
import { seal, unseal } from './sealing.ts';

export type Endpoint = typeof webhookEndpoints.$inferSelect;

/** Hours for which the secret before goes on signing. */
export const overlap = 24;

export const NewEndpoint = z.strictObject({
	operationId: uuid,
	recipientId: uuid,
	/** Null: all organizations of the program. */
	organizationId: uuid.nullable().default(null),
	description: line(80),
	url: WebhookUrl,
	types: z.array(z.enum(webhookTypes)).min(1)
});
export type NewEndpoint = z.input<typeof NewEndpoint>;

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * Makes an endpoint, which is told of what happens from now on. Its secret is never to be seen again.
 * @throws 403; 400 when recipient, organization or host are not known; 409 webhook.shown when sent before
 */
export async function createEndpoint(db: Db, actor: Actor, input: NewEndpoint) {
	const { operationId: id, ...given } = NewEndpoint.parse(input);
	const [secret, host] = [newSecret(), hostIn(given.url)!];
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		if (!(await isNew(tx, actor, 'createEndpoint', id, given))) throw conflict('webhook.shown');
		await refuseUnknown(tx, { ...given, host });
		const made = { createdAt: now(), createdBy: nameOf(actor), readTo: await endOfLog(tx) };
		await tx
			.insert(webhookEndpoints)
			.values({ id, ...given, host, secret: seal(secret), ...made })
			.returning();
		const { recipientId, types } = given;
		await note(tx, actor, { id, organizationId: given.organizationId }, 'created', { recipientId, types });
	});
	return { id, secret };
}

async function refuseUnknown(tx: Tx, given: { recipientId: Id; organizationId: Id | null; host: string }) {
	const [recipient] = await tx.select().from(recipients).where(eq(recipients.id, given.recipientId));
	if (!recipient) throw invalid({ recipientId: { code: 'choice' } });
	if (!(await isAllowed(tx, given.host)))
		throw invalid({ url: { code: 'webhook.host', params: { host: given.host } } });
	if (!given.organizationId) return;
	const own = eq(organizations.id, given.organizationId);
	const [organization] = await tx.select().from(organizations).where(own);
	if (!organization) throw invalid({ organizationId: { code: 'choice' } });
}

async function isAllowed(tx: Tx, host: string) {
	const found = await tx.select().from(webhookHosts).where(eq(webhookHosts.host, host));
	return found.length > 0;
}

/** Position of the newest row of the whole program's log. */
export async function endOfLog(read: Read): Promise<number> {
	const [head] = await read.select().from(chainHeads).where(eq(chainHeads.chain, '*'));
	return head?.position ?? 0;
}

const note = (
	tx: Tx,
	actor: Actor,
	{ id, organizationId }: Pick<Endpoint, 'id' | 'organizationId'>,
	what: string,
	data: Record<string, unknown> = {}
) => appendEvent(tx, actor, { organizationId, subject: `webhook:${id}`, kind: `webhook.${what}`, data });

/** @throws 404 also for one that was given up */
export async function findEndpoint(read: Read, endpointId: Id): Promise<Endpoint> {
	const live = and(eq(webhookEndpoints.id, endpointId), isNull(webhookEndpoints.endedAt));
	const [endpoint] = await read.select().from(webhookEndpoints).where(live);
	if (!endpoint) throw notFound();
	return endpoint;
}

/** Endpoints that were not given up, the oldest first. */
export async function liveEndpoints(read: Read): Promise<Endpoint[]> {
	const live = isNull(webhookEndpoints.endedAt);
	const { createdAt, id } = webhookEndpoints;
	return read.select().from(webhookEndpoints).where(live).orderBy(asc(createdAt), asc(id));
}

async function changeEndpoint(
	db: Db,
	actor: Actor,
	endpointId: Id,
	what: string,
	change: (endpoint: Endpoint) => Partial<Endpoint>
) {
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const endpoint = await findEndpoint(tx, endpointId);
		await tx
			.update(webhookEndpoints)
			.set(change(endpoint))
			.where(eq(webhookEndpoints.id, endpointId))
			.returning();
		await note(tx, actor, endpoint, what);
	});
}

/**
 * Another secret; the one before signs too for a day, so that the receiver can change over in its own time.
 * @throws 403, 404; 409 webhook.shown when sent before
 */
export async function rotateEndpointSecret(db: Db, actor: Actor, endpointId: Id, operationId: Id) {
	const secret = newSecret();
	const previousUntil = new Date(Date.parse(now()) + overlap * 3_600_000).toISOString();
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const endpoint = await findEndpoint(tx, endpointId);
		if (!(await isNew(tx, actor, 'rotateEndpointSecret', operationId, { endpointId })))
			throw conflict('webhook.shown');
		await tx
			.update(webhookEndpoints)
			.set({ secret: seal(secret), previousSecret: endpoint.secret, previousUntil })
			.where(eq(webhookEndpoints.id, endpointId))
			.returning();
		await note(tx, actor, endpoint, 'secret-changed');
	});
	return { secret, previousUntil };
}

/** What signs now: the newest first. @throws when they were sealed under another secret of the deployment */
export function secretsOf({ secret, previousSecret, previousUntil }: Endpoint): string[] {
	const before = previousSecret && previousUntil && previousUntil > now() ? [previousSecret] : [];
	return [secret, ...before].map((sealed) => unseal(sealed));
}

/** Nothing is sent until it is on again; what happens meanwhile waits. @throws 403, 404 */
export const turnOff = (db: Db, actor: Actor, endpointId: Id) =>
	changeEndpoint(db, actor, endpointId, 'off', ({ offAt, offWhy }) => ({
		offAt: offAt ?? now(),
		offWhy: offWhy ?? 'by-hand'
	}));

/** @throws 403, 404; 409 webhook.host when its host is not on the list any more */
export async function turnOn(db: Db, actor: Actor, endpointId: Id) {
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const endpoint = await findEndpoint(tx, endpointId);
		if (!(await isAllowed(tx, endpoint.host))) throw conflict('webhook.host', { host: endpoint.host });
		const on = { offAt: null, offWhy: null };
		await tx.update(webhookEndpoints).set(on).where(eq(webhookEndpoints.id, endpointId)).returning();
		await note(tx, actor, endpoint, 'on');
	});
}

/** Ends an endpoint for good; what waits for it is never sent. @throws 403, 404 */
export const endEndpoint = (db: Db, actor: Actor, endpointId: Id) =>
	changeEndpoint(db, actor, endpointId, 'ended', () => ({ endedAt: now() }));

/** Turned off by the server itself. */
export async function turnOffItself(tx: Tx, actor: Actor, endpoint: Endpoint, offWhy: EndpointOff) {
	if (endpoint.offAt) return;
	const own = eq(webhookEndpoints.id, endpoint.id);
	await tx.update(webhookEndpoints).set({ offAt: now(), offWhy }).where(own).returning();
	await note(tx, actor, endpoint, 'off', { why: offWhy });
}
