/** The demo's sign-ins: accounts of its staff, one participant's card, one key. */
import { eq } from 'drizzle-orm';
import { now } from '#lib/server/clock.ts';
import type { Db } from '#lib/server/db/open.ts';
import { cards, keys, staff, twoFactors } from '#lib/server/db/schema/index.ts';
import { createStaffAuth } from '#lib/server/identity/auth.ts';
import { indexOf, issueCard, pepperedPin } from '#lib/server/identity/cards.ts';
import { slowHash } from '#lib/server/identity/hashing.ts';
import { inviteStaff, useUp } from '#lib/server/identity/invitations.ts';
import { createKey } from '#lib/server/identity/keys.ts';
import { hashPassword } from '#lib/server/identity/passwords.ts';
import { setPassword } from '#lib/server/identity/setup.ts';
import { hashToken } from '#lib/server/identity/tokens.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import { system, type Capability, type Grant, type Staff } from '#lib/server/policy.ts';
import { apiKey, card, demoStaff, emailOf, password, totpSecret, type DemoRole } from './sign-ins.ts';

/** Somebody who came in by a link and has signed in ever since: here without a password, so nobody can. */
export async function hire(db: Db, name: string, email: string, grants: Grant[]): Promise<Staff> {
	const { staffId, token } = await inviteStaff(db, system, { name, email, grants: grants as never });
	await db.write(async (tx) => {
		await useUp(tx, token);
		const ready = { twoFactorEnabled: true, emailVerified: true };
		await tx.update(staff).set(ready).where(eq(staff.id, staffId)).returning();
	});
	return { kind: 'staff', id: staffId, name, loginId: newId(), verified: true, grants };
}

/** One of those whose sign-in the demo gives out. */
export async function hireKnown(
	db: Db,
	role: DemoRole,
	organizationId: Id | null,
	...more: Capability[]
): Promise<Staff> {
	const { name } = demoStaff.find((one) => one.role === role)!;
	const held = [role, ...more].map((one) => ({ role: one, organizationId }));
	const person = await hire(db, name, emailOf(role), held);
	await giveSignIn(db, person.id);
	return person;
}

async function giveSignIn(db: Db, userId: Id) {
	const secret = process.env.GROUNDWORK_SECRET ?? '';
	const auth = createStaffAuth(db, { origin: 'http://localhost', secure: false, secret });
	const hash = await hashPassword(password);
	const factor = {
		id: newId(),
		userId,
		verified: true,
		secret: await auth.encrypt(`base32:${totpSecret}`),
		backupCodes: await auth.encrypt('[]')
	};
	await db.write(async (tx) => {
		await setPassword(tx, userId, hash);
		await tx.insert(twoFactors).values(factor).returning();
	});
}

/** A card whose code and PIN are known. */
export async function giveCard(db: Db, by: Staff, participantId: Id) {
	const { cardId } = await issueCard(db, by, participantId);
	const codeIndex = indexOf('code', card.code.replaceAll('-', ''));
	const pinHash = await slowHash(pepperedPin(cardId, card.pin));
	await db.write((tx) =>
		tx.update(cards).set({ codeIndex, pinHash }).where(eq(cards.id, cardId)).returning()
	);
}

/** A key that is known, made now: keys live for ninety days. */
export async function giveKey(db: Db, recipientId: Id) {
	const { id } = await createKey(db, system, {
		name: `Demo, ${now().slice(0, 10)}`,
		recipientId,
		scopes: ['milestones', 'enrollments', 'attendance', 'handoffs', 'groups', 'sessions'],
		days: 90
	});
	await db.write((tx) =>
		tx
			.update(keys)
			.set({ hash: hashToken(apiKey) })
			.where(eq(keys.id, id))
			.returning()
	);
}
