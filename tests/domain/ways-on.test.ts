import { expect, test } from 'vitest';
import { createGroup } from '#lib/server/domain/groups.ts';
import { recordKeepApart } from '#lib/server/domain/keep-aparts.ts';
import { makeUpWays } from '#lib/server/domain/make-up-ways.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { nextGroups, placementOf } from '#lib/server/domain/places.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { ownWaysOn } from '#lib/server/domain/ways-on.ts';
import { newId } from '#lib/server/ids.ts';
import { hold } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

/** Another group of Northside, that begins on a Thursday. */
const another = ({ db, carl, nils, mainStreet, edition }: World, startsOn: string, name = 'Next cycle') =>
	createGroup(db, carl, {
		...{ name, siteId: mainStreet.id, room: 'Room 5', editionId: edition.id, startsOn },
		facilitatorIds: [nils.id],
		slots: [{ weekday: 4, time: '10:00', minutes: 90 }]
	});

async function toldOf({ db, tuesdayGroup, andre }: World) {
	return explainFor(db.read, tuesdayGroup.id, andre.id);
}

/** Andre came to no session of the whole course, and it is June. */
async function tooLate(cast: World) {
	for (const session of cast.tuesdaySessions) {
		at(session.startsAt);
		await hold(cast.db, cast.fatima, session.id, [cast.beatriz]);
	}
	at('2026-06-01T19:00:00.000Z');
}

test('what was missed can be made up where another group holds it in time, alone, or with worksheets', async () => {
	const cast = await world();
	const { db, fatima, beatriz, andre } = cast;
	await another(cast, '2026-03-12', 'Thursdays');
	await hold(db, fatima, cast.tuesdaySession, [beatriz]);
	at('2026-03-04T20:00:00.000Z');
	const { makeUps, groups } = await ownWaysOn(db.read, cast.self(andre), await toldOf(cast), 'en');
	expect(makeUps).toEqual([
		{
			...{ lessonId: 'lesson-one', minutes: 68, by: '2026-03-24', packet: 45 },
			meetings: [{ site: 'Main Street', date: '2026-03-12', time: '10:00' }]
		}
	]);
	expect(groups).toEqual([]);
	const told = await toldOf(cast);
	const lesson = told.lessons.find(({ id }) => id === 'lesson-one')!;
	expect(makeUps[0]).toMatchObject({ minutes: lesson.short, by: lesson.makeUpBy });
});

test('whoever cannot finish in their group is told where they can: place, times and day, and nothing of people', async () => {
	const cast = await world();
	await tooLate(cast);
	const { db, carl, andre, beatriz } = cast;
	const next = await another(cast, '2026-06-11');
	const told = await toldOf(cast);
	expect(told.outlook).toBe('out-of-reach');
	const { groups, makeUps } = await ownWaysOn(db.read, cast.self(andre), told, 'en');
	expect(makeUps).toEqual([]);
	expect(groups).toEqual([
		{ site: 'Main Street', slots: [{ weekday: 4, time: '10:00', minutes: 90 }], joinsOn: '2026-06-11' }
	]);
	const person = { participantId: andre.participantId, leaving: [andre.id] };
	expect((await placementOf(db.read, next.id, person)).obstacles).toEqual([]);
	expect(await nextGroups(db.read, carl, cast.tuesdayGroup.id, person)).toMatchObject([{ link: next.id }]);
	expect(await ownWaysOn(db.read, cast.self(beatriz), told, 'en')).toEqual({ makeUps: [], groups: [] });
});

test('a group that would not take them, or in which they must not be, is not named', async () => {
	const cast = await world();
	await tooLate(cast);
	const { db, carl, andre } = cast;
	const next = await another(cast, '2026-06-11');
	await cast.enroll(carl, next.id, 'P-4001', 'Somebody', 'Else');
	await recordKeepApart(db, carl, andre.participantId, { operationId: newId(), number: 'P-4001' });
	const { groups } = await ownWaysOn(db.read, cast.self(andre), await toldOf(cast), 'en');
	expect(groups).toEqual([]);
	expect(await sessionsOf(db.read, next.id)).toHaveLength(6);
	expect(await makeUpWays(db.read, andre, 'en')).toEqual([]);
});
