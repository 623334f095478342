import { describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { events, roomScreens, roomTokens, staff } from '#lib/server/db/schema/index.ts';
import { deckOf } from '#lib/server/domain/decks.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import {
	closeScreens,
	countScreens,
	findScreen,
	openScreen,
	redeemCode,
	screenBy
} from '#lib/server/identity/screens.ts';
import { newId } from '#lib/server/ids.ts';
import { at, world } from '../support/world.ts';

const here = { address: '192.0.2.7' };
const redeem = (db: Db, code: string, { address } = here) => redeemCode(db, { code }, address);

/** Tuesday's session and a screen that Fatima opened for it. */
async function open() {
	const cast = await world();
	const showing = { sessionId: cast.tuesdaySession };
	const screen = await openScreen(cast.db, cast.fatima, showing, 'en');
	return { ...cast, showing, screen };
}

describe('a room screen', () => {
	test('shows the lesson to whoever has its token, and is kept as a hash', async () => {
		const { db, screen } = await open();
		const actor = await findScreen(db.read, screen.token);
		expect(actor).toEqual({ kind: 'screen', id: screen.id });
		const deck = await deckOf(db.read, actor);
		expect(deck.slides[0]).toMatchObject({ kind: 'lesson', words: { en: { title: 'Try one' } } });
		const kept = JSON.stringify([
			await db.read.select().from(roomScreens),
			await db.read.select().from(roomTokens)
		]);
		expect(kept).not.toContain(screen.token);
		expect(kept).not.toContain(screen.code.replace(' ', ''));
	});

	test('is opened by those who run the group, and by nobody else', async () => {
		const { db, rosa, nils, carl, olga, priya, lee, ada, showing } = await open();
		for (const one of [rosa, carl]) await expect(openScreen(db, one, showing, 'en')).resolves.toBeTruthy();
		for (const one of [nils, olga, priya, lee, ada]) {
			await expect(openScreen(db, one, showing, 'en')).rejects.toMatchObject({ status: 404 });
			await expect(closeScreens(db, one, showing)).rejects.toMatchObject({ status: 404 });
			await expect(countScreens(db.read, one, showing)).rejects.toMatchObject({ status: 404 });
		}
	});

	test('is over twelve hours after it was opened', async () => {
		const { db, screen } = await open();
		at('2026-03-04T14:09:59.000Z');
		expect(await screenBy(db.read, screen.token)).not.toBeNull();
		at('2026-03-04T14:10:00.000Z');
		expect(await screenBy(db.read, screen.token)).toBeNull();
		await expect(findScreen(db.read, screen.token)).rejects.toMatchObject({ status: 404, code: 'room.over' });
	});

	test('is over an hour after its session has ended, and at once when it is cancelled', async () => {
		const { db, fatima, screen, tuesdaySession, tuesdayGroup } = await open();
		at('2026-03-04T03:30:00.000Z');
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		at('2026-03-04T04:29:59.000Z');
		expect(await screenBy(db.read, screen.token)).not.toBeNull();
		at('2026-03-04T04:30:00.000Z');
		expect(await screenBy(db.read, screen.token)).toBeNull();
		await expect(openScreen(db, fatima, { sessionId: tuesdaySession }, 'en')).rejects.toMatchObject({
			code: 'session.ended'
		});

		const [, second] = await sessionsOf(db.read, tuesdayGroup.id);
		const next = await openScreen(db, fatima, { sessionId: second.id }, 'en');
		await cancelSession(db, fatima, second.id, { operationId: newId(), reason: 'weather' });
		expect(await screenBy(db.read, next.token)).toBeNull();
	});

	test('is over as soon as it is closed, on every browser that shows it', async () => {
		const { db, rosa, screen, showing } = await open();
		const television = await redeem(db, screen.code);
		expect(await countScreens(db.read, rosa, showing)).toBe(1);
		await closeScreens(db, rosa, showing);
		expect(await countScreens(db.read, rosa, showing)).toBe(0);
		for (const token of [screen.token, television]) expect(await screenBy(db.read, token)).toBeNull();
		await expect(redeem(db, screen.code)).rejects.toMatchObject({ fields: { code: { code: 'room.code' } } });
	});

	test('is over when whoever opened it is suspended', async () => {
		const { db, fatima, screen } = await open();
		await db.write((tx) =>
			tx
				.update(staff)
				.set({ suspendedAt: '2026-03-04T02:11:00.000Z' })
				.where(eq(staff.id, fatima.id))
				.returning()
		);
		expect(await screenBy(db.read, screen.token)).toBeNull();
	});

	test('leaves a trace of its opening and its closing, without its token', async () => {
		const { db, fatima, northside, screen, showing } = await open();
		await closeScreens(db, fatima, showing);
		const told = (await db.read.select().from(events).orderBy(events.position)).filter(({ kind }) =>
			kind.startsWith('room.')
		);
		expect(told.map(({ kind, chain }) => [kind, chain])).toEqual([
			['room.opened', northside.id],
			['room.closed', northside.id]
		]);
		expect(JSON.stringify(told)).not.toContain(screen.token);
		expect((await verifyEvents(db)).faults).toEqual([]);
	});

	test('of a lesson is there for whoever prepares, and each closes their own', async () => {
		const { db, lee, olga, edition } = await open();
		const showing = { editionId: edition.id, lessonId: 'lesson-two' };
		const [own, other] = [
			await openScreen(db, lee, showing, 'en'),
			await openScreen(db, olga, showing, 'en')
		];
		await closeScreens(db, lee, showing);
		expect(await screenBy(db.read, own.token)).toBeNull();
		const actor = await findScreen(db.read, other.token);
		expect((await deckOf(db.read, actor)).lessons).toMatchObject([{ number: '1.2', title: 'Try two' }]);
		await expect(openScreen(db, lee, { ...showing, lessonId: 'lesson-nine' }, 'en')).rejects.toMatchObject({
			status: 404
		});
		await expect(openScreen(db, lee, { ...showing, editionId: newId() }, 'en')).rejects.toMatchObject({
			status: 404
		});
	});

	test('of a session leaves out what another session has done', async () => {
		const { db, fatima, tuesdayGroup, tuesdaySession } = await open();
		await recordDelivery(db, fatima, tuesdaySession, {
			...{ operationId: newId(), lessonId: 'lesson-one', activity: 'check-in', state: 'done' },
			...{ minutes: null, reason: null, replaces: [] }
		} as Parameters<typeof recordDelivery>[3]);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		const [, second] = await sessionsOf(db.read, tuesdayGroup.id);
		const { token } = await openScreen(db, fatima, { sessionId: second.id }, 'en');
		const deck = await deckOf(db.read, await findScreen(db.read, token));
		const shown = deck.slides.filter(({ kind }) => kind === 'activity').map(({ activity }) => activity);
		expect(deck.lessons.map(({ title }) => title)).toEqual(['Try one', 'Try two']);
		expect(shown).not.toContain('lesson-one/check-in');
		expect(shown.slice(0, 5)).toEqual([
			...['lesson-one/see-it', 'lesson-one/try-it', 'lesson-one/talk-about-it', 'lesson-one/plan'],
			'lesson-two/check-in'
		]);
	});
});

