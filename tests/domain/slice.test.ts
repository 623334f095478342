import { expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { verifyEvents } from '#lib/server/domain/events.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { present, world } from '../support/world.ts';

test('a session is run from the roll to the feed', async () => {
	const { db, fatima, andre, beatriz, tuesdaySession, key, consent } = await world();
	await mark(db, fatima, tuesdaySession, present(andre.id));
	const plan = await planOf(db.read, await findSession(db.read, fatima, tuesdaySession));
	for (const activity of plan[0].activities) {
		const done = {
			operationId: newId(),
			lessonId: plan[0].lesson.id,
			activity: activity.key,
			state: 'done' as const,
			minutes: null,
			reason: null,
			replaces: []
		};
		await recordDelivery(db, fatima, tuesdaySession, done);
	}
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });
	const roll = await rollOf(db.read, fatima, tuesdaySession);
	expect(roll.map((entry) => [entry.firstName, entry.status])).toEqual([
		['Andre', 'present'],
		['Beatriz', 'unmarked']
	]);

	expect((await feedMilestones(db, key, { after: '0', limit: 10 })).milestones).toEqual([]);
	await consent(andre);
	const fed = await feedMilestones(db, key, { after: '0', limit: 10 });
	expect(fed.milestones.map((m) => [m.milestone, m.participant.number])).toEqual([
		['enrolled', 'P-1001'],
		['first-session', 'P-1001']
	]);
	expect(await recompute(db, system)).toEqual({ groups: 2, changed: 0 });
	expect((await verifyEvents(db)).faults).toEqual([]);
	expect(beatriz.id).not.toBe(andre.id);
});
