/** Counts of people by what they reached: an organization's, and the program's. No names. */
import { and, asc, desc, eq, inArray, type SQL } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { enrollments, groups, milestones, organizations, sites, standings } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { standing } from './milestones.ts';
import { asked, inScope, type PeopleQuery } from './reports.ts';

export type Counts = {
	enrolled: number;
	started: number;
	halfway: number;
	completed: number;
	exited: number;
	/** Of those who left: for a job. They are counted apart, since work is what the program is for. */
	leftForJob: number;
};
const none = (): Counts => ({ enrolled: 0, started: 0, halfway: 0, completed: 0, exited: 0, leftForJob: 0 });

/**
 * Counts of enrollments by what they reached, from the milestones that stand; of all groups, or of the one or the
 * organization asked for. Enrolled counts everyone ever enrolled.
 */
export async function organizationCounts(
	read: Read,
	actor: Actor,
	{ group, organization }: Pick<PeopleQuery, 'group' | 'organization'> = {}
) {
	allow(actor, 'people.list');
	return total(await countRows(read, and(inScope(actor), ...asked({ group, organization }))));
}

/** The program's figures, by organization and group: counts, no names. */
export async function programCounts(read: Read, actor: Actor) {
	allow(actor, 'program.counts');
	const rows = await countRows(read, undefined);
	const byOrganization = Map.groupBy(rows, (row) => row.organizationId);
	return {
		total: total(rows),
		organizations: [...byOrganization.values()].map((own) => ({
			id: own[0].organizationId,
			name: own[0].organization,
			...total(own),
			groups: [...Map.groupBy(own, (row) => row.groupId).values()].map((inGroup) => ({
				id: inGroup[0].groupId,
				name: inGroup[0].group,
				site: inGroup[0].site,
				startsOn: inGroup[0].startsOn,
				...total(inGroup)
			}))
		}))
	};
}

async function countRows(read: Read, where: SQL | undefined) {
	const people = await read
		.select({
			enrollmentId: enrollments.id,
			exitedAt: enrollments.exitedAt,
			exitReason: enrollments.exitReason,
			organizationId: organizations.id,
			organization: organizations.name,
			groupId: groups.id,
			group: groups.name,
			startsOn: groups.startsOn,
			site: sites.name,
			came: standings.came,
			outlook: standings.outlook,
			lessonsDone: standings.lessonsDone,
			lessonsNeeded: standings.lessonsNeeded
		})
		.from(enrollments)
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.where(where)
		.orderBy(
			asc(organizations.name),
			asc(organizations.id),
			desc(groups.startsOn),
			asc(groups.name),
			asc(enrollments.id)
		);
	const reached = await reachedBy(read, where);
	return people.map(({ came, outlook, lessonsDone, lessonsNeeded, ...one }) => {
		const own = reached.get(one.enrollmentId) ?? new Set<string>();
		// What was earned in an earlier group is not earned again, and yet reached.
		if (came) own.add('first-session');
		if (lessonsNeeded > 0 && lessonsDone * 2 >= lessonsNeeded) own.add('half-way');
		if (outlook === 'complete') own.add('completed');
		return { ...one, reached: own };
	});
}

async function reachedBy(read: Read, where: SQL | undefined): Promise<Map<Id, Set<string>>> {
	const counted = inArray(milestones.kind, ['first-session', 'half-way', 'completed']);
	const rows = await read
		.select({ milestone: milestones })
		.from(milestones)
		.innerJoin(enrollments, eq(enrollments.id, milestones.enrollmentId))
		.where(and(counted, where))
		.orderBy(asc(milestones.position));
	const reached = new Map<Id, Set<string>>();
	for (const one of standing(rows.map((row) => row.milestone))) {
		reached.set(one.enrollmentId, (reached.get(one.enrollmentId) ?? new Set()).add(one.kind));
	}
	return reached;
}

function total(rows: { exitedAt: string | null; exitReason: string | null; reached: Set<string> }[]): Counts {
	const counts = none();
	for (const { exitedAt, exitReason, reached } of rows) {
		counts.enrolled += 1;
		if (exitedAt) counts.exited += 1;
		if (exitReason === 'job') counts.leftForJob += 1;
		if (reached.has('first-session')) counts.started += 1;
		if (reached.has('half-way')) counts.halfway += 1;
		if (reached.has('completed')) counts.completed += 1;
	}
	return counts;
}
