import { index, integer, primaryKey, table, text } from '../dialect.ts';
import { organizations } from './organizations.ts';

/**
 * Where each record stands in what a recipient reads: behind the last event about it, or behind the consent that let it
 * out. An index over the log, made from it; whether something may be told is asked when it is read.
 */
export const feedPlaces = table(
	'feed_places',
	{
		/** The recipient's id, or "*" for what is about no person. */
		recipientId: text().notNull(),
		resource: text().notNull(),
		recordId: text().notNull(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		participantId: text(),
		/** The kind of information that lets it out; null for what is about no person. */
		needs: text(),
		/** A position in the log. */
		place: integer().notNull()
	},
	(t) => [
		primaryKey({ columns: [t.recipientId, t.resource, t.recordId] }),
		index('feed_places_order').on(t.recipientId, t.resource, t.place, t.recordId)
	]
);

/** Consents and groups whose records have their places. */
export const feedFills = table('feed_fills', {
	id: text().primaryKey()
});