describe('a code for the TV', () => {
	test('gives a token of its own, however it is typed', async () => {
		const { db, screen } = await open();
		expect(screen.code).toMatch(/^[0-9A-Z]{3} [0-9A-Z]{3}$/);
		const typed = [screen.code, screen.code.toLowerCase(), screen.code.replace(' ', '-')];
		const tokens = await Promise.all(typed.map((code) => redeem(db, code)));
		expect(new Set([...tokens, screen.token]).size).toBe(4);
		for (const token of tokens)
			expect(await screenBy(db.read, token)).toEqual({ kind: 'screen', id: screen.id });
	});

	test('is good for ten minutes; what it opened stays', async () => {
		const { db, screen } = await open();
		at('2026-03-04T02:19:59.000Z');
		const token = await redeem(db, screen.code);
		at('2026-03-04T02:20:00.000Z');
		await expect(redeem(db, screen.code)).rejects.toMatchObject({ status: 400 });
		expect(await screenBy(db.read, token)).not.toBeNull();
	});

	test('is no token, nor is a token a code', async () => {
		const { db, screen } = await open();
		expect(await screenBy(db.read, screen.code)).toBeNull();
		await expect(redeem(db, screen.token)).rejects.toMatchObject({ status: 400 });
	});

	test('is guessed 20 times in a quarter of an hour from one network, and no more: not even rightly', async () => {
		const { db, screen } = await open();
		const wrong = Array.from({ length: 30 }, (_, i) => redeem(db, `AAAA${String(i).padStart(2, '0')}`));
		const told = (await Promise.allSettled(wrong)).map(
			(one) => one.status === 'rejected' && one.reason.status
		);
		expect(told.filter((status) => status === 400)).toHaveLength(20);
		expect(told.filter((status) => status === 429)).toHaveLength(10);
		await expect(redeem(db, screen.code)).rejects.toMatchObject({ status: 429, code: 'room.wait' });
		await expect(redeem(db, screen.code, { address: '198.51.100.4' })).resolves.toBeTruthy();
	});

	test('that is right costs no try', async () => {
		const { db, screen } = await open();
		for (let i = 0; i < 25; i++) await redeem(db, screen.code);
		await expect(redeem(db, 'AAAAAA')).rejects.toMatchObject({ status: 400 });
	});
});
