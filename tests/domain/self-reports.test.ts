import { expect, test } from 'vitest';
import { endSession } from '#lib/server/domain/closings.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { setGoal } from '#lib/server/domain/coaching-goals.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { deliveredOf, NewSelfReport, reportSession } from '#lib/server/domain/self-reports.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { newId } from '#lib/server/ids.ts';
import { note, tick } from '../support/telling.ts';
import { at, present, world } from '../support/world.ts';

const said = (change: object = {}) => ({
	...{
		operationId: newId(),
		readiness: 'partly' as const,
		obstacles: ['time' as const],
		support: 'yes' as const
	},
	...change
});

/** One came, two activities were held, and the session ended. */
async function held() {
	const cast = await world();
	const { db, fatima, andre, tuesdaySession } = cast;
	await mark(db, fatima, tuesdaySession, present(andre.id));
	await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one'));
	const [{ activities }] = (await delivered(cast)).lessons;
	const [first, second] = activities;
	await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', first.key));
	const skipped = { state: 'skipped' as const, reason: 'time' as const };
	await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', second.key, skipped));
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });
	return { ...cast, first, second };
}
const delivered = ({ db, fatima, tuesdaySession }: Awaited<ReturnType<typeof world>>) =>
	deliveredOf(db.read, fatima, tuesdaySession, 'en');

test('what was ticked says how the session was delivered: minutes, reasons, practice, people', async () => {
	const cast = await held();
	const { lessons, size } = await delivered(cast);
	const [lesson] = lessons;
	expect(lesson.activities[0]).toMatchObject({ state: 'done', delivered: cast.first.minutes });
	expect(lesson.activities[1]).toMatchObject({ state: 'skipped', delivered: 0, reason: 'time' });
	expect(lesson.delivered).toBe(cast.first.minutes);
	expect(lesson.planned).toBeGreaterThan(lesson.delivered);
	expect(lesson.practice).toEqual({ here: 1, tried: 1, seen: 1 });
	expect(size).toEqual({ here: 1, people: 2, is: 'small' });
});

test('each of those who held it says how it went; said again, it replaces their own alone', async () => {
	const cast = await held();
	const { db, fatima, rosa, tuesdaySession } = cast;
	const first = said();
	await reportSession(db, fatima, tuesdaySession, first);
	await reportSession(db, fatima, tuesdaySession, first);
	await reportSession(db, rosa, tuesdaySession, said({ readiness: 'ready', obstacles: [], support: null }));
	await reportSession(db, fatima, tuesdaySession, said({ readiness: 'ready', support: 'no' }));
	const { reports, own } = await delivered(cast);
	expect(reports).toMatchObject([
		{ by: 'Rosa', readiness: 'ready', obstacles: [], support: null },
		{ by: 'Fatima', readiness: 'ready', obstacles: ['time'], support: false }
	]);
	expect(own).toMatchObject({ readiness: 'ready' });
	const events = await historyOf(db.read, `session:${tuesdaySession}`);
	expect(events.filter(({ kind }) => kind === 'self-report.recorded')).toHaveLength(3);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('there is no line to write in', () => {
	expect(NewSelfReport.safeParse(said({ line: 'Andre was late' })).success).toBe(false);
});

test('it is for after the end, and for those who held it', async () => {
	const { db, fatima, carl, olga, nils, lee, priya, tuesdaySession } = await world();
	await expect(reportSession(db, fatima, tuesdaySession, said())).rejects.toMatchObject({
		code: 'session.open'
	});
	await expect(reportSession(db, carl, tuesdaySession, said())).rejects.toMatchObject({ status: 403 });
	for (const other of [olga, nils, lee, priya]) {
		await expect(reportSession(db, other, tuesdaySession, said())).rejects.toMatchObject({ status: 404 });
		await expect(deliveredOf(db.read, other, tuesdaySession, 'en')).rejects.toMatchObject({ status: 404 });
	}
});

test('the coordinator reads it', async () => {
	const cast = await held();
	const { db, fatima, carl, tuesdaySession } = cast;
	await reportSession(db, fatima, tuesdaySession, said());
	const { reports, own, can } = await deliveredOf(db.read, carl, tuesdaySession, 'es');
	expect(reports).toMatchObject([{ support: true }]);
	expect([own, can.report]).toEqual([null, false]);
});

test('who would like support is told to the coordinator until a goal is set with them, or they need it no more', async () => {
	const cast = await held();
	const { db, carl, fatima, rosa, henry, northside, tuesdaySession } = cast;
	const wanted = async (who = carl) => (await worklistOf(db.read, who, 'en')).support;
	expect(await wanted()).toEqual([]);
	await reportSession(db, fatima, tuesdaySession, said());
	await reportSession(db, rosa, tuesdaySession, said());
	expect((await wanted()).map(({ name }) => name).sort()).toEqual(['Fatima', 'Rosa']);
	expect([...(await wanted(fatima)), ...(await wanted(henry))]).toEqual([]);
	await reportSession(db, rosa, tuesdaySession, said({ support: 'no' }));
	expect(await wanted()).toMatchObject([{ name: 'Fatima', group: 'Tuesday evening', date: '2026-03-03' }]);
	at('2026-03-05T18:00:00Z');
	const goal = { operationId: newId(), line: 'Begin on time', day: '2026-04-01' };
	await setGoal(db, carl, northside.id, fatima.id, goal);
	expect(await wanted()).toEqual([]);
});
