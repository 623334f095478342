import { expect, test } from 'vitest';
import { addCover } from '#lib/server/domain/covers.ts';
import { recordHomework } from '#lib/server/domain/homework.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { newId } from '#lib/server/ids.ts';
import type { HomeworkState } from '#lib/vocabulary.ts';
import { hold } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

/** Some people were in the Tuesday group's session of a week. */
async function tuesday(cast: World, week: number, who: { id: string }[]) {
	const { id, startsAt } = cast.tuesdaySessions[week];
	at(new Date(Date.parse(startsAt) + 3_600_000).toISOString());
	await hold(cast.db, cast.fatima, id, who);
	return id;
}
const listFor = (cast: World, who = cast.fatima) => worklistOf(cast.db.read, who, 'en');
const say = ({ db, fatima }: World, sessionId: string, one: { id: string }, state: HomeworkState) =>
	recordHomework(db, fatima, sessionId, {
		...{ operationId: newId(), enrollmentId: one.id, lessonId: 'lesson-one', state },
		...{ replaces: [], correction: 'sheet' as const }
	});

test('whoever came back without the practice that was given along is named, until it is noted', async () => {
	const cast = await world();
	const { andre, beatriz } = cast;
	await tuesday(cast, 0, [andre, beatriz]);
	expect((await listFor(cast)).practice).toEqual([]);
	const second = await tuesday(cast, 1, [andre, beatriz]);
	expect((await listFor(cast)).practice).toMatchObject([
		{ id: second, number: 2, people: [{ firstName: 'Andre' }, { firstName: 'Beatriz' }] }
	]);
	await say(cast, second, andre, 'returned');
	await say(cast, second, beatriz, 'not');
	expect((await listFor(cast)).practice).toMatchObject([{ people: [{ firstName: 'Beatriz' }] }]);
	await tuesday(cast, 2, [andre, beatriz]);
	expect((await listFor(cast)).practice.map(({ id }) => id)).not.toContain(second);
});

test('whoever was not there is not asked, and after a week nobody is', async () => {
	const cast = await world();
	const { andre, beatriz } = cast;
	await tuesday(cast, 0, [andre, beatriz]);
	await tuesday(cast, 1, [andre]);
	expect((await listFor(cast)).practice).toMatchObject([{ people: [{ firstName: 'Andre' }] }]);
	at('2026-03-25T20:00:00Z');
	expect((await listFor(cast)).practice).toEqual([]);
});

test('whoever covers a session finds its sheet on their worklist, and nothing else of the group', async () => {
	const cast = await world();
	const { db, fatima, nils, andre, beatriz, tuesdayGroup, tuesdaySession } = cast;
	await addCover(db, fatima, tuesdayGroup.id, {
		...{ operationId: newId(), staffId: nils.id, sessionId: tuesdaySession },
		...{ firstDay: null, lastDay: null, override: null }
	});
	at('2026-03-04T17:00:00Z');
	const list = await listFor(cast, nils);
	expect(list.sessions).toMatchObject([{ id: tuesdaySession, ended: false, unmarked: 2 }]);
	expect(list.count).toBe(1);
	expect(JSON.stringify(list)).not.toMatch(/Andre|Beatriz/);
	await hold(db, nils, tuesdaySession, [andre, beatriz]);
	expect((await listFor(cast, nils)).count).toBe(0);
});
