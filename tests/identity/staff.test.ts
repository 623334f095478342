import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import {
	accounts,
	invitations,
	limits,
	logins,
	staff,
	twoFactors,
	verifications
} from '#lib/server/db/schema/index.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { newAuthenticator } from '#lib/server/identity/authenticators.ts';
import {
	listStaff,
	reinstateStaff,
	revokeRole,
	grantRole,
	suspendStaff
} from '#lib/server/identity/colleagues.ts';
import { identify } from '#lib/server/identity/identify.ts';
import {
	findInvitation,
	inviteStaff,
	inviteAgain,
	resetAuthenticator,
	resetPassword
} from '#lib/server/identity/invitations.ts';
import { useAuthenticatorLink, useInvitation } from '#lib/server/identity/setup.ts';
import {
	cookieNames,
	createStaffAuth,
	showSecondFactor,
	signInDemo,
	signInStaff
} from '#lib/server/identity/staff.ts';
import { newId } from '#lib/server/ids.ts';
import { actions, can, system, type Capability, type Role, type Staff } from '#lib/server/policy.ts';
import { hasTwoConnections } from '../support/database.ts';
import { address, cookieOf, goodPassword, secret, setUp, signIn, staffAuth, totp } from '../support/staff.ts';
import { at, world } from '../support/world.ts';

// Argon2 is slow on purpose, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const later = (minutes: number) => at(new Date(Date.now() + minutes * 60_000).toISOString());
const email = 'fatima@example.org';
const wrong = 'not the right password';
const refused = { status: 400, code: 'sign-in.refused' };

