/** One-time links by which staff come in, and get back in after a lost password or authenticator. */
import { and, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { accounts, invitations, staff } from '../db/schema/index.ts';
import { line, uuid } from '../domain/inputs.ts';
import { isNew } from '../domain/operations.ts';
import { conflict, DomainError, invalid } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import {
	addGrant,
	allowGrant,
	endInvitations,
	findColleague,
	NewGrant,
	record,
	refuseUnknownOrganizations
} from './colleagues.ts';
import { hashToken, newToken } from './tokens.ts';

const hour = 3_600_000;
/** Hours for which a link is good. */
export const linkLife = { invite: 72, password: 24, authenticator: 24 };
export type Purpose = keyof typeof linkLife;

export const NewStaff = z.strictObject({
	/** Sent by a screen: the same operation sent twice invites once. */
	operationId: uuid.optional(),
	name: line(120),
	email: z.string().trim().toLowerCase().max(200).pipe(z.email()),
	grants: z.array(NewGrant).min(1).max(10)
});
export type NewStaff = z.input<typeof NewStaff>;
/** A link's secret part, for `/setup/…`. Shown once. */
export type OneTimeLink = { staffId: Id; token: string; expiresAt: string };

/**
 * Adds a person with what they may do, and makes the link by which they set up their sign-in.
 * @throws 403; 400 email `staff.known`; 409 link.shown when the operation was sent before
 */
export async function inviteStaff(db: Db, actor: Actor, input: NewStaff): Promise<OneTimeLink> {
	const { operationId, ...person } = NewStaff.parse(input);
	const { name, email, grants: given } = person;
	const link = newLink(operationId ?? newId(), 'invite');
	const date = new Date();
	await db.write(async (tx) => {
		for (const grant of given) allowGrant(actor, grant);
		if (operationId && !(await isNew(tx, actor, 'inviteStaff', operationId, person)))
			throw conflict('link.shown');
		await refuseUnknownOrganizations(tx, given);
		const row = { id: link.staffId, name, email, createdAt: date, updatedAt: date };
		const [added] = await tx
			.insert(staff)
			.values(row)
			.onConflictDoNothing({ target: staff.email })
			.returning();
		if (!added) throw invalid({ email: { code: 'staff.known' } });
		for (const grant of given) await addGrant(tx, actor, link.staffId, grant);
		await addInvitation(tx, actor, link, 'invite');
		await record(tx, actor, given[0].organizationId, link.staffId, 'staff.invited', { grants: given });
	});
	return link;
}

/** Once more, for somebody who never finished setting up. */
export const inviteAgain = (db: Db, actor: Actor, staffId: Id) => sendLink(db, actor, staffId, 'invite');
/** A link to choose another password. The second factor stays. */
export const resetPassword = (db: Db, actor: Actor, staffId: Id) => sendLink(db, actor, staffId, 'password');
/** A link to add another authenticator, good only with the password. Until it is used the old one goes on working. */
export const resetAuthenticator = (db: Db, actor: Actor, staffId: Id) =>
	sendLink(db, actor, staffId, 'authenticator');

async function sendLink(db: Db, actor: Actor, staffId: Id, purpose: Purpose): Promise<OneTimeLink> {
	const link = newLink(staffId, purpose);
	await db.write(async (tx) => {
		const { person, organizationId } = await findColleague(tx, actor, staffId, 'staff.invite');
		if (person.suspendedAt) throw conflict('sign-in.suspended');
		const [account] = await tx.select().from(accounts).where(eq(accounts.userId, staffId));
		if (!account && purpose !== 'invite') throw conflict('staff.invited');
		await endInvitations(tx, staffId);
		await addInvitation(tx, actor, link, purpose);
		await record(tx, actor, organizationId, staffId, `staff.link-${purpose}`);
	});
	return link;
}

function newLink(staffId: Id, purpose: Purpose): OneTimeLink {
	return {
		staffId,
		token: newToken(),
		expiresAt: new Date(Date.now() + linkLife[purpose] * hour).toISOString()
	};
}

async function addInvitation(
	tx: Tx,
	actor: Actor,
	{ staffId, token, expiresAt }: OneTimeLink,
	purpose: Purpose
) {
	const createdBy = 'id' in actor ? actor.id : null;
	const row = {
		id: newId(),
		tokenHash: hashToken(token),
		staffId,
		purpose,
		createdAt: now(),
		createdBy,
		expiresAt
	};
	await tx.insert(invitations).values(row).returning();
}

/**
 * Whom a link is for and what it does.
 * @throws 404 invitation.over
 */
export async function findInvitation(read: Read, token: string) {
	const good = and(isOpen(token), isNull(staff.suspendedAt));
	const [found] = await read
		.select({
			staffId: invitations.staffId,
			purpose: invitations.purpose,
			name: staff.name,
			email: staff.email,
			hasAuthenticator: staff.twoFactorEnabled
		})
		.from(invitations)
		.innerJoin(staff, eq(staff.id, invitations.staffId))
		.where(good);
	if (!found) throw new DomainError(404, 'invitation.over');
	return found;
}

const isOpen = (token: string) =>
	and(
		eq(invitations.tokenHash, hashToken(token)),
		isNull(invitations.usedAt),
		gt(invitations.expiresAt, now())
	);

/** @throws 404 when somebody was faster */
export async function useUp(tx: Tx, token: string) {
	const [used] = await tx.update(invitations).set({ usedAt: now() }).where(isOpen(token)).returning();
	if (!used) throw new DomainError(404, 'invitation.over');
}
