/** Hosts that webhooks may go to: only what the administrator put on this list is ever connected to. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { webhookEndpoints, webhookHosts } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { notFound } from '../errors.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { turnOffItself } from './endpoints.ts';
import { HostName } from './reach.ts';

export const NewHost = z.strictObject({ host: HostName });

/** Allowed twice, it is allowed once. @throws 403 */
export async function allowHost(db: Db, actor: Actor, { host }: z.infer<typeof NewHost>) {
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const row = { host, at: now(), addedBy: nameOf(actor) };
		const added = await tx
			.insert(webhookHosts)
			.values(row)
			.onConflictDoNothing({ target: webhookHosts.host })
			.returning();
		if (added.length === 0) return;
		const event = {
			organizationId: null,
			subject: 'deployment',
			kind: 'webhook.host-allowed',
			data: { host }
		};
		await appendEvent(tx, actor, event);
	});
}

/** Takes a host off the list; the endpoints there are off from now on. @throws 403, 404 */
export async function removeHost(db: Db, actor: Actor, host: string) {
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const removed = await tx.delete(webhookHosts).where(eq(webhookHosts.host, host)).returning();
		if (removed.length === 0) throw notFound();
		const event = {
			organizationId: null,
			subject: 'deployment',
			kind: 'webhook.host-removed',
			data: { host }
		};
		await appendEvent(tx, actor, event);
		const there = and(eq(webhookEndpoints.host, host), isNull(webhookEndpoints.endedAt));
		const { id } = webhookEndpoints;
		const endpoints = await tx.select().from(webhookEndpoints).where(there).orderBy(asc(id));
		for (const endpoint of endpoints) await turnOffItself(tx, actor, endpoint, 'host');
	});
}

export async function listHosts(read: Read, actor: Actor): Promise<string[]> {
	allow(actor, 'webhooks.manage');
	const rows = await read.select().from(webhookHosts).orderBy(asc(webhookHosts.host));
	return rows.map(({ host }) => host);
}
