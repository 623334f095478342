/** The feed of attendance: the day, there or not, and for how long. Never why somebody was away. */
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { enrollments, marks, organizations, participants, sessions } from '../db/schema/index.ts';
import type { Key } from '../policy.ts';
import { attendanceId, attendanceOf } from '../domain/feed-records.ts';
import { entryOf } from '../domain/rolls.ts';
import type { MarkStatus } from '#lib/vocabulary.ts';
import { versionOf, type ListQuery } from './lists.ts';
import { consent, noticed, organization, participant, version } from './shapes.ts';
import { tellPage, type List } from './telling.ts';

/** "in-review": two statements contradict each other, and staff have yet to settle it. "unmarked": taken back. */
const attendances = ['yes', 'part', 'no', 'not-required', 'in-review', 'unmarked'] as const;
type Attended = (typeof attendances)[number];

const about = {
	id: z.string().meta({ description: 'Id of the session, a point, id of the enrollment.' }),
	session: z.uuid(),
	enrollment: z.uuid(),
	participant,
	organization,
	date: z.iso.date().meta({ description: 'Day of the session, where it was held.' }),
	attended: z
		.enum(attendances)
		.meta({ description: 'Why somebody was away is never told. "in-review": staff have yet to settle it.' }),
	minutes: z.int().min(0).meta({ description: 'Minutes in the room. 0 while in review.' }),
	version
};
export const FedAttendance = z.strictObject({ ...about, consent }).meta({ id: 'Attendance' });
export const AttendanceAnswer = z
	.strictObject({ attendance: z.array(FedAttendance), ...noticed })
	.meta({ id: 'AttendanceList' });
type Told = Omit<z.infer<typeof FedAttendance>, 'consent'>;

/** Attendance by id, as it stands now after all that was said. */
export async function fedAttendance(read: Read, ids: string[]): Promise<Map<string, Told>> {
	if (ids.length === 0) return new Map();
	const wanted = new Set(ids);
	const sessionIds = [...new Set(ids.map((id) => attendanceOf(id).sessionId))];
	const enrollmentIds = [...new Set(ids.map((id) => attendanceOf(id).enrollmentId))];
	const said = await read
		.select()
		.from(marks)
		.where(inArray(marks.sessionId, sessionIds))
		.orderBy(asc(marks.at), asc(marks.id));
	const held = new Map((await sessionsBy(read, sessionIds)).map((row) => [row.id, row]));
	const people = new Map((await peopleBy(read, enrollmentIds)).map((row) => [row.id, row]));
	const byRecord = Map.groupBy(said, (mark) => attendanceId(mark.sessionId, mark.enrollmentId));
	const found = [...byRecord].filter(([id]) => wanted.has(id));
	return new Map(
		found.map(([id, own]) => {
			const { sessionId, enrollmentId } = attendanceOf(id);
			return [id, asFed(id, own, held.get(sessionId)!, people.get(enrollmentId)!)];
		})
	);
}

const sessionsBy = (read: Read, ids: string[]) =>
	read
		.select({ id: sessions.id, date: sessions.date, minutes: sessions.minutes })
		.from(sessions)
		.where(inArray(sessions.id, ids))
		.orderBy(asc(sessions.id));

const peopleBy = (read: Read, ids: string[]) =>
	read
		.select({
			...{ id: enrollments.id, number: participants.number },
			...{ organizationId: organizations.id, name: organizations.name }
		})
		.from(enrollments)
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.where(inArray(enrollments.id, ids))
		.orderBy(asc(enrollments.id));

type Mark = typeof marks.$inferSelect;
type Held = Awaited<ReturnType<typeof sessionsBy>>[number];
type Person = Awaited<ReturnType<typeof peopleBy>>[number];

function asFed(id: string, said: Mark[], session: Held, person: Person): Told {
	const { status, cameAt, leftAt, review } = entryOf(said);
	const attended = review.length > 0 ? 'in-review' : words[status];
	const minutes = { yes: session.minutes, part: (leftAt ?? session.minutes) - (cameAt ?? 0) };
	const told = {
		...{ id, session: session.id, enrollment: person.id, date: session.date, attended },
		minutes: attended === 'yes' || attended === 'part' ? Math.max(0, minutes[attended]) : 0
	};
	return {
		...told,
		participant: { number: person.number },
		organization: { id: person.organizationId, name: person.name },
		version: versionOf(told)
	};
}

/** All absences are told alike: a reason may be a court or a jail. */
const words: Record<MarkStatus, Attended> = {
	present: 'yes',
	partial: 'part',
	'absent-excused': 'no',
	'absent-unexcused': 'no',
	'absent-neutral': 'no',
	'not-required': 'not-required',
	unmarked: 'unmarked'
};

const list: List<Told> = {
	resource: 'attendance',
	action: 'feed.attendance',
	records: (tx, entries) =>
		fedAttendance(
			tx,
			entries.map(({ recordId }) => recordId)
		)
};

/** Attendance of those who consented that it is known; what is corrected comes again. @throws 403; 400 beside `after` */
export async function taggedAttendance(db: Db, key: Key, query: ListQuery, known?: string | null) {
	const { tag, answer } = await tellPage(db, key, list, query, known);
	if (!answer) return { tag, answer };
	const { records, ...rest } = answer;
	return { tag, answer: { attendance: records, ...rest } satisfies z.infer<typeof AttendanceAnswer> };
}
