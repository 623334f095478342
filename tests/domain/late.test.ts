import { expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { ToldMark } from '#lib/server/domain/marks.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { lessonStandings } from '#lib/server/domain/credit.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { roomOf } from '#lib/server/domain/rooms.ts';
import { newId } from '#lib/server/ids.ts';
import type { LateReason } from '#lib/vocabulary.ts';
import { putUnder } from '../support/policies.ts';
import { world, type World } from '../support/world.ts';

/** A program where coming in counts for the first quarter of an hour. */
async function strict() {
	const here = await world();
	const { db, tuesdayGroup } = here;
	await putUnder(db, tuesdayGroup.id, { lateCutoff: 15 });
	return here;
}

async function comeAt({ db, fatima, andre, tuesdaySession }: World, came: string, late: LateReason | null) {
	const { people } = (await roomOf(db.read, fatima, tuesdaySession, 'en')).state;
	const { heads } = people.find(({ enrollmentId }) => enrollmentId === andre.id)!;
	const told = { operationId: newId(), enrollmentId: andre.id, said: 'partial', starts: '18:00', came, late };
	await mark(db, fatima, tuesdaySession, ToldMark.parse({ ...told, replaces: heads }));
}

async function attended({ db, tuesdayGroup, andre }: World) {
	const { facts, policy, edition } = await factsIn(db.read, tuesdayGroup.id, [andre.id]);
	return lessonStandings(policy, edition, facts.get(andre.id)!, 'worst')[0].attended;
}

test('coming in after the cut-off counts nothing until a reason says that it does, and nothing again without it', async () => {
	const here = await strict();
	const { db, fatima, tuesdaySession } = here;
	const { lessons, session } = await roomOf(db.read, fatima, tuesdaySession, 'en');
	expect(session.lateCutoff).toBe(15);
	for (const { key } of lessons[0].activities) {
		await recordDelivery(db, fatima, tuesdaySession, {
			...{ operationId: newId(), lessonId: lessons[0].id, activity: key, state: 'done' },
			...{ minutes: null, reason: null, replaces: [] }
		});
	}
	await comeAt(here, '18:20', null);
	expect(await attended(here)).toBe(0);
	await comeAt(here, '18:20', 'transport');
	const counted = await attended(here);
	expect(counted).toBeGreaterThan(0);
	expect((await roomOf(db.read, fatima, tuesdaySession, 'en')).state.people[0]).toMatchObject({
		...{ status: 'partial', cameAt: 20, late: 'transport' }
	});
	await comeAt(here, '18:20', null);
	expect(await attended(here)).toBe(0);
	await comeAt(here, '18:20', 'court');
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });
	expect(await attended(here)).toBe(counted);
});

test('whoever was there from the start was not late, whatever a form says', () => {
	const told = { operationId: newId(), enrollmentId: newId(), said: 'partial', starts: '18:00' };
	const early = ToldMark.parse({ ...told, came: '17:50', left: '19:00', late: 'court' });
	expect(early).toMatchObject({ cameAt: null, leftAt: 60 });
	expect(early.late ?? null).toBeNull();
	expect(ToldMark.parse({ ...told, came: '18:30', late: 'court' }).late).toBe('court');
});