test('an invited person sets password and authenticator, then signs in with both', async () => {
	const { db, fatima } = await world();
	const auth = staffAuth(db);
	const { key, half, login, recoveryCodes } = await setUp(db, auth, fatima);
	expect(await identify(db, { login })).toMatchObject({
		id: fatima.id,
		verified: true,
		grants: fatima.grants
	});
	expect(await identify(db, { login: half })).toEqual({ kind: 'anonymous' });
	expect(new Set(recoveryCodes).size).toBe(10);

	later(1);
	const again = await signIn(auth, email, totp(key));
	expect(await identify(db, { login: again.login })).toMatchObject({ id: fatima.id, verified: true });
	const kinds = (await historyOf(db.read, `staff:${fatima.id}`)).map((event) => event.kind);
	expect(kinds).toEqual([
		'staff.link-invite',
		'staff.password-set',
		'staff.authenticator-added',
		'staff.signed-in'
	]);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('with a password alone one is nobody to every rule of the policy', async () => {
	const { db, fatima, northside } = await world();
	const auth = staffAuth(db);
	const link = await inviteAgain(db, system, fatima.id);
	const first = await useInvitation(
		auth,
		link.token,
		{ password: goodPassword, again: goodPassword },
		{ address }
	);
	expect(first.next).toBe('authenticator');
	const half = await identify(db, { login: cookieOf(first.cookies, 'login') });
	expect(half).toMatchObject({ kind: 'staff', verified: false });
	const subject = { organizationId: northside.id, facilitatorIds: [fatima.id] };
	expect(actions.filter((action) => can(half, action, subject) || can(half, action))).toEqual([]);

	const { key } = await newAuthenticator(auth, half as Staff);
	const second = await signInStaff(auth, { email, password: goodPassword }, { address });
	expect(second.next).toBe('authenticator');
	expect(totp(key)).toMatch(/^\d{6}$/);
});

test('between password and code there is no login at all', async () => {
	const { db, fatima } = await world();
	const auth = staffAuth(db);
	await setUp(db, auth, fatima);
	const first = await signInStaff(auth, { email, password: goodPassword }, { address });
	expect(first.next).toBe('code');
	expect(cookieOf(first.cookies, 'login')).toBeUndefined();
	const open = await db.read.select().from(logins).where(eq(logins.userId, fatima.id));
	expect(open.filter((row) => row.verifiedAt === null)).toEqual([]);
});

test('neither tokens, passwords, secrets nor recovery codes stand in the database', async () => {
	const { db, fatima } = await world();
	const auth = staffAuth(db);
	const { key, login, recoveryCodes } = await setUp(db, auth, fatima);
	later(1);
	const { challenge } = await signIn(auth, email, totp(key));
	const pending = await signInStaff(auth, { email, password: goodPassword }, { address });
	const link = await resetPassword(db, system, fatima.id);
	const tables = [logins, accounts, twoFactors, verifications, invitations, limits];
	const kept = JSON.stringify(await Promise.all(tables.map((table) => db.read.select().from(table))));
	const token = (cookie: string) => cookie.slice(0, cookie.lastIndexOf('.'));
	const challenges = [challenge!, cookieOf(pending.cookies, 'challenge')!].map(token);
	const secrets = [
		token(login),
		...challenges,
		goodPassword,
		key.replaceAll(' ', ''),
		link.token,
		...recoveryCodes
	];
	expect(secrets.filter((each) => kept.includes(each))).toEqual([]);
	expect(token(login)).toHaveLength(43);
	expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
});

test('a code is good once, even for two who use it at the same moment', async () => {
	const { db, fatima } = await world();
	const auth = staffAuth(db);
	const { key } = await setUp(db, auth, fatima);
	later(2);
	const code = totp(key);
	const challenges = [];
	for (let i = 0; i < 2; i++) {
		const { cookies } = await signInStaff(auth, { email, password: goodPassword }, { address });
		challenges.push(cookieOf(cookies, 'challenge'));
	}
	const both = await Promise.allSettled(
		challenges.map((challenge) => showSecondFactor(auth, { otp: code }, { address, challenge }))
	);
	expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
	const later_ = await signInStaff(auth, { email, password: goodPassword }, { address });
	const challenge = cookieOf(later_.cookies, 'challenge');
	const replayed = showSecondFactor(auth, { otp: code }, { address, challenge });
	await expect(replayed).rejects.toMatchObject({ status: 400, code: 'code.refused' });
});

test('a recovery code works once, however it is typed', async () => {
	const { db, fatima } = await world();
	const auth = staffAuth(db);
	const { recoveryCodes } = await setUp(db, auth, fatima);
	const typed = recoveryCodes[3].toLowerCase().replace('-', ' ').replaceAll('0', 'o');
	const { login } = await signIn(auth, email, typed);
	expect(await identify(db, { login })).toMatchObject({ verified: true });
	await expect(signIn(auth, email, recoveryCodes[3])).rejects.toMatchObject({ code: 'code.refused' });
	expect((await signIn(auth, email, recoveryCodes[4])).login).toBeTruthy();
});

test('five wrong passwords make the account wait 15 minutes, whatever the address and over a restart', async () => {
	const { db, reopen, fatima } = await world();
	const auth = staffAuth(db);
	await setUp(db, auth, fatima);
	const guess = (through: typeof auth, i: number) =>
		signInStaff(through, { email, password: wrong }, { address: `198.51.100.${i}` });
	const many = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => guess(auth, i)));
	const codes = many.map((each) => (each.status === 'rejected' ? each.reason.code : 'signed in'));
	expect(codes.filter((code) => code === 'sign-in.refused')).toHaveLength(5);
	expect(codes.filter((code) => code === 'sign-in.wait')).toHaveLength(35);

	const restarted = staffAuth(hasTwoConnections() ? await reopen() : db);
	const right = () => signInStaff(restarted, { email, password: goodPassword }, { address });
	await expect(right()).rejects.toMatchObject({ status: 429, code: 'sign-in.wait' });
	later(16);
	expect((await right()).next).toBe('code');
});

test('an unknown e-mail is answered and limited like a known one', async () => {
	const { db } = await world();
	const auth = staffAuth(db);
	const guess = (who: string) => signInStaff(auth, { email: who, password: wrong }, { address });
	for (let i = 0; i < 5; i++) await expect(guess('nobody@example.org')).rejects.toMatchObject(refused);
	await expect(guess('nobody@example.org')).rejects.toMatchObject({ code: 'sign-in.wait' });
	await expect(guess(email)).rejects.toMatchObject(refused);
});

