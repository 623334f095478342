/** Records: what is kept about a participant, as they may read it themselves. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { consents, enrollments, marks, participantNames, participants } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Actor } from '../policy.ts';
import { listConsents } from './consents.ts';
import { outlineOf } from './lessons.ts';
import { outlineIn } from '../curriculum/outline.ts';
import { selfOf } from './own.ts';
import { contradict, upheldMarks } from './presence.ts';
import { isAway } from './stays.ts';
import { sessionsOf, type ListedSession } from './sessions.ts';

/** The person's number and, unless it was erased, name. */
export async function ownName(read: Read, actor: Actor) {
	const { firstName, lastName } = participantNames;
	const [person] = await read
		.select({ number: participants.number, name: { firstName, lastName } })
		.from(participants)
		.leftJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(eq(participants.id, selfOf(actor)));
	if (!person) throw notFound();
	return person;
}

/** The sessions of the person's groups that began, newest first, each with what was said of their attendance. */
export async function ownAttendance(read: Read, actor: Actor, language: string) {
	const own = await read
		.select()
		.from(enrollments)
		.where(eq(enrollments.participantId, selfOf(actor)))
		.orderBy(asc(enrollments.id));
	const said = await marksOf(
		read,
		own.map(({ id }) => id)
	);
	const all = [];
	for (const enrollment of own) {
		for (const session of await sessionsOf(read, enrollment.groupId)) {
			const heads = upheldMarks(said.get(`${enrollment.id}|${session.id}`) ?? []);
			if (heads.length > 0 || isAwaited(session, enrollment))
				all.push(await attended(read, session, heads, language));
		}
	}
	return all.sort((a, b) => b.startsAt.localeCompare(a.startsAt));
}
export type OwnAttendance = Awaited<ReturnType<typeof ownAttendance>>[number];

type Mark = typeof marks.$inferSelect;

async function marksOf(read: Read, enrollmentIds: string[]): Promise<Map<string, Mark[]>> {
	const rows = await read
		.select()
		.from(marks)
		.where(inArray(marks.enrollmentId, enrollmentIds))
		.orderBy(asc(marks.at), asc(marks.id));
	return Map.groupBy(rows, (mark) => `${mark.enrollmentId}|${mark.sessionId}`);
}

/** Was the person in the group when it met, so that something should be said? */
function isAwaited(session: ListedSession, { exitedAt, ...stay }: typeof enrollments.$inferSelect): boolean {
	const began = session.startsAt <= now() && !session.cancelledAt;
	return began && !isAway(stay, session.date) && (!exitedAt || session.startsAt <= exitedAt);
}

async function attended(read: Read, session: ListedSession, heads: Mark[], language: string) {
	const outline = outlineIn(await outlineOf(read, session.editionId), language);
	const titles = outline.lessons.filter(({ id }) => session.lessonIds.includes(id)).map(({ title }) => title);
	const { status, cameAt, leftAt, reason } = heads.at(-1) ?? unsaid;
	const { id, date, time, startsAt, group } = session;
	/** `review`: two people said different things, and somebody has to look. */
	return {
		...{ id, date, time, startsAt, group, titles, cameAt, leftAt, reason },
		status,
		review: contradict(heads)
	};
}

const unsaid = { status: 'unmarked' as const, cameAt: null, leftAt: null, reason: null };

/** What the person lets whom know, with every organization, newest first. */
export async function ownConsents(read: Read, actor: Actor) {
	const rows = await listConsents(read, and(eq(consents.participantId, selfOf(actor))));
	return rows.map(({ id, recipient, information, purpose, signedOn, expiresOn, revokedAt, state }) => ({
		...{ id, recipient, information, purpose, signedOn, expiresOn, revokedAt, state }
	}));
}
