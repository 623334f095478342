import { describe, expect, test } from 'vitest';
import { asc, eq } from 'drizzle-orm';
import { cardLogins, checkInCodes, checkIns, events, kiosks, staff } from '#lib/server/db/schema/index.ts';
import { now } from '#lib/server/clock.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { proposeCheckIn } from '#lib/server/domain/check-ins.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { issueCard } from '#lib/server/identity/cards.ts';
import {
	checkInOf,
	closeCheckIn,
	codeOn,
	codesOf,
	openCheckIn,
	readTicket,
	seeCode,
	seeToken,
	ticketOf
} from '#lib/server/identity/check-in-codes.ts';
import {
	checkInAtKiosk,
	closeKiosks,
	findKiosk,
	KioskCheckIn,
	kiosksOf,
	openKiosk
} from '#lib/server/identity/kiosks.ts';
import { findScreen, openScreen } from '#lib/server/identity/screens.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { cardWithPin, goodPin, here as from } from '../support/cards.ts';
import { at, world, type World } from '../support/world.ts';

const address = '192.0.2.7';

/** Tuesday's session, ten past six, with its codes on. */
async function shown() {
	const here = await world();
	await openCheckIn(here.db, here.fatima, here.tuesdaySession);
	return { ...here, shown: await show(here) };
}
const show = async ({ db, fatima, tuesdaySession }: World) =>
	(await checkInOf(db.read, fatima, tuesdaySession)).shown!;
const tokenOf = ({ path }: { path: string }) => path.replace('/here/', '');
const type = ({ db, self, andre }: World, code: string, who = andre, place = address) =>
	seeCode(db, self(who), code, place);
const wrong = { status: 400, code: 'check-in.code' };
/** A code that is none, whatever the real ones are. */
const other = (code: string) => (code === 'AAAA' ? 'BBBB' : 'AAAA');