test('wrong codes are limited per account, over several challenges', async () => {
	const { db, fatima } = await world();
	const auth = staffAuth(db);
	const { key } = await setUp(db, auth, fatima);
	later(1);
	let refusals = 0;
	for (let i = 0; i < 8; i++) {
		const { cookies } = await signInStaff(auth, { email, password: goodPassword }, { address });
		const challenge = cookieOf(cookies, 'challenge');
		const error = await showSecondFactor(auth, { otp: `00000${i}` }, { address, challenge }).catch(
			(caught) => caught
		);
		if (error.code === 'code.refused') refusals++;
		else expect(error.code).toBe('sign-in.wait');
	}
	expect(refusals).toBe(5);
	await expect(signIn(auth, email, totp(key))).rejects.toMatchObject({ status: 429 });
});

test('a suspended person loses the next request, cannot sign in, and comes back when reinstated', async () => {
	const { db, carl, fatima } = await world();
	const auth = staffAuth(db);
	const { key, login } = await setUp(db, auth, fatima);
	expect((await identify(db, { login })).kind).toBe('staff');
	await suspendStaff(db, carl, fatima.id);
	expect((await identify(db, { login })).kind).toBe('anonymous');
	later(1);
	await expect(signIn(auth, email, totp(key))).rejects.toMatchObject({ code: 'sign-in.suspended' });
	await expect(resetPassword(db, carl, fatima.id)).rejects.toMatchObject({ status: 409 });

	await reinstateStaff(db, carl, fatima.id);
	expect((await identify(db, { login })).kind).toBe('anonymous');
	later(1);
	expect((await signIn(auth, email, totp(key))).login).toBeTruthy();
	await expect(suspendStaff(db, carl, carl.id)).rejects.toMatchObject({ code: 'staff.self' });
});

test('a revoked role acts at the next request', async () => {
	const { db, carl, fatima, northside } = await world();
	const { login } = await setUp(db, staffAuth(db), fatima);
	await grantRole(db, carl, fatima.id, { role: 'observer', organizationId: northside.id });
	expect(((await identify(db, { login })) as Staff).grants).toHaveLength(2);
	await revokeRole(db, carl, fatima.id, { role: 'facilitator', organizationId: northside.id });
	expect(((await identify(db, { login })) as Staff).grants).toEqual([
		{ role: 'observer', organizationId: northside.id }
	]);
});

test('signing in ends the login that the browser came with', async () => {
	const { db, fatima, rosa } = await world();
	const auth = staffAuth(db);
	const planted = await setUp(db, auth, rosa);
	const { key } = await setUp(db, auth, fatima);
	later(1);
	const first = await signInStaff(auth, { email, password: goodPassword }, { address, login: planted.login });
	expect((await identify(db, { login: planted.login })).kind).toBe('anonymous');
	const challenge = cookieOf(first.cookies, 'challenge');
	const second = await showSecondFactor(
		auth,
		{ otp: totp(key) },
		{ address, challenge, login: planted.login }
	);
	expect(await identify(db, { login: cookieOf(second.cookies, 'login') })).toMatchObject({ id: fatima.id });
});

test('a login ends after 30 minutes without use, and after 12 hours in any case', async () => {
	const { db, fatima } = await world();
	const { login } = await setUp(db, staffAuth(db), fatima);
	later(29);
	expect((await identify(db, { login })).kind).toBe('staff');
	for (let passed = 29; passed < 719; passed += 20) {
		expect((await identify(db, { login })).kind).toBe('staff');
		later(20);
	}
	expect((await identify(db, { login })).kind).toBe('anonymous');
	const fresh = (await signInDemoAs(db)).login;
	later(31);
	expect((await identify(db, { login: fresh })).kind).toBe('anonymous');
});

async function signInDemoAs(db: Parameters<typeof signInDemo>[0]) {
	const { staffId } = await inviteStaff(db, system, {
		name: 'Demo Person',
		email: 'lead@demo.example',
		grants: [{ role: 'lead' }]
	});
	return { staffId, login: await signInDemo(db, 'lead@demo.example') };
}

