/** Incentives that are there whatever a group's policy pays, for tests that are about something else. */
import type { Db } from '#lib/server/db/open.ts';
import { incentives } from '#lib/server/db/schema/index.ts';
import { makeBatch } from '#lib/server/domain/incentive-batches.ts';
import { appendSteps } from '#lib/server/domain/incentive-steps.ts';
import { milestonesOf } from '#lib/server/domain/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';

/** An incentive of somebody's for being enrolled. */
export async function earnedFor(db: Db, enrollment: Enrolled) {
	const [milestone] = await milestonesOf(db.read, enrollment.id);
	const { organizationId, participantId } = enrollment;
	const incentive = {
		...{ id: newId(), organizationId, participantId, enrollmentId: enrollment.id },
		...{ milestoneId: milestone.id, kind: milestone.kind, moduleId: '', cents: 1500 },
		...{ by: 'system', at: milestone.at }
	};
	await db.write((tx) => tx.insert(incentives).values(incentive).returning());
	return incentive;
}

/** One that a second person has approved. */
export async function approvedFor(db: Db, enrollment: Enrolled): Promise<string> {
	const incentive = await earnedFor(db, enrollment);
	const said = { step: 'approved', stage: 'approved' } as const;
	await db.write((tx) => appendSteps(tx, system, [{ of: { incentive, step: null }, said }]));
	return incentive.id;
}
type Enrolled = { id: string; organizationId: string; participantId: string };

/** One in a batch of its own. */
export async function paidFor(db: Db, coordinator: Actor, enrollment: Enrolled) {
	const incentive = await approvedFor(db, enrollment);
	const { organizationId } = enrollment;
	const batch = await makeBatch(db, coordinator, {
		...{ operationId: newId(), organizationId, form: 'gift-card', incentiveIds: [incentive] }
	});
	return { incentive, batch };
}
