import { boolean, index, instant, table, text } from '../dialect.ts';
import { enrollments, sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import type { AbsenceReason, CorrectionReason, Engagement } from '#lib/vocabulary.ts';

/** Somebody said beforehand that they can't come, or now can. No mark by itself: the last word is shown on the roll. */
export const announcedAbsences = table(
	'announced_absences',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		reason: text().$type<AbsenceReason>().notNull(),
		/** True: plans changed, and the person comes. */
		withdrawn: boolean().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('announced_absences_session').on(t.sessionId),
		index('announced_absences_enrollment').on(t.enrollmentId)
	]
);

/** Somebody who came without being on the roll. The name stays only until they are linked to a person, or taken off. */
export const guests = table(
	'guests',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		firstName: text(),
		initial: text(),
		/** Who they are: the enrollment whose mark their presence became. */
		enrollmentId: text().references(() => enrollments.id),
		addedAt: instant().notNull(),
		addedBy: text().notNull(),
		/** When they were linked, or taken off. */
		closedAt: instant(),
		closedBy: text()
	},
	(t) => [index('guests_session').on(t.sessionId)]
);

/** How somebody took part in a session, beside whether they were there. Nothing is replaced: the last word is shown. */
export const engagements = table(
	'engagements',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		/** Null: taken back. */
		level: text().$type<Engagement>(),
		/** Why, when it was said after the session's end. */
		correction: text().$type<CorrectionReason>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('engagements_session').on(t.sessionId), index('engagements_enrollment').on(t.enrollmentId)]
);

/** When a session began in fact, beside when it was planned to. The last word counts. */
export const sessionStarts = table(
	'session_starts',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		/** Null: taken back. */
		startedAt: instant(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('session_starts_session').on(t.sessionId)]
);
