/** Reckonings: which milestones the facts of a group earn and take back, beside those that stand. Nothing is written. */
import { asc, eq, inArray } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { enrollments, milestones } from '../db/schema/index.ts';
import { newId, type Id } from '../ids.ts';
import { ownDosage } from './dosage.ts';
import { factsIn, type GroupFacts } from './facts.ts';
import { heldFacts } from './held-editions.ts';
import { earned, earnedBy, isPlain, progress, type Earned, type Progress } from './progress.ts';
import type { Dosage } from '#lib/dosage.ts';
import type { Policy } from '#lib/vocabulary.ts';

export type Milestone = typeof milestones.$inferSelect;
export type NewMilestone = Omit<Milestone, 'position'>;
/** Milestones that stand, by enrollment id. */
export type HeldMilestones = Map<Id, Milestone[]>;

type Asked = {
	/** Of these alone; else of everybody in the group. */
	enrollmentIds?: Id[];
	/** Policies under which some groups are thought of, by group id. */
	supposed?: Map<Id, Policy>;
	/** What would stand by then; else what stands. */
	held?: (read: Read, enrollmentIds: Id[]) => Promise<HeldMilestones>;
};

/** The facts of a group and of its people's other groups, the verdicts on them, and the changes that they ask for. */
export async function reckon(read: Read, groupId: Id, asked: Asked = {}) {
	const { enrollmentIds, supposed = new Map(), held = heldBy } = asked;
	const gathered = await factsIn(read, groupId, enrollmentIds);
	const kin = await kinOf(read, gathered);
	const others = await factsOfOthers(read, gathered, kin);
	const all = [gathered, ...others].map((one) => under(supposed, one));
	const verdicts = all.map((one) => verdictsOf(one, kin));
	const changes = await changesFor(read, verdicts.flat(), held);
	return { all, verdicts, changes };
}

/** The same facts under the policies that are supposed. */
function under(supposed: Map<Id, Policy>, gathered: GroupFacts): GroupFacts {
	if (supposed.size === 0) return gathered;
	const policyOf = (groupId: Id | undefined, own: Policy) => supposed.get(groupId ?? '') ?? own;
	const facts = [...gathered.facts].map(([id, own]) => {
		const before = own.before?.map((one) => ({ ...one, policy: policyOf(one.groupId, one.policy) }));
		return [id, before ? { ...own, before } : own] as const;
	});
	return { ...gathered, policy: policyOf(gathered.groupId, gathered.policy), facts: new Map(facts) };
}

/** Enrollments of one person that count each other's credit have one family. */
type Kin = { id: Id; groupId: Id; family: Id; isOpen: boolean };

async function kinOf(read: Read, { participants }: GroupFacts): Promise<Map<Id, Kin>> {
	const { id, groupId, participantId, carries, exitedAt } = enrollments;
	const rows = await read
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
async function factsOfOthers(read: Read, { facts }: GroupFacts, kin: Map<Id, Kin>): Promise<GroupFacts[]> {
	const families = new Set([...facts.keys()].map((id) => kin.get(id)!.family));
	const others = [...kin.values()].filter(({ id, family }) => !facts.has(id) && families.has(family));
	const found: GroupFacts[] = [];
	for (const [groupId, own] of Map.groupBy(others, (one) => one.groupId)) {
		const ids = own.map(({ id }) => id);
		found.push(await factsIn(read, groupId, ids));
	}
	return found;
}

/** Milestones that stand: awarded and not voided. */
export function standing(rows: Milestone[]): Milestone[] {
	const voided = new Set(rows.map((row) => row.voids));
	return rows.filter((row) => row.voids === null && !voided.has(row.id));
}

export async function heldBy(read: Read, enrollmentIds: Id[]): Promise<HeldMilestones> {
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

export type Verdict = Kin & {
	organizationId: Id;
	participantId: Id;
	edition: EditionOutline;
	worst: Progress;
	best: Progress;
	/** What was earned with editions that the group has moved on from. */
	earlier: Earned[];
	dosage: Dosage;
};

function verdictsOf(gathered: GroupFacts, kin: Map<Id, Kin>): Verdict[] {
	const { policy, edition, organizationId, facts, participants } = gathered;
	return [...facts].map(([id, own]) => {
		const worst = progress(policy, edition, own, 'worst');
		const best = isPlain(edition, own) ? worst : progress(policy, edition, own, 'best');
		const participantId = participants.get(id)!;
		const earlier = heldFacts(own).flatMap((held) => earned(policy, held.edition, held.facts, 'best'));
		const dosage = ownDosage(policy, edition, own, worst.lessons);
		return { ...kin.get(id)!, organizationId, participantId, edition, worst, best, earlier, dosage };
	});
}

async function changesFor(
	read: Read,
	verdicts: Verdict[],
	heldOf: NonNullable<Asked['held']>
): Promise<NewMilestone[]> {
	const held = await heldOf(
		read,
		verdicts.map(({ id }) => id)
	);
	const families = Map.groupBy(verdicts, ({ family }) => family);
	return [...families.values()].flatMap((family) => changesInFamily(family, held));
}

/** What a person earned once is not earned again in another group: where they are now, before where they were. */
function changesInFamily(family: Verdict[], held: HeldMilestones): NewMilestone[] {
	const inOrder = [...family].sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || (a.id < b.id ? 1 : -1));
	const heldOf = ({ id }: Verdict) => held.get(id) ?? [];
	const has = new Set(inOrder.flatMap(heldOf).map(keyOf));
	const defensible = new Set(
		inOrder.flatMap(({ edition, best, earlier }) => [...earnedBy(edition, best), ...earlier]).map(keyOf)
	);
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

/** People worked out at once: a request waits for no more than these. */
const slice = 4;

/** Everybody in a group, a few at a time. */
export async function slicesOf(read: Read, groupId: Id): Promise<Id[][]> {
	const rows = await read
		.select({ id: enrollments.id })
		.from(enrollments)
		.where(eq(enrollments.groupId, groupId))
		.orderBy(asc(enrollments.id));
	const ids = rows.map(({ id }) => id);
	return Array.from({ length: Math.ceil(ids.length / slice) }, (_, i) =>
		ids.slice(i * slice, (i + 1) * slice)
	);
}
