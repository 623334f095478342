/** What was given up is sent again, on the administrator's word; and a test that tells about nobody. */
import { and, eq, gte } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { outbox } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { dayText } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { findProgram } from '../domain/organizations.ts';
import { meetingAt } from '../domain/schedule.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { findEndpoint, type Endpoint } from './endpoints.ts';
import { testMessage } from './outbox.ts';

/** From the start of this day on, where the program is. */
export const ReplaySince = z.strictObject({ since: dayText });

/** Due at once, with all its tries before it, under the same id. */
const again = () => ({
	...{ state: 'waiting' as const, tries: 0, nextAt: now(), leasedUntil: null, settledAt: null }
});

/**
 * Sends one message again that was given up.
 * @throws 403, 404; 409 webhook.not-dead when it is on its way or was taken
 */
export async function replay(db: Db, actor: Actor, endpointId: Id, messageId: string) {
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const endpoint = await findEndpoint(tx, endpointId);
		const own = and(eq(outbox.id, messageId), eq(outbox.endpointId, endpointId));
		const [message] = await tx.select().from(outbox).where(own);
		if (!message) throw notFound();
		if (message.state !== 'dead') throw conflict('webhook.not-dead');
		await tx.update(outbox).set(again()).where(own).returning({ id: outbox.id });
		await note(tx, actor, endpoint, 'replayed', { message: messageId });
	});
}

/**
 * Sends all again that was given up and happened since then.
 * @returns how many
 * @throws 403, 404
 */
export async function replayAll(
	db: Db,
	actor: Actor,
	endpointId: Id,
	{ since }: z.infer<typeof ReplaySince>
) {
	return db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const endpoint = await findEndpoint(tx, endpointId);
		const { zone } = await findProgram(tx);
		const { startsAt: from } = meetingAt({ date: since, time: '00:00', minutes: 0 }, zone);
		const dead = and(eq(outbox.endpointId, endpointId), eq(outbox.state, 'dead'), gte(outbox.at, from));
		const rows = await tx.update(outbox).set(again()).where(dead).returning({ id: outbox.id });
		if (rows.length > 0) await note(tx, actor, endpoint, 'replayed', { since, messages: rows.length });
		return rows.length;
	});
}

/** Sends a test. The same operation sent twice sends one. @throws 403, 404 */
export async function sendTest(db: Db, actor: Actor, endpointId: Id, operationId: Id) {
	await db.write(async (tx) => {
		allow(actor, 'webhooks.manage');
		const endpoint = await findEndpoint(tx, endpointId);
		if (!(await isNew(tx, actor, 'sendTest', operationId, { endpointId }))) return;
		await tx.insert(outbox).values(testMessage(endpoint.id)).returning({ id: outbox.id });
		await note(tx, actor, endpoint, 'tested');
	});
}

const note = (
	tx: Tx,
	actor: Actor,
	{ id, organizationId }: Endpoint,
	what: string,
	data: Record<string, unknown> = {}
) => appendEvent(tx, actor, { organizationId, subject: `webhook:${id}`, kind: `webhook.${what}`, data });
