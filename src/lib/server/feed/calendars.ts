/** Calendars: secret addresses under which a calendar app reads a schedule, until they are revoked. */
import { and, asc, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { calendars, grants, groups, sessions, staff } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { findGroup, groupScope } from '../domain/groups.ts';
import { uuid } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { ownScope } from '../domain/scopes.ts';
import { listed } from '../domain/sessions.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import { hashToken, newToken } from '../identity/tokens.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor, type Participant, type Staff } from '../policy.ts';

export const NewCalendar = z.strictObject({
	operationId: uuid,
	/** Null: one's own sessions. */
	groupId: uuid.nullable().default(null),
	language: z.enum(['en', 'es'])
});
export const EndedCalendar = z.strictObject({ operationId: uuid, calendarId: uuid });

type Owner = Staff | Participant;
type Row = typeof calendars.$inferSelect;

/** Days back from today that a calendar shows. */
const daysBack = 60;

/** @throws 403 for whoever has no sessions of their own */
function ownerOf(actor: Actor): Owner {
	if (actor.kind === 'staff') allow(actor, 'groups.list');
	else if (actor.kind === 'participant') allow(actor, 'own.read', { participantId: actor.id });
	else throw forbidden('calendars.open');
	return actor;
}

const ownedBy = (owner: Owner) =>
	owner.kind === 'staff' ? eq(calendars.staffId, owner.id) : eq(calendars.participantId, owner.id);
const inForce = (owner: Owner) => and(ownedBy(owner), isNull(calendars.revokedAt));

/** The owner's calendars in force: that of their own sessions has no group. */
export async function calendarsOf(read: Read, actor: Actor) {
	return read
		.select({ id: calendars.id, groupId: calendars.groupId, createdAt: calendars.createdAt })
		.from(calendars)
		.where(inForce(ownerOf(actor)))
		.orderBy(asc(calendars.createdAt), asc(calendars.id));
}

/**
 * Makes a secret address, told once and kept as a hash. The one before, of the same schedule, ends: that is how it is
 * renewed.
 * @throws 404 for a group that the actor may not know of; 409 calendar.told when sent twice
 */
export async function openCalendar(db: Db, actor: Actor, input: z.input<typeof NewCalendar>) {
	const owner = ownerOf(actor);
	const { operationId: id, groupId = null, language } = input;
	const token = newToken();
	await db.write(async (tx) => {
		if (groupId) await allowGroup(tx, owner, groupId);
		if (!(await isNew(tx, actor, 'openCalendar', id, { groupId, language }))) throw conflict('calendar.told');
		await end(tx, and(inForce(owner), groupId ? eq(calendars.groupId, groupId) : isNull(calendars.groupId)));
		const whose = owner.kind === 'staff' ? { staffId: owner.id } : { participantId: owner.id };
		const row = { id, ...whose, groupId, language, tokenHash: hashToken(token), createdAt: now() };
		await tx.insert(calendars).values(row).returning();
		await record(tx, actor, id, 'calendar.opened');
	});
	return token;
}

async function allowGroup(tx: Tx, owner: Owner, groupId: Id) {
	if (owner.kind !== 'staff') throw notFound();
	allow(owner, 'groups.read', await findGroup(tx, owner, groupId));
}

const end = (tx: Tx, which: SQL | undefined) =>
	tx.update(calendars).set({ revokedAt: now() }).where(which).returning();

const record = (tx: Tx, actor: Actor, id: Id, kind: string) =>
	appendEvent(tx, actor, { organizationId: null, subject: `calendar:${id}`, kind });

/**
 * From now on the address leads nowhere.
 * @throws 404 for a calendar that is not the actor's own
 */
export async function revokeCalendar(db: Db, actor: Actor, input: z.infer<typeof EndedCalendar>) {
	const owner = ownerOf(actor);
	await db.write(async (tx) => {
		const [found] = await tx
			.select({ id: calendars.id })
			.from(calendars)
			.where(and(ownedBy(owner), eq(calendars.id, input.calendarId)));
		if (!found) throw notFound();
		if (!(await isNew(tx, actor, 'revokeCalendar', input.operationId, input.calendarId))) return;
		const ended = await end(tx, and(eq(calendars.id, found.id), isNull(calendars.revokedAt)));
		if (ended.length > 0) await record(tx, actor, found.id, 'calendar.revoked');
	});
}

/**
 * What the address shows now: what its owner may see now, and no more.
 * @throws 404 for an unknown or revoked address, and for an owner who may not sign in any more
 */
export async function readCalendar(read: Read, token: string) {
	const [calendar] = await read
		.select()
		.from(calendars)
		.where(and(eq(calendars.tokenHash, hashToken(token)), isNull(calendars.revokedAt)));
	if (!calendar) throw notFound();
	const owner = await ownerNow(read, calendar);
	const scope = calendar.groupId
		? and(eq(sessions.groupId, calendar.groupId), groupScope(owner))
		: ownScope(owner);
	const since = new Date(Date.parse(now()) - daysBack * 86_400_000).toISOString();
	const found = await listed(read, and(scope, gt(sessions.startsAt, since))).orderBy(
		asc(sessions.startsAt),
		asc(sessions.id)
	);
	return { language: calendar.language, meetings: await datedIn(read, found) };
}
export type Meeting = Awaited<ReturnType<typeof readCalendar>>['meetings'][number];

/** The owner with what they hold today. */
async function ownerNow(read: Read, { staffId, participantId }: Row): Promise<Owner> {
	if (participantId) return { kind: 'participant', id: participantId, loginId: '' };
	const [person] = await read
		.select({ id: staff.id, name: staff.name })
		.from(staff)
		.where(and(eq(staff.id, staffId!), isNull(staff.suspendedAt)));
	if (!person) throw notFound();
	const held = await read
		.select({ role: grants.role, organizationId: grants.organizationId })
		.from(grants)
		.where(and(eq(grants.staffId, person.id), isNull(grants.revokedAt)))
		.orderBy(asc(grants.id));
	return { kind: 'staff', ...person, loginId: '', verified: true, grants: held };
}

/** Each with when it was last changed: at first, when its group was made. */
async function datedIn(read: Read, found: Awaited<ReturnType<typeof listed>>) {
	const ids = [...new Set(found.map(({ groupId }) => groupId))];
	const made = await read
		.select({ id: groups.id, createdAt: groups.createdAt })
		.from(groups)
		.where(or(...ids.map((id) => eq(groups.id, id)), eq(groups.id, '')))
		.orderBy(asc(groups.id));
	const madeAt = new Map(made.map(({ id, createdAt }) => [id, createdAt]));
	return found.map(({ id, number, startsAt, minutes, zone, room, revision, changedAt, ...session }) => ({
		...{ id, number, startsAt, minutes, zone, room, revision },
		isCancelled: session.cancelledAt !== null,
		changedAt: changedAt ?? madeAt.get(session.groupId)!
	}));
}
