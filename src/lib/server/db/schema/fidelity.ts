import { boolean, day, index, instant, json, table, text } from '../dialect.ts';
import { sessions } from './groups.ts';
import { organizations } from './organizations.ts';
import { staff } from './people.ts';
import type {
	Adherence,
	Competence,
	CompetenceLevel,
	CredentialKind,
	GoalState,
	Obstacle,
	Readiness
} from '#lib/vocabulary.ts';

const organizationId = () =>
	text()
		.notNull()
		.references(() => organizations.id);
const staffId = () =>
	text()
		.notNull()
		.references(() => staff.id);

/** How a session went, by somebody who held it: three choices, no words. The last of each person stands. */
export const selfReports = table(
	'self_reports',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: organizationId(),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		staffId: staffId(),
		/** The report of the same person that this one replaces. */
		replaces: text().unique(),
		readiness: text().$type<Readiness>(),
		obstacles: json<Obstacle[]>().notNull(),
		/** They would like support; null: not said. */
		support: boolean(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('self_reports_session').on(t.sessionId)]
);

/** An observer was asked to observe one facilitator in one session. */
export const observations = table(
	'observations',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: organizationId(),
		sessionId: text()
			.notNull()
			.references(() => sessions.id),
		/** Who is observed. */
		staffId: staffId(),
		observerId: staffId(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('observations_organization').on(t.organizationId),
		index('observations_staff').on(t.staffId),
		index('observations_observer').on(t.observerId)
	]
);

/** Called off, once, before it was signed. */
export const observationWithdrawals = table('observation_withdrawals', {
	/** The operation's. */
	id: text().primaryKey(),
	observationId: text()
		.notNull()
		.unique()
		.references(() => observations.id),
	by: text().notNull(),
	at: instant().notNull()
});

export type SeenActivity = { lessonId: string; activity: string; seen: Adherence };
export type SeenCompetences = Partial<Record<Competence, CompetenceLevel>>;
/** What an observer wrote so far. */
export type ObservationDraft = {
	activities: SeenActivity[];
	competences: SeenCompetences;
	strengths: string | null;
	goal: string | null;
	goalBy: string | null;
};

/** The observer's alone, until it is signed; then it is gone. */
export const observationDrafts = table('observation_drafts', {
	observationId: text()
		.primaryKey()
		.references(() => observations.id),
	content: json<ObservationDraft>().notNull(),
	at: instant().notNull()
});

/** What an observer signed. A correction is a new one that names the one before. */
export const signedObservations = table(
	'signed_observations',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: organizationId(),
		observationId: text()
			.notNull()
			.references(() => observations.id),
		replaces: text().unique(),
		activities: json<SeenActivity[]>().notNull(),
		competences: json<SeenCompetences>().notNull(),
		strengths: text().notNull(),
		goal: text().notNull(),
		goalBy: day().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('signed_observations_observation').on(t.observationId)]
);

/** The facilitator has read what was signed about them. */
export const acknowledgments = table('acknowledgments', {
	/** The operation's. */
	id: text().primaryKey(),
	signedId: text()
		.notNull()
		.unique()
		.references(() => signedObservations.id),
	by: text().notNull(),
	at: instant().notNull()
});

/** A training that a facilitator or observer has. */
export const credentials = table(
	'credentials',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: organizationId(),
		staffId: staffId(),
		kind: text().$type<CredentialKind>().notNull(),
		trainedOn: day().notNull(),
		/** Its last day; null: it does not expire. */
		expiresOn: day(),
		/** The one that this one takes back. */
		replaces: text().unique(),
		/** True: it only takes another back. */
		withdrawn: boolean().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('credentials_staff').on(t.organizationId, t.staffId)]
);

/** What was said of a coaching goal: the last stands. */
export const coachingGoals = table(
	'coaching_goals',
	{
		/** The operation's. */
		id: text().primaryKey(),
		goalId: text().notNull(),
		organizationId: organizationId(),
		staffId: staffId(),
		/** Where it comes from an observation. */
		observationId: text().references(() => observations.id),
		line: text().notNull(),
		/** By when. */
		day: day().notNull(),
		state: text().$type<GoalState>().notNull(),
		replaces: text().unique(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('coaching_goals_staff').on(t.organizationId, t.staffId)]
);
