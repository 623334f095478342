import { expect, test } from 'vitest';
import { settleClosed } from '#lib/server/domain/closed-sessions.ts';
import { giveDates, openDatesOf } from '#lib/server/domain/date-lists.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { changeLessons, lessonPlanOf, type LessonChange } from '#lib/server/domain/joins.ts';
import { addClosure } from '#lib/server/domain/organizations.ts';
import { changesOf, undoChange } from '#lib/server/domain/schedule-changes.ts';
import { setZone } from '#lib/server/domain/zones.ts';
import { openCalendar, readCalendar } from '#lib/server/feed/calendars.ts';
import { icalOf } from '#lib/server/feed/ical.ts';
import { newId } from '#lib/server/ids.ts';
import { at, world, type World } from '../support/world.ts';

type Entry = {
	uid: string;
	title: string;
	start: string;
	zone: string;
	sequence: number;
	status: string;
	stamp: string;
};

/** The events of an iCalendar text, in order: lines unfolded, names apart from their parameters (RFC 5545 3.1). */
function eventsIn(text: string): Entry[] {
	const lines = text.replaceAll(/\r\n[ \t]/g, '').split('\r\n');
	const blocks = lines.join('\n').split('BEGIN:VEVENT\n').slice(1);
	return blocks.map((block) => {
		const own = block.slice(0, block.indexOf('END:VEVENT')).split('\n');
		const of = (name: string) =>
			own.find((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`)) ?? '';
		const value = (name: string) => of(name).slice(of(name).indexOf(':') + 1);
		return {
			...{ uid: value('UID'), title: value('SUMMARY'), start: value('DTSTART') },
			...{ zone: of('DTSTART').match(/TZID=([^:;]+)/)?.[1] ?? '', sequence: Number(value('SEQUENCE')) },
			...{ status: value('STATUS'), stamp: value('DTSTAMP') }
		};
	});
}

async function calendarOf(w: World) {
	const wish = { operationId: newId(), groupId: w.tuesdayGroup.id, language: 'en' as const };
	const token = await openCalendar(w.db, w.fatima, wish);
	const words = { name: 'Schedule', title: (number: number) => `Group, session ${number}` };
	return async () => {
		const events = eventsIn(icalOf((await readCalendar(w.db.read, token)).meetings, words));
		return w.tuesdaySessions.map(({ id }) => events.find(({ uid }) => uid === id)!);
	};
}
const sequences = (events: Entry[]) => events.map(({ sequence }) => sequence);
const change = async (w: World, nth: number, how: LessonChange) => {
	const plan = await lessonPlanOf(w.db.read, await findGroup(w.db.read, w.carl, w.tuesdayGroup.id), 'en');
	const { id } = w.tuesdaySessions[nth];
	const { seen } = plan.find((one) => one.id === id)!;
	await changeLessons(w.db, w.fatima, id, { operationId: newId(), change: how, seen });
};
const undo = async (w: World) => {
	const [{ id }] = await changesOf(w.db.read, w.tuesdayGroup.id);
	await undoChange(w.db, w.fatima, w.tuesdayGroup.id, { operationId: newId(), changeId: id });
};

test('lessons that are joined leave the titles alone; the meeting that is given up is cancelled, and comes back', async () => {
	const w = await world();
	const read = await calendarOf(w);
	await change(w, 1, 'join');
	const joined = await read();
	expect(joined.map(({ title }) => title)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Group\\, session ${n}`));
	expect(sequences(joined)).toEqual([0, 0, 0, 0, 0, 1]);
	expect(joined.map(({ status }) => status)).toEqual([...Array(5).fill('CONFIRMED'), 'CANCELLED']);
	await undo(w);
	const back = await read();
	expect(sequences(back)).toEqual([0, 0, 0, 0, 0, 2]);
	expect(back[5].status).toBe('CONFIRMED');
});

test('given dates move each session that they change, once, and back', async () => {
	const w = await world();
	const read = await calendarOf(w);
	const { dates, seen } = await openDatesOf(w.db.read, w.tuesdayGroup.id);
	const own = dates.map((one, i) => (i === 1 ? { ...one, date: '2026-03-18' } : one));
	at('2026-03-04T03:00:00.000Z');
	await giveDates(w.db, w.fatima, w.tuesdayGroup.id, { operationId: newId(), dates: own, seen });
	const given = await read();
	expect(sequences(given)).toEqual([0, 0, 1, 0, 0, 0]);
	expect(given[2]).toMatchObject({
		start: '20260318T180000',
		zone: 'America/Los_Angeles',
		stamp: '20260304T030000Z'
	});
	await undo(w);
	expect((await read())[2]).toMatchObject({ start: '20260317T180000', sequence: 2 });
});

test('sessions that move on from a closed day, and a site whose clocks change, count too', async () => {
	const w = await world();
	const read = await calendarOf(w);
	await addClosure(w.db, w.carl, w.mainStreet.id, { date: '2026-03-31', reason: 'Repairs' });
	await settleClosed(w.db, w.carl, w.tuesdayGroup.id, { operationId: newId(), step: 'move' });
	const moved = await read();
	expect(moved.map(({ start }) => start.slice(4, 8))).toEqual([
		'0303',
		'0310',
		'0317',
		'0324',
		'0407',
		'0414'
	]);
	expect(sequences(moved)).toEqual([0, 0, 0, 0, 1, 1]);
	await setZone(w.db, w.carl, w.mainStreet.id, { operationId: newId(), zone: 'America/Denver' });
	const there = await read();
	expect(sequences(there)).toEqual([0, 1, 1, 1, 2, 2]);
	expect(there[5]).toMatchObject({ start: '20260414T180000', zone: 'America/Denver' });
});
