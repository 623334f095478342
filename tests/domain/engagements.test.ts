import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { NewEngagement, noteEngagement } from '#lib/server/domain/engagements.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { ownAttendance } from '#lib/server/domain/records.ts';
import { roomState } from '#lib/server/domain/rooms.ts';
import { carryOut } from '#lib/server/domain/taps.ts';
import { engagements, events } from '#lib/server/db/schema/index.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { deliverAll } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

type Level = 'full' | 'some' | 'little' | null;
const said = ({ andre }: World, level: Level, change: object = {}) =>
	NewEngagement.parse({ operationId: newId(), enrollmentId: andre.id, level, ...change });
const noted = (here: World, level: Level, change: object = {}, actor: Actor = here.fatima) =>
	noteEngagement(here.db, actor, here.tuesdaySession, said(here, level, change));
const ofAndre = async ({ db, fatima, tuesdaySession }: World) =>
	(await roomState(db.read, fatima, tuesdaySession)).people[0].engagement;

describe('how somebody took part', () => {
	test('is noted beside their mark, which stays as it is', async () => {
		const here = await world();
		await mark(here.db, here.fatima, here.tuesdaySession, present(here.andre.id));
		await noted(here, 'some');
		const { people } = await roomState(here.db.read, here.fatima, here.tuesdaySession);
		expect(people[0]).toMatchObject({ status: 'present', engagement: { level: 'some', by: 'Fatima' } });
		expect(people[0].heads).toHaveLength(1);
		expect(people[1]).not.toHaveProperty('engagement');
	});

	test('is kept as often as it is said; the last word is shown with who said it', async () => {
		const here = await world();
		await noted(here, 'full');
		at('2026-03-04T02:11:00.000Z');
		await noted(here, 'little', {}, here.rosa);
		expect(await ofAndre(here)).toEqual({ level: 'little', by: 'Rosa' });
		expect(await here.db.read.select().from(engagements)).toHaveLength(2);
	});

	test('is taken back by saying so, and sent twice said once', async () => {
		const here = await world();
		const operationId = newId();
		for (const _ of [1, 2]) await noted(here, 'full', { operationId });
		expect(await here.db.read.select().from(engagements)).toHaveLength(1);
		await expect(noted(here, 'little', { operationId })).rejects.toMatchObject({ code: 'operation.reused' });
		at('2026-03-04T02:11:00.000Z');
		await noted(here, null);
		expect(await ofAndre(here)).toBeUndefined();
	});

	test('is corrected after the end with a reason', async () => {
		const here = await world();
		const { db, fatima, tuesdaySession } = here;
		await deliverAll(db, fatima, tuesdaySession);
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		await expect(noted(here, 'full')).rejects.toMatchObject({ code: 'session.ended' });
		await noted(here, 'full', { correction: 'mistake' });
		expect(await ofAndre(here)).toMatchObject({ level: 'full' });
	});

	test('is noted by a tap on the screen', async () => {
		const here = await world();
		const tap = { kind: 'engagement' as const, ...said(here, 'full') };
		const { room, outcomes } = await carryOut(here.db, here.fatima, here.tuesdaySession, [tap]);
		expect(outcomes).toMatchObject([{ refusal: null }]);
		expect(room.people[0].engagement).toEqual({ level: 'full', by: 'Fatima' });
	});

	test('is no word of strangers, of other groups, or of somebody who had left', async () => {
		const here = await world();
		const { db, fatima, nils, olga, carl, andre, dolores, self, tuesdaySessions } = here;
		await expect(noted(here, 'full', { enrollmentId: dolores.id })).rejects.toMatchObject({ status: 404 });
		for (const actor of [nils, olga, self(andre)] as Actor[])
			await expect(noted(here, 'full', {}, actor)).rejects.toMatchObject({ status: 404 });
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'moved' });
		at('2026-03-11T02:10:00.000Z');
		const late = noteEngagement(db, fatima, tuesdaySessions[1].id, said(here, 'full'));
		await expect(late).rejects.toMatchObject({ code: 'enrollment.exited' });
	});

	test('changes no standing, and nobody outside the room ever reads it', async () => {
		const here = await world();
		const { db, fatima, andre, key, self, tuesdaySession, tuesdayGroup } = here;
		await here.consent(andre);
		await mark(db, fatima, tuesdaySession, present(andre.id));
		const before = await explainFor(db.read, tuesdayGroup.id, andre.id);
		await noted(here, 'little');
		expect(await explainFor(db.read, tuesdayGroup.id, andre.id)).toEqual(before);
		const told = [
			await feedMilestones(db, key, { after: '0', limit: 100 }),
			await ownAttendance(db.read, self(andre), 'en'),
			await db.read.select().from(events)
		];
		expect(JSON.stringify(told)).toContain('engagement.noted');
		expect(JSON.stringify(told)).not.toContain('little');
		expect((await verifyEvents(db)).faults).toEqual([]);
	});
});
