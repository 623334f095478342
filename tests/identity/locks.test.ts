import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { events, logins, sessions, staff } from '#lib/server/db/schema/index.ts';
import { suspendStaff } from '#lib/server/identity/colleagues.ts';
import { identify } from '#lib/server/identity/identify.ts';
import { openOn, unlock, unlockDemo } from '#lib/server/identity/locks.ts';
import { signInDemo } from '#lib/server/identity/staff.ts';
import { actions, can, type Locked, type Staff } from '#lib/server/policy.ts';
import { mayReach, routes } from '#lib/server/routes.ts';
import { goodPassword, setUp, staffAuth } from '../support/staff.ts';
import { addStaff, at, world } from '../support/world.ts';

const later = (minutes: number) => at(new Date(Date.now() + minutes * 60_000).toISOString());
const wrong = 'eight herons on the jetty';

/** Fatima with Tuesday's session open on her device. */
async function inSession() {
	const cast = await world();
	const { login } = await setUp(cast.db, staffAuth(cast.db), cast.fatima);
	const who = () => identify(cast.db, { login });
	await openOn(cast.db, await who(), cast.tuesdaySession);
	return { ...cast, login, who };
}

async function locked() {
	const cast = await inSession();
	later(31);
	return { ...cast, actor: (await cast.who()) as Locked };
}

test('while a session is open on the device an idle login locks instead of ending', async () => {
	const { db, fatima, who, login, tuesdaySession: id } = await inSession();
	later(29);
	expect(await who()).toMatchObject({ kind: 'staff', verified: true });
	later(31);
	expect(await who()).toEqual({ kind: 'locked', id: fatima.id, name: 'Fatima', loginId: expect.any(String) });
	expect(await who()).toMatchObject({ kind: 'locked' });
	// Another device of hers, on which none is open, ends.
	const token = await signInDemo(db, (await demo(db)).email);
	later(31);
	expect((await identify(db, { login: token })).kind).toBe('anonymous');
	expect((await identify(db, { login })).kind).toBe('locked');
	const ended = { endedAt: new Date().toISOString() };
	await db.write((tx) => tx.update(sessions).set(ended).where(eq(sessions.id, id)).returning());
	expect((await who()).kind).toBe('anonymous');
});

async function demo(db: Parameters<typeof addStaff>[0]) {
	const { id } = await addStaff(db, 'Demo', [['lead', null]]);
	const email = 'demo@demo.example';
	await db.write((tx) => tx.update(staff).set({ email }).where(eq(staff.id, id)).returning());
	return { id, email };
}

test('twelve hours after the sign-in a locked login ends too, and a suspended person has none', async () => {
	const { db, carl, fatima, who } = await locked();
	await suspendStaff(db, carl, fatima.id);
	expect((await who()).kind).toBe('anonymous');
	const other = await locked();
	later(12 * 60 - 32);
	expect((await other.who()).kind).toBe('locked');
	later(2);
	expect((await other.who()).kind).toBe('anonymous');
});

test('what a page asks on its own keeps no login from locking', async () => {
	const { db, who, login } = await inSession();
	for (let minutes = 0; minutes < 30; minutes += 5) {
		expect((await identify(db, { login }, true)).kind).toBe('staff');
		later(5);
	}
	expect((await who()).kind).toBe('locked');
});

test('locked, somebody with every role may do nothing, and reaches only the lock', async () => {
	const { actor, northside, andre } = await locked();
	const subject = {
		organizationId: northside.id,
		facilitatorIds: [actor.id],
		participantId: andre.participantId
	};
	expect(actions.filter((action) => can(actor, action, subject))).toEqual([]);
	const anonymous = { kind: 'anonymous' } as const;
	const reached = Object.keys(routes).filter((id) => mayReach(actor, id) && !mayReach(anonymous, id));
	expect(reached).toEqual(['/locked']);
});

test('the password opens it again, with roles as they are, and the token that lay locked is dead', async () => {
	const { db, actor, who, northside } = await locked();
	const token = await unlock(db, actor, { password: goodPassword });
	const back = (await identify(db, { login: token })) as Staff;
	expect(back).toMatchObject({ kind: 'staff', id: actor.id, verified: true, loginId: actor.loginId });
	expect(back.grants).toEqual([{ role: 'facilitator', organizationId: northside.id }]);
	expect((await who()).kind).toBe('anonymous');
	const kinds = (
		await db.read
			.select()
			.from(events)
			.where(eq(events.actor, `staff:${actor.id}`))
	).map(({ kind }) => kind);
	expect(kinds).toContain('staff.unlocked');
});

test('five wrong passwords make it wait, ten end it', async () => {
	const { db, actor, who } = await locked();
	const guess = () => unlock(db, actor, { password: wrong });
	for (let n = 0; n < 5; n++) await expect(guess()).rejects.toMatchObject({ code: 'password.refused' });
	await expect(unlock(db, actor, { password: goodPassword })).rejects.toMatchObject({
		status: 429,
		code: 'sign-in.wait'
	});
	expect((await who()).kind).toBe('locked');
	later(16);
	for (let n = 0; n < 4; n++) await expect(guess()).rejects.toMatchObject({ code: 'password.refused' });
	await expect(guess()).rejects.toMatchObject({ status: 409, code: 'lock.over' });
	expect((await who()).kind).toBe('anonymous');
	expect(await db.read.select().from(logins).where(eq(logins.id, actor.loginId))).toEqual([]);
});

test('guesses at the same time get no further than one after the other', async () => {
	const { db, actor } = await locked();
	const guesses = await Promise.allSettled(
		Array.from({ length: 20 }, () => unlock(db, actor, { password: wrong }))
	);
	const codes = guesses.map((guess) => (guess as PromiseRejectedResult).reason.code as string);
	expect(codes.filter((code) => code === 'password.refused')).toHaveLength(5);
	expect(codes.filter((code) => code === 'sign-in.wait')).toHaveLength(15);
});

test('the right password forgets the wrong ones; a login that ended meanwhile is not brought back', async () => {
	const { db, actor } = await locked();
	for (let n = 0; n < 4; n++) await unlock(db, actor, { password: wrong }).catch(() => undefined);
	await unlock(db, actor, { password: goodPassword });
	for (let n = 0; n < 4; n++)
		await expect(unlock(db, actor, { password: wrong })).rejects.toMatchObject({ code: 'password.refused' });
	await db.write((tx) => tx.delete(logins).where(eq(logins.id, actor.loginId)).returning());
	await expect(unlock(db, actor, { password: goodPassword })).rejects.toMatchObject({ code: 'lock.over' });
});

test('only the demo’s own people are let in without a password', async () => {
	const { db, actor } = await locked();
	await expect(unlockDemo(db, actor)).rejects.toMatchObject({ status: 404 });
	const { id, email } = await demo(db);
	const login = await signInDemo(db, email);
	const open = await identify(db, { login });
	const token = await unlockDemo(db, { ...actor, id, loginId: (open as Staff).loginId });
	expect(await identify(db, { login: token })).toMatchObject({ kind: 'staff', id });
});
