import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { calendars, grants, staff } from '#lib/server/db/schema/index.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { calendarsOf, openCalendar, readCalendar, revokeCalendar } from '#lib/server/feed/calendars.ts';
import { icalOf } from '#lib/server/feed/ical.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, world, type World } from '../support/world.ts';

const words = { name: 'Schedule', title: (number: number) => `Group, session ${number}` };
const wish = (groupId: string | null = null) => ({
	operationId: newId(),
	groupId,
	language: 'en' as const
});
const open = ({ db }: World, actor: Actor, groupId: string | null = null) =>
	openCalendar(db, actor, wish(groupId));
const idsIn = async ({ db }: World, token: string) =>
	(await readCalendar(db.read, token)).meetings.map(({ id }) => id);
const ids = (sessions: { id: string }[]) => sessions.map(({ id }) => id);
/** Long lines are folded. */
const textOf = async ({ db }: World, token: string) =>
	icalOf((await readCalendar(db.read, token)).meetings, words).replaceAll('\r\n ', '');
const eventOf = (text: string, id: string) =>
	text.split('BEGIN:VEVENT').find((part) => part.includes(`UID:${id}`))!;

test("a facilitator's calendar has their own groups' sessions and nobody else's", async () => {
	const w = await world();
	expect(await idsIn(w, await open(w, w.fatima))).toEqual(ids(w.tuesdaySessions));
	expect(await idsIn(w, await open(w, w.nils))).toEqual([]);
	expect(await idsIn(w, await open(w, w.olga))).toEqual(ids(w.harborSessions));
});

test("a group's calendar is for those who may know of the group", async () => {
	const w = await world();
	expect(await idsIn(w, await open(w, w.carl, w.tuesdayGroup.id))).toEqual(ids(w.tuesdaySessions));
	for (const actor of [w.nils, w.olga, w.henry, w.self(w.andre)])
		await expect(open(w, actor, w.tuesdayGroup.id)).rejects.toMatchObject({ status: 404 });
	for (const actor of [w.ada, w.lee, w.priya, w.key])
		await expect(open(w, actor)).rejects.toMatchObject({ status: 403 });
});

test("a participant's calendar has their sessions until they leave", async () => {
	const w = await world();
	const token = await open(w, w.self(w.andre));
	expect(await idsIn(w, token)).toEqual(ids(w.tuesdaySessions));
	await exitEnrollment(w.db, w.carl, w.andre.id, { operationId: newId(), reason: 'job' });
	expect(await idsIn(w, token)).toEqual([]);
});

test('the token is kept as a hash, and only its owner can end it', async () => {
	const w = await world();
	const token = await open(w, w.fatima);
	const [kept] = await w.db.read.select().from(calendars);
	expect(kept.tokenHash).toBe(createHash('sha256').update(token).digest('hex'));
	expect(JSON.stringify(kept)).not.toContain(token);
	expect(Buffer.from(token, 'base64url')).toHaveLength(32);

	const input = () => ({ operationId: newId(), calendarId: kept.id });
	for (const actor of [w.rosa, w.carl, w.olga, w.self(w.andre)])
		await expect(revokeCalendar(w.db, actor, input())).rejects.toMatchObject({ status: 404 });
	await revokeCalendar(w.db, w.fatima, input());
	await expect(readCalendar(w.db.read, token)).rejects.toMatchObject({ status: 404 });
	await expect(readCalendar(w.db.read, 'no-such-token')).rejects.toMatchObject({ status: 404 });
	expect(await calendarsOf(w.db.read, w.fatima)).toEqual([]);
});

test('a new address ends the one before, of the same schedule only', async () => {
	const w = await world();
	const own = await open(w, w.fatima);
	const group = await open(w, w.fatima, w.tuesdayGroup.id);
	const hers = await open(w, w.rosa);
	const renewed = await open(w, w.fatima);
	await expect(readCalendar(w.db.read, own)).rejects.toMatchObject({ status: 404 });
	for (const token of [group, hers, renewed]) expect(await idsIn(w, token)).toEqual(ids(w.tuesdaySessions));
	expect(await calendarsOf(w.db.read, w.fatima)).toHaveLength(2);
});

test('sent twice, an address is made once and not told again', async () => {
	const w = await world();
	const input = wish();
	const token = await openCalendar(w.db, w.fatima, input);
	await expect(openCalendar(w.db, w.fatima, input)).rejects.toMatchObject({ code: 'calendar.told' });
	expect(await idsIn(w, token)).toEqual(ids(w.tuesdaySessions));
});

test('an address shows what its owner may see now', async () => {
	const w = await world();
	const own = await open(w, w.fatima);
	const group = await open(w, w.fatima, w.tuesdayGroup.id);
	await w.db.write((tx) =>
		tx.update(grants).set({ revokedAt: 'now' }).where(eq(grants.staffId, w.fatima.id)).returning()
	);
	expect(await idsIn(w, own)).toEqual([]);
	expect(await idsIn(w, group)).toEqual([]);
	const suspended = { suspendedAt: 'now' };
	await w.db.write((tx) => tx.update(staff).set(suspended).where(eq(staff.id, w.fatima.id)).returning());
	await expect(readCalendar(w.db.read, own)).rejects.toMatchObject({ status: 404 });
});

test('it says nothing but neutral words, the room and the wall time in its zone', async () => {
	const w = await world();
	const text = await textOf(w, await open(w, w.fatima));
	const event = eventOf(text, w.tuesdaySessions[1].id);
	expect(event).toContain('SUMMARY:Group\\, session 2');
	expect(event).toContain('LOCATION:Room 2');
	expect(event).toContain('DTSTART;TZID=America/Los_Angeles:20260310T180000');
	expect(event).toContain('DTEND;TZID=America/Los_Angeles:20260310T193000');
	expect(event).toMatch(/DTSTAMP:20260304T021000Z/);
	expect(text).not.toMatch(/groundwork|tuesday|northside|main street|program|lesson|fatima|andre/i);
});

test('the change to summer time is in the zone that comes with it', async () => {
	const w = await world();
	const text = await textOf(w, await open(w, w.fatima));
	const [zone] = text.match(/BEGIN:VTIMEZONE[^]*END:VTIMEZONE/)!;
	expect(zone).toContain(
		'BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\nTZOFFSETFROM:-0800\r\nTZOFFSETTO:-0700\r\nEND:DAYLIGHT'
	);
	expect(zone).toContain(
		'BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nTZOFFSETFROM:-0700\r\nTZOFFSETTO:-0800\r\nEND:STANDARD'
	);
});

test('a cancelled session stays in it as cancelled, with a higher sequence and the same id', async () => {
	const w = await world();
	const token = await open(w, w.fatima);
	const [, second] = w.tuesdaySessions;
	const before = eventOf(await textOf(w, token), second.id);
	expect(before).toContain('SEQUENCE:0');
	expect(before).toContain('STATUS:CONFIRMED');
	at('2026-03-05T20:00:00.000Z');
	await cancelSession(w.db, w.fatima, second.id, { operationId: newId(), reason: 'weather' });
	const after = eventOf(await textOf(w, token), second.id);
	expect(after).toContain('SEQUENCE:1');
	expect(after).toContain('STATUS:CANCELLED');
	expect(after).toContain('DTSTAMP:20260305T200000Z');
	expect(await idsIn(w, token)).toHaveLength(w.tuesdaySessions.length + 1);
});

test('an empty schedule is a calendar without events', async () => {
	expect(icalOf([], words)).toMatch(/^BEGIN:VCALENDAR[^]*END:VCALENDAR\s*$/);
});
