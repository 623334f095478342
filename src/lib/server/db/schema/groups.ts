import { day, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.ts';
import type { Away, Entry } from '#lib/vocabulary.ts';
import { editions } from './curriculum.ts';
import { organizations, policies, sectors, sites } from './organizations.ts';
import { participants, staff } from './people.ts';

/** A weekly meeting time: ISO weekday 1-7, wall time HH:MM at the site, minutes. */
export type Slot = { weekday: number; time: string; minutes: number };

export const groups = table(
	'groups',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		siteId: text()
			.notNull()
			.references(() => sites.id),
		editionId: text()
			.notNull()
			.references(() => editions.id),
		policyId: text()
			.notNull()
			.references(() => policies.id),
		name: text().notNull(),
		room: text().notNull(),
		startsOn: day().notNull(),
		/** None: it meets on given dates, which its sessions carry. */
		slots: json<Slot[]>().notNull(),
		/** People it takes, and when somebody new may join. */
		capacity: integer().notNull().default(12),
		entry: text().$type<Entry>().notNull().default('gated'),
		createdAt: instant().notNull(),
		createdBy: text().notNull()
	},
	(t) => [index('groups_organization').on(t.organizationId)]
);

export const groupFacilitators = table(
	'group_facilitators',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		groupId: text()
			.notNull()
			.references(() => groups.id),
		staffId: text()
			.notNull()
			.references(() => staff.id),
		addedAt: instant().notNull(),
		endedAt: instant()
	},
	(t) => [index('group_facilitators_group').on(t.groupId), index('group_facilitators_staff').on(t.staffId)]
);

/** One dated meeting of a group. Keeps the wall time and zone that it was planned in beside the instant. */
export const sessions = table(
	'sessions',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		groupId: text()
			.notNull()
			.references(() => groups.id),
		number: integer().notNull(),
		date: day().notNull(),
		time: text().notNull(),
		zone: text().notNull(),
		minutes: integer().notNull(),
		startsAt: instant().notNull(),
		/** Null: the group's. */
		room: text(),
		/** A day on which its site is closed, and on which somebody said that it is held all the same. */
		heldOn: day(),
		/** How often its time or room changed, or it was cancelled or held after all: calendars count it. */
		revision: integer().notNull().default(0),
		changedAt: instant(),
		/** Boosters come after the course, and completing it takes none of them. */
		kind: text().$type<'course' | 'booster'>().notNull().default('course'),
		/** The edition that it was held with, when the group has moved to another one since; null: the group's. */
		editionId: text(),
		/** Ids of the lessons planned for it, in order. */
		lessonIds: json<string[]>().notNull(),
		endedAt: instant(),
		endedBy: text(),
		cancelledAt: instant(),
		cancelledBy: text(),
		cancelReason: text()
	},
	(t) => [uniqueIndex('sessions_number').on(t.groupId, t.number), index('sessions_starts').on(t.startsAt)]
);

/** A participant in a group: as it is now. What became of it is told by its changes. */
export const enrollments = table(
	'enrollments',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		groupId: text()
			.notNull()
			.references(() => groups.id),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		/** The sector of the person's training; null: not known (yet). */
		sectorId: text().references(() => sectors.id),
		enrolledOn: day().notNull(),
		enrolledAt: instant().notNull(),
		enrolledBy: text().notNull(),
		exitedAt: instant(),
		exitReason: text(),
		/** First day of a pause, the day on which the person is expected back, and why. */
		pausedOn: day(),
		backOn: day(),
		pauseReason: text(),
		/** Earlier pauses, and the time between leaving and coming back. */
		away: json<Away[]>()
			.notNull()
			.$defaultFn(() => []),
		/** Ids of the person's ended enrollments whose credit counts here. */
		carries: json<string[]>()
			.notNull()
			.$defaultFn(() => [])
	},
	(t) => [
		uniqueIndex('enrollments_person').on(t.groupId, t.participantId),
		index('enrollments_participant').on(t.participantId),
		index('enrollments_organization').on(t.organizationId)
	]
);
