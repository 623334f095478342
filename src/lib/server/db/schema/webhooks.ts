import { index, instant, integer, json, table, text } from '../dialect.ts';
import { consents, recipients } from './consents.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';
import type { EndpointOff, MessageState, MessageType, TryFault, WebhookType } from '#lib/webhooks.ts';

/** Hosts that the administrator allows webhooks to go to; no other is ever connected to. */
export const webhookHosts = table('webhook_hosts', {
	host: text().primaryKey(),
	at: instant().notNull(),
	addedBy: text()
});

/** Where a recipient's system takes webhooks. */
export const webhookEndpoints = table(
	'webhook_endpoints',
	{
		/** The operation's. */
		id: text().primaryKey(),
		recipientId: text()
			.notNull()
			.references(() => recipients.id),
		/** Null: all organizations of the program. */
		organizationId: text().references(() => organizations.id),
		description: text().notNull(),
		url: text().notNull(),
		/** The URL's. */
		host: text().notNull(),
		types: json<WebhookType[]>().notNull(),
		/** What signs, sealed with the deployment's secret. */
		secret: text().notNull(),
		/** The one before it, which signs too until `previousUntil`. */
		previousSecret: text(),
		previousUntil: instant(),
		/** Position in the whole program's log up to which it has been told. */
		readTo: integer().notNull(),
		createdAt: instant().notNull(),
		createdBy: text(),
		/** Nothing is sent while it is off; what would be waits. */
		offAt: instant(),
		offWhy: text().$type<EndpointOff>(),
		/** Given up for good. */
		endedAt: instant()
	},
	(t) => [index('webhook_endpoints_host').on(t.host)]
);

/** The outbox: messages to endpoints, each with the id that all its tries carry. */
export const outbox = table(
	'outbox',
	{
		id: text().primaryKey(),
		endpointId: text()
			.notNull()
			.references(() => webhookEndpoints.id),
		type: text().$type<MessageType>().notNull(),
		/** When it happened. */
		at: instant().notNull(),
		/** Whom it is about, and who discloses it; null for a test. */
		participantId: text().references(() => participants.id),
		organizationId: text().references(() => organizations.id),
		/** Id of the milestone, enrollment, handoff or consent that is to be read. */
		aboutId: text(),
		state: text().$type<MessageState>().notNull(),
		/** Tries that came to an end, since it was made or sent again. */
		tries: integer().notNull(),
		/** Not before this. */
		nextAt: instant().notNull(),
		/** Somebody is sending it until then; whoever was killed meanwhile does not keep it longer. */
		leasedUntil: instant(),
		/** The consent under which its disclosure was logged. */
		consentId: text().references(() => consents.id),
		settledAt: instant()
	},
	(t) => [
		index('outbox_due').on(t.state, t.nextAt),
		index('outbox_endpoint').on(t.endpointId, t.state),
		index('outbox_settled').on(t.settledAt)
	]
);

/** The delivery log: one try of a message each. */
export const webhookTries = table(
	'webhook_tries',
	{
		id: text().primaryKey(),
		messageId: text()
			.notNull()
			.references(() => outbox.id),
		endpointId: text()
			.notNull()
			.references(() => webhookEndpoints.id),
		/** Counts from 1. */
		number: integer().notNull(),
		at: instant().notNull(),
		milliseconds: integer().notNull(),
		/** HTTP status; null where none was answered. */
		status: integer(),
		/** Null: taken. */
		fault: text().$type<TryFault>(),
		/** Null: not again by itself. */
		nextAt: instant()
	},
	(t) => [
		index('webhook_tries_message').on(t.messageId),
		index('webhook_tries_endpoint').on(t.endpointId, t.at)
	]
);

/** What a recipient's pseudonyms are made with, sealed: nobody else's are the same. */
export const recipientKeys = table('recipient_keys', {
	recipientId: text()
		.primaryKey()
		.references(() => recipients.id),
	secret: text().notNull()
});
