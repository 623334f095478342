/** Milestones: earned once, in the transaction that earned them, and voided when a correction takes the ground away. */
import { asc, eq, sql } from 'drizzle-orm';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, milestones, standings } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { appendEvents, type NewEvent } from './events.ts';
import type { GroupFacts } from './facts.ts';
import { followMilestones } from './incentives.ts';
import type { Progress } from './progress.ts';
import { reckon, slicesOf, standing, type Milestone, type NewMilestone, type Verdict } from './reckonings.ts';
import { othersTurn } from './turns.ts';

export { standing } from './reckonings.ts';

/** Why milestones change though no fact did. */
export type Cause = { policyVersion?: number };

/**
 * Brings milestones and standings into step with the facts: called by every verb that changes a fact. Facts under
 * review award nothing (read at their worst) and void nothing (read at their best).
 * @param cause why, where it is not a fact that changed
 * @returns how many milestones were awarded or voided
 */
export async function settle(
	tx: Tx,
	actor: Actor,
	groupId: Id,
	enrollmentIds?: Id[],
	cause: Cause = {}
): Promise<number> {
	const { all, verdicts, changes } = await reckon(tx, groupId, { enrollmentIds });
	await append(tx, actor, changes, cause);
	await followMilestones(tx, actor, changes, policiesOf(all));
	for (const [i, one] of all.entries()) await saveStandings(tx, one, verdicts[i]);
	return changes.length;
}

const policiesOf = (all: GroupFacts[]) =>
	new Map(all.flatMap(({ policy, facts }) => [...facts.keys()].map((id) => [id, policy] as const)));

async function append(tx: Tx, actor: Actor, changes: NewMilestone[], cause: Cause) {
	if (changes.length === 0) return;
	const positions = await appendEvents(
		tx,
		actor,
		changes.map((change) => asEvent(change, cause))
	);
	const rows = changes.map((change, i) => ({ ...change, position: positions[i] }));
	await tx.insert(milestones).values(rows).returning();
}

function asEvent(
	{ id, organizationId, participantId, enrollmentId, kind, moduleId, voids }: NewMilestone,
	cause: Cause
): NewEvent {
	return {
		organizationId,
		subject: `participant:${participantId}`,
		kind: voids ? 'milestone.voided' : 'milestone.awarded',
		data: {
			milestoneId: id,
			enrollmentId,
			milestone: kind,
			...(moduleId && { moduleId }),
			...(voids && { voids }),
			...cause
		}
	};
}

async function saveStandings(tx: Tx, { organizationId, groupId }: GroupFacts, verdicts: Verdict[]) {
	const rows = verdicts.map(({ id: enrollmentId, worst, dosage }) => ({
		enrollmentId,
		organizationId,
		groupId,
		...standingOf(worst),
		dosage
	}));
	if (rows.length === 0) return;
	const given = (column: string) => sql.raw(`excluded.${column}`);
	await tx
		.insert(standings)
		.values(rows)
		.onConflictDoUpdate({
			target: standings.enrollmentId,
			set: {
				came: given('came'),
				lessonsDone: given('lessons_done'),
				lessonsNeeded: given('lessons_needed'),
				minutes: given('minutes'),
				practices: given('practices'),
				practicesNeeded: given('practices_needed'),
				outlook: given('outlook'),
				finishOn: given('finish_on'),
				dosage: given('dosage')
			}
		})
		.returning();
}

function standingOf(verdict: Progress) {
	const find = (kind: string) => verdict.requirements.find((requirement) => requirement.kind === kind);
	return {
		lessonsDone: find('core')?.have ?? 0,
		lessonsNeeded: find('core')?.need ?? 0,
		minutes: verdict.minutes,
		came: verdict.came,
		practices: find('practice')?.have ?? 0,
		practicesNeeded: find('practice')?.need ?? 0,
		outlook: verdict.outlook,
		finishOn: verdict.finishOn
	};
}

/** Works out everything anew, a few people a transaction. On a healthy database it changes no milestone. */
export async function recompute(db: Db, actor: Actor): Promise<{ groups: number; changed: number }> {
	const all = await db.read.select({ id: groups.id }).from(groups).orderBy(asc(groups.id));
	let changed = 0;
	for (const { id } of all) {
		for (const people of await slicesOf(db.read, id)) {
			changed += await db.write((tx) => settle(tx, actor, id, people));
			await othersTurn();
		}
	}
	return { groups: all.length, changed };
}

/** A participant's milestones that stand, in the order in which they were earned. */
export async function milestonesOf(read: Read, enrollmentId: Id): Promise<Milestone[]> {
	const own = eq(milestones.enrollmentId, enrollmentId);
	return standing(await read.select().from(milestones).where(own).orderBy(asc(milestones.position)));
}
