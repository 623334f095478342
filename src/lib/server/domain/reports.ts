/** Who is where: people of an organization with what they reached, and the program's counts. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import {
	enrollments,
	groups,
	milestones,
	organizations,
	participantNames,
	participants,
	sites,
	standings
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { appendEvents, type NewEvent } from './events.ts';
import { standing } from './milestones.ts';
import { byName, byText, isNamed } from './names.ts';
import { dayIn } from './schedule.ts';
import { stateOf } from './stays.ts';
import { outlooks } from '#lib/vocabulary.ts';

export const sortings = ['name', 'group', 'lessons', 'minutes', 'practice', 'outlook'] as const;
/** What the address of the list may ask for; anything unknown falls back, so that an old link still opens. */
export const PeopleQuery = z.object({
	group: z.uuid().optional().catch(undefined),
	organization: z.uuid().optional().catch(undefined),
	outlook: z.enum(outlooks).optional().catch(undefined),
	/** "active": all who are in a group, pauses included. "exited": all who left. */
	state: z
		.enum(['active', 'paused', 'completed', 'exited', 'never-started', 'all'])
		.catch('active')
		.default('active'),
	q: z.string().trim().max(60).optional().catch(undefined),
	sort: z.enum(sortings).catch('name').default('name'),
	order: z.enum(['up', 'down']).catch('up').default('up')
});
export type PeopleQuery = z.infer<typeof PeopleQuery>;

type Person = Awaited<ReturnType<typeof listed>>[number];
const comparing: Record<(typeof sortings)[number], (a: Person, b: Person) => number> = {
	name: byName,
	group: (a, b) => byText(a.group, b.group),
	lessons: (a, b) => a.lessonsDone - b.lessonsDone,
	minutes: (a, b) => a.minutes - b.minutes,
	practice: (a, b) => a.practices - b.practices,
	outlook: (a, b) => outlooks.indexOf(a.outlook) - outlooks.indexOf(b.outlook)
};

/** People of the organizations whose program staff the actor is. Screen and CSV are this same list. */
export async function listPeople(read: Read, actor: Actor, query: PeopleQuery): Promise<Person[]> {
	allow(actor, 'people.list');
	const found = await listed(read, and(inScope(actor), ...asked(query)));
	const people = found.filter(({ state }) => !byState.includes(query.state) || state === query.state);
	const compare = comparing[query.sort];
	const turn = query.order === 'down' ? -1 : 1;
	return people.filter((one) => isNamed(one, query.q)).sort((a, b) => turn * compare(a, b) || byName(a, b));
}

/** States that are worked out; the others are in the rows. */
const byState: PeopleQuery['state'][] = ['paused', 'completed', 'never-started'];

async function listed(read: Read, where: SQL | undefined) {
	const rows = await rowsOf(read, where);
	return rows.map(({ zone, came, ...row }) => ({
		...row,
		state: stateOf(row, { came, outlook: row.outlook, today: dayIn(zone, now()) })
	}));
}

const rowsOf = (read: Read, where: SQL | undefined) =>
	read
		.select({
			enrollmentId: enrollments.id,
			participantId: participants.id,
			number: participants.number,
			firstName: participantNames.firstName,
			lastName: participantNames.lastName,
			groupId: groups.id,
			group: groups.name,
			organizationId: organizations.id,
			organization: organizations.name,
			enrolledOn: enrollments.enrolledOn,
			exitedAt: enrollments.exitedAt,
			exitReason: enrollments.exitReason,
			pausedOn: enrollments.pausedOn,
			backOn: enrollments.backOn,
			zone: sites.zone,
			came: standings.came,
			lessonsDone: standings.lessonsDone,
			lessonsNeeded: standings.lessonsNeeded,
			minutes: standings.minutes,
			practices: standings.practices,
			practicesNeeded: standings.practicesNeeded,
			outlook: standings.outlook,
			finishOn: standings.finishOn
		})
		.from(enrollments)
		.innerJoin(standings, eq(standings.enrollmentId, enrollments.id))
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(organizations, eq(organizations.id, enrollments.organizationId))
		.innerJoin(participants, eq(participants.id, enrollments.participantId))
		.innerJoin(participantNames, eq(participantNames.participantId, participants.id))
		.where(where)
		.orderBy(asc(enrollments.id));

const inScope = (actor: Actor) => inArray(enrollments.organizationId, organizationsOf(actor, 'coordinator'));

function asked({ group, organization, outlook, state }: Partial<PeopleQuery>) {
	return [
		group ? eq(enrollments.groupId, group) : undefined,
		organization ? eq(enrollments.organizationId, organization) : undefined,
		outlook ? eq(standings.outlook, outlook) : undefined,
		state === 'active' ? isNull(enrollments.exitedAt) : undefined,
		state === 'exited' ? isNotNull(enrollments.exitedAt) : undefined
	];
}

/**
 * The same list, for a file that leaves the screen: the export is logged before it is sent.
 * @throws 403
 */
export async function exportPeople(db: Db, actor: Actor, query: PeopleQuery) {
	return db.write(async (tx) => {
		const people = await listPeople(tx, actor, query);
		await appendEvents(
			tx,
			actor,
			organizationsOf(actor, 'coordinator').map((organizationId) => exported(organizationId, people, query))
		);
		return people;
	});
}

/** What was asked for and how many it were; a search may hold a name, so only that there was one. */
function exported(
	organizationId: Id,
	people: { organizationId: Id }[],
	{ q, ...query }: PeopleQuery
): NewEvent {
	const rows = people.filter((one) => one.organizationId === organizationId).length;
	const data = { ...query, searched: Boolean(q), rows };
	return { organizationId, subject: `organization:${organizationId}`, kind: 'export.people', data };
}

/** People of one group with what they reached, those who are still in it first. The caller has found the group. */
export async function rosterOf(read: Read, groupId: Id) {
	const rows = (await listed(read, eq(enrollments.groupId, groupId))).sort(byName);
	return [...rows.filter((one) => !one.exitedAt), ...rows.filter((one) => one.exitedAt)];
}

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
