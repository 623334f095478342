import { expect, test } from 'vitest';
import { cardLogins, invitations, limits, logins } from '#lib/server/db/schema/index.ts';
import { signInWithCard } from '#lib/server/identity/card-sign-in.ts';
import { endCardLogin } from '#lib/server/identity/card-logins.ts';
import { identify } from '#lib/server/identity/identify.ts';
import { findInvitation, inviteAgain } from '#lib/server/identity/invitations.ts';
import { signInStaff } from '#lib/server/identity/staff.ts';
import { sweep } from '#lib/server/jobs.ts';
import { newId } from '#lib/server/ids.ts';
import { cardWithPin, goodPin, here } from '../support/cards.ts';
import { address, setUp, staffAuth } from '../support/staff.ts';
import { at, world } from '../support/world.ts';

const hours = (count: number) => at(new Date(Date.now() + count * 3_600_000).toISOString());
const days = (count: number) => hours(24 * count);

test('a participant’s logins are kept for thirty days, whether they ended or were left', async () => {
	const { db, andre, beatriz } = await world();
	const { code } = await cardWithPin(db, andre.participantId);
	const other = await cardWithPin(db, beatriz.participantId);
	const rows = async () => (await db.read.select().from(cardLogins)).length;
	const begun = await rows();
	const { token } = await signInWithCard(db, { code, pin: goodPin }, here);
	await endCardLogin(db, token);
	days(29);
	const fresh = await signInWithCard(db, { code: other.code, pin: goodPin }, here);
	await sweep(db);
	expect(await rows()).toBe(begun + 2);
	days(1);
	hours(1);
	await sweep(db);
	expect(await db.read.select().from(cardLogins)).toMatchObject([{ participantId: beatriz.participantId }]);
	expect((await identify(db, { card: fresh.token })).kind).toBe('anonymous');
});

test('one-time links go thirty days after they were used or ran out, and open nothing before', async () => {
	const { db, carl, fatima, rosa } = await world();
	await setUp(db, staffAuth(db), fatima); // uses one
	const unused = await inviteAgain(db, carl, rosa.id); // runs out after three days
	const mine = async () => (await db.read.select().from(invitations)).map(({ staffId }) => staffId);
	days(4);
	await sweep(db);
	expect((await mine()).sort()).toEqual([fatima.id, rosa.id].sort());
	await expect(findInvitation(db.read, unused.token)).rejects.toMatchObject({ code: 'invitation.over' });
	days(27);
	await sweep(db);
	expect(await mine()).toEqual([rosa.id]);
	const open = await inviteAgain(db, carl, rosa.id);
	days(2);
	hours(1);
	await sweep(db);
	expect(await findInvitation(db.read, open.token)).toMatchObject({ staffId: rosa.id });
});

test('staff’s logins go after their twelve hours, counters when they have run out', async () => {
	const { db, fatima } = await world();
	const auth = staffAuth(db);
	const { login } = await setUp(db, auth, fatima);
	const wrong = { email: 'nobody@example.org', password: 'eight herons on the jetty' };
	await signInStaff(auth, wrong, { address }).catch(() => undefined);
	const endless = { key: newId(), points: 1, expire: null };
	await db.write((tx) => tx.insert(limits).values(endless).returning());
	const counted = async () =>
		(await db.read.select().from(limits)).map(({ key }) => key.split(':')[0]).sort();
	expect(await counted()).toEqual(expect.arrayContaining(['staff-password', 'staff-password-row', 'totp']));
	hours(1);
	await sweep(db);
	// Five at once are forgotten after a quarter of an hour, ten in a row after a day.
	expect(await counted()).toEqual(['staff-password-row', endless.key].sort());
	expect((await identify(db, { login })).kind).toBe('anonymous');
	expect(await db.read.select().from(logins)).not.toEqual([]);
	hours(12);
	await sweep(db);
	expect(await db.read.select().from(logins)).toEqual([]);
	hours(12);
	await sweep(db);
	expect(await counted()).toEqual([endless.key]);
});