describe('the code in the room', () => {
	test('is four characters and a QR, and another one every 30 seconds', async () => {
		const here = await world();
		const { db, fatima, tuesdaySession } = here;
		expect(await checkInOf(db.read, fatima, tuesdaySession)).toMatchObject({ on: false, shown: null });
		await openCheckIn(db, fatima, tuesdaySession);
		const first = await show(here);
		expect(first.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}$/);
		expect(first.path).toMatch(/^\/here\/[\w-]{16}$/);
		expect(first.milliseconds).toBe(30_000);
		at('2026-03-04T02:10:29.999Z');
		expect(await show(here)).toEqual({ ...first, milliseconds: 1 });
		at('2026-03-04T02:10:30.000Z');
		const second = await show(here);
		expect(second.code).not.toBe(first.code);
		expect(second.path).not.toBe(first.path);
	});

	test('shows which session it is, as it is typed or scanned', async () => {
		const here = await shown();
		const { code } = here.shown;
		const seen = { sessionId: here.tuesdaySession, arrivedAt: now() };
		expect(await type(here, code)).toEqual(seen);
		expect(await type(here, ` ${code.slice(0, 2).toLowerCase()} ${code.slice(2)} `)).toEqual(seen);
		expect(await seeToken(here.db.read, tokenOf(here.shown))).toEqual(seen);
	});

	test('is taken for one step more, and then it is none', async () => {
		const here = await shown();
		const { code } = here.shown;
		at('2026-03-04T02:10:59.999Z');
		await type(here, code);
		await seeToken(here.db.read, tokenOf(here.shown));
		at('2026-03-04T02:11:00.000Z');
		await expect(type(here, code)).rejects.toMatchObject(wrong);
		await expect(seeToken(here.db.read, tokenOf(here.shown))).rejects.toMatchObject(wrong);
	});

	test('of a step that is to come is none', async () => {
		const here = await shown();
		const [{ secret }] = await here.db.read.select().from(checkInCodes);
		const step = Math.floor(Date.parse(now()) / 30_000);
		expect(codesOf(secret, step).code).toBe(here.shown.code);
		await expect(type(here, codesOf(secret, step + 1).code)).rejects.toMatchObject(wrong);
		await expect(seeToken(here.db.read, codesOf(secret, step + 1).token)).rejects.toMatchObject(wrong);
	});

	test('of a session to come, and of one that is over, says so and keeps nothing', async () => {
		const here = await shown();
		const { db, fatima, tuesdaySession } = here;
		const [{ secret }] = await db.read.select().from(checkInCodes);
		const codeNow = () => codesOf(secret, Math.floor(Date.parse(now()) / 30_000));
		at('2026-03-03T20:00:00.000Z');
		const early = await checkInOf(db.read, fatima, tuesdaySession);
		expect(early).toMatchObject({
			on: true,
			standing: 'ahead',
			opensAt: '2026-03-04T01:45:00.000Z',
			shown: null
		});
		await expect(type(here, codeNow().code)).rejects.toMatchObject({ status: 409, code: 'check-in.not-yet' });
		await expect(seeToken(db.read, codeNow().token)).rejects.toMatchObject({ code: 'check-in.not-yet' });
		at('2026-03-04T03:30:00.000Z');
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		expect(await checkInOf(db.read, fatima, tuesdaySession)).toMatchObject({ standing: 'over', shown: null });
		await expect(type(here, codeNow().code)).rejects.toMatchObject({ status: 409, code: 'check-in.over' });
		await expect(seeToken(db.read, codeNow().token)).rejects.toMatchObject({ code: 'check-in.over' });
		at('2026-03-06T02:00:00.000Z');
		await expect(type(here, codeNow().code)).rejects.toMatchObject(wrong);
		expect(await db.read.select().from(checkIns)).toEqual([]);
	});

	test('of another group is told apart when the person says that they are there', async () => {
		const here = await shown();
		const { db, self, dolores } = here;
		const { sessionId, arrivedAt } = await type(here, here.shown.code, dolores);
		const about = { operationId: newId(), way: 'phone' as const, arrivedAt };
		const try_ = proposeCheckIn(db, self(dolores), sessionId, about);
		await expect(try_).rejects.toMatchObject({ status: 409, code: 'check-in.not-yours' });
		expect(await db.read.select().from(checkIns)).toEqual([]);
	});

	test('is of no more use once it is turned off, and another secret begins when it is turned on again', async () => {
		const here = await shown();
		const { db, fatima, rosa, tuesdaySession } = here;
		const { code } = here.shown;
		await openCheckIn(db, rosa, tuesdaySession);
		expect((await show(here)).code).toBe(code);
		await closeCheckIn(db, fatima, tuesdaySession);
		await expect(type(here, code)).rejects.toMatchObject(wrong);
		await openCheckIn(db, fatima, tuesdaySession);
		expect((await show(here)).code).not.toBe(code);
		const told = await db.read
			.select({ kind: events.kind })
			.from(events)
			.where(eq(events.subject, `session:${tuesdaySession}`))
			.orderBy(asc(events.position));
		const kinds = told.map(({ kind }) => kind).filter((kind) => kind.startsWith('check-in.'));
		expect(kinds).toEqual(['check-in.opened', 'check-in.closed', 'check-in.opened']);
	});

	test('is nothing that the database alone would tell', async () => {
		const here = await shown();
		const [{ secret }] = await here.db.read.select().from(checkInCodes);
		const before = process.env.GROUNDWORK_SECRET;
		process.env.GROUNDWORK_SECRET = 'quite another secret, long enough to be one';
		const stolen = codesOf(secret, Math.floor(Date.parse(now()) / 30_000));
		process.env.GROUNDWORK_SECRET = before;
		expect(stolen.token).not.toBe(tokenOf(here.shown));
	});

	test('is turned on, off and read by those who run the group, and by nobody else', async () => {
		const here = await world();
		const { db, rosa, carl, nils, olga, priya, lee, ada, tuesdaySession } = here;
		for (const one of [rosa, carl]) await openCheckIn(db, one, tuesdaySession);
		for (const one of [nils, olga, priya, lee, ada, here.self(here.andre)]) {
			for (const verb of [openCheckIn, closeCheckIn])
				await expect(verb(db, one, tuesdaySession)).rejects.toMatchObject({ status: 404 });
			await expect(checkInOf(db.read, one, tuesdaySession)).rejects.toMatchObject({ status: 404 });
		}
	});

	test('stands on the room screen of its session, and on no other', async () => {
		const here = await shown();
		const { db, fatima, tuesdaySession, edition, tuesdaySessions } = here;
		const screenOf = async (showing: Parameters<typeof openScreen>[2]) =>
			findScreen(db.read, (await openScreen(db, fatima, showing, 'en')).token);
		expect(await codeOn(db.read, await screenOf({ sessionId: tuesdaySession }))).toEqual(here.shown);
		expect(await codeOn(db.read, await screenOf({ sessionId: tuesdaySessions[1].id }))).toBeNull();
		expect(
			await codeOn(db.read, await screenOf({ editionId: edition.id, lessonId: 'lesson-one' }))
		).toBeNull();
		await closeCheckIn(db, fatima, tuesdaySession);
		expect(await codeOn(db.read, await screenOf({ sessionId: tuesdaySession }))).toBeNull();
	});
});

