/** Prospective incentives: what those who can still finish would earn on the way. */
import { and, asc, eq, inArray, isNull, not, sql } from 'drizzle-orm';
import type { EditionOutline } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { enrollments, groups, milestones, policies, standings } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { amountOf } from './amounts.ts';
import { outlineOf } from './lessons.ts';
import { ruleOf } from './rules.ts';
import { isVoided } from './voids.ts';
import { policyFrom, type MilestoneKind, type Policy } from '#lib/vocabulary.ts';

const reach = and(isNull(enrollments.exitedAt), inArray(standings.outlook, ['on-course', 'at-risk']));
const people = sql<number>`count(distinct ${enrollments.id})`.mapWith(Number);

/** Cents, by organization id: of each group what its policy gives for milestones that people in reach do not have yet. */
export async function likelyIn(read: Read, organizationIds: Id[]): Promise<Map<Id, number>> {
	const crowds = await crowdsIn(read, organizationIds);
	const had = await hadIn(read, organizationIds);
	const likely = new Map<Id, number>();
	for (const { groupId, organizationId, editionId, policy, count } of crowds) {
		const edition = await outlineOf(read, editionId);
		const own = had.filter((one) => one.groupId === groupId);
		const open = reachable(policyFrom(policy), edition).map(({ kind, moduleId, amount }) => {
			const have = own.find((one) => one.kind === kind && one.moduleId === moduleId)?.count ?? 0;
			return amount * Math.max(0, count - have);
		});
		const sum = open.reduce((total, cents) => total + cents, 0);
		likely.set(organizationId, (likely.get(organizationId) ?? 0) + sum);
	}
	return likely;
}

/** People who can still finish, by group. */
const crowdsIn = (read: Read, organizationIds: Id[]) =>
	read
		.select({
			groupId: groups.id,
			organizationId: groups.organizationId,
			editionId: groups.editionId,
			policy: policies.data,
			count: people
		})
		.from(enrollments)
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(policies, eq(policies.id, groups.policyId))
		.where(and(reach, inArray(groups.organizationId, organizationIds)))
		.groupBy(groups.id, groups.organizationId, groups.editionId, policies.data)
		.orderBy(asc(groups.id));

/** How many of them have which milestone already, here or where they came from. */
const hadIn = (read: Read, organizationIds: Id[]) =>
	read
		.select({
			groupId: enrollments.groupId,
			kind: milestones.kind,
			moduleId: milestones.moduleId,
			count: people
		})
		.from(enrollments)
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.innerJoin(milestones, eq(milestones.participantId, enrollments.participantId))
		.where(
			and(
				reach,
				inArray(enrollments.organizationId, organizationIds),
				isNull(milestones.voids),
				not(isVoided(milestones.id))
			)
		)
		.groupBy(enrollments.groupId, milestones.kind, milestones.moduleId)
		.orderBy(asc(enrollments.groupId));

/** Milestones that a policy pays for and that its edition knows. */
function reachable(policy: Policy, edition: EditionOutline) {
	const { practice, applications, plan } = ruleOf(policy, edition);
	const plain: [MilestoneKind, boolean][] = [
		['enrolled', true],
		['first-session', true],
		['half-way', true],
		['applications', applications !== 0],
		['practice-target', practice.entries > 0 || practice.skills > 0],
		['plan', plan !== null],
		['completed', true]
	];
	const cored = edition.lessons.filter(({ core }) => core).map(({ moduleId }) => moduleId);
	const all = [
		...plain.filter(([, can]) => can).map(([kind]) => ({ kind, moduleId: '' })),
		...[...new Set(cored)].map((moduleId) => ({ kind: 'module' as const, moduleId })),
		...policy.milestones.map(({ id }) => ({ kind: 'defined' as const, moduleId: id }))
	];
	return all.map((one) => ({ ...one, amount: amountOf(policy, one) })).filter(({ amount }) => amount > 0);
}
