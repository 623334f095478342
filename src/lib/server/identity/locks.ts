/** A login locks instead of ending while a session is open on its device: its password opens it again (security R6). */
import { and, eq, isNull, ne, or } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { logins, staff } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { conflict, DomainError } from '../errors.ts';
import type { Id } from '../ids.ts';
import type { Actor, Locked } from '../policy.ts';
import { hasPassword } from './staff.ts';
import { hashToken, newToken } from './tokens.ts';
import { forgetTries, takeTry, triesTaken } from './tries.ts';

export const Unlocking = z.strictObject({ password: z.string().min(1).max(200) });

/** Wrong passwords in a row after which a locked login ends. */
const lastTry = 10;

/** From now on the login of this device locks: the session is open on it. */
export async function openOn(db: Db, actor: Actor, sessionId: Id): Promise<void> {
	if (actor.kind !== 'staff') return;
	const other = or(isNull(logins.sessionId), ne(logins.sessionId, sessionId));
	const mine = and(eq(logins.id, actor.loginId), other);
	const [login] = await db.read.select({ id: logins.id }).from(logins).where(mine);
	if (login) await db.write((tx) => tx.update(logins).set({ sessionId }).where(mine).returning());
}

/**
 * Opens a locked login again. Returns its new token: the one that lay locked is of no more use.
 * @throws 400 password.refused; 409 lock.over when the login has ended, also by this try; 429 sign-in.wait
 */
export async function unlock(db: Db, actor: Locked, input: z.infer<typeof Unlocking>): Promise<string> {
	await takeTry(db, 'unlock', actor.loginId);
	if (!(await hasPassword(db.read, actor.id, input.password))) {
		if ((await triesTaken(db, 'unlock', actor.loginId)) >= lastTry) await endGuessed(db, actor);
		throw new DomainError(400, 'password.refused');
	}
	await forgetTries(db, 'unlock', actor.loginId);
	return reopen(db, actor);
}

/**
 * The demo's own people have no password that they would know.
 * @throws 404 for anybody else; 409 lock.over
 */
export async function unlockDemo(db: Db, actor: Locked): Promise<string> {
	const [person] = await db.read.select().from(staff).where(eq(staff.id, actor.id));
	if (!person?.email.endsWith('@demo.example')) throw new DomainError(404, 'not-found');
	return reopen(db, actor);
}

async function reopen(db: Db, actor: Locked): Promise<string> {
	const token = newToken();
	await db.write(async (tx) => {
		const [login] = await tx
			.update(logins)
			.set({ token: hashToken(token), lastSeenAt: now() })
			.where(eq(logins.id, actor.loginId))
			.returning();
		if (!login) throw conflict('lock.over');
		await record(tx, actor, 'staff.unlocked');
	});
	return token;
}

async function endGuessed(db: Db, actor: Locked): Promise<never> {
	await db.write(async (tx) => {
		await tx.delete(logins).where(eq(logins.id, actor.loginId)).returning();
		await record(tx, actor, 'staff.lock-guessed');
	});
	throw conflict('lock.over');
}

const record = (tx: Tx, actor: Locked, kind: string) =>
	appendEvent(tx, actor, { organizationId: null, subject: `staff:${actor.id}`, kind });
