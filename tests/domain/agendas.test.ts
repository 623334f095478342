import { expect, test } from 'vitest';
import { todayOf } from '#lib/server/domain/agendas.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { rollCounts, rollOf } from '#lib/server/domain/rolls.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { at, present, world } from '../support/world.ts';

test('the session that is under way comes first, with how many are still to be marked', async () => {
	const { db, fatima, andre, tuesdaySession } = await world();
	await mark(db, fatima, tuesdaySession, present(andre.id));

	const { first, unfinished, upcoming } = await todayOf(db.read, fatima, 'en');

	expect(first).toMatchObject({
		id: tuesdaySession,
		state: 'running',
		number: 1,
		of: 6,
		people: 2,
		unmarked: 1
	});
	expect(unfinished).toEqual([]);
	expect(upcoming.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6]);
});

test('a session that nobody ended is told of until somebody does', async () => {
	const { db, fatima, tuesdaySession } = await world();
	at('2026-03-06T18:00:00.000Z');
	const { first } = await todayOf(db.read, fatima, 'en');
	expect(first).toMatchObject({ id: tuesdaySession, state: 'unfinished' });
});

test('the counts of a list are those of each roll', async () => {
	const { db, fatima, carl, andre, beatriz, tuesdaySession, tuesdayGroup } = await world();
	await mark(db, fatima, tuesdaySession, present(andre.id));
	at('2026-03-05T18:00:00.000Z');
	await exitEnrollment(db, carl, beatriz.id, { operationId: newId(), reason: 'job' });

	const sessions = await sessionsOf(db.read, tuesdayGroup.id);
	const counts = await rollCounts(db.read, sessions);

	for (const session of sessions) {
		const roll = await rollOf(db.read, fatima, session.id);
		const unmarked = roll.filter(({ status }) => status === 'unmarked');
		expect(counts.get(session.id)).toEqual({ people: roll.length, unmarked: unmarked.length });
	}
});

test('somebody without groups has a day without sessions', async () => {
	const { db, nils } = await world();
	expect(await todayOf(db.read, nils, 'en')).toMatchObject({ first: null, today: [], upcoming: [] });
});
