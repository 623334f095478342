/**
 * The outbox: what each endpoint is to be told. It is read off the log, which is written in the transaction of every
 * change: what happened is never missed, and no change waits for it.
 */
import { and, asc, gt, inArray, like, lte, or, eq } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { events, outbox, webhookEndpoints } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import { enrollmentChanged } from '../domain/feed-records.ts';
import { testType, type WebhookType } from '#lib/webhooks.ts';
import { endOfLog, liveEndpoints, type Endpoint } from './endpoints.ts';

/** Events of the log that are told, as what, and the name of the id in their data that is to be read. */
const told: { kind: RegExp; type: WebhookType; about: string }[] = [
	{ kind: /^milestone\.awarded$/, type: 'milestone.awarded', about: 'milestoneId' },
	{ kind: /^milestone\.voided$/, type: 'milestone.voided', about: 'milestoneId' },
	{ kind: /^enrollment\.added$/, type: 'enrollment.added', about: 'enrollmentId' },
	{ kind: enrollmentChanged, type: 'enrollment.changed', about: 'enrollmentId' },
	{ kind: /^handoff\./, type: 'handoff.changed', about: 'handoffId' },
	{ kind: /^consent\.recorded$/, type: 'consent.recorded', about: 'consentId' }
];

type Event = typeof events.$inferSelect;
type Message = typeof outbox.$inferInsert;

/** Rows of the log read at once. */
const page = 500;
/** Rows without anything to tell after which an endpoint's place is moved on all the same. */
const idle = 2000;

/**
 * Puts into the outbox what happened since it was last looked at.
 * @returns how many messages were added
 */
export async function fillOutbox(db: Db): Promise<number> {
	let added = 0;
	for (const { id } of await behind(db.read)) {
		let read = page;
		while (read === page) {
			const step = await db.write((tx) => readOn(tx, id));
			({ read } = step);
			added += step.added;
		}
	}
	return added;
}

/** Endpoints that something happened for since their place in the log, or that have fallen far back without. */
export async function behind(read: Read): Promise<Endpoint[]> {
	const end = await endOfLog(read);
	const found: Endpoint[] = [];
	for (const endpoint of await liveEndpoints(read)) {
		if (endpoint.readTo >= end) continue;
		const ahead = and(gt(events.position, endpoint.readTo), isTold);
		const [next] = await read.select({ at: events.at }).from(events).where(ahead).limit(1);
		if (next || end - endpoint.readTo > idle) found.push(endpoint);
	}
	return found;
}

/** One step of one endpoint along the log: its messages and its place in one transaction. */
async function readOn(tx: Tx, endpointId: Id): Promise<{ read: number; added: number }> {
	const [endpoint] = await tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId));
	const end = await endOfLog(tx);
	const rows = await tx
		.select()
		.from(events)
		.where(and(gt(events.position, endpoint.readTo), lte(events.position, end), isTold))
		.orderBy(asc(events.position))
		.limit(page);
	const messages = rows.flatMap((event) => messageOf(endpoint, event));
	if (messages.length > 0) await tx.insert(outbox).values(messages).returning({ id: outbox.id });
	const readTo = rows.length < page ? end : rows[rows.length - 1].position;
	await tx
		.update(webhookEndpoints)
		.set({ readTo })
		.where(eq(webhookEndpoints.id, endpointId))
		.returning({ id: webhookEndpoints.id });
	return { read: rows.length, added: messages.length };
}

const isTold = or(
	inArray(events.kind, ['milestone.awarded', 'milestone.voided', 'consent.recorded']),
	like(events.kind, 'enrollment.%'),
	like(events.kind, 'handoff.%')
);

function messageOf(endpoint: Endpoint, event: Event): Message[] {
	const how = told.find(({ kind }) => kind.test(event.kind));
	const data = JSON.parse(event.data) as Record<string, string | undefined>;
	const [, participantId] = event.subject.match(/^participant:(.+)$/) ?? [];
	if (!how || !participantId || !endpoint.types.includes(how.type)) return [];
	if (endpoint.organizationId && endpoint.organizationId !== event.chain) return [];
	// A consent names whom it is for: it is nobody else's business that there is one.
	if (how.type === 'consent.recorded' && data.recipientId !== endpoint.recipientId) return [];
	const about = { participantId, organizationId: event.chain, aboutId: data[how.about] ?? null };
	return [{ ...waiting(endpoint.id), type: how.type, at: event.at, ...about }];
}

/** A message that is due now. */
export const waiting = (endpointId: Id) => ({
	...{ id: `msg_${newId()}`, endpointId, state: 'waiting' as const, tries: 0, nextAt: now() }
});

/** What tells about nobody, to see that everything between here and there works. */
export const testMessage = (endpointId: Id): Message => ({
	...waiting(endpointId),
	type: testType,
	at: now()
});
