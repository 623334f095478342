import { index, instant, json, table, text } from '../dialect.ts';
import { enrollments, sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import type { CorrectionReason, HomeworkState } from '#lib/vocabulary.ts';

/** What became of the practice that a lesson gave along, as it was said in a later session. */
export const homework = table(
	'homework',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		/** In which it was asked for. */
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		/** Whose practice it was. */
		lessonId: text().notNull(),
		state: text().$type<HomeworkState>().notNull(),
		replaces: json<string[]>().notNull(),
		/** Why, when it corrects a session that had ended. */
		correction: text().$type<CorrectionReason>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('homework_session').on(t.sessionId), index('homework_enrollment').on(t.enrollmentId)]
);
