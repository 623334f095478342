import { day, index, instant, integer, table, text } from '../dialect.ts';
import { enrollments, sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import type { MakeUpEnd, MakeUpException, MakeUpState, MakeUpWay } from '#lib/vocabulary.ts';

/** One statement about one make-up of one lesson: planned, approved, held, over. Each but the first replaces another. */
export const makeUps = table(
	'make_ups',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		/** Id of the first statement about it. */
		makeUpId: text().notNull(),
		/** Never replaced twice: two people at once can't both be the next to say something. */
		replaces: text().unique(),
		lessonId: text().notNull(),
		state: text().$type<MakeUpState>().notNull(),
		way: text().$type<MakeUpWay>().notNull(),
		/** The day that it is planned for, or was held on. */
		day: day().notNull(),
		/** Another group's session of the same lesson. */
		sessionId: text().references(() => sessions.id),
		/** Planned; once it is held, what was given. */
		minutes: integer().notNull(),
		/** Why it is allowed beyond the policy's limit or deadline. */
		exception: text().$type<MakeUpException>(),
		/** Why it is not, or no longer, to be held. */
		reason: text().$type<MakeUpEnd>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('make_ups_enrollment').on(t.enrollmentId),
		index('make_ups_organization').on(t.organizationId, t.makeUpId),
		index('make_ups_session').on(t.sessionId)
	]
);
