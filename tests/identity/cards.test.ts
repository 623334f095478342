import { verify } from '@node-rs/argon2';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { cardAttempts, cardLogins, cards } from '#lib/server/db/schema/index.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { choosePin, NewPin, signInWithCard } from '#lib/server/identity/card-sign-in.ts';
import {
	cardStateOf,
	indexOf,
	issueCard,
	pepperedPin,
	resetPin,
	withdrawCard
} from '#lib/server/identity/cards.ts';
import { newCode, normalizeCode } from '#lib/server/identity/codes.ts';
import { slowHash } from '#lib/server/identity/hashing.ts';
import { identify } from '#lib/server/identity/identify.ts';
import { hashToken } from '#lib/server/identity/tokens.ts';
import { newId } from '#lib/server/ids.ts';
import { cardWithPin, goodPin, here } from '../support/cards.ts';
import { hasTwoConnections } from '../support/database.ts';
import { at, world } from '../support/world.ts';

// Argon2 is slow on purpose, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const wrongPin = '951746';
const refused = { status: 400, code: 'card.refused' };
const minutesLater = (minutes: number) => at(new Date(Date.now() + minutes * 60_000).toISOString());

test('the holder chooses the PIN at the first sign-in and signs in with it afterwards', async () => {
	const { db, carl, andre } = await world();
	const card = await issueCard(db, carl, andre.participantId);
	const first = await signInWithCard(db, { token: card.token }, here);
	expect(first.next).toBe('choose-pin');
	expect(await identify(db, { card: first.token })).toEqual({ kind: 'anonymous' });

	const chosen = await choosePin(db, first.token, { pin: goodPin, again: goodPin });
	expect(await identify(db, { card: chosen.token })).toMatchObject({
		kind: 'participant',
		id: andre.participantId
	});
	const typed = await signInWithCard(db, { code: card.code.toLowerCase(), pin: goodPin }, here);
	expect(typed.next).toBe('signed-in');
	await expect(choosePin(db, first.token, { pin: goodPin, again: goodPin })).rejects.toMatchObject({
		status: 409
	});
});

test('an easy PIN, or two that differ, is refused beside its field', () => {
	expect(NewPin.safeParse({ pin: '123456', again: '123456' }).error?.issues[0]).toMatchObject({
		message: 'pin.easy'
	});
	expect(NewPin.safeParse({ pin: goodPin, again: '1' }).error?.issues[0]).toMatchObject({
		message: 'pin.differs'
	});
	expect(NewPin.safeParse({ pin: '12', again: '12' }).error?.issues[0]).toMatchObject({
		message: 'pin.digits'
	});
});

test('neither code, token nor PIN can be read back, and the slow hash is as slow as we say', async () => {
	const { db, andre } = await world();
	const card = await cardWithPin(db, andre.participantId);
	const kept = JSON.stringify([await db.read.select().from(cards), await db.read.select().from(cardLogins)]);
	expect(kept).not.toContain(card.token);
	expect(kept).not.toContain(normalizeCode(card.code, 16));
	expect(kept).not.toContain(goodPin);
	expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
});

test('a stolen database without the pepper gives away none of 1,000 known PINs', async () => {
	const quick = { memoryCost: 8, timeCost: 1, parallelism: 1 };
	const known = Array.from({ length: 1000 }, (_, i) => ({ cardId: newId(), pin: String(100_000 + i * 877) }));
	const dump = await Promise.all(
		known.map(async ({ cardId, pin }) => ({
			cardId,
			pin,
			hash: await slowHash(pepperedPin(cardId, pin), quick)
		}))
	);
	const withPepper = await Promise.all(
		dump.map(({ cardId, pin, hash }) => verify(hash, pepperedPin(cardId, pin)))
	);
	expect(withPepper.filter(Boolean)).toHaveLength(1000);

	const secret = process.env.GROUNDWORK_SECRET;
	process.env.GROUNDWORK_SECRET = 'a thief tries with a secret of their own';
	const guesses = (cardId: string, pin: string) => [
		pin,
		cardId + pin,
		`pin:${cardId}:${pin}`,
		pepperedPin(cardId, pin)
	];
	const recovered = await Promise.all(
		dump.flatMap(({ cardId, pin, hash }) => guesses(cardId, pin).map((guess) => verify(hash, guess)))
	);
	const sameIndex = indexOf('code', 'ABCD');
	process.env.GROUNDWORK_SECRET = secret;
	expect(recovered.filter(Boolean)).toEqual([]);
	expect(indexOf('code', 'ABCD')).not.toBe(sameIndex);
});

