import { index, instant, table, text } from '../dialect.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';
import type { ErasureEnd, HoldCategory } from '#lib/vocabulary.ts';

/** Nothing of a person is erased for as long as somebody may have to show it. */
export const legalHolds = table(
	'legal_holds',
	{
		/** The operation's. */
		id: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		category: text().$type<HoldCategory>().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('legal_holds_participant').on(t.participantId)]
);

export const legalHoldEnds = table('legal_hold_ends', {
	/** Lifted once. */
	holdId: text()
		.primaryKey()
		.references(() => legalHolds.id),
	by: text().notNull(),
	at: instant().notNull()
});

/** Somebody asked that a person's name and contact be erased. Another person carries it out. */
export const erasures = table(
	'erasures',
	{
		/** The operation's. */
		id: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('erasures_participant').on(t.participantId)]
);

export const erasureEnds = table('erasure_ends', {
	/** Ended once: of two people at once, one carries it out. */
	erasureId: text()
		.primaryKey()
		.references(() => erasures.id),
	end: text().$type<ErasureEnd>().notNull(),
	by: text().notNull(),
	at: instant().notNull()
});
