/** Steps of an incentive: how it stands, and the one statement that may follow. */
import { and, asc, desc, eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read, Tx } from '../db/open.ts';
import { incentives, incentiveSteps, participantNames, participants, staff } from '../db/schema/index.ts';
import { conflict, notFound, type DomainError } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { nameOf, organizationsOf, type Actor } from '../policy.ts';
import { appendEvents } from './events.ts';
import { findProgram } from './organizations.ts';
import { dayIn } from './schedule.ts';
import type { IncentiveStage } from '#lib/incentives.ts';

export type Incentive = typeof incentives.$inferSelect;
export type Step = typeof incentiveSteps.$inferSelect;
/** An incentive with the last thing said of it; null: earned, and nothing since. */
export type Standing = { incentive: Incentive; step: Step | null };

/** Incentives that the actor may know of: the one place of their scope. */
export function incentiveScope(actor: Actor): SQL {
	if (actor.kind === 'system') return sql`1 = 1`;
	if (actor.kind === 'participant') return eq(incentives.participantId, actor.id);
	return inArray(incentives.organizationId, organizationsOf(actor, 'coordinator', 'approver'));
}

export const stageOf = ({ step }: Pick<Standing, 'step'>): IncentiveStage => step?.stage ?? 'earned';

/** Nothing was said of it since. */
export const isLast = sql`not exists (select 1 from incentive_steps later
	where later.incentive_id = ${incentiveSteps.incentiveId} and later.number > ${incentiveSteps.number})`;
/** How an incentive stands, as a column of a join with its last step. */
export const stage = sql<IncentiveStage>`coalesce(${incentiveSteps.stage}, 'earned')`;

/** Some incentives with their last steps, in the order in which they were earned. */
export const standingOf = (read: Read, where: SQL | undefined): Promise<Standing[]> =>
	read
		.select({ incentive: incentives, step: incentiveSteps })
		.from(incentives)
		.leftJoin(incentiveSteps, and(eq(incentiveSteps.incentiveId, incentives.id), isLast))
		.where(where)
		.orderBy(asc(incentives.at), asc(incentives.id));

/** @throws 404 for one of another organization as for none */
export async function findIncentive(read: Read, actor: Actor, id: Id): Promise<Standing> {
	const [found] = await standingOf(read, and(eq(incentives.id, id), incentiveScope(actor)));
	if (!found) throw notFound();
	return found;
}

/** All that was said of an incentive, newest first, with whoever of the staff said it. */
export const stepsOf = (read: Read, incentiveId: Id) =>
	read
		.select({ step: incentiveSteps, who: staff.name })
		.from(incentiveSteps)
		.leftJoin(staff, eq(sql`'staff:' || ${staff.id}`, incentiveSteps.by))
		.where(eq(incentiveSteps.incentiveId, incentiveId))
		.orderBy(desc(incentiveSteps.number));

/** Incentives with the person of each. */
export const peopleWith = (read: Read, where: SQL | undefined, newestFirst = false) =>
	read
		.select({
			incentive: incentives,
			step: incentiveSteps,
			number: participants.number,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName
		})
		.from(incentives)
		.innerJoin(participants, eq(participants.id, incentives.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, incentives.participantId))
		.leftJoin(incentiveSteps, and(eq(incentiveSteps.incentiveId, incentives.id), isLast))
		.where(where)
		.orderBy(
			newestFirst ? desc(incentives.at) : asc(incentives.at),
			newestFirst ? desc(incentives.id) : asc(incentives.id)
		);
export type PersonWith = Awaited<ReturnType<typeof peopleWith>>[number];

/** In one of these stages. */
export const inStage = (...stages: IncentiveStage[]): SQL => or(...stages.map((one) => eq(stage, one)))!;

/** What a step says; batch and question stay as they were where it says nothing of them. */
export type Said = Pick<Step, 'step' | 'stage'> &
	Partial<Pick<Step, 'isOpen' | 'batchId' | 'form' | 'serial' | 'day' | 'way' | 'reason' | 'milestoneId'>>;

/**
 * Says the next thing about each of some incentives.
 * @throws 409 incentive.changed when somebody else has said something since
 */
export async function appendSteps(tx: Tx, actor: Actor, all: { of: Standing; said: Said }[]) {
	if (all.length === 0) return;
	const rows = all.map(({ of: { incentive, step }, said }) => ({
		...{ id: newId(), organizationId: incentive.organizationId, incentiveId: incentive.id },
		...{ number: (step?.number ?? 0) + 1, isOpen: step?.isOpen ?? false },
		...{ batchId: step?.batchId ?? null, ...said },
		...{ by: nameOf(actor), at: now() }
	}));
	const added: unknown[] = [];
	for (let i = 0; i < rows.length; i += 200) {
		const part = rows.slice(i, i + 200);
		added.push(...(await tx.insert(incentiveSteps).values(part).onConflictDoNothing().returning()));
	}
	if (added.length < rows.length) throw conflict('incentive.changed');
	await appendEvents(
		tx,
		actor,
		all.map(({ of: { incentive }, said: { serial: _, ...said } }) => ({
			organizationId: incentive.organizationId,
			subject: `participant:${incentive.participantId}`,
			kind: `incentive.${said.step}`,
			data: { incentiveId: incentive.id, ...said }
		}))
	);
}

/** That it stands otherwise than was thought: how, by whom, and when. */
export async function alreadyElse(read: Read, one: Standing): Promise<DomainError> {
	const { step } = one;
	if (!step) return conflict('incentive.not-approved');
	const [who] = await read
		.select({ name: staff.name })
		.from(staff)
		.where(eq(sql`'staff:' || ${staff.id}`, step.by));
	const { zone } = await findProgram(read);
	return conflict(`incentive.${stageOf(one)}`, {
		...{ who: who?.name ?? '', date: dayIn(zone, step.at) },
		time: new Date(step.at).toLocaleTimeString('en-GB', {
			timeZone: zone,
			hour: '2-digit',
			minute: '2-digit'
		})
	});
}
