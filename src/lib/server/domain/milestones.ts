/** Milestones: earned once, in the transaction that earned them, and voided when a correction takes the ground away. */
import { asc, eq, inArray, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { enrollments, groups, milestones, standings } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { appendEvents, type NewEvent } from './events.ts';
import { factsIn, type GroupFacts } from './facts.ts';
import { earnedBy, isPlain, progress, type Progress } from './progress.ts';

type Milestone = typeof milestones.$inferSelect;
type NewMilestone = Omit<Milestone, 'position'>;

/**
 * Brings milestones and standings into step with the facts: called by every verb that changes a fact. Facts under
 * review award nothing (read at their worst) and void nothing (read at their best).
 * @returns how many milestones were awarded or voided
 */
export async function settle(tx: Tx, actor: Actor, groupId: Id, enrollmentIds?: Id[]): Promise<number> {
	const gathered = await factsIn(tx, groupId, enrollmentIds);
	const kin = await kinOf(tx, gathered);
	const all = [gathered, ...(await factsOfOthers(tx, gathered, kin))];
	const verdicts = all.map((one) => verdictsOf(one, kin));
	const changes = await changesFor(tx, verdicts.flat());
	await append(tx, actor, changes);
	for (const [i, one] of all.entries()) await saveStandings(tx, one, verdicts[i]);
	return changes.length;
}

/** Enrollments of one person that count each other's credit have one family. */
type Kin = { id: Id; groupId: Id; family: Id; isOpen: boolean };

async function kinOf(tx: Tx, { participants }: GroupFacts): Promise<Map<Id, Kin>> {
	const { id, groupId, participantId, carries, exitedAt } = enrollments;
	const rows = await tx
		.select({ id, groupId, carries, exitedAt })
		.from(enrollments)
		.where(inArray(participantId, [...new Set(participants.values())]))
		.orderBy(asc(id));
	const family = new Map(rows.map((row) => [row.id, row.id]));
	for (const row of rows) for (const other of row.carries) join(family, other, row.id);
	return new Map(
		rows.map(({ carries: _, exitedAt, ...row }) => [
			row.id,
			{ ...row, family: family.get(row.id)!, isOpen: exitedAt === null }
		])
	);
}

function join(family: Map<Id, Id>, one: Id, other: Id) {
	const [from, to] = [family.get(one), family.get(other)!];
	if (from === undefined) return;
	for (const [id, name] of family) if (name === from) family.set(id, to);
}

/** Facts of their kin in other groups: what changes in one may change in the other. */
async function factsOfOthers(tx: Tx, { facts }: GroupFacts, kin: Map<Id, Kin>): Promise<GroupFacts[]> {
	const families = new Set([...facts.keys()].map((id) => kin.get(id)!.family));
	const others = [...kin.values()].filter(({ id, family }) => !facts.has(id) && families.has(family));
	const found: GroupFacts[] = [];
	for (const [groupId, own] of Map.groupBy(others, (one) => one.groupId)) {
		const ids = own.map(({ id }) => id);
		found.push(await factsIn(tx, groupId, ids));
	}
	return found;
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

type Verdict = Kin & {
	organizationId: Id;
	participantId: Id;
	edition: EditionOutline;
	worst: Progress;
	best: Progress;
};

function verdictsOf(gathered: GroupFacts, kin: Map<Id, Kin>): Verdict[] {
	const { policy, edition, organizationId, facts, participants } = gathered;
	return [...facts].map(([id, own]) => {
		const worst = progress(policy, edition, own, 'worst');
		const best = isPlain(edition, own) ? worst : progress(policy, edition, own, 'best');
		const participantId = participants.get(id)!;
		return { ...kin.get(id)!, organizationId, participantId, edition, worst, best };
	});
}

async function changesFor(tx: Tx, verdicts: Verdict[]): Promise<NewMilestone[]> {
	const held = await heldBy(
		tx,
		verdicts.map(({ id }) => id)
	);
	const families = Map.groupBy(verdicts, ({ family }) => family);
	return [...families.values()].flatMap((family) => changesInFamily(family, held));
}

/** What a person earned once is not earned again in another group: where they are now, before where they were. */
function changesInFamily(family: Verdict[], held: Map<Id, Milestone[]>): NewMilestone[] {
	const inOrder = [...family].sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || (a.id < b.id ? 1 : -1));
	const heldOf = ({ id }: Verdict) => held.get(id) ?? [];
	const has = new Set(inOrder.flatMap(heldOf).map(keyOf));
	const defensible = new Set(inOrder.flatMap(({ edition, best }) => earnedBy(edition, best)).map(keyOf));
	return inOrder.flatMap((verdict) => {
		const deserved = earnedBy(verdict.edition, verdict.worst).filter((one) => !has.has(keyOf(one)));
		for (const one of deserved) has.add(keyOf(one));
		const voided = heldOf(verdict).filter((one) => !defensible.has(keyOf(one)));
		return [
			...deserved.map((one) => newMilestone(verdict, one, null)),
			...voided.map((one) => newMilestone(verdict, one, one.id))
		];
	});
}

const newMilestone = (
	{ id: enrollmentId, organizationId, participantId }: Verdict,
	{ kind, moduleId }: { kind: string; moduleId: string },
	voids: Id | null
): NewMilestone => ({
	...{ id: newId(), organizationId, enrollmentId, participantId, kind, moduleId, voids },
	at: now()
});

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
				came: given('came'),
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
		came: verdict.came,
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
