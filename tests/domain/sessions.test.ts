import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { addClosure, createSite } from '#lib/server/domain/organizations.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import {
	agendaOf,
	cancelSession,
	findSession,
	nextSession,
	sessionsOf
} from '#lib/server/domain/sessions.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { note, tick } from '../support/telling.ts';
import { at, present, world, zone } from '../support/world.ts';

const ending = () => ({ operationId: newId() });
const cancelling = () => ({ operationId: newId(), reason: 'weather' as const });

describe('ending', () => {
	test('says who and when, once', async () => {
		const { db, fatima, rosa, tuesdaySession } = await world();
		const sent = ending();
		await endSession(db, fatima, tuesdaySession, sent);
		await endSession(db, fatima, tuesdaySession, sent);
		expect(await findSession(db.read, fatima, tuesdaySession)).toMatchObject({
			...{ endedAt: '2026-03-04T02:10:00.000Z', endedBy: fatima.id }
		});
		expect(await historyOf(db.read, `session:${tuesdaySession}`)).toHaveLength(1);
		await expect(endSession(db, rosa, tuesdaySession, ending())).rejects.toMatchObject({
			status: 409,
			code: 'session.ended'
		});
		await expect(endSession(db, rosa, tuesdaySession, sent)).rejects.toMatchObject({
			code: 'operation.reused'
		});
	});

	test('not before its day, not a cancelled one, not by strangers', async () => {
		const { db, fatima, nils, olga, lee, tuesdaySession, tuesdaySessions } = await world();
		await expect(endSession(db, fatima, tuesdaySessions[1].id, ending())).rejects.toMatchObject({
			code: 'session.not-yet'
		});
		for (const actor of [nils, olga, lee]) {
			await expect(endSession(db, actor, tuesdaySession, ending())).rejects.toMatchObject({ status: 404 });
		}
		await cancelSession(db, fatima, tuesdaySession, cancelling());
		await expect(endSession(db, fatima, tuesdaySession, ending())).rejects.toMatchObject({
			code: 'session.cancelled'
		});
	});
});

describe('cancelling', () => {
	const lessons = async ({ db, tuesdayGroup }: Awaited<ReturnType<typeof world>>) =>
		(await sessionsOf(db.read, tuesdayGroup.id)).map(({ number, date, lessonIds, cancelledAt }) =>
			cancelledAt ? `${number} ${date} cancelled` : `${number} ${date} ${lessonIds}`
		);

	test('moves its lesson and those after it one meeting on, and adds a meeting at the end', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySessions } = cast;
		await cancelSession(db, fatima, tuesdaySessions[2].id, cancelling());
		expect(await lessons(cast)).toEqual([
			'1 2026-03-03 lesson-one',
			'2 2026-03-10 lesson-two',
			'3 2026-03-17 cancelled',
			'4 2026-03-24 lesson-three',
			'5 2026-03-31 lesson-four',
			'6 2026-04-07 lesson-five',
			'7 2026-04-14 lesson-six'
		]);
	});

	test('twice in a row nobody loses a lesson, whichever is cancelled first', async () => {
		for (const order of [
			[1, 2],
			[2, 1],
			[5, 0]
		]) {
			const cast = await world();
			for (const i of order)
				await cancelSession(cast.db, cast.fatima, cast.tuesdaySessions[i].id, cancelling());
			const held = (await lessons(cast)).filter((line) => !line.endsWith('cancelled'));
			expect(held.map((line) => line.split(' ')[2])).toEqual([
				...['lesson-one', 'lesson-two', 'lesson-three', 'lesson-four', 'lesson-five', 'lesson-six']
			]);
			expect(held.at(-1)).toMatch('2026-04-21');
		}
	});

	test('the meeting added at the end skips days on which the site is closed, and keeps the wall time', async () => {
		const cast = await world();
		const { db, fatima, carl, mainStreet, tuesdaySessions, tuesdayGroup } = cast;
		await addClosure(db, carl, mainStreet.id, { date: '2026-04-14', reason: 'Painting' });
		await cancelSession(db, fatima, tuesdaySessions[5].id, cancelling());
		expect((await sessionsOf(db.read, tuesdayGroup.id)).at(-1)).toMatchObject({
			...{
				number: 7,
				date: '2026-04-21',
				time: '18:00',
				startsAt: '2026-04-22T01:00:00.000Z',
				lessonIds: ['lesson-six']
			}
		});
	});

	test('is refused once something was said: a mark, a tick, a practice', async () => {
		const started = { status: 409, code: 'session.started' };
		for (const say of ['mark', 'tick', 'note']) {
			const { db, fatima, andre, tuesdaySession } = await world();
			if (say === 'mark') await mark(db, fatima, tuesdaySession, present(andre.id));
			if (say === 'tick') await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', 'plan'));
			if (say === 'note') await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one'));
			await expect(cancelSession(db, fatima, tuesdaySession, cancelling())).rejects.toMatchObject(started);
		}
	});

	test('is possible again once all that was said was taken back', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const [here, done, seen] = [present(andre.id), tick('lesson-one', 'plan'), note(andre.id, 'lesson-one')];
		await mark(db, fatima, tuesdaySession, here);
		await recordDelivery(db, fatima, tuesdaySession, done);
		await recordPractice(db, fatima, tuesdaySession, seen);
		await mark(
			db,
			fatima,
			tuesdaySession,
			present(andre.id, { status: 'unmarked', replaces: [here.operationId] })
		);
		await recordDelivery(
			db,
			fatima,
			tuesdaySession,
			tick('lesson-one', 'plan', { state: 'pending', replaces: [done.operationId] })
		);
		await expect(cancelSession(db, fatima, tuesdaySession, cancelling())).rejects.toMatchObject({
			code: 'session.started'
		});
		await recordPractice(
			db,
			fatima,
			tuesdaySession,
			note(andre.id, 'lesson-one', { withdrawn: true, replaces: [seen.operationId] })
		);
		await cancelSession(db, fatima, tuesdaySession, cancelling());
	});

	test('leaves the lessons of a later session that has begun where they are', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySessions } = cast;
		at('2026-03-11T01:10:00Z');
		await recordDelivery(db, fatima, tuesdaySessions[1].id, tick('lesson-two', 'check-in'));
		await cancelSession(db, fatima, tuesdaySessions[0].id, cancelling());
		expect((await lessons(cast)).slice(0, 3)).toEqual([
			...['1 2026-03-03 cancelled', '2 2026-03-10 lesson-two', '3 2026-03-17 lesson-one']
		]);
	});

	test('sent twice it cancels once; by another operation it is refused', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession } = cast;
		const sent = cancelling();
		await cancelSession(db, fatima, tuesdaySession, sent);
		await cancelSession(db, fatima, tuesdaySession, sent);
		expect(await lessons(cast)).toHaveLength(7);
		await expect(cancelSession(db, fatima, tuesdaySession, cancelling())).rejects.toMatchObject({
			code: 'session.cancelled'
		});
		await expect(
			cancelSession(db, fatima, tuesdaySession, { ...sent, reason: 'room' })
		).rejects.toMatchObject({ code: 'operation.reused' });
	});

	test('not an ended session, not by strangers', async () => {
		const { db, fatima, nils, henry, tuesdaySession } = await world();
		for (const actor of [nils, henry]) {
			await expect(cancelSession(db, actor, tuesdaySession, cancelling())).rejects.toMatchObject({
				status: 404
			});
		}
		await endSession(db, fatima, tuesdaySession, ending());
		await expect(cancelSession(db, fatima, tuesdaySession, cancelling())).rejects.toMatchObject({
			code: 'session.ended'
		});
	});
});

