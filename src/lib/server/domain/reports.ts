/** Who is where: people of an organization, or of a group, with what they reached. */
import { and, asc, eq, inArray, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import {
	enrollments,
	groups,
	organizations,
	participantNames,
	participants,
	sites,
	standings
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { appendEvents, type NewEvent } from './events.ts';
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

export const inScope = (actor: Actor) =>
	inArray(enrollments.organizationId, organizationsOf(actor, 'coordinator'));

export function asked({ group, organization, outlook, state }: Partial<PeopleQuery>) {
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
