import { expect, test } from 'vitest';
import { importEdition } from '#lib/server/domain/editions.ts';
import { readCurriculum, readLesson } from '#lib/server/domain/readings.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { smallCurriculum } from '../support/curriculum.ts';
import { at, world } from '../support/world.ts';

test('staff read the newest edition by module, each with its guide, and any older one by its id', async () => {
	const { db, fatima, edition } = await world();
	at('2026-03-09T17:00:00.000Z');
	const next = smallCurriculum({ version: '1.1.0' }).map(({ path, text }) => ({
		path,
		text: text.replace('To try things out.', 'To try more things.')
	}));
	await importEdition(db, system, next);
	const newest = await readCurriculum(db.read, fatima, undefined, 'en');
	expect(newest.edition.version).toBe('1.1.0');
	expect(newest.editions.map((one) => one.version)).toEqual(['1.1.0', '1.0.0']);
	expect(newest.modules.map(({ title, lessons }) => [title, lessons.length])).toEqual([
		['First part', 3],
		['Second part', 3]
	]);
	expect(newest.modules[0].guide.html).toContain('To try more things.');
	const older = await readCurriculum(db.read, fatima, edition.id, 'es');
	expect(older.modules[0].guide).toEqual({
		html: expect.stringContaining('To try things out.'),
		language: 'en'
	});
});

test('a lesson is read as each audience gets it, with its neighbors', async () => {
	const { db, fatima } = await world();
	const read = (as: 'facilitator' | 'participant' | 'room', id = 'lesson-two') =>
		readLesson(db.read, fatima, id, as, undefined, 'en');
	const guide = await read('facilitator');
	expect(guide).toMatchObject({
		module: 'First part',
		previous: { id: 'lesson-one' },
		next: { id: 'lesson-three' },
		reading: { number: '1.2', minutes: 90, materials: ['cards'], language: 'en' }
	});
	expect(guide.reading.activities.map(({ key, minutes }) => [key, minutes])).toEqual([
		['check-in', 20],
		['see-it', 20],
		['try-it', 35],
		['talk-about-it', 10],
		['plan', 5]
	]);
	expect(guide.reading.intro).toContain('Anyone may pass.');
	expect(JSON.stringify((await read('participant')).reading)).not.toMatch(/aloud|Anyone may pass/);
	expect((await read('facilitator', 'lesson-six')).next).toBeUndefined();
});

test('participants, keys and strangers read no guide; an unknown lesson or edition is not found', async () => {
	const { db, fatima, andre, self, key } = await world();
	for (const stranger of [self(andre), key, { kind: 'anonymous' as const }, { ...fatima, verified: false }]) {
		const attempt = readLesson(db.read, stranger, 'lesson-one', 'facilitator', undefined, 'en');
		await expect(attempt).rejects.toMatchObject({ status: 403 });
		await expect(readCurriculum(db.read, stranger, undefined, 'en')).rejects.toMatchObject({ status: 403 });
	}
	const missing = { status: 404 };
	await expect(readLesson(db.read, fatima, 'lesson-nine', 'room', undefined, 'en')).rejects.toMatchObject(
		missing
	);
	await expect(readLesson(db.read, fatima, 'lesson-one', 'room', newId(), 'en')).rejects.toMatchObject(
		missing
	);
});
