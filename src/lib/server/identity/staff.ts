/** Staff sign-in: password, then a second factor; until then a login may do nothing. */
import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { accounts, grants, logins, sessions, staff } from '../db/schema/index.ts';
import { appendEvent } from '../domain/events.ts';
import { DomainError } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import type { Locked, Staff } from '../policy.ts';
import { loginAge, type StaffAuth } from './auth.ts';
import { normalizeCode } from './codes.ts';
import { Limit } from './limits.ts';
import { isPassword } from './passwords.ts';
import { ago, touchAfter, type Seen } from './seen.ts';
import { hashToken, newToken } from './tokens.ts';
import { forgetTries, takeTry } from './tries.ts';

export { createStaffAuth, cookieNames, loginAge, type StaffAuth } from './auth.ts';

/** Milliseconds without use after which a login ends; or locks, while a session is open on its device. */
export const idle = 30 * 60_000;

export const PasswordSignIn = z.strictObject({
	email: z.string().trim().toLowerCase().pipe(z.email()),
	password: z.string().min(1).max(200)
});
export const SecondFactor = z.strictObject({ otp: z.string().trim().min(1).max(40) });

/** Where a try comes from; the cookies are those that the browser came with. */
export type StaffFrom = { address: string; login?: string; challenge?: string };
export type StaffSignedIn = { next: 'code' | 'authenticator' | 'home'; cookies: string[] };

/**
 * The first step.
 * @throws 400 sign-in.refused, sign-in.suspended; 429 sign-in.wait
 */
export async function signInStaff(
	auth: StaffAuth,
	input: z.infer<typeof PasswordSignIn>,
	from: StaffFrom
): Promise<StaffSignedIn> {
	const account = hashToken(input.email);
	await takeTry(auth.db, 'password', account);
	const answer = await auth.ask('/sign-in/email', input, { address: from.address });
	if (answer.code === 'FAILED_TO_CREATE_SESSION') throw new DomainError(400, 'sign-in.suspended');
	if (!answer.ok) throw new DomainError(400, 'sign-in.refused');
	await forgetTries(auth.db, 'password', account);
	if (from.login) await endLogin(auth.db, tokenOf(from.login));
	const challenge = answer.cookies.some((line) => isSet(line, auth.cookies.challenge));
	return { next: challenge ? 'code' : 'authenticator', cookies: answer.cookies };
}

const isSet = (line: string, name: string) => line.startsWith(`${name}=`) && !/max-age=0/i.test(line);

/**
 * The second step: a code of the authenticator, each good for once, or a recovery code.
 * @throws 400 code.refused; 409 code.expired; 429 sign-in.wait
 */
export async function showSecondFactor(
	auth: StaffAuth,
	input: z.infer<typeof SecondFactor>,
	from: StaffFrom
): Promise<StaffSignedIn> {
	const staffId = await auth.challenged(from.challenge);
	if (!staffId) throw new DomainError(409, 'code.expired');
	await takeTry(auth.db, 'code', staffId);
	const cookie = `${auth.cookies.challenge}=${encodeURIComponent(from.challenge!)}`;
	const answer = await askForCode(auth, staffId, input.otp, { cookie, address: from.address });
	if (!answer.ok) throw refusedCode(answer.code);
	await forgetTries(auth.db, 'code', staffId);
	await auth.db.write((tx) =>
		appendEvent(tx, asActor(staffId), {
			organizationId: null,
			subject: `staff:${staffId}`,
			kind: 'staff.signed-in'
		})
	);
	return { next: 'home', cookies: answer.cookies };
}

const asActor = (id: Id): Staff => ({ kind: 'staff', id, name: '', loginId: '', verified: true, grants: [] });

async function askForCode(
	auth: StaffAuth,
	staffId: Id,
	typed: string,
	from: { cookie: string; address: string }
) {
	const digits = typed.replace(/\s/g, '');
	if (/^\d{6}$/.test(digits)) return askForTotp(auth, staffId, digits, from);
	const code = normalizeCode(typed, 10);
	if (!code) return { ok: false, code: '', cookies: [] };
	return auth.ask('/two-factor/verify-backup-code', { code: recoveryCode(code) }, from);
}

