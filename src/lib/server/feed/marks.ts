/** Marks that an organization's own system says: the same statements as from a screen, each sent once. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, participants } from '../db/schema/index.ts';
import { DomainError, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Key } from '../policy.ts';
import { say } from '../domain/attendance.ts';
import { historyOf } from '../domain/events.ts';
import { attendanceId } from '../domain/feed-records.ts';
import { uuid } from '../domain/inputs.ts';
import { NewMark } from '../domain/marks.ts';
import { isNew } from '../domain/operations.ts';
import { entryOf, marksOf } from '../domain/rolls.ts';
import { findSession, type Session } from '../domain/sessions.ts';
import { absenceReasons, correctionReasons, markStatuses } from '#lib/vocabulary.ts';
import { fedAttendance } from './attendance.ts';
import { operationFor } from './idempotency.ts';

const instant = z.iso.datetime({ offset: true });

export const WrittenMark = z
	.strictObject({
		session: uuid,
		enrollment: uuid.optional().meta({ description: 'This, or the number.' }),
		participant: z
			.string()
			.min(1)
			.max(40)
			.optional()
			.meta({ description: "The program's number of the participant, who is in the session's group." }),
		status: z.enum(markStatuses),
		came: instant.nullable().default(null).meta({ description: 'For "partial": when they came in.' }),
		left: instant.nullable().default(null).meta({ description: 'For "partial": when they left.' }),
		reason: z.enum(absenceReasons).nullable().default(null),
		correction: z
			.enum(correctionReasons)
			.nullable()
			.default(null)
			.meta({ description: 'Why, once the session has ended.' })
	})
	.refine((mark) => (mark.enrollment === undefined) !== (mark.participant === undefined), {
		path: ['enrollment'],
		message: 'api.one-of'
	})
	.meta({ id: 'NewMark' });
export type WrittenMark = z.input<typeof WrittenMark>;

export const WrittenAnswer = z
	.strictObject({
		id: z.uuid().meta({ description: 'Id of the statement.' }),
		session: z.uuid(),
		record: z.string().meta({ description: 'Id of the record of attendance that it is about.' }),
		status: z.enum(markStatuses),
		at: z.iso.datetime().meta({ description: 'When it was taken, UTC.' }),
		review: z.boolean().meta({
			description: 'It contradicts what was said before: both are kept, and staff settle it.'
		})
	})
	.meta({ id: 'Mark' });

type Sent = { idempotencyKey: string | null; ifMatch: string | null };

/**
 * Says one thing about one person's attendance. Sent twice under the same key it changes nothing and is answered alike.
 * @throws 400 (idempotency-key, times in the future), 404, 403; 409 operation.reused and as from a screen; 412
 * attendance.changed when `ifMatch` names another version than there is
 */
export async function writeMark(db: Db, key: Key, input: WrittenMark, { idempotencyKey, ifMatch }: Sent) {
	const asked = WrittenMark.parse(input);
	const operationId = operationFor(key, idempotencyKey);
	const { answer, version } = await db.write(async (tx) => {
		const session = await findSession(tx, key, asked.session);
		allow(key, 'attendance.mark', session);
		const enrollmentId = await enrollmentIn(tx, session, asked);
		const content = { ...asked, ifMatch };
		if (await isNew(tx, key, 'writeMark', operationId, content)) {
			refuseFuture(asked);
			const replaces = await replacedBy(tx, session, enrollmentId, ifMatch);
			await say(tx, key, session, markOf(asked, session, { operationId, enrollmentId, replaces }));
		}
		return toldOf(tx, operationId, session.id, enrollmentId);
	});
	announce(asked.session);
	return { answer, version };
}

/** @throws 404 for nobody of the session's group, as for nobody at all */
async function enrollmentIn(
	tx: Tx,
	session: Session,
	{ enrollment, participant }: z.infer<typeof WrittenMark>
) {
	const [found] = await tx
		.select({ id: enrollments.id })
		.from(enrollments)
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.where(
			and(
				eq(enrollments.organizationId, session.organizationId),
				enrollment
					? eq(enrollments.id, enrollment)
					: and(eq(enrollments.groupId, session.groupId), eq(participants.number, participant!))
			)
		);
	if (!found) throw notFound();
	return found.id;
}

