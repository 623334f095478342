/** People who work with the program, as those who see to their access see them: roles, suspension. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { grants, invitations, logins, organizations, staff } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import {
	allow,
	can,
	capabilities,
	organizationsOf,
	roles,
	type Action,
	type Actor,
	type Grant
} from '../policy.ts';
import { ago } from './seen.ts';

/** Roles of the whole program; every other belongs to one organization. */
const programRoles = ['program', 'lead', 'administrator'];
/** What a coordinator may give, and only in their own organization. */
const coordinatorGives: string[] = ['facilitator', 'coordinator', ...capabilities];

export const NewGrant = z
	.strictObject({
		role: z.enum([...roles, ...capabilities]),
		organizationId: z.uuid().nullable().default(null)
	})
	.refine(({ role, organizationId }) => programRoles.includes(role) === (organizationId === null), {
		path: ['organizationId'],
		message: 'grant.organization'
	});
export type Colleague = {
	id: Id;
	name: string;
	email: string;
	grants: Grant[];
	suspendedAt: string | null;
	/** False until password and authenticator are set up. */
	ready: boolean;
};

/** The staff whom the actor may see to: all for an administrator, an organization's for its coordinators. */
export async function listStaff(read: Read, actor: Actor): Promise<Colleague[]> {
	const own = organizationsOf(actor, 'coordinator');
	const all = can(actor, 'staff.list');
	if (!all && own.length === 0) throw forbidden('staff.list');
	const people = await read.select().from(staff).orderBy(asc(staff.email));
	const held = await read.select().from(grants).where(isNull(grants.revokedAt)).orderBy(asc(grants.id));
	const byPerson = Map.groupBy(held, (grant) => grant.staffId);
	return people
		.map(({ id, name, email, suspendedAt, twoFactorEnabled }) => {
			const theirs = (byPerson.get(id) ?? []).map(({ role, organizationId }) => ({ role, organizationId }));
			return { id, name, email, grants: theirs, suspendedAt, ready: twoFactorEnabled };
		})
		.filter((person) => all || isColleagueIn(person.grants, own));
}

const isColleagueIn = (held: Grant[], organizationIds: Id[]) =>
	held.some((grant) => grant.organizationId !== null && organizationIds.includes(grant.organizationId));

/** Shuts somebody out from the next request on. */
export async function suspendStaff(db: Db, actor: Actor, staffId: Id): Promise<void> {
	await db.write(async (tx) => {
		const { organizationId } = await findColleague(tx, actor, staffId, 'staff.suspend');
		if ('id' in actor && actor.id === staffId) throw conflict('staff.self');
		await tx
			.update(staff)
			.set({ suspendedAt: now(), updatedAt: new Date() })
			.where(eq(staff.id, staffId))
			.returning();
		await tx.delete(logins).where(eq(logins.userId, staffId)).returning();
		await endInvitations(tx, staffId);
		await record(tx, actor, organizationId, staffId, 'staff.suspended');
	});
}

export async function reinstateStaff(db: Db, actor: Actor, staffId: Id): Promise<void> {
	await db.write(async (tx) => {
		const { organizationId } = await findColleague(tx, actor, staffId, 'staff.suspend');
		await tx
			.update(staff)
			.set({ suspendedAt: null, updatedAt: new Date() })
			.where(eq(staff.id, staffId))
			.returning();
		await record(tx, actor, organizationId, staffId, 'staff.reinstated');
	});
}

/**
 * Gives one more role or capability.
 * @throws 404, 403
 */
export async function grantRole(
	db: Db,
	actor: Actor,
	staffId: Id,
	input: z.input<typeof NewGrant>
): Promise<void> {
	const grant = NewGrant.parse(input);
	await db.write(async (tx) => {
		await findColleague(tx, actor, staffId, 'staff.invite');
		allowGrant(actor, grant);
		await refuseUnknownOrganizations(tx, [grant]);
		const held = (await grantsOf(tx, staffId)).some((has) => sameGrant(has, grant));
		if (held) return;
		await addGrant(tx, actor, staffId, grant);
		await record(tx, actor, grant.organizationId, staffId, 'staff.granted', { grant });
	});
}

