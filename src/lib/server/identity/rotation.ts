/**
 * Another secret for the deployment: authenticators are encrypted anew, logins end, cards and badges end or keep their
 * own.
 */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { badgeKeys, cardLogins, cards, logins, twoFactors } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { conflict } from '../errors.ts';
import { system } from '../policy.ts';
import { resealFeed } from '../feed/resealing.ts';
import { createStaffAuth, type StaffAuth } from './auth.ts';

type Sealed = { id: string; secret: string; backupCodes: string };

/**
 * Changes all that the secret protects, in one transaction.
 * @param endCards printed cards can't be carried over, since nobody keeps their codes: they end here with the badges that
 * were signed, or go on under the old secret (GROUNDWORK_CARD_SECRET)
 * @throws when `old` does not open what is there; 409 when somebody changed an authenticator meanwhile
 */
export async function rotateSecret(db: Db, old: string, fresh: string, endCards: boolean) {
	const before = await db.read.select().from(twoFactors).orderBy(asc(twoFactors.id));
	const [from, to] = [authWith(db, old), authWith(db, fresh)];
	const after: Sealed[] = [];
	for (const row of before) after.push(await sealAnew(row, from, to));

	return db.write(async (tx) => {
		for (const [i, { id, ...sealed }] of after.entries()) {
			const same = and(eq(twoFactors.id, id), eq(twoFactors.secret, before[i].secret));
			const [changed] = await tx.update(twoFactors).set(sealed).where(same).returning();
			if (!changed) throw conflict('authenticator.present');
		}
		await resealFeed(tx, old, fresh);
		await tx.delete(logins).returning();
		const at = now();
		const ended = endCards
			? await tx
					.update(cards)
					.set({ endedAt: at, endReason: 'withdrawn' })
					.where(isNull(cards.endedAt))
					.returning()
			: [];
		// What was signed with a secret that got out may be anybody's.
		if (endCards)
			await tx.update(badgeKeys).set({ endedAt: at }).where(isNull(badgeKeys.endedAt)).returning();
		if (endCards)
			await tx.update(cardLogins).set({ endedAt: at }).where(isNull(cardLogins.endedAt)).returning();
		const data = { authenticators: after.length, cards: ended.length };
		await appendEvent(tx, system, {
			organizationId: null,
			subject: 'deployment',
			kind: 'secret.rotated',
			data
		});
		return { authenticators: after.length, ended: ended.length };
	});
}

const authWith = (db: Db, secret: string) =>
	createStaffAuth(db, { origin: 'http://localhost', secure: false, secret });

async function sealAnew(
	{ id, secret, backupCodes }: Sealed,
	from: StaffAuth,
	to: StaffAuth
): Promise<Sealed> {
	return {
		id,
		secret: await to.encrypt(await from.decrypt(secret)),
		backupCodes: await to.encrypt(await from.decrypt(backupCodes))
	};
}