describe('guesses', () => {
	test('are ten in a quarter of an hour, on however many devices the person signs in', async () => {
		const here = await shown();
		const bad = other(here.shown.code);
		const places = Array.from({ length: 10 }, (_, i) => `198.51.100.${i}`);
		for (const place of places) await expect(type(here, bad, here.andre, place)).rejects.toMatchObject(wrong);
		const refused = { status: 429, code: 'check-in.wait' };
		await expect(type(here, here.shown.code)).rejects.toMatchObject(refused);
		await type(here, here.shown.code, here.beatriz);
		at('2026-03-04T02:25:01.000Z');
		await type(here, (await show(here)).code);
	});

	test('at the same time do not slip past the limit', async () => {
		const here = await shown();
		const bad = other(here.shown.code);
		const tries = await Promise.allSettled(Array.from({ length: 30 }, () => type(here, bad)));
		const codes = tries.map((one) => (one as PromiseRejectedResult).reason.code as string);
		expect(codes.filter((code) => code === 'check-in.code')).toHaveLength(10);
	});

	test('are sixty from one network, and codes that are right cost nothing', async () => {
		const here = await shown();
		const { db, carl, tuesdayGroup } = here;
		for (let i = 0; i < 70; i++) await type(here, here.shown.code);
		const bad = other(here.shown.code);
		for (let i = 0; i < 6; i++) {
			const who = await here.enroll(carl, tuesdayGroup.id, `P-30${i}`, `One${i}`, 'More');
			for (let j = 0; j < 10; j++) await expect(type(here, bad, who)).rejects.toMatchObject(wrong);
		}
		await expect(type(here, here.shown.code)).rejects.toMatchObject({ code: 'check-in.wait' });
		expect(await type(here, here.shown.code, here.andre, '198.51.100.1')).toBeTruthy();
		expect(await db.read.select().from(checkIns)).toEqual([]);
	});

	test.each(['', '    ', 'A', 'AAAAA', '💥💥', "' or 1=1 --", '\0\0\0\0', 'UUUU', '٣٤٥٦'])(
		'of %j are no code',
		async (typed) => {
			const here = await shown();
			await expect(type(here, typed)).rejects.toMatchObject(wrong);
			await expect(seeToken(here.db.read, typed)).rejects.toMatchObject(wrong);
		}
	);
});

describe('what a browser keeps while its holder signs in', () => {
	test('says for ten minutes which code was seen, and when', async () => {
		const here = await shown();
		const seen = { sessionId: here.tuesdaySession, arrivedAt: now() };
		const ticket = ticketOf(seen);
		at('2026-03-04T02:19:59.999Z');
		expect(readTicket(ticket)).toEqual(seen);
		at('2026-03-04T02:20:00.000Z');
		expect(readTicket(ticket)).toBeNull();
	});

	test('is taken from nobody who made it up', async () => {
		const here = await shown();
		const ticket = ticketOf({ sessionId: here.tuesdaySession, arrivedAt: now() });
		const [session, time, seal] = ticket.split('.');
		const forged = [
			[here.harborSession, time, seal],
			[session, String(Number(time) + 1), seal],
			[session, time, `${seal.slice(0, -1)}${seal.endsWith('A') ? 'E' : 'A'}`],
			[session, time, ''],
			[session, time]
		];
		for (const parts of forged) expect(readTicket(parts.join('.'))).toBeNull();
		for (const text of [undefined, '', '...', 'x'.repeat(5000)]) expect(readTicket(text)).toBeNull();
	});
});