/** As recovery codes are kept and printed. */
export const recoveryCode = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`;

/** Seconds for which better-auth would take a code: its own 30, and one step to each side; and some to spare. */
const codeLife = 120;

/** Asks for an authenticator's code; one that was shown before, right or wrong, is refused: nobody can look over a shoulder. */
export async function askForTotp(
	auth: StaffAuth,
	staffId: Id,
	code: string,
	from: { cookie: string; address: string }
) {
	const used = new Limit(auth.db, 'totp', 1, codeLife);
	if (!(await within(used, `${staffId}:${hashToken(code)}`))) return { ok: false, code: 'USED', cookies: [] };
	return auth.ask('/two-factor/verify-totp', { code }, from);
}

/** Better-auth ends a challenge after five tries of its own count. */
export function refusedCode(code: string): DomainError {
	const over = [
		'INVALID_TWO_FACTOR_COOKIE',
		'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
		'FAILED_TO_CREATE_SESSION'
	];
	return over.includes(code) ? new DomainError(409, 'code.expired') : new DomainError(400, 'code.refused');
}

async function within(limit: Limit, key: string): Promise<boolean> {
	return limit.consume(key).then(
		() => true,
		(refused: unknown) => {
			if (refused instanceof RateLimiterRes) return false;
			throw refused;
		}
	);
}

/** better-auth signs its cookies: the token is what stands before the signature. */
export const tokenOf = (cookie: string) =>
	cookie.includes('.') ? cookie.slice(0, cookie.lastIndexOf('.')) : cookie;

export async function endLogin(db: Db, token: string): Promise<void> {
	await db.write((tx) =>
		tx
			.delete(logins)
			.where(eq(logins.token, hashToken(token)))
			.returning()
	);
}

/**
 * Whose login this is, with roles, in one query: null once it is old, ended or idle, or the person suspended. An idle
 * one on whose device a session is open is locked.
 */
export async function staffBy(read: Read, token: string): Promise<Seen<Staff | Locked> | null> {
	const rows = await read
		.select({ login: logins, name: staff.name, role: grants.role, organizationId: grants.organizationId })
		.from(logins)
		.innerJoin(staff, eq(staff.id, logins.userId))
		.leftJoin(grants, and(eq(grants.staffId, staff.id), isNull(grants.revokedAt)))
		.leftJoin(sessions, isOpen)
		.where(
			and(
				eq(logins.token, hashToken(token)),
				isNull(staff.suspendedAt),
				gt(logins.expiresAt, new Date()),
				or(gt(logins.lastSeenAt, ago(idle)), eq(sessions.id, logins.sessionId))
			)
		)
		.orderBy(asc(grants.id));
	if (rows.length === 0) return null;
	const { login, name } = rows[0];
	const person = { id: login.userId, name, loginId: login.id };
	if (login.lastSeenAt! <= ago(idle)) return { actor: { kind: 'locked', ...person } };
	const held = rows.flatMap(({ role, organizationId }) => (role ? [{ role, organizationId }] : []));
	const verified = login.verifiedAt !== null;
	const touch = login.lastSeenAt! < ago(touchAfter) ? (db: Db) => touchLogin(db, login.id) : undefined;
	return { actor: { kind: 'staff', ...person, verified, grants: held }, touch };
}

/** The session that the login's device shows has neither ended nor been cancelled. */
const isOpen = and(eq(sessions.id, logins.sessionId), isNull(sessions.endedAt), isNull(sessions.cancelledAt));

async function touchLogin(db: Db, loginId: Id) {
	await db.write((tx) =>
		tx.update(logins).set({ lastSeenAt: now() }).where(eq(logins.id, loginId)).returning()
	);
}

/** Whether this is the person's password; one who has none yet has no right one. */
export async function hasPassword(read: Read, staffId: Id, password: string): Promise<boolean> {
	const mine = and(eq(accounts.userId, staffId), eq(accounts.providerId, 'credential'));
	const [account] = await read.select().from(accounts).where(mine);
	return account?.password ? isPassword(account.password, password) : false;
}

/** A verified login without any factor, for the demo's own people. Returns its token. */
export async function signInDemo(db: Db, email: string): Promise<string> {
	if (!email.endsWith('@demo.example')) throw new DomainError(404, 'not-found');
	const token = newToken();
	await db.write(async (tx) => {
		const [person] = await tx.select().from(staff).where(eq(staff.email, email));
		if (!person) throw new DomainError(404, 'not-found');
		const date = new Date();
		const life = { createdAt: date, updatedAt: date, expiresAt: new Date(date.getTime() + loginAge * 1000) };
		const seen = { verifiedAt: now(), lastSeenAt: now() };
		const row = { id: newId(), token: hashToken(token), userId: person.id, ...life, ...seen };
		await tx.insert(logins).values(row).returning();
	});
	return token;
}
