import { index, instant, integer, table, text } from '../dialect.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';

/** Target hours: how many the program staff of an organization have in view for a person; who said so, and when. */
export const dosageTargets = table(
	'dosage_targets',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		/** Null: there is no target any more. */
		hours: integer(),
		/** What it follows; never followed twice: two people at once can't both be the next to say something. */
		replaces: text().unique(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('dosage_targets_participant').on(t.participantId)]
);