describe('the agenda', () => {
	const numbers = (sessions: { number: number }[]) => sessions.map(({ number }) => number);

	test('has today’s session, what was never ended, and what comes next', async () => {
		const { db, fatima } = await world();
		const today = await agendaOf(db.read, fatima);
		expect([numbers(today.unfinished), numbers(today.today), numbers(today.upcoming)]).toEqual([
			[],
			[1],
			[2, 3, 4, 5, 6]
		]);
		const later = await agendaOf(db.read, fatima, '2026-03-18T01:30:00Z', 2);
		expect([numbers(later.unfinished), numbers(later.today), numbers(later.upcoming)]).toEqual([
			[1, 2],
			[3],
			[4, 5]
		]);
	});

	test('keeps an ended session on its day, and drops a cancelled one', async () => {
		const { db, fatima, tuesdaySessions } = await world();
		await endSession(db, fatima, tuesdaySessions[0].id, ending());
		await cancelSession(db, fatima, tuesdaySessions[1].id, cancelling());
		const agenda = await agendaOf(db.read, fatima);
		expect([numbers(agenda.today), numbers(agenda.upcoming)]).toEqual([[1], [3, 4, 5, 6, 7]]);
	});

	test('keeps a session that ended before the time that it was planned for', async () => {
		const { db, fatima, tuesdaySession } = await world();
		at('2026-03-04T01:50:00Z'); // ten to six
		await endSession(db, fatima, tuesdaySession, ending());
		expect(numbers((await agendaOf(db.read, fatima)).today)).toEqual([1]);
	});

	test('reads "today" where each session is held', async () => {
		const cast = await world();
		const { db, carl, northside, rosa, edition } = cast;
		const guam = await createSite(db, system, northside.id, { name: 'Guam', zone: 'Pacific/Guam' });
		await createGroup(db, carl, {
			...{ name: 'Far group', siteId: guam.id, room: 'A', editionId: edition.id, facilitatorIds: [rosa.id] },
			...{ startsOn: '2026-03-04', slots: [{ weekday: 3, time: '12:30', minutes: 60 }] }
		});
		// 18:10 on Tuesday in Los Angeles is 12:10 on Wednesday in Guam.
		const { today } = await agendaOf(db.read, rosa);
		expect(today.map(({ group, date, zone: at }) => [group, date, at])).toEqual([
			['Tuesday evening', '2026-03-03', zone],
			['Far group', '2026-03-04', 'Pacific/Guam']
		]);
	});

	test('is empty for who has no group, and refused to who runs none', async () => {
		const { db, nils, lee, priya, key, self, andre } = await world();
		expect(await agendaOf(db.read, nils)).toEqual({ unfinished: [], today: [], upcoming: [] });
		for (const actor of [lee, priya, key, self(andre)]) {
			await expect(agendaOf(db.read, actor)).rejects.toMatchObject({ status: 403 });
		}
	});
});

test('the next session is the first that is neither over, ended nor cancelled', async () => {
	const { db, fatima, tuesdayGroup, tuesdaySessions } = await world();
	const next = async (at?: string) => (await nextSession(db.read, [tuesdayGroup.id], at))?.number;
	expect(await next()).toBe(1);
	expect(await next('2026-03-04T06:00:00Z')).toBe(2);
	await cancelSession(db, fatima, tuesdaySessions[1].id, cancelling());
	await endSession(db, fatima, tuesdaySessions[0].id, ending());
	expect(await next()).toBe(3);
	expect(await next('2027-01-01T00:00:00Z')).toBeUndefined();
	expect(await nextSession(db.read, [])).toBeNull();
});
