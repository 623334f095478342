import { day, index, instant, json, table, text } from '../dialect.ts';
import { groups, sessions, type Slot } from './groups.ts';
import { organizations } from './organizations.ts';
import { participants, staff } from './people.ts';
import type { ScheduleChangeKind } from '#lib/vocabulary.ts';

/** A secret address under which a calendar reads a schedule. Only the hash of its token is kept. */
export const calendars = table(
	'calendars',
	{
		id: text().primaryKey(),
		/** Whose it is: what it shows is never more than they may see. One of the two. */
		staffId: text().references(() => staff.id),
		participantId: text().references(() => participants.id),
		/** Null: the owner's own sessions. */
		groupId: text().references(() => groups.id),
		/** Of the words in it. */
		language: text().$type<'en' | 'es'>().notNull(),
		tokenHash: text().notNull().unique(),
		createdAt: instant().notNull(),
		revokedAt: instant()
	},
	(t) => [
		index('calendars_staff').on(t.staffId),
		index('calendars_participant').on(t.participantId),
		index('calendars_group').on(t.groupId)
	]
);

/** A facilitator takes sessions of a group for somebody: one session, or those of some days. */
export const covers = table(
	'covers',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		groupId: text()
			.notNull()
			.references(() => groups.id),
		/** Who takes them. */
		staffId: text()
			.notNull()
			.references(() => staff.id),
		/** The one session; null: all from the first day to the last. */
		sessionId: text().references(() => sessions.id),
		firstDay: day().notNull(),
		lastDay: day().notNull(),
		createdAt: instant().notNull(),
		createdBy: text().notNull(),
		endedAt: instant(),
		endedBy: text()
	},
	(t) => [index('covers_staff').on(t.staffId), index('covers_group').on(t.groupId)]
);

/** How one session stood. */
export type SessionState = {
	date: string;
	time: string;
	minutes: number;
	startsAt: string;
	room: string | null;
	lessonIds: string[];
	cancelReason: string | null;
};
/** Null before: the change added the session. */
export type SessionChange = { sessionId: string; before: SessionState | null; after: SessionState };

/** One change of a group's schedule, with what it changed, so that it can be undone. */
export const scheduleChanges = table(
	'schedule_changes',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		groupId: text()
			.notNull()
			.references(() => groups.id),
		kind: text().$type<ScheduleChangeKind | 'undone'>().notNull(),
		/** Why it was cancelled, or is held where something else is. */
		reason: text(),
		sessions: json<SessionChange[]>().notNull(),
		/** The group's weekly times before it, where it changed them. */
		slotsBefore: json<Slot[]>(),
		/** The change that this one takes back. */
		undoes: text().unique(),
		at: instant().notNull(),
		by: text().notNull()
	},
	(t) => [index('schedule_changes_group').on(t.groupId, t.at)]
);
