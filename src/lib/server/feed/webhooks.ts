/** What the administrator sees of the webhooks: how each endpoint fares. Nothing about any person. */
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lt, max } from 'drizzle-orm';
import type { Db, Read } from '../db/open.ts';
import { organizations, outbox, recipients, webhookEndpoints, webhookTries } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import type { MessageState } from '#lib/webhooks.ts';
import { findEndpoint, type Endpoint } from './endpoints.ts';

export type Counts = Record<MessageState, number>;

/** How many messages of each endpoint stand how. */
async function countsOf(read: Read, endpointId?: Id): Promise<Map<Id, Counts>> {
	const rows = await read
		.select({ endpointId: outbox.endpointId, state: outbox.state, messages: count() })
		.from(outbox)
		.where(endpointId ? eq(outbox.endpointId, endpointId) : undefined)
		.groupBy(outbox.endpointId, outbox.state)
		.orderBy(asc(outbox.endpointId));
	const counts = new Map<Id, Counts>();
	for (const { endpointId, state, messages } of rows)
		counts.set(endpointId, { ...(counts.get(endpointId) ?? none), [state]: messages });
	return counts;
}
const none: Counts = { waiting: 0, delivered: 0, dropped: 0, dead: 0 };

/** All endpoints that were not given up, the oldest first. @throws 403 */
export async function listEndpoints(read: Read, actor: Actor) {
	allow(actor, 'webhooks.manage');
	const counts = await countsOf(read);
	const lastAt = await read
		.select({ endpointId: webhookTries.endpointId, at: max(webhookTries.at) })
		.from(webhookTries)
		.where(isNull(webhookTries.fault))
		.groupBy(webhookTries.endpointId)
		.orderBy(asc(webhookTries.endpointId));
	const takenAt = new Map(lastAt.map(({ endpointId, at }) => [endpointId, at]));
	return (await rows(read)).map(({ endpoint, recipient, organization }) => ({
		...shown(endpoint),
		...{ recipient, organization, counts: counts.get(endpoint.id) ?? none },
		takenAt: takenAt.get(endpoint.id) ?? null
	}));
}

const rows = (read: Read, endpointId?: Id) =>
	read
		.select({ endpoint: webhookEndpoints, recipient: recipients.name, organization: organizations.name })
		.from(webhookEndpoints)
		.innerJoin(recipients, eq(recipients.id, webhookEndpoints.recipientId))
		.leftJoin(organizations, eq(organizations.id, webhookEndpoints.organizationId))
		.where(
			and(isNull(webhookEndpoints.endedAt), endpointId ? eq(webhookEndpoints.id, endpointId) : undefined)
		)
		.orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));

/** Never its secrets. */
const shown = ({ id, description, url, host, types, offAt, offWhy, previousUntil, createdAt }: Endpoint) => ({
	...{ id, description, url, host, types, offAt, offWhy, previousUntil, createdAt }
});

/** Rows of each list on an endpoint's page. */
export const listed = 50;

/**
 * One endpoint with what was given up and its delivery log, the newest first.
 * @throws 403, 404
 */
export async function endpointPage(read: Read, actor: Actor, endpointId: Id) {
	allow(actor, 'webhooks.manage');
	await findEndpoint(read, endpointId);
	const [{ endpoint, recipient, organization }] = await rows(read, endpointId);
	const counts = (await countsOf(read, endpointId)).get(endpointId) ?? none;
	return {
		...shown(endpoint),
		...{ recipient, organization, counts },
		dead: await deadOf(read, endpointId),
		tries: await triesOf(read, endpointId)
	};
}

const deadOf = (read: Read, endpointId: Id) =>
	read
		.select({ id: outbox.id, type: outbox.type, at: outbox.at, tries: outbox.tries })
		.from(outbox)
		.where(and(eq(outbox.endpointId, endpointId), eq(outbox.state, 'dead')))
		.orderBy(desc(outbox.at), desc(outbox.id))
		.limit(listed);

function triesOf(read: Read, endpointId: Id) {
	const { id, messageId, number, at, milliseconds, status, fault, nextAt } = webhookTries;
	return read
		.select({ id, messageId, type: outbox.type, number, at, milliseconds, status, fault, nextAt })
		.from(webhookTries)
		.innerJoin(outbox, eq(outbox.id, messageId))
		.where(eq(webhookTries.endpointId, endpointId))
		.orderBy(desc(at), desc(id))
		.limit(listed);
}

/** What asks for the administrator: messages that were given up, and endpoints that the server turned off. @throws 403 */
export async function webhookTrouble(read: Read, actor: Actor): Promise<{ dead: number; off: number }> {
	allow(actor, 'webhooks.manage');
	return trouble(read);
}

async function trouble(read: Read) {
	const live = isNull(webhookEndpoints.endedAt);
	const [dead] = await read
		.select({ messages: count() })
		.from(outbox)
		.innerJoin(webhookEndpoints, eq(webhookEndpoints.id, outbox.endpointId))
		.where(and(eq(outbox.state, 'dead'), live));
	const byItself = and(
		live,
		isNotNull(webhookEndpoints.offAt),
		inArray(webhookEndpoints.offWhy, ['gone', 'host'])
	);
	return { dead: dead.messages, off: await read.$count(webhookEndpoints, byItself) };
}

/** Figures for Prometheus: about the deployment, about nobody. */
export async function webhookFigures(read: Read): Promise<string> {
	const counts = await read
		.select({ state: outbox.state, messages: count() })
		.from(outbox)
		.groupBy(outbox.state)
		.orderBy(asc(outbox.state));
	const { off } = await trouble(read);
	return [
		'# HELP groundwork_webhook_messages Messages in the outbox by state; dropped: no consent allowed them.',
		'# TYPE groundwork_webhook_messages gauge',
		...Object.keys(none).map((state) => {
			const messages = counts.find((row) => row.state === state)?.messages ?? 0;
			return `groundwork_webhook_messages{state="${state}"} ${messages}`;
		}),
		'# HELP groundwork_webhook_endpoints_off Endpoints that the server turned off.',
		'# TYPE groundwork_webhook_endpoints_off gauge',
		`groundwork_webhook_endpoints_off ${off}`,
		''
	].join('\n');
}

/** Throws away what was settled before then; what was given up stays until it is sent again. In small transactions. */
export async function sweepOutbox(db: Db, before: string): Promise<void> {
	while (true) {
		const over = and(inArray(outbox.state, ['delivered', 'dropped']), lt(outbox.settledAt, before));
		const old = await db.read
			.select({ id: outbox.id })
			.from(outbox)
			.where(over)
			.orderBy(outbox.id)
			.limit(200);
		if (old.length === 0) return;
		const ids = old.map(({ id }) => id);
		await db.write(async (tx) => {
			await tx
				.delete(webhookTries)
				.where(inArray(webhookTries.messageId, ids))
				.returning({ id: webhookTries.id });
			await tx.delete(outbox).where(inArray(outbox.id, ids)).returning({ id: outbox.id });
		});
	}
}
