/** Budgets of incentives: what an organization may spend in a period, beside what is spent, approved and promised. */
import { and, asc, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { incentiveBudgets, incentives, incentiveSteps, organizations } from '../db/schema/index.ts';
import { conflict, invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, organizationsOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { isLast, stage } from './incentive-steps.ts';
import { dayText, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { todayOf } from './payouts.ts';
import { likelyIn } from './prospective-incentives.ts';
import type { IncentiveStage } from '#lib/incentives.ts';

/** A hundred million dollars: more is a slip of the keyboard. */
const mostCents = 10_000_000_000;
export const NewBudget = z.strictObject({
	operationId: uuid,
	organizationId: uuid,
	firstDay: dayText,
	lastDay: dayText,
	cents: z.int().min(0).max(mostCents)
});

type Row = typeof incentiveBudgets.$inferSelect;

/**
 * Says what an organization may spend in a period; the same period again changes its amount.
 * @throws 403; 400 organizationId `choice`, lastDay `days-order`; 409 incentive.budget-overlap with another period's days
 */
export async function setBudget(db: Db, actor: Actor, input: z.infer<typeof NewBudget>) {
	await db.write(async (tx) => {
		allow(actor, 'incentives.budget');
		const { operationId: id, ...budget } = input;
		if (!(await isNew(tx, actor, 'setBudget', id, budget))) return;
		const { organizationId, firstDay, lastDay } = budget;
		if (lastDay < firstDay) throw invalid({ lastDay: { code: 'days-order' } });
		const [known] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
		if (!known) throw invalid({ organizationId: { code: 'choice' } });
		const before = await statedFor(tx, [organizationId]);
		const other = before.find(
			(one) =>
				(one.firstDay !== firstDay || one.lastDay !== lastDay) &&
				one.firstDay <= lastDay &&
				one.lastDay >= firstDay
		);
		if (other) throw conflict('incentive.budget-overlap', { from: other.firstDay, until: other.lastDay });
		const number = Math.max(0, ...before.map((one) => one.number)) + 1;
		await tx
			.insert(incentiveBudgets)
			.values({ id, ...budget, number, by: nameOf(actor), at: now() })
			.returning();
		const subject = `organization:${organizationId}`;
		await appendEvent(tx, actor, {
			organizationId,
			subject,
			kind: 'incentives.budgeted',
			data: { firstDay, lastDay, cents: budget.cents }
		});
	});
}

/** All that was said, newest first. */
const statedFor = (read: Read, organizationIds: Id[]): Promise<Row[]> =>
	read
		.select()
		.from(incentiveBudgets)
		.where(inArray(incentiveBudgets.organizationId, organizationIds))
		.orderBy(asc(incentiveBudgets.organizationId), desc(incentiveBudgets.number));

/** Cents throughout. `budget`: of the period that today is in; null: nobody has set one. */
export type BudgetFigures = {
	organizationId: Id;
	budget: { firstDay: string; lastDay: string; cents: number } | null;
	/** Issued in the period; without a budget, ever. */
	spent: number;
	/** Approved and not issued yet. */
	approved: number;
	/** Earned and not approved yet. */
	promised: number;
	/** What those who can still finish would earn on the way. */
	likely: number;
	/** What is left of the budget once all of that is paid but what is only likely; null without one. */
	left: number | null;
};

/** Figures of the organizations whose incentives the actor may read. */
export async function ownFigures(read: Read, actor: Actor) {
	const ids = organizationsOf(actor, 'coordinator', 'approver');
	return figuresOf(read, ids);
}

/**
 * Figures of all organizations, for the program's staff. They name nobody.
 * @throws 403
 */
export async function allFigures(read: Read, actor: Actor) {
	allow(actor, 'incentives.budget');
	const all = await read.select({ id: organizations.id }).from(organizations).orderBy(asc(organizations.id));
	return figuresOf(
		read,
		all.map(({ id }) => id)
	);
}

async function figuresOf(read: Read, organizationIds: Id[]) {
	const names = await read
		.select({ id: organizations.id, name: organizations.name })
		.from(organizations)
		.where(inArray(organizations.id, organizationIds))
		.orderBy(asc(organizations.name), asc(organizations.id));
	const today = await todayOf(read);
	const stated = await statedFor(read, organizationIds);
	const held = await stagesIn(read, organizationIds);
	const likely = await likelyIn(read, organizationIds);
	const figures = [];
	for (const { id, name } of names) {
		const budget =
			stated.find((one) => one.organizationId === id && one.firstDay <= today && today <= one.lastDay) ??
			null;
		const sumIn = (...stages: IncentiveStage[]) =>
			held
				.filter((one) => one.organizationId === id && stages.includes(one.stage))
				.reduce((sum, { cents }) => sum + cents, 0);
		const spent = budget ? await spentIn(read, id, budget) : sumIn('issued', 'received');
		const [approved, promised] = [sumIn('approved', 'batched'), sumIn('earned')];
		figures.push({
			...{ organizationId: id, organization: name, spent, approved, promised },
			budget: budget && { firstDay: budget.firstDay, lastDay: budget.lastDay, cents: budget.cents },
			likely: likely.get(id) ?? 0,
			left: budget && budget.cents - spent - approved - promised
		} satisfies BudgetFigures & { organization: string });
	}
	return figures;
}
export type OrganizationFigures = Awaited<ReturnType<typeof figuresOf>>[number];

const cents = sql<number>`sum(${incentives.cents})`.mapWith(Number);

const stagesIn = (read: Read, organizationIds: Id[]) =>
	read
		.select({ organizationId: incentives.organizationId, stage, cents })
		.from(incentives)
		.leftJoin(incentiveSteps, and(eq(incentiveSteps.incentiveId, incentives.id), isLast))
		.where(inArray(incentives.organizationId, organizationIds))
		.groupBy(incentives.organizationId, stage)
		.orderBy(asc(incentives.organizationId));

/** Issued on one of these days, and not taken back since. */
async function spentIn(read: Read, organizationId: Id, { firstDay, lastDay }: Row): Promise<number> {
	const isOver = sql`exists (select 1 from incentive_steps later
		where later.incentive_id = ${incentives.id} and later.stage = 'over')`;
	const [{ spent }] = await read
		.select({ spent: sql<number>`coalesce(sum(${incentives.cents}), 0)`.mapWith(Number) })
		.from(incentives)
		.innerJoin(incentiveSteps, eq(incentiveSteps.incentiveId, incentives.id))
		.where(
			and(
				eq(incentives.organizationId, organizationId),
				eq(incentiveSteps.step, 'issued'),
				gte(incentiveSteps.day, firstDay),
				lte(incentiveSteps.day, lastDay),
				sql`not ${isOver}`
			)
		);
	return spent;
}
