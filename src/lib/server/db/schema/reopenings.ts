import { index, instant, table, text } from '../dialect.ts';
import { sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import type { ReopenReason } from '#lib/vocabulary.ts';

/** A session that had ended is open again: who did that and why, and the end that it took back. */
export const reopenings = table(
	'reopenings',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		reason: text().$type<ReopenReason>().notNull(),
		endedAt: instant().notNull(),
		endedBy: text(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('reopenings_session').on(t.sessionId)]
);
