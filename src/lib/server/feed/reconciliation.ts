/** Reconciliation: counts and checksums by which a reader proves that their copy is whole. */
import { createHash } from 'node:crypto';
import { and, asc, eq, gte, isNotNull, isNull, lt, lte, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import {
	consents,
	enrollments,
	feedPlaces,
	groups,
	marks,
	milestones,
	sessions
} from '../db/schema/index.ts';
import { allow, type Action, type Key } from '../policy.ts';
import { plusDays } from '../domain/days.ts';
import { everybody } from '../domain/feed-places.ts';
import { attendanceId } from '../domain/feed-records.ts';
import { dayText } from '../domain/inputs.ts';
import { fedAttendance } from './attendance.ts';
import { fedEnrollments } from './enrollments.ts';
import { lettingOut } from './lists.ts';
import { fedGroups, fedSessions } from './meetings.ts';

/** Days in one answer, at most. */
const longestSpan = 366;
const reconciled = ['milestones', 'enrollments', 'attendance', 'sessions', 'groups'] as const;
type Reconciled = (typeof reconciled)[number];

export const ReconciliationQuery = z
	.strictObject({
		resource: z.enum(reconciled),
		from: dayText.meta({ description: 'First day.' }),
		to: dayText.meta({ description: `Last day, ${longestSpan} days on at most.` }),
		by: z.enum(['day', 'month']).default('day')
	})
	.refine(({ from, to }) => to >= from, { path: ['to'], message: 'api.to-before-from' })
	.refine(({ from, to }) => plusDays(from, longestSpan) > to, { path: ['to'], message: 'api.span' });
export type ReconciliationQuery = z.infer<typeof ReconciliationQuery>;

export const ReconciliationAnswer = z
	.strictObject({
		resource: z.enum(reconciled),
		periods: z.array(
			z.strictObject({
				period: z.string().meta({ description: 'YYYY-MM-DD, or YYYY-MM. One without records is left out.' }),
				count: z.int().min(1),
				checksum: z.string().regex(/^[0-9a-f]{64}$/)
			})
		)
	})
	.meta({ id: 'Reconciliation' });

/** One record: the day under which it counts, and its line in the checksum. */
type Line = { day: string; line: string };

/**
 * What this recipient should hold, by what may be told today: nothing about anybody but how many there are.
 * @throws 403
 */
export async function reconcile(
	db: Db,
	key: Key,
	query: ReconciliationQuery
): Promise<z.infer<typeof ReconciliationAnswer>> {
	const { resource, by } = query;
	allow(key, actions[resource]);
	const length = by === 'day' ? 10 : 7;
	const lines = await linesOf[resource](db.read, key, query);
	const periods = [...Map.groupBy(lines, ({ day }) => day.slice(0, length))]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([period, own]) => ({
			...{ period, count: own.length },
			checksum: checksumOf(own.map(({ line }) => line))
		}));
	return { resource, periods };
}

/** SHA-256 over the lines, sorted, each with its line feed. */
export function checksumOf(lines: string[]): string {
	const hash = createHash('sha256');
	for (const line of [...lines].sort()) hash.update(`${line}\n`);
	return hash.digest('hex');
}

const actions: Record<Reconciled, Action> = {
	milestones: 'feed.milestones',
	enrollments: 'feed.enrollments',
	attendance: 'feed.attendance',
	sessions: 'feed.sessions',
	groups: 'feed.groups'
};

type Span = Pick<ReconciliationQuery, 'from' | 'to'>;
type LinesOf = (read: Read, key: Key, span: Span) => Promise<Line[]>;

