/** Incentives: earned with a milestone, in its transaction; what becomes of one when its milestone is voided. */
import { and, asc, inArray, isNotNull, or } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Tx } from '../db/open.ts';
import { incentives, incentiveSteps, milestones } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { amountOf } from './amounts.ts';
import { appendEvents } from './events.ts';
import {
	appendSteps,
	stageOf,
	standingOf,
	type Incentive,
	type Said,
	type Standing
} from './incentive-steps.ts';
import type { MilestoneKind, Policy } from '#lib/vocabulary.ts';

type Change = {
	id: Id;
	organizationId: Id;
	enrollmentId: Id;
	participantId: Id;
	kind: string;
	moduleId: string;
	voids: Id | null;
};

/**
 * Follows milestones that were just awarded and voided. A voided one takes along what nobody has approved yet; what was
 * approved waits for a decision. Earned again, it backs what was paid for it before, and earns nothing new.
 * @param policies by enrollment id
 */
export async function followMilestones(
	tx: Tx,
	actor: Actor,
	changes: Change[],
	policies: Map<Id, Policy>
): Promise<void> {
	const voided = changes.flatMap(({ voids }) => voids ?? []);
	if (voided.length > 0) await question(tx, actor, voided);
	const awarded = changes.flatMap((change) => {
		const { enrollmentId, kind, moduleId, voids } = change;
		const policy = policies.get(enrollmentId);
		const cents = voids || !policy ? 0 : amountOf(policy, { kind: kind as MilestoneKind, moduleId });
		return cents > 0 ? [{ ...change, cents }] : [];
	});
	if (awarded.length > 0) await earn(tx, actor, awarded);
}

async function question(tx: Tx, actor: Actor, milestoneIds: Id[]) {
	const since = await tx
		.select({ id: incentiveSteps.incentiveId })
		.from(incentiveSteps)
		.where(inArray(incentiveSteps.milestoneId, milestoneIds))
		.orderBy(asc(incentiveSteps.id));
	const ids = since.map(({ id }) => id);
	const all = await standingOf(
		tx,
		or(inArray(incentives.milestoneId, milestoneIds), inArray(incentives.id, ids))
	);
	const backed = await backingOf(tx, all);
	const own = all.filter(
		(one) => stageOf(one) !== 'over' && milestoneIds.includes(backed.get(one.incentive.id)!)
	);
	await appendSteps(
		tx,
		actor,
		own.map((of) => ({ of, said: withoutGround(of) }))
	);
}

const withoutGround = (one: Standing): Said =>
	stageOf(one) === 'earned'
		? { step: 'fell-away', stage: 'over', isOpen: false }
		: { step: 'questioned', stage: stageOf(one), isOpen: true };

/** The milestone that each rests on: the one that earned it, or the last that backed it since. */
async function backingOf(tx: Tx, all: Standing[]): Promise<Map<Id, Id>> {
	const ids = all.map(({ incentive }) => incentive.id);
	const rows = await tx
		.select({ id: incentiveSteps.incentiveId, milestoneId: incentiveSteps.milestoneId })
		.from(incentiveSteps)
		.where(and(inArray(incentiveSteps.incentiveId, ids), isNotNull(incentiveSteps.milestoneId)))
		.orderBy(asc(incentiveSteps.number));
	return new Map([
		...all.map(({ incentive }) => [incentive.id, incentive.milestoneId] as const),
		...rows.map((row) => [row.id, row.milestoneId!] as const)
	]);
}

const keyOf = ({ participantId, kind, moduleId }: Pick<Incentive, 'participantId' | 'kind' | 'moduleId'>) =>
	`${participantId}|${kind}|${moduleId}`;

async function earn(tx: Tx, actor: Actor, awarded: (Change & { cents: number })[]) {
	const unbacked = await unbackedOf(
		tx,
		awarded.map(({ participantId }) => participantId)
	);
	const again = awarded.filter((one) => unbacked.has(keyOf(one)));
	await appendSteps(
		tx,
		actor,
		again.map((one) => {
			const of = unbacked.get(keyOf(one))!;
			return { of, said: { step: 'backed', stage: stageOf(of), isOpen: false, milestoneId: one.id } };
		})
	);
	await insert(
		tx,
		actor,
		awarded.filter((one) => !unbacked.has(keyOf(one)))
	);
}

/** What was approved for a milestone that was voided since, and not taken back. */
async function unbackedOf(tx: Tx, participantIds: Id[]): Promise<Map<string, Standing>> {
	const all = await standingOf(tx, inArray(incentives.participantId, participantIds));
	const standing = all.filter((one) => stageOf(one) !== 'over');
	if (standing.length === 0) return new Map();
	const backing = await backingOf(tx, standing);
	const gone = await tx
		.select({ id: milestones.voids })
		.from(milestones)
		.where(inArray(milestones.voids, [...backing.values()]))
		.orderBy(asc(milestones.position));
	const voided = new Set(gone.map(({ id }) => id));
	const loose = standing.filter(({ incentive }) => voided.has(backing.get(incentive.id)!));
	return new Map(loose.map((one) => [keyOf(one.incentive), one]));
}

async function insert(tx: Tx, actor: Actor, awarded: (Change & { cents: number })[]) {
	if (awarded.length === 0) return;
	const rows = awarded.map(({ id: milestoneId, voids: _, ...one }) => ({
		...{ organizationId: one.organizationId, enrollmentId: one.enrollmentId },
		...{ participantId: one.participantId, kind: one.kind, moduleId: one.moduleId, cents: one.cents },
		...{ id: newId(), milestoneId, by: nameOf(actor), at: now() }
	}));
	await tx.insert(incentives).values(rows).returning();
	await appendEvents(
		tx,
		actor,
		rows.map(({ id: incentiveId, organizationId, participantId, milestoneId, enrollmentId, cents }) => ({
			organizationId,
			subject: `participant:${participantId}`,
			kind: 'incentive.earned',
			data: { incentiveId, milestoneId, enrollmentId, cents }
		}))
	);
}
