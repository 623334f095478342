/** Setting up one's own sign-in, with a one-time link in hand. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../db/open.ts';
import { accounts, logins, staff, twoFactors } from '../db/schema/index.ts';
import { DomainError, invalid } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import type { StaffAuth } from './auth.ts';
import { record } from './colleagues.ts';
import { findInvitation, useUp } from './invitations.ts';
import { hashPassword, passwordFaults } from './passwords.ts';
import { hasPassword, signInStaff, type StaffFrom, type StaffSignedIn } from './staff.ts';
import { hashToken } from './tokens.ts';
import { forgetTries, takeTry } from './tries.ts';

export const InvitedPassword = z.strictObject({ password: z.string().max(200), again: z.string().max(200) });
export const KnownPassword = z.strictObject({ password: z.string().min(1).max(200) });

/**
 * Uses a link to set a password. Where there is an authenticator already the person then signs in with both;
 * otherwise they are signed in far enough to add one.
 * @throws 404 invitation.over; 400 with what is wrong with the password
 */
export async function useInvitation(
	auth: StaffAuth,
	token: string,
	input: z.infer<typeof InvitedPassword>,
	from: StaffFrom
): Promise<StaffSignedIn> {
	const found = await findInvitation(auth.db.read, token);
	if (found.purpose === 'authenticator') throw new DomainError(404, 'invitation.over');
	const faults = passwordFaults(input, [found.name, found.email]);
	if (Object.keys(faults).length > 0) throw invalid(faults);
	const password = await hashPassword(input.password);
	await auth.db.write(async (tx) => {
		await useUp(tx, token);
		await setPassword(tx, found.staffId, password);
		await record(tx, self(found), null, found.staffId, 'staff.password-set');
	});
	await forgetTries(auth.db, 'password', hashToken(found.email));
	return signInStaff(auth, { email: found.email, password: input.password }, from);
}

/**
 * Uses a link to put the old authenticator away; the password has to be shown.
 * @throws 404 invitation.over; 400 sign-in.refused; 429 sign-in.wait
 */
export async function useAuthenticatorLink(
	auth: StaffAuth,
	token: string,
	input: z.infer<typeof KnownPassword>,
	from: StaffFrom
): Promise<StaffSignedIn> {
	const found = await findInvitation(auth.db.read, token);
	if (found.purpose !== 'authenticator') throw new DomainError(404, 'invitation.over');
	await takeTry(auth.db, 'password', hashToken(found.email));
	if (!(await hasPassword(auth.db.read, found.staffId, input.password)))
		throw new DomainError(400, 'password.refused');
	await auth.db.write(async (tx) => {
		await useUp(tx, token);
		await tx.delete(twoFactors).where(eq(twoFactors.userId, found.staffId)).returning();
		const change = { twoFactorEnabled: false, updatedAt: new Date() };
		await tx.update(staff).set(change).where(eq(staff.id, found.staffId)).returning();
		await tx.delete(logins).where(eq(logins.userId, found.staffId)).returning();
		await record(tx, self(found), null, found.staffId, 'staff.authenticator-removed');
	});
	await forgetTries(auth.db, 'password', hashToken(found.email));
	return signInStaff(auth, { email: found.email, password: input.password }, from);
}

const self = ({ staffId, name }: { staffId: Id; name: string }): Actor => ({
	kind: 'staff',
	id: staffId,
	name,
	loginId: '',
	verified: false,
	grants: []
});

/** Sets the password as better-auth keeps it, and ends every login that an older one made. */
export async function setPassword(tx: Tx, staffId: Id, password: string) {
	const date = new Date();
	const mine = and(eq(accounts.userId, staffId), eq(accounts.providerId, 'credential'));
	const changed = await tx.update(accounts).set({ password, updatedAt: date }).where(mine).returning();
	if (changed.length === 0) {
		const row = { id: newId(), accountId: staffId, providerId: 'credential', userId: staffId, password };
		await tx
			.insert(accounts)
			.values({ ...row, createdAt: date, updatedAt: date })
			.returning();
	}
	await tx.delete(logins).where(eq(logins.userId, staffId)).returning();
}