test('five wrong PINs make the card wait 15 minutes, ten end it for good, and a new card helps', async () => {
	const { db, carl, andre } = await world();
	const card = await cardWithPin(db, andre.participantId);
	const guess = () => signInWithCard(db, { code: card.code, pin: wrongPin }, here);
	for (let i = 0; i < 5; i++) await expect(guess()).rejects.toMatchObject(refused);
	await expect(guess()).rejects.toMatchObject({ status: 429, code: 'card.wait', params: { seconds: 900 } });
	const right = { code: card.code, pin: goodPin };
	await expect(signInWithCard(db, right, here)).rejects.toMatchObject({ status: 429 });

	minutesLater(16);
	for (let i = 0; i < 5; i++) await expect(guess()).rejects.toMatchObject(refused);
	await expect(signInWithCard(db, right, here)).rejects.toMatchObject({ status: 409, code: 'card.stopped' });
	minutesLater(60 * 24);
	await expect(signInWithCard(db, right, here)).rejects.toMatchObject({ code: 'card.stopped' });
	expect(await cardStateOf(db.read, carl, andre.participantId)).toMatchObject({ endReason: 'guesses' });

	const fresh = await cardWithPin(db, andre.participantId, wrongPin);
	expect((await signInWithCard(db, { token: fresh.token, pin: wrongPin }, here)).next).toBe('signed-in');
});

test('a right PIN forgets the wrong ones before it', async () => {
	const { db, andre } = await world();
	const { code } = await cardWithPin(db, andre.participantId);
	for (let round = 0; round < 3; round++) {
		for (let i = 0; i < 4; i++) {
			await expect(signInWithCard(db, { code, pin: wrongPin }, here)).rejects.toMatchObject(refused);
		}
		expect((await signInWithCard(db, { code, pin: goodPin }, here)).next).toBe('signed-in');
	}
});

test('thousands of parallel guesses from 500 addresses, over a restart, evaluate ten PINs at the most', async () => {
	// 10,000 where they take seconds; PostgreSQL takes one card's tries one after the other, retrying the others.
	const share = isPostgres ? 25 : 500;
	const { db, reopen, andre } = await world();
	const { code, cardId } = await cardWithPin(db, andre.participantId);
	const [chosen] = await db.read.select().from(cardAttempts);
	let wrong = 0;
	const attack = async (through: typeof db, many: number) => {
		const tries = Array.from({ length: many }, (_, i) =>
			signInWithCard(
				through,
				{ code, pin: String(700_000 + i * 13) },
				{ ...here, address: `198.51.${100 + (Math.floor(i / 250) % 2)}.${i % 250}` }
			)
		);
		for (const result of await Promise.allSettled(tries)) {
			if (result.status === 'fulfilled') throw new Error('signed in');
			if (result.reason.code === 'card.refused') wrong++;
		}
	};
	await attack(db, 10 * share);
	expect(wrong).toBe(5);
	const again = hasTwoConnections() ? await reopen() : db;
	// Two writers on one SQLite file block each other within a process: there the second begins when the first is done.
	const both = async () => {
		if (isPostgres) return Promise.all([attack(again, 2 * share), attack(db, 2 * share)]);
		await attack(again, 2 * share);
		await attack(db, 2 * share);
	};
	await both();
	minutesLater(15);
	await both();
	minutesLater(600);
	await attack(again, 2 * share);

	const evaluated = await db.read.select().from(cardAttempts).where(eq(cardAttempts.cardId, cardId));
	expect(wrong).toBe(10);
	expect(evaluated.filter((attempt) => attempt.id !== chosen.id)).toHaveLength(10);
}, 240_000);