test('the demo signs in its own people and nobody else', async () => {
	const { db, fatima } = await world();
	const { staffId, login } = await signInDemoAs(db);
	expect(await identify(db, { login })).toMatchObject({ id: staffId, verified: true });
	await expect(signInDemo(db, email)).rejects.toMatchObject({ status: 404 });
	await expect(signInDemo(db, 'nobody@demo.example')).rejects.toMatchObject({ status: 404 });
	expect(fatima.id).not.toBe(staffId);
});

test('a one-time link works once, only the newest, and only for its time', async () => {
	const { db, carl, fatima } = await world();
	const auth = staffAuth(db);
	const use = (token: string) =>
		useInvitation(auth, token, { password: goodPassword, again: goodPassword }, { address });
	const over = { status: 404, code: 'invitation.over' };
	const old = await inviteAgain(db, carl, fatima.id);
	const link = await inviteAgain(db, carl, fatima.id);
	await expect(use(old.token)).rejects.toMatchObject(over);
	const both = await Promise.allSettled([use(link.token), use(link.token)]);
	expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
	await expect(findInvitation(db.read, link.token)).rejects.toMatchObject(over);

	const reset = await resetPassword(db, carl, fatima.id);
	later(24 * 60 + 1);
	await expect(use(reset.token)).rejects.toMatchObject(over);
	const invite = await inviteAgain(db, carl, fatima.id);
	later(71 * 60);
	expect(await findInvitation(db.read, invite.token)).toMatchObject({ purpose: 'invite', email });
	later(61);
	await expect(findInvitation(db.read, invite.token)).rejects.toMatchObject(over);
});

test('a short, a common or a differing password leaves the link as it was', async () => {
	const { db, carl, fatima } = await world();
	const auth = staffAuth(db);
	const { token } = await inviteAgain(db, carl, fatima.id);
	const use = (password: string, again = password) =>
		useInvitation(auth, token, { password, again }, { address });
	await expect(use('too short')).rejects.toMatchObject({ fields: { password: { code: 'password.short' } } });
	await expect(use('passwordpassword')).rejects.toMatchObject({
		fields: { password: { code: 'password.common' } }
	});
	await expect(use(goodPassword, 'another')).rejects.toMatchObject({
		fields: { again: { code: 'password.differs' } }
	});
	expect((await use(goodPassword)).next).toBe('authenticator');
});

test('a new password ends older logins and leaves the second factor standing', async () => {
	const { db, carl, fatima } = await world();
	const auth = staffAuth(db);
	const { key, login } = await setUp(db, auth, fatima);
	const { token } = await resetPassword(db, carl, fatima.id);
	const fresh = 'nine lanterns over the canal';
	const used = await useInvitation(auth, token, { password: fresh, again: fresh }, { address });
	expect(used.next).toBe('code');
	expect((await identify(db, { login })).kind).toBe('anonymous');
	await expect(signInStaff(auth, { email, password: goodPassword }, { address })).rejects.toMatchObject(
		refused
	);
	later(1);
	expect((await signIn(auth, email, totp(key), fresh)).login).toBeTruthy();
});

test('a link for a lost authenticator needs the password, and puts the old one away only then', async () => {
	const { db, carl, fatima } = await world();
	const auth = staffAuth(db);
	const { key, login } = await setUp(db, auth, fatima);
	const { token } = await resetAuthenticator(db, carl, fatima.id);
	const misused = useInvitation(auth, token, { password: wrong, again: wrong }, { address });
	await expect(misused).rejects.toMatchObject({ status: 404 });
	const guessed = useAuthenticatorLink(auth, token, { password: wrong }, { address });
	await expect(guessed).rejects.toMatchObject({ status: 400, code: 'password.refused' });
	later(1);
	expect((await signIn(auth, email, totp(key))).login).toBeTruthy();

	const used = await useAuthenticatorLink(auth, token, { password: goodPassword }, { address });
	expect(used.next).toBe('authenticator');
	expect((await identify(db, { login })).kind).toBe('anonymous');
	const half = (await identify(db, { login: cookieOf(used.cookies, 'login') })) as Staff;
	expect((await newAuthenticator(auth, half)).key).not.toBe(key);
	later(25 * 60);
	await expect(newAuthenticator(auth, half)).rejects.toMatchObject({ code: 'invitation.over' });
});

