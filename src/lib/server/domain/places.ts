/** Places: the verdict on a person and a group of the program, and the groups that would take them next. */
import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import {
	enrollments,
	groups,
	organizations,
	participants,
	sessions,
	sites,
	type Slot
} from '../db/schema/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { endedElsewhere } from './credits.ts';
import { factsOf, sharedFactsIn, withEarlier } from './facts.ts';
import { groupsKeptFrom } from './kept-apart.ts';
import { joinsAt, placement, remaining, type Placement } from './placement.ts';
import type { Facts } from './progress.ts';
import { promisedSeats } from './referral-steps.ts';
import type { PlacementReason } from '#lib/vocabulary.ts';

/** Somebody whom the program does not know yet has no id; `leaving` are enrollments that they would leave for it. */
type Person = { participantId: Id | null; leaving?: Id[] };

/** What stands in the way of one person in one group? */
export async function placementOf(read: Read, groupId: Id, person: Person): Promise<Placement> {
	const { participantId } = person;
	const [group] = await read.select().from(groups).where(eq(groups.id, groupId));
	if (!group) throw notFound();
	const [{ people }] = await read
		.select({ people: count() })
		.from(enrollments)
		.where(and(eq(enrollments.groupId, groupId), isNull(enrollments.exitedAt)));
	const promised = await promisedSeats(read, groupId, participantId);
	const kept = participantId === null ? new Set<Id>() : await groupsKeptFrom(read, participantId);
	return placement({
		...(await rulesAndFacts(read, groupId, person)),
		...{
			capacity: group.capacity,
			entry: group.entry,
			people: people + promised,
			isKeptApart: kept.has(groupId)
		}
	});
}

/** How many people a group takes, and when somebody new may join. The caller has found the group. */
export async function placesOf(read: Read, groupId: Id) {
	const { capacity, entry } = groups;
	const [group] = await read.select({ capacity, entry }).from(groups).where(eq(groups.id, groupId));
	return group;
}

async function rulesAndFacts(read: Read, groupId: Id, { participantId, leaving = [] }: Person) {
	const { policy, edition, shared } = await sharedFactsIn(read, groupId);
	const newcomer: Facts = { ...shared, marks: [], practices: [], makeUps: [] };
	if (participantId === null) return { policy, edition, facts: newcomer };
	const place = { groupId, participantId };
	const ended = [...(await endedElsewhere(read, place)), ...leaving];
	const earlier = ended.length === 0 ? [] : [...(await factsOf(read, ended)).values()];
	return { policy, edition, facts: withEarlier((await ownFacts(read, place)) ?? newcomer, earlier) };
}

/** Of somebody who comes back: all that they did here counts. */
async function ownFacts(read: Read, { groupId, participantId }: { groupId: Id; participantId: Id }) {
	const there = and(eq(enrollments.groupId, groupId), eq(enrollments.participantId, participantId));
	const [own] = await read.select({ id: enrollments.id }).from(enrollments).where(there);
	return own && (await factsOf(read, [own.id])).get(own.id)?.facts;
}

/**
 * Looks for what is in the way; a reason looks past some of it.
 * @returns the day on which the person joins
 * @throws 403 for a reason of somebody who may not give one; 409 placement.unavailable, .closed, .gate, .full, .reach
 */
export async function findPlace(
	read: Read,
	actor: Actor,
	group: { id: Id; organizationId: Id },
	participantId: Id,
	today: string,
	reason: PlacementReason | null
): Promise<string> {
	if (reason !== null) allow(actor, 'groups.override', group);
	const verdict = await placementOf(read, group.id, { participantId });
	const obstacle = remaining(verdict, reason);
	if (obstacle !== null) throw conflict(`placement.${obstacle}`);
	return joinsAt(verdict, today, reason);
}

/** How many of the next groups are named. */
const most = 5;