test('without a card nobody can lock anything: unknown cards only slow their own network down', async () => {
	const { db, andre } = await world();
	const { code } = await cardWithPin(db, andre.participantId);
	const pauses: number[] = [];
	const alerts: string[] = [];
	const from = {
		address: '198.51.100.4',
		pause: async (ms: number) => pauses.push(ms),
		alert: (what: string) => alerts.push(what)
	};
	for (let i = 0; i < 22; i++) {
		await expect(signInWithCard(db, { code: newCode(16), pin: goodPin }, from)).rejects.toMatchObject(
			refused
		);
	}
	expect(pauses).toEqual([3000, 3000]);
	expect(alerts).toEqual(['unknown cards from one network']);
	expect((await signInWithCard(db, { code, pin: goodPin }, from)).next).toBe('signed-in');
	expect((await signInWithCard(db, { code, pin: goodPin }, { ...from, address: '192.0.2.9' })).next).toBe(
		'signed-in'
	);
	expect(pauses).toHaveLength(3);
	expect(await db.read.select().from(cardAttempts).where(eq(cardAttempts.succeeded, false))).toEqual([]);
});

test('thirty good sign-ins from one address pass without a pause', async () => {
	const { db, andre } = await world();
	const { code } = await cardWithPin(db, andre.participantId);
	const never = { address: '203.0.113.8', pause: () => Promise.reject(new Error('paused')) };
	for (let i = 0; i < 30; i++) {
		expect((await signInWithCard(db, { code, pin: goodPin }, never)).next).toBe('signed-in');
	}
});

test('an unknown card and a wrong PIN get the same answer', async () => {
	const { db, andre } = await world();
	const { code } = await cardWithPin(db, andre.participantId);
	const told = async (input: { code: string; pin?: string }) => {
		const error = await signInWithCard(db, input, here).catch((caught) => caught);
		return JSON.stringify({ ...error, message: error.message });
	};
	const unknown = await told({ code: newCode(16), pin: goodPin });
	expect(await told({ code, pin: wrongPin })).toBe(unknown);
	expect(await told({ code })).toBe(unknown);
	expect(await told({ code: newCode(16) })).toBe(unknown);
	expect(await told({ code: 'no code at all', pin: goodPin })).toBe(unknown);
});

test('signing in replaces a planted login: the token that the browser came with is dead', async () => {
	const { db, andre, beatriz } = await world();
	const planted = await signInWithCard(
		db,
		{ code: (await cardWithPin(db, beatriz.participantId)).code, pin: goodPin },
		here
	);
	const mine = await cardWithPin(db, andre.participantId);
	const signedIn = await signInWithCard(
		db,
		{ code: mine.code, pin: goodPin },
		{ ...here, previous: planted.token }
	);
	expect(await identify(db, { card: planted.token })).toEqual({ kind: 'anonymous' });
	expect(await identify(db, { card: signedIn.token })).toMatchObject({ id: andre.participantId });
	const [row] = await db.read
		.select()
		.from(cardLogins)
		.where(eq(cardLogins.tokenHash, hashToken(signedIn.token)));
	expect(row.tokenHash).not.toContain(signedIn.token);
});

