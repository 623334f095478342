/** Previews of a policy: what it would change for real people before it takes force. Nothing is written. */
import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { groups, organizations, participantNames, policies, sessions } from '../db/schema/index.ts';
import { notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { groupScope } from './groups.ts';
import { findPolicy } from './policies.ts';
import type { Earned } from './progress.ts';
import {
	heldBy,
	reckon,
	slicesOf,
	type HeldMilestones,
	type Milestone,
	type NewMilestone,
	type Verdict
} from './reckonings.ts';
import { othersTurn } from './turns.ts';
import type { Policy } from '#lib/vocabulary.ts';

/** What would become of one enrollment. */
type Change = { gained: Earned[]; lost: Earned[]; completes: boolean; uncompletes: boolean };
export type PreviewPerson = Change & { enrollmentId: Id; participantId: Id; name: string };
export type PreviewCounts = {
	people: number;
	complete: number;
	uncomplete: number;
	gain: number;
	lose: number;
};
export type PreviewGroup = {
	id: Id;
	name: string;
	organizationId: Id;
	organization: string;
	/** Version of the policy that it has now. */
	version: number;
	counts: PreviewCounts;
	/** Those for whom something would change; null for whoever may not read names there. */
	changed: PreviewPerson[] | null;
};

/**
 * What would change if these groups (else all that are not done) were under the policy from now on: those that the actor
 * may know of, with names where they may read them.
 * @throws 403; 404 for a group that the actor may not know of
 */
export async function previewPolicy(
	read: Read,
	actor: Actor,
	{ policy, groupIds = [] }: { policy: Policy; groupIds?: Id[] }
) {
	allow(actor, 'policies.preview');
	const chosen = await chosenGroups(read, actor, groupIds);
	const told = await supposing(
		read,
		policy,
		chosen.map(({ id }) => id)
	);
	const known = new Set(chosen.map(({ id }) => id));
	const others = told
		.filter((one) => isChanged(one) && !known.has(one.groupId))
		.map(({ groupId }) => groupId);
	const previews: PreviewGroup[] = [];
	// Credit follows a person: groups that stay as they are may be touched by those that move.
	for (const group of [...chosen, ...(await groupsWithPolicy(read, actor, inArray(groups.id, others)))]) {
		const own = told.filter((one) => one.groupId === group.id);
		const mayRead = can(actor, 'people.read', { organizationId: group.organizationId });
		previews.push({ ...group, counts: countsOf(own), changed: mayRead ? await named(read, own) : null });
	}
	return { groups: previews, total: sumOf(previews) };
}
export type Preview = Awaited<ReturnType<typeof previewPolicy>>;

/** The same for one group and a version that there is. */
export async function previewMove(read: Read, actor: Actor, groupId: Id, policyId: Id) {
	const { data } = await findPolicy(read, policyId);
	return previewPolicy(read, actor, { policy: data, groupIds: [groupId] });
}

/** Groups that the actor may think of under another policy: the program's staff all of them, others those that they know. */
const policyScope = (actor: Actor): SQL => (can(actor, 'policies.adopt') ? sql`1 = 1` : groupScope(actor));

/** Course sessions that are still to be ended. */
const notDone = sql`exists (select 1 from ${sessions} where ${sessions.groupId} = ${groups.id}
	and ${sessions.kind} = 'course' and ${sessions.endedAt} is null and ${sessions.cancelledAt} is null)`;

/** Groups that are not done, or those named, with the version that each has. */
export async function groupsWithPolicy(read: Read, actor: Actor, where: SQL | undefined = notDone) {
	return read
		.select({
			id: groups.id,
			name: groups.name,
			organizationId: groups.organizationId,
			organization: organizations.name,
			version: policies.version
		})
		.from(groups)
		.innerJoin(organizations, eq(organizations.id, groups.organizationId))
		.innerJoin(policies, eq(policies.id, groups.policyId))
		.where(and(policyScope(actor), where))
		.orderBy(asc(organizations.name), asc(groups.startsOn), asc(groups.name), asc(groups.id));
}

async function chosenGroups(read: Read, actor: Actor, groupIds: Id[]) {
	if (groupIds.length === 0) return groupsWithPolicy(read, actor);
	const found = await groupsWithPolicy(read, actor, inArray(groups.id, groupIds));
	if (found.length < new Set(groupIds).size) throw notFound();
	const place = new Map(groupIds.map((id, i) => [id, i]));
	return found.sort((a, b) => place.get(a.id)! - place.get(b.id)!);
}

type Told = Change & { groupId: Id; enrollmentId: Id; participantId: Id };

/** Moves the groups one after the other, in thought, as an adoption does: what is earned in one may count in another. */
async function supposing(read: Read, policy: Policy, groupIds: Id[]): Promise<Told[]> {
	const supposed = new Map<Id, Policy>();
	const memory = remembering();
	const seen = new Map<Id, { before: Verdict; after: Verdict }>();
	for (const groupId of groupIds) {
		supposed.set(groupId, policy);
		for (const enrollmentIds of await slicesOf(read, groupId)) {
			const now = await reckon(read, groupId, { enrollmentIds });
			for (const one of now.verdicts.flat())
				seen.set(one.id, { before: one, after: one, ...seen.get(one.id) });
			const then = await reckon(read, groupId, { enrollmentIds, supposed, held: memory.held });
			for (const one of then.verdicts.flat()) seen.set(one.id, { ...seen.get(one.id)!, after: one });
			memory.keep(then.changes);
			await othersTurn();
		}
	}
	return [...seen.values()].map(({ before, after }) => ({
		...{ groupId: after.groupId, enrollmentId: after.id, participantId: after.participantId },
		...memory.difference(after.id),
		completes: after.worst.complete && !before.worst.complete,
		uncompletes: before.worst.complete && !after.worst.complete
	}));
}

/** What would stand, beside what stood at first. */
function remembering() {
	const first: HeldMilestones = new Map();
	const then: HeldMilestones = new Map();
	const held = async (read: Read, ids: Id[]) => {
		const strange = ids.filter((id) => !then.has(id));
		const found = await heldBy(read, strange);
		for (const id of strange) for (const map of [first, then]) map.set(id, found.get(id) ?? []);
		return then;
	};
	const keep = (changes: NewMilestone[]) => {
		for (const { voids, ...one } of changes) {
			const own = then.get(one.enrollmentId) ?? [];
			const next = voids ? own.filter(({ id }) => id !== voids) : [...own, { ...one, voids, position: 0 }];
			then.set(one.enrollmentId, next);
		}
	};
	const difference = (id: Id) => ({
		gained: without(then.get(id) ?? [], first.get(id) ?? []),
		lost: without(first.get(id) ?? [], then.get(id) ?? [])
	});
	return { held, keep, difference };
}

const without = (some: Milestone[], others: Milestone[]): Earned[] =>
	some
		.filter((one) => !others.some((other) => other.kind === one.kind && other.moduleId === one.moduleId))
		.map(({ kind, moduleId }) => ({ kind: kind as Earned['kind'], moduleId }));

const isChanged = ({ gained, lost, completes, uncompletes }: Change) =>
	gained.length > 0 || lost.length > 0 || completes || uncompletes;

const countsOf = (own: Told[]): PreviewCounts => ({
	people: own.length,
	complete: own.filter(({ completes }) => completes).length,
	uncomplete: own.filter(({ uncompletes }) => uncompletes).length,
	gain: own.filter(({ gained }) => gained.length > 0).length,
	lose: own.filter(({ lost }) => lost.length > 0).length
});

const sumOf = (all: PreviewGroup[]): PreviewCounts => {
	const sum = (key: keyof PreviewCounts) => all.reduce((total, { counts }) => total + counts[key], 0);
	return {
		people: sum('people'),
		complete: sum('complete'),
		uncomplete: sum('uncomplete'),
		gain: sum('gain'),
		lose: sum('lose')
	};
};

async function named(read: Read, own: Told[]): Promise<PreviewPerson[]> {
	const changed = own.filter(isChanged);
	const { participantId, firstName, lastName } = participantNames;
	const rows = await read
		.select({ participantId, firstName, lastName })
		.from(participantNames)
		.where(
			inArray(
				participantId,
				changed.map((one) => one.participantId)
			)
		)
		.orderBy(asc(lastName), asc(firstName), asc(participantId));
	return rows.flatMap((row) =>
		changed
			.filter((one) => one.participantId === row.participantId)
			.map(({ groupId: _, ...one }) => ({ ...one, name: `${row.firstName} ${row.lastName}` }))
	);
}
