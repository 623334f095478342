import { expect, test } from 'vitest';
import { recordHomework } from '#lib/server/domain/homework.ts';
import { ownPractices } from '#lib/server/domain/own-practices.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { newId } from '#lib/server/ids.ts';
import { hold, note } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

const own = ({ db, self }: World, enrollment: { participantId: string }) =>
	ownPractices(db.read, self(enrollment), 'en');

/** Andre acted and watched in the first session, and brought his practice to the second; Beatriz acted. */
async function practiced() {
	const cast = await world();
	const { db, fatima, andre, beatriz, tuesdaySessions } = cast;
	const [first, second] = tuesdaySessions;
	await recordPractice(db, fatima, first.id, note(andre.id, 'lesson-one', { steps: [1, 3] }));
	const watched = { role: 'observer' as const, steps: [], shown: false, result: null };
	await recordPractice(db, fatima, first.id, note(andre.id, 'lesson-one', watched));
	await recordPractice(db, fatima, first.id, note(beatriz.id, 'lesson-one', { result: 'hard' }));
	await hold(db, fatima, first.id, [andre, beatriz]);
	at('2026-03-11T01:10:00Z');
	const back = { operationId: newId(), lessonId: 'lesson-one', state: 'returned' as const, replaces: [] };
	await recordHomework(db, fatima, second.id, { ...back, enrollmentId: andre.id });
	return cast;
}

test('people read what was noted of their own practice, in words, and nothing of others', async () => {
	const cast = await practiced();
	expect(await own(cast, cast.andre)).toMatchObject([
		{ kind: 'home', date: '2026-03-10', state: 'returned' },
		{ kind: 'room', date: '2026-03-03', role: 'actor', result: 'went-well', steps: ['Stop.', 'Go.'] },
		{ kind: 'room', date: '2026-03-03', role: 'observer', result: null, steps: [] }
	]);
	expect(await own(cast, cast.beatriz)).toMatchObject([{ role: 'actor', result: 'hard' }]);
	expect(await own(cast, cast.dolores)).toEqual([]);
	expect(JSON.stringify(await own(cast, cast.andre))).not.toMatch(/Fatima|Beatriz/);
});

test('what two people noted differently is told as being checked', async () => {
	const cast = await practiced();
	const { db, rosa, andre, tuesdaySession } = cast;
	const other = note(andre.id, 'lesson-one', { result: 'hard', correction: 'sheet' });
	await recordPractice(db, rosa, tuesdaySession, other);
	const acted = (await own(cast, andre)).find((one) => one.kind === 'room' && one.role === 'actor');
	expect(acted).toMatchObject({ review: true });
});

test('staff do not read it this way', async () => {
	const { db, fatima } = await world();
	await expect(ownPractices(db.read, fatima, 'en')).rejects.toMatchObject({ status: 403 });
});