const linesOf: Record<Reconciled, LinesOf> = {
	async milestones(read, key, { from, to }) {
		const inSpan = and(gte(milestones.at, from), lt(milestones.at, plusDays(to, 1)));
		const rows = await read
			.selectDistinct({ id: milestones.id, at: milestones.at })
			.from(feedPlaces)
			.innerJoin(milestones, eq(milestones.id, feedPlaces.recordId))
			.innerJoin(consents, await lettingOut(read, 'milestones'))
			.where(and(listed(key, 'milestones'), inSpan))
			.orderBy(asc(milestones.id));
		return rows.map(({ id, at }) => ({ day: at.slice(0, 10), line: id }));
	},
	async enrollments(read, key, span) {
		const rows = await read
			.selectDistinct({ id: enrollments.id })
			.from(feedPlaces)
			.innerJoin(enrollments, eq(enrollments.id, feedPlaces.recordId))
			.innerJoin(consents, await lettingOut(read, 'enrollments'))
			.where(and(listed(key, 'enrollments'), within(enrollments.enrolledOn, span)))
			.orderBy(asc(enrollments.id));
		return versioned(rows, (ids) => fedEnrollments(read, ids), 'enrolled');
	},
	async attendance(read, key, span) {
		const rows = await read
			.selectDistinct({ sessionId: marks.sessionId, enrollmentId: marks.enrollmentId })
			.from(sessions)
			.innerJoin(marks, eq(marks.sessionId, sessions.id))
			.innerJoin(enrollments, eq(enrollments.id, marks.enrollmentId))
			.innerJoin(feedPlaces, and(listed(key, 'enrollments'), eq(feedPlaces.recordId, enrollments.id)))
			.innerJoin(consents, await lettingOut(read, 'attendance'))
			.where(within(sessions.date, span))
			.orderBy(asc(marks.sessionId), asc(marks.enrollmentId));
		const ids = rows.map((row) => ({ id: attendanceId(row.sessionId, row.enrollmentId) }));
		return versioned(ids, (some) => fedAttendance(read, some), 'date');
	},
	async sessions(read, key, span) {
		const rows = await read
			.select({ id: sessions.id })
			.from(sessions)
			.innerJoin(feedPlaces, and(shown(key, 'sessions'), eq(feedPlaces.recordId, sessions.id)))
			.where(within(sessions.date, span))
			.orderBy(asc(sessions.id));
		return versioned(rows, (ids) => fedSessions(read, ids), 'date');
	},
	async groups(read, key, span) {
		const rows = await read
			.select({ id: groups.id })
			.from(groups)
			.innerJoin(feedPlaces, and(shown(key, 'groups'), eq(feedPlaces.recordId, groups.id)))
			.where(within(groups.startsOn, span))
			.orderBy(asc(groups.id));
		return versioned(rows, (ids) => fedGroups(read, ids), 'starts');
	}
};

type Day = typeof sessions.date | typeof enrollments.enrolledOn | typeof groups.startsOn;
const within = (day: Day, { from, to }: Span): SQL | undefined => and(gte(day, from), lte(day, to));

const own = (key: Key) =>
	key.organizationId ? eq(feedPlaces.organizationId, key.organizationId) : undefined;
const listed = (key: Key, resource: string) =>
	and(
		eq(feedPlaces.recipientId, key.recipientId),
		eq(feedPlaces.resource, resource),
		isNotNull(feedPlaces.participantId),
		own(key)
	);
const shown = (key: Key, resource: string) =>
	and(
		eq(feedPlaces.recipientId, everybody),
		eq(feedPlaces.resource, resource),
		isNull(feedPlaces.participantId),
		own(key)
	);

/** Records as they are told, some at a time: id, colon, version. */
async function versioned<K extends string, R extends { id: string; version: string } & Record<K, string>>(
	rows: { id: string }[],
	records: (ids: string[]) => Promise<Map<string, R>>,
	day: K
): Promise<Line[]> {
	const lines: Line[] = [];
	for (let i = 0; i < rows.length; i += 500) {
		const found = await records(rows.slice(i, i + 500).map(({ id }) => id));
		for (const one of found.values()) lines.push({ day: one[day], line: `${one.id}:${one.version}` });
	}
	return lines;
}
