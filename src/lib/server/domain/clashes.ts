/** Clashes: what is in the way of meetings, before they are planned or moved. Looked for from both sides alike. */
import { and, asc, eq, gte, inArray, isNull, lte, notInArray } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import {
	covers,
	enrollments,
	groupFacilitators,
	groups,
	sessions,
	sites,
	staff
} from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { groupScope } from './groups.ts';

/** A meeting as it would be. */
export type Wish = {
	date: string;
	time: string;
	startsAt: string;
	minutes: number;
	room: string;
	/** Who covers it, beside the group's facilitators. */
	coverIds?: Id[];
};
/**
 * Where and with whom. `sessionIds`: those that are being planned, which are in nobody's way; `groupId`: whose people
 * may be in another group at the time.
 */
export type Setting = { siteId: Id; facilitatorIds: Id[]; sessionIds: Id[]; groupId?: Id };
export type Clash = Pick<Wish, 'date' | 'time'> & {
	kind: 'room' | 'facilitator' | 'people' | 'closed' | 'order';
	/** How many people of the group are in both. */
	count?: number;
	/** Who is in two places at once. */
	person: string | null;
	/** The other group; null where the actor may not know of it. */
	group: string | null;
	/** Wall time of what is in the way. */
	at: string | null;
};

/** Longest session there is, in milliseconds. */
const longest = 240 * 60_000;
const plus = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString();
const endOf = ({ startsAt, minutes }: Pick<Wish, 'startsAt' | 'minutes'>) => plus(startsAt, minutes * 60_000);
export const overlap = (a: Pick<Wish, 'startsAt' | 'minutes'>, b: Pick<Wish, 'startsAt' | 'minutes'>) =>
	a.startsAt < endOf(b) && b.startsAt < endOf(a);
const sameRoom = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Rooms that are taken, facilitators and people who are elsewhere at the time, in the order of the meetings. */
export async function clashesOf(
	read: Read,
	actor: Actor,
	setting: Setting,
	wishes: Wish[]
): Promise<Clash[]> {
	const near = await heldNear(read, setting, wishes);
	const people = await peopleOf(read, near);
	const known = await knownGroups(read, actor, near);
	const inBoth = await sharedWith(read, setting, near);
	return wishes.flatMap((wish) =>
		near.filter((other) => overlap(wish, other)).flatMap((other) => clashesIn(wish, other))
	);

	function clashesIn(wish: Wish, other: Near): Clash[] {
		const { date, time } = wish;
		const common = { date, time, group: known.has(other.groupId) ? other.group : null, at: other.time };
		const leading = [...setting.facilitatorIds, ...(wish.coverIds ?? [])];
		const twice = people(other).filter(({ id }) => leading.includes(id));
		const count = inBoth.get(other.groupId) ?? 0;
		const taken = other.siteId === setting.siteId && sameRoom(other.room ?? other.groupRoom, wish.room);
		return [
			...(taken ? [{ kind: 'room' as const, person: null, ...common }] : []),
			...twice.map(({ name }) => ({ kind: 'facilitator' as const, person: name, ...common })),
			...(count > 0 ? [{ kind: 'people' as const, person: null, count, ...common }] : [])
		];
	}
}

/** Whoever plans hears only of what is still to be held. */
async function heldNear(read: Read, { sessionIds }: Setting, wishes: Wish[]) {
	const starts = wishes.map(({ startsAt }) => startsAt).sort();
	if (starts.length === 0) return [];
	const rows = await read
		.select({
			id: sessions.id,
			groupId: sessions.groupId,
			date: sessions.date,
			time: sessions.time,
			startsAt: sessions.startsAt,
			minutes: sessions.minutes,
			room: sessions.room,
			group: groups.name,
			groupRoom: groups.room,
			siteId: sites.id
		})
		.from(sessions)
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.where(
			and(
				isNull(sessions.cancelledAt),
				isNull(sessions.endedAt),
				gte(sessions.startsAt, plus(starts[0], -longest)),
				lte(sessions.startsAt, plus(starts.at(-1)!, longest)),
				notInArray(sessions.id, ['', ...sessionIds])
			)
		)
		.orderBy(asc(sessions.startsAt), asc(sessions.id));
	return rows.filter((other) => wishes.some((wish) => overlap(wish, other)));
}
type Near = Awaited<ReturnType<typeof heldNear>>[number];

/** Who leads each session: its group's facilitators, and who covers it. */
async function peopleOf(read: Read, near: Near[]) {
	const groupIds = ['', ...near.map(({ groupId }) => groupId)];
	const leading = await read
		.select({ groupId: groupFacilitators.groupId, id: staff.id, name: staff.name })
		.from(groupFacilitators)
		.innerJoin(staff, eq(staff.id, groupFacilitators.staffId))
		.where(and(inArray(groupFacilitators.groupId, groupIds), isNull(groupFacilitators.endedAt)))
		.orderBy(asc(groupFacilitators.id));
	const covering = await read
		.select({ cover: covers, id: staff.id, name: staff.name })
		.from(covers)
		.innerJoin(staff, eq(staff.id, covers.staffId))
		.where(and(inArray(covers.groupId, groupIds), isNull(covers.endedAt)))
		.orderBy(asc(covers.id));
	return ({ id, groupId, date }: Near) => [
		...leading.filter((one) => one.groupId === groupId),
		...covering.filter(({ cover }) => isCovered(cover, { id, groupId, date }))
	];
}

export const isCovered = (
	cover: Pick<typeof covers.$inferSelect, 'groupId' | 'sessionId' | 'firstDay' | 'lastDay'>,
	{ id, groupId, date }: { id: Id; groupId: Id; date: string }
) =>
	cover.groupId === groupId &&
	(cover.sessionId === null ? cover.firstDay <= date && date <= cover.lastDay : cover.sessionId === id);

/** People of the group who are in another one of its organization: how many in each. */
async function sharedWith(read: Read, { groupId }: Setting, near: Near[]): Promise<Map<Id, number>> {
	const others = [...new Set(near.map((one) => one.groupId))].filter((id) => id !== groupId);
	if (!groupId || others.length === 0) return new Map();
	const rows = await read
		.select({
			groupId: enrollments.groupId,
			participantId: enrollments.participantId,
			organizationId: enrollments.organizationId
		})
		.from(enrollments)
		.where(and(inArray(enrollments.groupId, [groupId, ...others]), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
	const own = rows.filter((one) => one.groupId === groupId);
	const shared = rows.filter(
		(one) =>
			one.groupId !== groupId &&
			own.some(
				(mine) => mine.participantId === one.participantId && mine.organizationId === one.organizationId
			)
	);
	return new Map([...Map.groupBy(shared, (one) => one.groupId)].map(([id, both]) => [id, both.length]));
}

async function knownGroups(read: Read, actor: Actor, near: Near[]): Promise<Set<Id>> {
	const rows = await read
		.select({ id: groups.id })
		.from(groups)
		.where(and(inArray(groups.id, ['', ...near.map(({ groupId }) => groupId)]), groupScope(actor)))
		.orderBy(asc(groups.id));
	return new Set(rows.map(({ id }) => id));
}