test('where others use the device too a login ends after 3 minutes without use, also one with a new PIN', async () => {
	const { db, carl, andre } = await world();
	const { code } = await cardWithPin(db, andre.participantId);
	const kindAfter = async (seconds: number, card: string) => {
		minutesLater(seconds / 60);
		return (await identify(db, { card })).kind;
	};
	const known = await signInWithCard(db, { code, pin: goodPin, shared: true }, here);
	for (let times = 0; times < 10; times++) expect(await kindAfter(170, known.token)).toBe('participant');
	expect(await kindAfter(181, known.token)).toBe('anonymous');

	const own = await signInWithCard(db, { code, pin: goodPin, shared: false }, here);
	expect(await kindAfter(181, own.token)).toBe('participant');

	await resetPin(db, carl, andre.participantId);
	const shown = await signInWithCard(db, { code, shared: true }, here);
	const fresh = await choosePin(db, shown.token, { pin: goodPin, again: goodPin });
	expect(await kindAfter(170, fresh.token)).toBe('participant');
	expect(await kindAfter(181, fresh.token)).toBe('anonymous');
});

test('a login ends after 15 minutes without use, and after 4 hours in any case', async () => {
	const { db, andre } = await world();
	const { code } = await cardWithPin(db, andre.participantId);
	const idle = await signInWithCard(db, { code, pin: goodPin }, here);
	const used = await signInWithCard(db, { code, pin: goodPin }, here);
	minutesLater(14);
	expect((await identify(db, { card: used.token })).kind).toBe('participant');
	minutesLater(2);
	expect((await identify(db, { card: idle.token })).kind).toBe('anonymous');
	for (let passed = 16; passed < 239; passed += 10) {
		expect((await identify(db, { card: used.token })).kind).toBe('participant');
		minutesLater(10);
	}
	expect((await identify(db, { card: used.token })).kind).toBe('anonymous');
});

test('a reissued card, a withdrawn one and a reset PIN end the logins made with them', async () => {
	const { db, carl, andre } = await world();
	const signIn = async (code: string) => (await signInWithCard(db, { code, pin: goodPin }, here)).token;
	const card = await cardWithPin(db, andre.participantId);
	const first = await signIn(card.code);
	await resetPin(db, carl, andre.participantId);
	expect((await identify(db, { card: first })).kind).toBe('anonymous');
	const shown = await signInWithCard(db, { code: card.code, pin: goodPin }, here);
	expect(shown.next).toBe('choose-pin');
	const second = (await choosePin(db, shown.token, { pin: wrongPin, again: wrongPin })).token;
	const third = await cardWithPin(db, andre.participantId);
	expect((await identify(db, { card: second })).kind).toBe('anonymous');
	await expect(signInWithCard(db, { code: card.code, pin: wrongPin }, here)).rejects.toMatchObject({
		code: 'card.stopped'
	});
	const last = await signIn(third.code);
	await withdrawCard(db, carl, andre.participantId);
	expect((await identify(db, { card: last })).kind).toBe('anonymous');
	await expect(resetPin(db, carl, andre.participantId)).rejects.toMatchObject({ code: 'card.stopped' });
	const kinds = (await historyOf(db.read, `participant:${andre.participantId}`)).map((event) => event.kind);
	expect(kinds).toEqual(
		expect.arrayContaining(['card.issued', 'card.pin-reset', 'card.pin-chosen', 'card.withdrawn'])
	);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('own facilitators and the coordinator issue cards; others get 403, other organizations and strangers 404', async () => {
	const { db, fatima, rosa, nils, carl, olga, henry, ada, priya, andre } = await world();
	for (const actor of [fatima, rosa, carl]) {
		expect(await issueCard(db, actor, andre.participantId)).toMatchObject({
			code: expect.stringMatching(/^(\w{4}-){3}\w{4}$/)
		});
	}
	await expect(issueCard(db, nils, andre.participantId)).rejects.toMatchObject({ status: 403 });
	for (const actor of [olga, henry, ada, priya]) {
		await expect(issueCard(db, actor, andre.participantId)).rejects.toMatchObject({ status: 404 });
	}
	await expect(issueCard(db, carl, newId())).rejects.toMatchObject({ status: 404 });
	await expect(issueCard(db, { ...carl, verified: false }, andre.participantId)).rejects.toMatchObject({
		status: 404
	});
});