/** Takes a role or capability back. It acts at the next request. */
export async function revokeRole(
	db: Db,
	actor: Actor,
	staffId: Id,
	input: z.input<typeof NewGrant>
): Promise<void> {
	const grant = NewGrant.parse(input);
	await db.write(async (tx) => {
		await findColleague(tx, actor, staffId, 'staff.invite');
		allowGrant(actor, grant);
		if ('id' in actor && actor.id === staffId) throw conflict('staff.self');
		const held = (await grantsOf(tx, staffId)).find((has) => sameGrant(has, grant));
		if (!held) throw notFound();
		const revokedBy = 'id' in actor ? actor.id : null;
		await tx.update(grants).set({ revokedAt: now(), revokedBy }).where(eq(grants.id, held.id)).returning();
		await record(tx, actor, grant.organizationId, staffId, 'staff.revoked', { grant });
	});
}

const sameGrant = (a: Grant, b: Grant) => a.role === b.role && a.organizationId === b.organizationId;

export function allowGrant(actor: Actor, { role, organizationId }: Grant) {
	allow(actor, 'staff.invite', { organizationId });
	const everything = actor.kind === 'system' || can(actor, 'organizations.manage');
	if (!everything && !coordinatorGives.includes(role)) throw forbidden('staff.invite');
}

export async function refuseUnknownOrganizations(tx: Tx, given: Grant[]) {
	const known = (await tx.select({ id: organizations.id }).from(organizations)).map((row) => row.id);
	if (given.some((grant) => grant.organizationId !== null && !known.includes(grant.organizationId)))
		throw notFound();
}

export async function addGrant(tx: Tx, actor: Actor, staffId: Id, { role, organizationId }: Grant) {
	const grantedBy = 'id' in actor ? actor.id : null;
	await tx
		.insert(grants)
		.values({ id: newId(), staffId, role, organizationId, grantedAt: now(), grantedBy })
		.returning();
}

const grantsOf = (read: Read, staffId: Id) =>
	read
		.select()
		.from(grants)
		.where(and(eq(grants.staffId, staffId), isNull(grants.revokedAt)))
		.orderBy(asc(grants.id));

/**
 * The person, if the actor may know of them; a coordinator only sees to people who work in the coordinator's
 * organizations alone, or a reset would be a way up.
 * @throws 404, 403
 */
export async function findColleague(tx: Tx, actor: Actor, staffId: Id, action: Action) {
	const [person] = await tx.select().from(staff).where(eq(staff.id, staffId));
	if (!person) throw notFound();
	if (actor.kind === 'system' || can(actor, action)) return { person, organizationId: null };
	const own = organizationsOf(actor, 'coordinator');
	const held = await grantsOf(tx, staffId);
	if (!isColleagueIn(held, own)) throw notFound();
	const within = held.every((grant) => grant.organizationId !== null && own.includes(grant.organizationId));
	if (!within) throw forbidden(action);
	const organizationId = held[0].organizationId;
	allow(actor, action, { organizationId });
	return { person, organizationId };
}

/** Only the newest link works. */
export async function endInvitations(tx: Tx, staffId: Id) {
	const open = and(eq(invitations.staffId, staffId), isNull(invitations.usedAt));
	await tx
		.update(invitations)
		.set({ expiresAt: ago(1000) })
		.where(open)
		.returning();
}

/** Writes down what happened to somebody's access. */
export const record = (
	tx: Tx,
	actor: Actor,
	organizationId: Id | null,
	staffId: Id,
	kind: string,
	data = {}
) => appendEvent(tx, actor, { organizationId, subject: `staff:${staffId}`, kind, data });
