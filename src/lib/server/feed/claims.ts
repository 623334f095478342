/**
 * What is due is taken from the outbox to be sent: with it the consents are checked, and the disclosures logged, in the one
 * transaction after which the sending begins (security R20).
 */
import { and, asc, eq, inArray, isNull, lt, lte, or } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { outbox } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { system } from '../policy.ts';
import { logDisclosures } from './disclosures.ts';
import { liveEndpoints, type Endpoint } from './endpoints.ts';
import { allowedNow, type Due, type Message } from './grounds.ts';
import { pseudonymsFor } from './pseudonyms.ts';

/** Ready to be sent: what is said in it is allowed. */
export type Claim = { message: Message; endpoint: Endpoint; body: string };

/** Milliseconds for which a message is somebody's to send: longer than a try may take. */
const lease = 20_000;

/** Messages that could be sent to an endpoint now, those that have waited longest first. */
async function due(read: Read, endpoint: Endpoint, limit: number) {
	const rows = await read
		.select()
		.from(outbox)
		.where(
			and(
				eq(outbox.endpointId, endpoint.id),
				eq(outbox.state, 'waiting'),
				lte(outbox.nextAt, now()),
				or(isNull(outbox.leasedUntil), lt(outbox.leasedUntil, now()))
			)
		)
		.orderBy(asc(outbox.nextAt), asc(outbox.id))
		.limit(limit);
	return rows.map((message) => ({ message, endpoint }));
}

/** What is due of all endpoints that are on, as far as each has room: a slow one holds up none of the others. */
async function dueToAll(read: Read, roomOf: Room, most: number): Promise<Due[]> {
	const open = (await liveEndpoints(read)).filter(({ offAt }) => offAt === null);
	const all: Due[] = [];
	for (const endpoint of open) {
		const room = Math.min(roomOf(endpoint.id), most - all.length);
		if (room > 0) all.push(...(await due(read, endpoint, room)));
	}
	return all;
}

/** How many more an endpoint may be sent at once. */
export type Room = (endpointId: Id) => number;

/**
 * Takes messages to send, as many as there is room for, and `most` at once. What no consent lets out now is dropped:
 * silently, and counted.
 * @returns what may be sent; `looked`: how many were due
 */
export async function claim(db: Db, roomOf: Room, most = 8): Promise<{ claims: Claim[]; looked: number }> {
	if ((await dueToAll(db.read, roomOf, 1)).length === 0) return { claims: [], looked: 0 };
	return db.write(async (tx) => {
		const found = await dueToAll(tx, roomOf, most);
		const allowed = await allowedNow(tx, found);
		const dropped = found.filter(({ message }) => !allowed.has(message.id));
		await mark(tx, dropped, { state: 'dropped', settledAt: now() });
		const sent = found.filter(({ message }) => allowed.has(message.id));
		await mark(tx, sent, { leasedUntil: new Date(Date.parse(now()) + lease).toISOString() });
		await disclose(tx, sent, allowed);
		return { claims: await withBodies(tx, sent), looked: found.length };
	});
}

async function mark(tx: Tx, rows: Due[], change: Partial<Message>) {
	if (rows.length === 0) return;
	const ids = rows.map(({ message }) => message.id);
	await tx.update(outbox).set(change).where(inArray(outbox.id, ids)).returning({ id: outbox.id });
}

/** Logged once for each message and consent, however many tries it takes: from the first on it may have been heard. */
async function disclose(tx: Tx, sent: Due[], allowed: Map<Id, Id | null>) {
	const fresh = sent.filter(({ message }) => {
		const consentId = allowed.get(message.id);
		return consentId && consentId !== message.consentId;
	});
	const told = fresh.map(({ message, endpoint }) => ({
		participantId: message.participantId!,
		organizationId: message.organizationId!,
		recipientId: endpoint.recipientId,
		consentId: allowed.get(message.id)!,
		what: { webhook: message.id, type: message.type, about: message.aboutId }
	}));
	await logDisclosures(tx, system, 'webhook', told);
	for (const [consentId, own] of Map.groupBy(fresh, ({ message }) => allowed.get(message.id)!)) {
		const ids = own.map(({ message }) => message.id);
		await tx.update(outbox).set({ consentId }).where(inArray(outbox.id, ids)).returning({ id: outbox.id });
	}
}

/** The whole of what is sent (security R21): what happened to whom, in names that mean nothing elsewhere. */
async function withBodies(tx: Tx, sent: Due[]): Promise<Claim[]> {
	const names = new Map<Id, (participantId: Id) => string>();
	const claims: Claim[] = [];
	for (const { message, endpoint } of sent) {
		const { recipientId } = endpoint;
		const nameFor = names.get(recipientId) ?? (await pseudonymsFor(tx, recipientId));
		names.set(recipientId, nameFor);
		const { id, type, at: timestamp, participantId, aboutId } = message;
		const data = participantId ? { id: aboutId, type, participant: nameFor(participantId) } : { type };
		claims.push({ message, endpoint, body: JSON.stringify({ id, type, timestamp, data }) });
	}
	return claims;
}
