/** Lists of incentives: what waits for whom, one with all that was said of it, a person's, and one's own. */
import { and, asc, count, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Read } from '../db/open.ts';
import { enrollments, groups, incentives, incentiveSteps } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { definedNames } from './policies.ts';
import { groupScope } from './groups.ts';
import { referenceOf } from './incentive-batches.ts';
import { ownPartsIn } from './incentive-grounds.ts';
import {
	findIncentive,
	incentiveScope,
	inStage,
	isLast,
	peopleWith,
	stageOf,
	standingOf,
	stepsOf,
	type Incentive,
	type PersonWith
} from './incentive-steps.ts';
import { outlineOf } from './lessons.ts';
import { selfOf } from './own.ts';
import type { MilestoneKind } from '#lib/vocabulary.ts';

const incentiveViews = ['approve', 'decide', 'issue', 'receipts'] as const;
export type IncentiveView = (typeof incentiveViews)[number];
export const IncentiveQuery = z.object({
	view: z
		.enum([...incentiveViews, 'batches'])
		.catch('approve')
		.default('approve')
});

const isOpen = eq(incentiveSteps.isOpen, true);
const where: Record<IncentiveView, SQL> = {
	approve: inStage('earned'),
	decide: isOpen,
	issue: and(inStage('approved'), eq(incentiveSteps.isOpen, false))!,
	receipts: inStage('issued')
};
/** Rows on one page: those that have waited longest. */
export const atOnce = 100;

/** How many wait for each, by view. @throws 403 */
export async function countIncentives(read: Read, actor: Actor): Promise<Record<IncentiveView, number>> {
	allow(actor, 'incentives.list');
	const counts = {} as Record<IncentiveView, number>;
	for (const view of incentiveViews) {
		const [row] = await read
			.select({ count: count() })
			.from(incentives)
			.leftJoin(incentiveSteps, and(eq(incentiveSteps.incentiveId, incentives.id), isLast))
			.where(and(incentiveScope(actor), where[view]));
		counts[view] = row.count;
	}
	return counts;
}

/** What waits longest of a view, each with what the actor did of it themselves. @throws 403 */
export async function listIncentives(read: Read, actor: Actor, view: IncentiveView, language: string) {
	allow(actor, 'incentives.list');
	const found = await peopleWith(read, and(incentiveScope(actor), where[view])).limit(atOnce);
	return shown(read, actor, found, language);
}
export type ListedIncentive = Awaited<ReturnType<typeof shown>>[number];

export async function shown(read: Read, actor: Actor, found: PersonWith[], language: string) {
	const all = found.map(({ incentive }) => incentive);
	const modules = await modulesOf(read, all, language);
	const own = await ownPartsIn(read, actor, all);
	return found.map(({ incentive, step, ...person }) => ({
		...person,
		...{ id: incentive.id, participantId: incentive.participantId, cents: incentive.cents },
		...{ organizationId: incentive.organizationId, at: incentive.at, reference: referenceOf(incentive.id) },
		...{ kind: incentive.kind as MilestoneKind, module: modules.get(incentive.id) ?? null },
		...{ stage: stageOf({ step }), isOpen: step?.isOpen ?? false, day: step?.day ?? null },
		...{ form: step?.form ?? null, serial: step?.serial ?? null, stepAt: step?.at ?? incentive.at },
		/** What keeps the actor from approving it. */
		own: own.get(incentive.id) ?? null,
		may: {
			approve: can(actor, 'incentives.approve', incentive),
			issue: can(actor, 'incentives.issue', incentive)
		}
	}));
}

/** By incentive id: the module's title, or what the program calls a milestone of its own. */
async function modulesOf(read: Read, all: Incentive[], language: string): Promise<Map<Id, string>> {
	const named = all.filter(({ moduleId }) => moduleId !== '');
	if (named.length === 0) return new Map();
	const defined = await definedNames(read, language);
	const ids = [...new Set(named.map(({ enrollmentId }) => enrollmentId))];
	const rows = await read
		.select({ id: enrollments.id, editionId: groups.editionId })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.where(inArray(enrollments.id, ids))
		.orderBy(asc(enrollments.id));
	const editions = new Map(rows.map(({ id, editionId }) => [id, editionId]));
	const titles = new Map<Id, string>();
	for (const { id, kind, moduleId, enrollmentId } of named) {
		const { modules } = await outlineOf(read, editions.get(enrollmentId)!);
		const module = modules.find((one) => one.id === moduleId);
		const title =
			kind === 'defined' ? defined.get(moduleId) : (module?.translations[language]?.title ?? module?.title);
		titles.set(id, title ?? moduleId);
	}
	return titles;
}

/**
 * One incentive with all that was said of it, newest first.
 * @throws 404, 403
 */
export async function incentiveOf(read: Read, actor: Actor, incentiveId: Id, language: string) {
	const { incentive } = await findIncentive(read, actor, incentiveId);
	allow(actor, 'incentives.read', incentive);
	const found = await peopleWith(read, eq(incentives.id, incentiveId));
	const [one] = await shown(read, actor, found, language);
	const trail = (await stepsOf(read, incentiveId)).map(({ step, who }) => ({
		...{ id: step.id, step: step.step, at: step.at, day: step.day, form: step.form, serial: step.serial },
		...{ way: step.way, reason: step.reason, batchId: step.batchId, who, by: step.by }
	}));
	return { ...one, trail };
}

/**
 * A person's incentives as far as the actor may know of them: amounts are for those who handle them.
 * @throws nothing: whoever knows of none of the person's groups is shown none
 */
export async function incentivesOf(read: Read, actor: Actor, participantId: Id, language: string) {
	const inGroup = sql`exists (select 1 from ${enrollments} inner join ${groups} on ${groups.id} = ${enrollments.groupId}
		where ${enrollments.id} = ${incentives.enrollmentId} and ${groupScope(actor)})`;
	const found = await peopleWith(read, and(eq(incentives.participantId, participantId), inGroup), true);
	return (await shown(read, actor, found, language)).map((one) => {
		const mayRead = can(actor, 'incentives.read', one);
		const { id, kind, module, stage, isOpen, at } = one;
		return { id, kind, module, stage, isOpen, at, cents: mayRead ? one.cents : null, mayRead };
	});
}

/** What the participant has earned, newest first. What fell away or was taken back is left out. */
export async function ownIncentives(read: Read, actor: Actor, language: string) {
	const all = await standingOf(read, eq(incentives.participantId, selfOf(actor)));
	const held = all.filter((one) => stageOf(one) !== 'over');
	const modules = await modulesOf(
		read,
		held.map(({ incentive }) => incentive),
		language
	);
	return held.reverse().map(({ incentive: { id, kind, cents, at }, step }) => ({
		...{ id, kind: kind as MilestoneKind, cents, at, module: modules.get(id) ?? null },
		...{
			stage: stageOf({ step }),
			isOpen: step?.isOpen ?? false,
			form: step?.form ?? null,
			day: step?.day ?? null
		}
	}));
}