/** Clocks differ by seconds; what is minutes ahead is a mistake. */
const clockSkew = 60_000;

function refuseFuture({ came, left }: z.infer<typeof WrittenMark>) {
	const latest = Date.parse(now()) + clockSkew;
	const ahead = Object.entries({ came, left }).filter(([, at]) => at !== null && Date.parse(at) > latest);
	if (ahead.length > 0) throw invalid(Object.fromEntries(ahead.map(([name]) => [name, { code: 'future' }])));
}

/** Without a version it stands beside what was said before; with the right one, in its place. */
async function replacedBy(tx: Tx, session: Session, enrollmentId: Id, ifMatch: string | null) {
	if (ifMatch === null) return [];
	const version = await versionNow(tx, session.id, enrollmentId);
	if (version === null || tagOf(version) !== ifMatch.trim().replace(/^W\//, ''))
		throw new DomainError(412, 'attendance.changed');
	const said = (await marksOf(tx, session.id)).filter((mark) => mark.enrollmentId === enrollmentId);
	return entryOf(said).heads;
}

export const tagOf = (version: string) => `"${version}"`;

async function versionNow(read: Read, sessionId: Id, enrollmentId: Id): Promise<string | null> {
	const id = attendanceId(sessionId, enrollmentId);
	return (await fedAttendance(read, [id])).get(id)?.version ?? null;
}

type Place = { operationId: Id; enrollmentId: Id; replaces: Id[] };

function markOf(asked: z.infer<typeof WrittenMark>, session: Session, place: Place): NewMark {
	const { status, reason, correction, came, left } = asked;
	const cameAt = minuteOf(session, came);
	const leftAt = minuteOf(session, left);
	const mark = NewMark.safeParse({
		...{ ...place, status, reason, correction },
		cameAt: cameAt === 0 && leftAt !== null ? null : cameAt,
		leftAt: leftAt !== null && leftAt >= session.minutes ? null : leftAt
	});
	if (mark.success) return mark.data;
	const names: Record<string, string> = { cameAt: 'came', leftAt: 'left' };
	const faults = mark.error.issues.map(({ path, message }) => {
		const name = String(path[0]);
		return [names[name] ?? name, { code: /^[a-z-]+$/.test(message) ? message : 'invalid' }];
	});
	throw invalid(Object.fromEntries(faults));
}

const minuteOf = ({ startsAt }: Session, at: string | null) =>
	at === null ? null : Math.max(0, Math.floor((Date.parse(at) - Date.parse(startsAt)) / 60_000));

/** What was said, as it was when it was said: asked again, the same. */
async function toldOf(tx: Tx, operationId: Id, sessionId: Id, enrollmentId: Id) {
	const said = (await marksOf(tx, sessionId)).filter((mark) => mark.enrollmentId === enrollmentId);
	const { id, status, at } = said.find((mark) => mark.operationId === operationId)!;
	const until = await markIdsUntil(tx, sessionId, id);
	const review = entryOf(said.filter((mark) => until.has(mark.id))).review.length > 0;
	const record = attendanceId(sessionId, enrollmentId);
	const version = (await versionNow(tx, sessionId, enrollmentId))!;
	return { answer: { id, session: sessionId, record, status, at, review }, version };
}

/** The log has the order, also of what was said in one moment. */
async function markIdsUntil(tx: Tx, sessionId: Id, markId: Id): Promise<Set<Id>> {
	const told = (await historyOf(tx, `session:${sessionId}`)).filter(({ kind }) => kind.startsWith('mark.'));
	const ids = told.map(({ data }) => (JSON.parse(data) as { markId: Id }).markId);
	return new Set(ids.slice(0, ids.indexOf(markId) + 1));
}