test('a coordinator gives roles of the own organization only, and sees to nobody who is more', async () => {
	const { db, carl, ada, olga, henry, fatima, northside, harbor } = await world();
	const person = (role: Role | Capability, organizationId: string | null) => ({
		name: 'New Person',
		email: `${newId()}@example.org`,
		grants: [{ role, organizationId }]
	});
	expect(await inviteStaff(db, carl, person('facilitator', northside.id))).toHaveProperty('token');
	expect(await inviteStaff(db, carl, person('approver', northside.id))).toHaveProperty('token');
	await expect(inviteStaff(db, carl, person('facilitator', harbor.id))).rejects.toMatchObject({
		status: 403
	});
	await expect(inviteStaff(db, carl, person('administrator', null))).rejects.toMatchObject({ status: 403 });
	await expect(inviteStaff(db, fatima, person('facilitator', northside.id))).rejects.toMatchObject({
		status: 403
	});
	expect(await inviteStaff(db, ada, person('administrator', null))).toHaveProperty('token');

	await expect(resetPassword(db, carl, olga.id)).rejects.toMatchObject({ status: 404 });
	await expect(resetPassword(db, carl, newId())).rejects.toMatchObject({ status: 404 });
	await grantRole(db, ada, henry.id, { role: 'facilitator', organizationId: northside.id });
	await expect(resetPassword(db, carl, henry.id)).rejects.toMatchObject({ status: 403 });
	await grantRole(db, ada, fatima.id, { role: 'administrator' });
	await expect(suspendStaff(db, carl, fatima.id)).rejects.toMatchObject({ status: 403 });
	await expect(inviteStaff(db, ada, { ...person('lead', null), email })).rejects.toMatchObject({
		fields: { email: { code: 'staff.known' } }
	});
});

test('the same invitation sent twice invites once, and a form at fault can be sent again', async () => {
	const { db, ada } = await world();
	const person = { name: 'New Person', email: 'new@example.org', grants: [{ role: 'lead' as const }] };
	const sent = { operationId: newId(), ...person };
	await expect(inviteStaff(db, ada, { ...sent, email })).rejects.toMatchObject({ status: 400 });
	const { token } = await inviteStaff(db, ada, sent);
	await expect(inviteStaff(db, ada, sent)).rejects.toMatchObject({ status: 409, code: 'link.shown' });
	expect((await listStaff(db.read, ada)).filter((one) => one.name === 'New Person')).toHaveLength(1);
	expect(await findInvitation(db.read, token)).toMatchObject({ staffId: sent.operationId });
});

test('a coordinator lists the people of the own organization, an administrator everybody, others nobody', async () => {
	const { db, carl, ada, fatima, priya } = await world();
	const names = (list: { name: string }[]) => list.map((person) => person.name);
	expect(names(await listStaff(db.read, carl))).toEqual(['Carl', 'Fatima', 'Nils', 'Rosa']);
	expect(names(await listStaff(db.read, ada))).toHaveLength(9);
	await expect(listStaff(db.read, fatima)).rejects.toMatchObject({ status: 403 });
	await expect(listStaff(db.read, priya)).rejects.toMatchObject({ status: 403 });
});

test('on https the cookies are bound to the host: __Host-, Secure, HttpOnly, Lax, no domain', async () => {
	const { db, carl, fatima } = await world();
	const auth = createStaffAuth(db, { origin: 'https://groundwork.example.org', secure: true, secret });
	const { token } = await inviteAgain(db, carl, fatima.id);
	const { cookies } = await useInvitation(
		auth,
		token,
		{ password: goodPassword, again: goodPassword },
		{ address }
	);
	const line = cookies.find((each) => each.startsWith(`${cookieNames(true).login}=`))!;
	expect(line).toMatch(/^__Host-login=/);
	for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(line).toContain(part);
	expect(line).not.toMatch(/domain/i);
	const [person] = await db.read.select().from(staff).where(eq(staff.id, fatima.id));
	expect(person.twoFactorEnabled).toBe(false);
});