describe('a kiosk', () => {
	/** Tuesday's kiosk, and Andre's card with its PIN. */
	async function kiosk() {
		const here = await world();
		const { db, fatima, tuesdaySession, andre } = here;
		const card = await cardWithPin(db, andre.participantId);
		const before = await logins(here);
		return { ...here, card, before, token: await openKiosk(db, fatima, tuesdaySession) };
	}
	type Kiosk = Awaited<ReturnType<typeof kiosk>>;
	const logins = async ({ db }: World) => (await db.read.select().from(cardLogins)).length;
	const come = ({ db, token, card }: Kiosk, change: object = {}) => {
		const typed = { operationId: newId(), code: card.code, pin: goodPin, ...change };
		return checkInAtKiosk(db, token, KioskCheckIn.parse(typed), from);
	};

	test('takes card and PIN, tells the first name alone, and leaves no login', async () => {
		const here = await kiosk();
		expect(await come(here)).toEqual({ firstName: 'Andre', language: 'en' });
		const kept = await here.db.read.select().from(checkIns);
		expect(kept).toMatchObject([{ enrollmentId: here.andre.id, way: 'kiosk', state: 'proposed' }]);
		expect(await come(here)).toEqual({ firstName: 'Andre', language: 'en' });
		expect(await here.db.read.select().from(checkIns)).toHaveLength(1);
		expect(await logins(here)).toBe(here.before);
	});

	test('takes what a scanner reads of the card', async () => {
		const here = await kiosk();
		await come(here, { code: `https://groundwork.example/card#${here.card.token}\n` });
		expect(await here.db.read.select().from(checkIns)).toHaveLength(1);
	});

	test('counts wrong PINs as a sign-in does, and says nothing of whose card it was', async () => {
		const here = await kiosk();
		const refused = { status: 400, code: 'card.refused' };
		for (let i = 0; i < 5; i++) await expect(come(here, { pin: '111222' })).rejects.toMatchObject(refused);
		await expect(come(here)).rejects.toMatchObject({ status: 429, code: 'card.wait' });
		await expect(come(here, { code: '0000-0000-0000-0000' })).rejects.toMatchObject(refused);
		const fresh = await issueCard(here.db, system, here.beatriz.participantId);
		await expect(come(here, { code: fresh.code })).rejects.toMatchObject(refused);
		expect(await here.db.read.select().from(checkIns)).toEqual([]);
		expect(await logins(here)).toBe(here.before);
	});

	test('tells a person of another group that it is not theirs', async () => {
		const here = await kiosk();
		const { code } = await cardWithPin(here.db, here.dolores.participantId);
		await expect(come(here, { code })).rejects.toMatchObject({ code: 'check-in.not-yours' });
		expect(await here.db.read.select().from(checkIns)).toEqual([]);
	});

	test('waits until a quarter of an hour before the start', async () => {
		const here = await kiosk();
		at('2026-03-04T01:30:00.000Z');
		expect(await findKiosk(here.db.read, here.token)).toMatchObject({ standing: 'ahead' });
		await expect(come(here)).rejects.toMatchObject({ code: 'check-in.not-yet' });
	});

	const ends: Record<string, (here: Kiosk) => Promise<unknown>> = {
		'it is closed': ({ db, rosa, tuesdaySession }) => closeKiosks(db, rosa, tuesdaySession),
		'its session is ended': ({ db, fatima, tuesdaySession }) =>
			endSession(db, fatima, tuesdaySession, { operationId: newId() }),
		'its session is cancelled': ({ db, fatima, tuesdaySession }) =>
			cancelSession(db, fatima, tuesdaySession, { operationId: newId(), reason: 'weather' }),
		'its day is over': async () => at('2026-03-04T08:00:00.000Z'),
		'whoever made it is suspended': ({ db, fatima }) =>
			db.write((tx) =>
				tx.update(staff).set({ suspendedAt: now() }).where(eq(staff.id, fatima.id)).returning()
			)
	};
	test.each(Object.keys(ends))('is over once %s', async (how) => {
		const here = await kiosk();
		await ends[how](here);
		const over = { status: 404, code: 'kiosk.over' };
		await expect(findKiosk(here.db.read, here.token)).rejects.toMatchObject(over);
		await expect(come(here)).rejects.toMatchObject(over);
		expect(await here.db.read.select().from(checkIns)).toEqual([]);
	});

	test('is made by those who run the group alone, and kept as a hash', async () => {
		const here = await kiosk();
		const { db, rosa, carl, nils, olga, ada, tuesdaySession } = here;
		expect(JSON.stringify(await db.read.select().from(kiosks))).not.toContain(here.token);
		for (const one of [rosa, carl]) await openKiosk(db, one, tuesdaySession);
		expect(await kiosksOf(db.read, rosa, tuesdaySession)).toEqual({ open: 3, standing: 'open' });
		for (const one of [nils, olga, ada]) {
			for (const verb of [openKiosk, closeKiosks])
				await expect(verb(db, one, tuesdaySession)).rejects.toMatchObject({ status: 404 });
		}
		await expect(findKiosk(db.read, 'x'.repeat(43))).rejects.toMatchObject({ code: 'kiosk.over' });
	});
});
