/** Groups whose policy pays for milestones, and somebody who may approve what was earned. */
import { inArray } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { groups, policies } from '#lib/server/db/schema/index.ts';
import { approveIncentive } from '#lib/server/domain/approvals.ts';
import { standingOf } from '#lib/server/domain/incentive-steps.ts';
import { issueIncentive } from '#lib/server/domain/payouts.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { defaultPolicy, type Policy } from '#lib/vocabulary.ts';
import { addStaff, world } from './world.ts';

export const oneLesson = `  coreLessons: 1
  essential: []
  applications: 0
  practice: {entries: 0, skills: 0}
  skillsShown: 0
  plan: null`;

/** $5 for the first session, $25 for completing: cents. */
const amounts: Policy['amounts'] = { kinds: { 'first-session': 500, completed: 2500 }, modules: {} };

/** The cast, with one lesson to complete, amounts in both groups, and Vera and Victor who approve in Northside. */
export async function payingWorld(change: Partial<Policy> = {}) {
	const cast = await world({ completion: oneLesson });
	const { db, northside, tuesdayGroup, harborGroup } = cast;
	await pay(db, [tuesdayGroup.id, harborGroup.id], change);
	const vera = await addStaff(db, 'Vera', [['approver', northside.id]]);
	const victor = await addStaff(db, 'Victor', [['approver', northside.id]]);
	return { ...cast, vera, victor };
}
export type PayingWorld = Awaited<ReturnType<typeof payingWorld>>;

async function pay(db: Db, groupIds: string[], change: Partial<Policy>) {
	const policyId = newId();
	const data = { ...defaultPolicy, amounts, ...change };
	await db.write(async (tx) => {
		await tx
			.insert(policies)
			.values({ id: policyId, version: 1000, data, createdAt: '2026-01-01T00:00:00.000Z' })
			.returning();
		await tx.update(groups).set({ policyId }).where(inArray(groups.id, groupIds)).returning();
	});
}

/** How somebody's incentives stand: "first-session earned 500". */
export async function standingsOf(db: Db, enrollmentId: string): Promise<string[]> {
	const all = await standingOf(db.read, undefined);
	return all
		.filter(({ incentive }) => incentive.enrollmentId === enrollmentId)
		.map(
			({ incentive: { kind, cents }, step }) =>
				`${kind} ${step?.stage ?? 'earned'} ${cents}${step?.isOpen ? ' open' : ''}`
		);
}

/** The id of somebody's newest incentive for a kind of milestone. */
export async function incentiveFor(db: Db, enrollmentId: string, kind: string): Promise<string> {
	const all = await standingOf(db.read, undefined);
	const found = all.findLast(
		({ incentive }) => incentive.enrollmentId === enrollmentId && incentive.kind === kind
	);
	if (!found) throw new Error(`no incentive for ${kind}`);
	return found.incentive.id;
}

export const approve = (db: Db, actor: Actor, id: string) =>
	approveIncentive(db, actor, id, { operationId: newId() });
export const issue = (db: Db, actor: Actor, id: string, change: object = {}) =>
	issueIncentive(db, actor, id, {
		...{ operationId: newId(), form: 'gift-card', serial: '4411', day: '2026-03-03' },
		...change
	});
