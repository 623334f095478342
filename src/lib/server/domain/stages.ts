/** Groups at a glance: how far along each is, when it meets next, how many are in it. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { enrollments, groupFacilitators, groups, sessions, staff } from '../db/schema/index.ts';
import type { Actor } from '../policy.ts';
import { groupScope, listGroups } from './groups.ts';
import { groupSize } from './people.ts';

export const stages = ['running', 'starting', 'done'] as const;
export type Stage = (typeof stages)[number];

type Meeting = Pick<
	typeof sessions.$inferSelect,
	'id' | 'number' | 'date' | 'time' | 'zone' | 'startsAt' | 'minutes' | 'endedAt'
>;

/** A session that began this long ago (ms) is still the one to go to. */
const underWay = 3 * 3_600_000;

/** Groups that the actor may know of, by stage; what meets next (or waits for its end) comes first, then what ended last. */
export async function listStages(read: Read, actor: Actor, at = now()) {
	const all = await glance(read, actor, at);
	return stages.map((stage) => ({
		stage,
		groups: all.filter((group) => group.stage === stage).sort(stage === 'done' ? byLast : byNext)
	}));
}
export type StagedGroup = Awaited<ReturnType<typeof glance>>[number];

async function glance(read: Read, actor: Actor, at: string) {
	const all = await listGroups(read, actor);
	const meetings = Map.groupBy(await meetingsOf(read, actor), (meeting) => meeting.groupId);
	const people = Map.groupBy(await peopleOf(read, actor), (person) => person.groupId);
	const leaders = Map.groupBy(await leadersOf(read, actor), (one) => one.groupId);
	return all.map((group) => {
		const count = people.get(group.id)?.length ?? 0;
		return {
			...group,
			...stageOf(meetings.get(group.id) ?? [], at),
			people: count,
			size: sizeOf(count),
			facilitators: (leaders.get(group.id) ?? []).map((one) => one.name)
		};
	});
}

const byNext = (a: StagedGroup, b: StagedGroup) =>
	(a.next?.startsAt ?? '').localeCompare(b.next?.startsAt ?? '') || a.name.localeCompare(b.name);
const byLast = (a: StagedGroup, b: StagedGroup) =>
	(b.lastOn ?? '').localeCompare(a.lastOn ?? '') || a.name.localeCompare(b.name);

/** 8 to 12 is usual: fewer make role-plays hard, more leave nobody time to practice. */
export function sizeOf(people: number): 'usual' | 'small' | 'large' {
	if (people < groupSize.least) return 'small';
	return people > groupSize.most ? 'large' : 'usual';
}

/** Meetings of one group that were not cancelled, in order → its stage. */
export function stageOf(meetings: Meeting[], at: string) {
	const held = meetings.filter((meeting) => meeting.endedAt !== null).length;
	const open = meetings.filter((meeting) => meeting.endedAt === null);
	const from = new Date(Date.parse(at) - underWay).toISOString();
	const next = open.find((meeting) => meeting.startsAt > from) ?? null;
	const begun = held > 0 || open.some((meeting) => meeting.startsAt <= at);
	const stage: Stage = open.length === 0 && held > 0 ? 'done' : begun ? 'running' : 'starting';
	return {
		stage,
		held,
		planned: meetings.length,
		next,
		/** Past sessions that nobody has ended. */
		unfinished: open.filter((meeting) => meeting.startsAt <= from).length,
		lastOn: meetings.at(-1)?.date ?? null
	};
}

/** Of the course: its boosters come when it is done. */
async function meetingsOf(read: Read, actor: Actor) {
	const { id, groupId, number, date, time, zone, startsAt, minutes, endedAt } = sessions;
	return read
		.select({ id, groupId, number, date, time, zone, startsAt, minutes, endedAt })
		.from(sessions)
		.innerJoin(groups, eq(groups.id, sessions.groupId))
		.where(and(groupScope(actor), isNull(sessions.cancelledAt), eq(sessions.kind, 'course')))
		.orderBy(asc(sessions.startsAt), asc(sessions.id));
}

async function peopleOf(read: Read, actor: Actor) {
	return read
		.select({ groupId: enrollments.groupId })
		.from(enrollments)
		.innerJoin(groups, eq(groups.id, enrollments.groupId))
		.where(and(groupScope(actor), isNull(enrollments.exitedAt)))
		.orderBy(asc(enrollments.id));
}

async function leadersOf(read: Read, actor: Actor) {
	return read
		.select({ groupId: groupFacilitators.groupId, name: staff.name })
		.from(groupFacilitators)
		.innerJoin(groups, eq(groups.id, groupFacilitators.groupId))
		.innerJoin(staff, eq(staff.id, groupFacilitators.staffId))
		.where(and(groupScope(actor), isNull(groupFacilitators.endedAt)))
		.orderBy(asc(groupFacilitators.addedAt), asc(groupFacilitators.id));
}
