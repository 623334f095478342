import { index, instant, integer, table, text, uniqueIndex } from '../dialect.ts';

/** The append-only log: what happened, hash-chained per organization ("program" for what belongs to none). */
export const events = table(
	'events',
	{
		chain: text().notNull(),
		/** Place in the chain, from 1, without gaps. */
		seq: integer().notNull(),
		/** Place in the whole program's log, from 1, without gaps. */
		position: integer().primaryKey(),
		at: instant().notNull(),
		actor: text().notNull(),
		subject: text().notNull(),
		kind: text().notNull(),
		/** Canonical JSON as it was hashed; no names in it. */
		data: text().notNull(),
		previous: text().notNull(),
		hash: text().notNull()
	},
	(t) => [uniqueIndex('events_chain').on(t.chain, t.seq), index('events_subject').on(t.subject)]
);

/** The newest row of each chain, locked while it grows: a log cut off at its end is found by it. */
export const chainHeads = table('chain_heads', {
	chain: text().primaryKey(),
	seq: integer().notNull(),
	position: integer().notNull(),
	hash: text().notNull()
});
