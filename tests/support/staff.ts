/** Staff who can sign in: password, authenticator and recovery codes, set up the way people do it. */
import type { Db } from '#lib/server/db/open.ts';
import { addAuthenticator, newAuthenticator } from '#lib/server/identity/authenticators.ts';
import { identify } from '#lib/server/identity/identify.ts';
import { inviteAgain } from '#lib/server/identity/invitations.ts';
import { useInvitation } from '#lib/server/identity/setup.ts';
import {
	createStaffAuth,
	showSecondFactor,
	signInStaff,
	type StaffAuth
} from '#lib/server/identity/staff.ts';
import { system, type Staff } from '#lib/server/policy.ts';
import { totp } from './totp.ts';

export { totp };

export const secret = 'a secret for tests, long enough to be taken';
export const staffAuth = (db: Db) =>
	createStaffAuth(db, { origin: 'http://localhost:3000', secure: false, secret });
export const address = '203.0.113.20';
export const goodPassword = 'seven herons on the jetty';

/** The value that a browser would send back for a cookie that was just set; undefined when it was taken away or not set. */
export function cookieOf(lines: string[], name: string): string | undefined {
	const line = lines.find((each) => each.startsWith(`${name}=`));
	if (!line || /max-age=0/i.test(line)) return undefined;
	return decodeURIComponent(line.slice(name.length + 1).split(';')[0]);
}

/** From the one-time link to a verified login. */
export async function setUp(db: Db, auth: StaffAuth, person: { id: string }, password = goodPassword) {
	const link = await inviteAgain(db, system, person.id);
	const first = await useInvitation(auth, link.token, { password, again: password }, { address });
	const half = cookieOf(first.cookies, 'login');
	const actor = (await identify(db, { login: half })) as Staff;
	const { key } = await newAuthenticator(auth, actor);
	const added = await addAuthenticator(auth, actor, totp(key), { address, login: half });
	return { key, half, recoveryCodes: added.recoveryCodes, login: cookieOf(added.cookies, 'login')! };
}

/** Password, then the code that the authenticator shows after this one: each is good once. */
export async function signIn(auth: StaffAuth, email: string, otp: string, password = goodPassword) {
	const first = await signInStaff(auth, { email, password }, { address });
	const challenge = cookieOf(first.cookies, 'challenge');
	const second = await showSecondFactor(auth, { otp }, { address, challenge });
	return { challenge, login: cookieOf(second.cookies, 'login')! };
}
