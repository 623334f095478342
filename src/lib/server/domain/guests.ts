/** Guests: who came without being on the roll, by first name and initial, until somebody says who they are. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { enrollments, guests, participants } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { say } from './attendance.ts';
import { refuseOver } from './corrections.ts';
import { appendEvent } from './events.ts';
import { line, personName, uuid } from './inputs.ts';
import { groupsKeptFrom } from './kept-apart.ts';
import { isNew } from './operations.ts';
import { upheldMarks } from './presence.ts';
import { marksOf } from './rolls.ts';
import { findSession, type Session } from './sessions.ts';
import { current } from './statements.ts';

export const NewGuest = z.strictObject({
	operationId: uuid,
	firstName: personName,
	/** Of the last name; none where it is not known. */
	initial: z
		.string()
		.trim()
		.regex(/^\p{L}$/u, 'initial')
		.nullish()
});
/** Who it is: somebody on the roll, or by the program's number. */
export const LinkedGuest = z
	.strictObject({
		operationId: uuid,
		guestId: uuid,
		enrollmentId: uuid.nullish(),
		number: line(40).nullish()
	})
	.refine((asked) => !!asked.enrollmentId !== !!asked.number, { path: ['number'], message: 'guest.who' });
export const RemovedGuest = z.strictObject({ operationId: uuid, guestId: uuid });

/** @throws 404, 403, 409 session.cancelled, session.not-yet, session.ended */
export async function addGuest(db: Db, actor: Actor, sessionId: Id, input: z.output<typeof NewGuest>) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		const { operationId: id, firstName, initial = null } = input;
		if (!(await isNew(tx, actor, 'addGuest', id, { sessionId, firstName, initial }))) return;
		refuseOver(session);
		const row = { id, organizationId: session.organizationId, sessionId, firstName, initial };
		await tx
			.insert(guests)
			.values({ ...row, addedAt: now(), addedBy: nameOf(actor) })
			.returning();
		await record(tx, actor, session, 'guest.added', { guestId: id });
	});
	announce(sessionId);
}

/**
 * Makes a guest's presence that of a person of the group: their mark, with who said so. The guest's name goes.
 * @throws 404, 403; 400 number guest.not-in-group; 409 guest.closed, enrollment.exited, placement.unavailable for whoever
 * is kept apart from somebody there; after the lock time 403
 */
export async function linkGuest(db: Db, actor: Actor, sessionId: Id, input: z.output<typeof LinkedGuest>) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		const { operationId, guestId } = input;
		if (!(await isNew(tx, actor, 'linkGuest', operationId, { sessionId, ...input }))) return;
		await findGuest(tx, sessionId, guestId);
		const enrollmentId = input.enrollmentId ?? (await enrolledAs(tx, session, input.number!));
		await refuseKeptApart(tx, session, enrollmentId);
		await markPresent(tx, actor, session, enrollmentId, operationId);
		await close(tx, actor, guestId, enrollmentId);
		await record(tx, actor, session, 'guest.linked', { guestId, enrollmentId });
	});
	announce(sessionId);
}

/** @throws 404, 403, 409 guest.closed */
export async function removeGuest(db: Db, actor: Actor, sessionId: Id, input: z.output<typeof RemovedGuest>) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		const { operationId, guestId } = input;
		if (!(await isNew(tx, actor, 'removeGuest', operationId, { sessionId, guestId }))) return;
		await findGuest(tx, sessionId, guestId);
		await close(tx, actor, guestId, null);
		await record(tx, actor, session, 'guest.removed', { guestId });
	});
	announce(sessionId);
}

async function findGuest(tx: Tx, sessionId: Id, guestId: Id) {
	const [guest] = await tx
		.select({ closedAt: guests.closedAt })
		.from(guests)
		.where(and(eq(guests.id, guestId), eq(guests.sessionId, sessionId)));
	if (!guest) throw notFound();
	if (guest.closedAt) throw conflict('guest.closed');
}

async function enrolledAs(tx: Tx, { groupId }: Session, number: string): Promise<Id> {
	const [found] = await tx
		.select({ id: enrollments.id })
		.from(enrollments)
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.where(and(eq(enrollments.groupId, groupId), eq(participants.number, number)));
	if (!found) throw invalid({ number: { code: 'guest.not-in-group' } });
	return found.id;
}

/** In the words of a placement: nobody is told why. */
async function refuseKeptApart(tx: Tx, { groupId }: Session, enrollmentId: Id) {
	const { id, participantId } = enrollments;
	const [person] = await tx.select({ participantId }).from(enrollments).where(eq(id, enrollmentId));
	if (!person) throw notFound();
	if ((await groupsKeptFrom(tx, person.participantId)).has(groupId)) throw conflict('placement.unavailable');
}

/** Whoever was marked as there already needs no second mark. */
async function markPresent(tx: Tx, actor: Actor, session: Session, enrollmentId: Id, operationId: Id) {
	const said = (await marksOf(tx, session.id)).filter((one) => one.enrollmentId === enrollmentId);
	const isThere = ({ status }: { status: string }) => status === 'present' || status === 'partial';
	const upheld = upheldMarks(said);
	if (upheld.length > 0 && upheld.every(isThere)) return;
	await say(tx, actor, session, {
		...{ operationId, enrollmentId, status: 'present', cameAt: null, leftAt: null, reason: null },
		replaces: current(said).map(({ id }) => id),
		correction: session.endedAt ? 'told-later' : null
	});
}

const close = (tx: Tx, actor: Actor, guestId: Id, enrollmentId: Id | null) =>
	tx
		.update(guests)
		.set({ firstName: null, initial: null, enrollmentId, closedAt: now(), closedBy: nameOf(actor) })
		.where(eq(guests.id, guestId))
		.returning();

const record = (tx: Tx, actor: Actor, session: Session, kind: string, data: Record<string, string>) =>
	appendEvent(tx, actor, {
		organizationId: session.organizationId,
		subject: `session:${session.id}`,
		kind,
		data
	});

const openGuests = prepared('guests', (read) =>
	read
		.select({ id: guests.id, firstName: guests.firstName, initial: guests.initial })
		.from(guests)
		.where(and(eq(guests.sessionId, sql.placeholder('sessionId')), isNull(guests.closedAt)))
		.orderBy(asc(guests.addedAt), asc(guests.id))
);

export type RoomGuest = { guestId: Id; name: string };

/** Guests of whom nobody has said who they are. The caller has found the session. */
export const guestsIn = async (read: Read, sessionId: Id): Promise<RoomGuest[]> =>
	(await openGuests(read, { sessionId })).map(({ id, firstName, initial }) => ({
		guestId: id,
		name: initial ? `${firstName} ${initial}.` : firstName!
	}));
