import { boolean, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.ts';
import { enrollments, groups, sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import type { Dosage } from '#lib/dosage.ts';
import type {
	AbsenceReason,
	ActivityState,
	CorrectionReason,
	LateReason,
	MarkStatus,
	Outlook,
	PracticeResult,
	PracticeRole,
	Setting
} from '#lib/vocabulary.ts';

/** What a screen sent, by the id that the browser made: sent twice, it changes nothing. */
export const operations = table('operations', {
	id: text().primaryKey(),
	kind: text().notNull(),
	/** SHA-256 of what was asked: the same id with other content is refused. */
	hash: text().notNull(),
	actor: text().notNull(),
	at: instant().notNull()
});

/** One statement about one person's attendance of one session. Never changed: a correction replaces it. */
export const marks = table(
	'marks',
	{
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
		status: text().$type<MarkStatus>().notNull(),
		/** Minutes after the start at which the person came in, and at which they left; null: from the start, to the end. */
		cameAt: integer(),
		leftAt: integer(),
		reason: text().$type<AbsenceReason>(),
		/** Why somebody who came in after the policy's cut-off counts all the same. */
		late: text().$type<LateReason>(),
		/** Ids of the marks that this one replaces; more than one settles a "needs review". */
		replaces: json<string[]>().notNull(),
		/** Why, when it corrects a session that had ended. */
		correction: text().$type<CorrectionReason>(),
		/** The operation that said it: its own id, or that of "all others here" for everybody whom it marked. */
		operationId: text().notNull(),
		markedBy: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('marks_session').on(t.sessionId), index('marks_enrollment').on(t.enrollmentId)]
);

/** What was actually done of one activity of a lesson in a session. */
export const deliveries = table(
	'deliveries',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		groupId: text()
			.notNull()
			.references(() => groups.id),
		lessonId: text().notNull(),
		activity: text().notNull(),
		state: text().$type<ActivityState>().notNull(),
		/** Minutes delivered in this session; 0 when skipped or taken back. */
		minutes: integer().notNull(),
		reason: text(),
		replaces: json<string[]>().notNull(),
		/** Why, when it corrects a session that had ended. */
		correction: text().$type<CorrectionReason>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('deliveries_session').on(t.sessionId), index('deliveries_group').on(t.groupId)]
);

/** A participant's use of a skill, in the room or outside. */
export const practices = table(
	'practices',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		sessionId: text().references(() => sessions.id),
		lessonId: text().notNull(),
		setting: text().$type<Setting>().notNull(),
		/** Numbers of the skill's steps, from 1. */
		steps: json<number[]>().notNull(),
		/** In the room; null: outside. One that replaces another keeps its role: each role is a round of its own. */
		role: text().$type<PracticeRole>(),
		/** Null: tried, and how it went was not said. */
		result: text().$type<PracticeResult>(),
		/** Seen by a facilitator in a role-play. */
		shown: boolean().notNull(),
		replaces: json<string[]>().notNull(),
		/** A practice that replaces another may take it back altogether. */
		withdrawn: boolean().notNull(),
		/** Why, when it corrects a session that had ended. */
		correction: text().$type<CorrectionReason>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('practices_enrollment').on(t.enrollmentId), index('practices_session').on(t.sessionId)]
);

/** Earned, once; a row that names another in `voids` takes it back. */
export const milestones = table(
	'milestones',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		enrollmentId: text()
			.notNull()
			.references(() => enrollments.id),
		participantId: text().notNull(),
		kind: text().notNull(),
		/** The module, for a module's milestone; empty otherwise. */
		moduleId: text().notNull(),
		voids: text(),
		at: instant().notNull(),
		/** Place of its event in the whole program's log: the feed's order. */
		position: integer().notNull()
	},
	(t) => [
		index('milestones_enrollment').on(t.enrollmentId),
		index('milestones_position').on(t.position),
		uniqueIndex('milestones_voids').on(t.voids)
	]
);

/** Where an enrollment stands, worked out from the facts in the transaction that changed them. `recompute` proves it. */
export const standings = table(
	'standings',
	{
		enrollmentId: text()
			.primaryKey()
			.references(() => enrollments.id),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		groupId: text()
			.notNull()
			.references(() => groups.id),
		lessonsDone: integer().notNull(),
		lessonsNeeded: integer().notNull(),
		minutes: integer().notNull(),
		/** Was there at least once. */
		came: boolean().notNull().default(false),
		practices: integer().notNull(),
		practicesNeeded: integer().notNull(),
		outlook: text().$type<Outlook>().notNull(),
		/** Day of the last session needed, when finishing is still possible. */
		finishOn: text(),
		/** Minutes spent on its lessons' targets; null: not worked out yet. */
		dosage: json<Dosage>()
	},
	(t) => [index('standings_organization').on(t.organizationId), index('standings_group').on(t.groupId)]
);
