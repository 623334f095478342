/** Milestones: earned once, in the transaction that earned them, and voided when a correction takes the ground away. */
import { asc, eq, inArray, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { groups, milestones, standings } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { appendEvents, type NewEvent } from './events.ts';
import { factsIn, type GroupFacts } from './facts.ts';
import { earnedBy, isPlain, progress, type Earned, type Progress } from './progress.ts';

type Milestone = typeof milestones.$inferSelect;
type NewMilestone = Omit<Milestone, 'position'>;

/**
 * Brings milestones and standings into step with the facts: called by every verb that changes a fact. Facts under
 * review award nothing (read at their worst) and void nothing (read at their best).
 * @returns how many milestones were awarded or voided
 */
export async function settle(tx: Tx, actor: Actor, groupId: Id, enrollmentIds?: Id[]): Promise<number> {
	const gathered = await factsIn(tx, groupId, enrollmentIds);
	const held = await heldBy(tx, [...gathered.facts.keys()]);
	const verdicts = verdictsOf(gathered);
	const changes = verdicts.flatMap((verdict) => changesFor(gathered, verdict, held.get(verdict.id) ?? []));
	await append(tx, actor, changes);
	await saveStandings(tx, gathered, verdicts);
	return changes.length;
}

/** Milestones that stand: awarded and not voided. */
export function standing(rows: Milestone[]): Milestone[] {
	const voided = new Set(rows.map((row) => row.voids));
	return rows.filter((row) => row.voids === null && !voided.has(row.id));
}

async function heldBy(read: Read, enrollmentIds: Id[]): Promise<Map<Id, Milestone[]>> {
	const rows = await read
		.select()
		.from(milestones)
		.where(inArray(milestones.enrollmentId, enrollmentIds))
		.orderBy(asc(milestones.position));
	const held = new Map<Id, Milestone[]>();
	for (const row of standing(rows)) held.set(row.enrollmentId, [...(held.get(row.enrollmentId) ?? []), row]);
	return held;
}

const keyOf = ({ kind, moduleId }: { kind: string; moduleId: string }) => `${kind}|${moduleId}`;

type Verdict = { id: Id; worst: Progress; best: Progress };

function verdictsOf({ policy, edition, facts }: GroupFacts): Verdict[] {
	return [...facts].map(([id, own]) => {
		const worst = progress(policy, edition, own, 'worst');
		return { id, worst, best: isPlain(edition, own) ? worst : progress(policy, edition, own, 'best') };
	});
}

function changesFor(gathered: GroupFacts, verdict: Verdict, held: Milestone[]): NewMilestone[] {
	const { edition, organizationId } = gathered;
	const { id: enrollmentId, worst, best } = verdict;
	const deserved = earnedBy(edition, worst);
	const defensible = new Set(earnedBy(edition, best).map(keyOf));
	const has = new Set(held.map(keyOf));
	const participantId = gathered.participants.get(enrollmentId)!;
	const row = (of: { kind: string; moduleId: string }, voids: Id | null): NewMilestone => ({
		id: newId(),
		organizationId,
		enrollmentId,
		participantId,
		kind: of.kind,
		moduleId: of.moduleId,
		voids,
		at: now()
	});
	const awarded = deserved.filter((one: Earned) => !has.has(keyOf(one))).map((one) => row(one, null));
	const voided = held.filter((one) => !defensible.has(keyOf(one))).map((one) => row(one, one.id));
	return [...awarded, ...voided];
}

async function append(tx: Tx, actor: Actor, changes: NewMilestone[]) {
	if (changes.length === 0) return;
	const positions = await appendEvents(tx, actor, changes.map(asEvent));
	const rows = changes.map((change, i) => ({ ...change, position: positions[i] }));
	await tx.insert(milestones).values(rows).returning();
}

function asEvent({
	id,
	organizationId,
	participantId,
	enrollmentId,
	kind,
	moduleId,
	voids
}: NewMilestone): NewEvent {
	return {
		organizationId,
		subject: `participant:${participantId}`,
		kind: voids ? 'milestone.voided' : 'milestone.awarded',
		data: {
			milestoneId: id,
			enrollmentId,
			milestone: kind,
			...(moduleId && { moduleId }),
			...(voids && { voids })
		}
	};
}

async function saveStandings(tx: Tx, { organizationId, groupId }: GroupFacts, verdicts: Verdict[]) {
	const rows = verdicts.map(({ id: enrollmentId, worst }) => ({
		enrollmentId,
		organizationId,
		groupId,
		...standingOf(worst)
	}));
	if (rows.length === 0) return;
	const given = (column: string) => sql.raw(`excluded.${column}`);
	await tx
		.insert(standings)
		.values(rows)
		.onConflictDoUpdate({
			target: standings.enrollmentId,
			set: {
				lessonsDone: given('lessons_done'),
				lessonsNeeded: given('lessons_needed'),
				minutes: given('minutes'),
				practices: given('practices'),
				practicesNeeded: given('practices_needed'),
				outlook: given('outlook'),
				finishOn: given('finish_on')
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
		practices: find('practice')?.have ?? 0,
		practicesNeeded: find('practice')?.need ?? 0,
		outlook: verdict.outlook,
		finishOn: verdict.finishOn
	};
}

/** Works out everything anew, a group a transaction. On a healthy database it changes no milestone. */
export async function recompute(db: Db, actor: Actor): Promise<{ groups: number; changed: number }> {
	const all = await db.read.select({ id: groups.id }).from(groups).orderBy(asc(groups.id));
	let changed = 0;
	for (const { id } of all) changed += await db.write((tx) => settle(tx, actor, id));
	return { groups: all.length, changed };
}

/** A participant's milestones that stand, in the order in which they were earned. */
export async function milestonesOf(read: Read, enrollmentId: Id): Promise<Milestone[]> {
	const own = eq(milestones.enrollmentId, enrollmentId);
	return standing(await read.select().from(milestones).where(own).orderBy(asc(milestones.position)));
}
