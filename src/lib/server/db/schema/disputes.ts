import { index, instant, table, text } from '../dialect.ts';
import { enrollments, sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import type { DisputeAnswer, DisputeClaim } from '#lib/vocabulary.ts';

/** A participant's question about what was said of their attendance of one session. */
export const disputes = table(
	'disputes',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		claim: text().$type<DisputeClaim>().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('disputes_organization').on(t.organizationId),
		index('disputes_enrollment').on(t.enrollmentId, t.sessionId)
	]
);

/** What somebody added in their own words: for the group's facilitators and coordinators, and erased in time. */
export const disputeLines = table('dispute_lines', {
	disputeId: text()
		.primaryKey()
		.references(() => disputes.id),
	line: text().notNull(),
	at: instant().notNull()
});

/** What was answered: once. */
export const disputeAnswers = table('dispute_answers', {
	/** The operation's. */
	id: text().primaryKey(),
	disputeId: text()
		.notNull()
		.unique()
		.references(() => disputes.id),
	answer: text().$type<DisputeAnswer>().notNull(),
	/** The mark that corrected it; null where the old one stands. */
	markId: text(),
	by: text().notNull(),
	at: instant().notNull()
});
