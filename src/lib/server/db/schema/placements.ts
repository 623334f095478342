import { day, index, instant, table, text } from '../dialect.ts';
import { enrollments } from './groups.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';
import type {
	CorrectionReason,
	EnrollmentChange,
	ExitReason,
	PauseReason,
	PlacementReason
} from '#lib/vocabulary.ts';

/** What became of an enrollment since it was made: one statement each, in order. */
export const enrollmentChanges = table(
	'enrollment_changes',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		kind: text().$type<EnrollmentChange>().notNull(),
		/** The day from which it holds. */
		day: day().notNull(),
		/** Of a pause: when the person is expected back. */
		backOn: day(),
		reason: text().$type<PauseReason | ExitReason | CorrectionReason>(),
		/** Why somebody was taken in again although something was in the way. */
		override: text().$type<PlacementReason>(),
		/** The change that was made in error. */
		undoes: text().unique(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('enrollment_changes_enrollment').on(t.enrollmentId)]
);

/** Two people who are never in one room. No reason is kept. A row that names another in `ends` ends it. */
export const keepAparts = table(
	'keep_aparts',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		otherId: text()
			.notNull()
			.references(() => participants.id),
		ends: text().unique(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('keep_aparts_participant').on(t.participantId), index('keep_aparts_other').on(t.otherId)]
);