/** Groups of the whole program that would take somebody as they are now, soonest first. */
async function groupsTaking(read: Read, groupId: Id, person: Person) {
	const found = [];
	for (const group of await possibleGroups(read, groupId)) {
		const { obstacles, joinsOn } = await placementOf(read, group.id, person);
		if (obstacles.length === 0) found.push({ ...group, joinsOn: laterOf(joinsOn, group.startsOn) });
	}
	return found.sort((a, b) => a.joinsOn.localeCompare(b.joinsOn));
}

/** The same for staff: of groups of other organizations only name, site and days. */
export async function nextGroups(read: Read, actor: Actor, groupId: Id, person: Person) {
	allow(actor, 'groups.list');
	const own = new Set(organizationsOf(actor, 'coordinator'));
	const found = (await groupsTaking(read, groupId, person)).map((group) => {
		const { id, organizationId, organization, name, site, joinsOn } = group;
		return { link: own.has(organizationId) ? id : null, organization, name, site, joinsOn };
	});
	return found.sort((a, b) => Number(a.link === null) - Number(b.link === null)).slice(0, most);
}

/** How many of them a person is told of. */
const mostOwn = 3;

/**
 * In which groups somebody who can't finish in theirs still could: where and when they meet, those of the same
 * organization first. The caller has found the enrollment, or is the person.
 */
export async function groupsToFinishIn(
	read: Read,
	{ id, groupId, organizationId, participantId }: Enrolled
): Promise<FinishingGroup[]> {
	const found = await groupsTaking(read, groupId, { participantId, leaving: [id] });
	const isOther = (group: { organizationId: Id }) => Number(group.organizationId !== organizationId);
	return found
		.sort((a, b) => isOther(a) - isOther(b))
		.slice(0, mostOwn)
		.map(({ site, slots, joinsOn }) => ({ site, slots, joinsOn }));
}
type Enrolled = { id: Id; groupId: Id; organizationId: Id; participantId: Id };
export type FinishingGroup = { site: string; slots: Slot[]; joinsOn: string };
export type NextGroup = Awaited<ReturnType<typeof nextGroups>>[number];

/** Before its first day nobody is in a group. */
export const laterOf = (joinsOn: string, startsOn: string) => (joinsOn > startsOn ? joinsOn : startsOn);

/** The same for somebody whom a form names by number, or (null) who is new. */
export async function nextGroupsFor(read: Read, actor: Actor, groupId: Id, number: string | null) {
	const { id } = participants;
	const known = number
		? await read.select({ id }).from(participants).where(eq(participants.number, number.trim().toUpperCase()))
		: [];
	return nextGroups(read, actor, groupId, { participantId: known[0]?.id ?? null });
}

/** Other groups of the same curriculum that still meet, and have room. */
async function possibleGroups(read: Read, groupId: Id) {
	const sameCourse = sql`${groups.editionId} in (select e.id from editions e where e.curriculum =
		(select o.curriculum from editions o inner join groups g on g.edition_id = o.id where g.id = ${groupId}))`;
	const hasRoom = sql`(select count(*) from ${enrollments} where ${enrollments.groupId} = ${groups.id}
		and ${enrollments.exitedAt} is null) < ${groups.capacity}`;
	const meets = sql`exists (select 1 from ${sessions} where ${sessions.groupId} = ${groups.id}
		and ${sessions.endedAt} is null and ${sessions.cancelledAt} is null and ${sessions.startsAt} > ${now()})`;
	return read
		.select({
			id: groups.id,
			organizationId: groups.organizationId,
			organization: organizations.name,
			name: groups.name,
			site: sites.name,
			slots: groups.slots,
			startsOn: groups.startsOn
		})
		.from(groups)
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(organizations, eq(organizations.id, groups.organizationId))
		.where(and(sameCourse, hasRoom, meets, sql`${groups.id} <> ${groupId}`))
		.orderBy(asc(groups.startsOn), asc(groups.name), asc(groups.id));
}
