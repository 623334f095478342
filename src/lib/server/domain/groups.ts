/** Groups: a cohort with facilitators, a place and its times, pinned to one edition. */
import { and, asc, eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { EditionOutline, LessonOutline } from '../curriculum/outline.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { editions, groupFacilitators, groups, sessions, sites } from '../db/schema/index.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { newId, type Id } from '../ids.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { clashesOf } from './clashes.ts';
import { courseOf, electivesIn } from './courses.ts';
import { datesApart } from './dates.ts';
import { outlineOf } from './lessons.ts';
import { appendEvent } from './events.ts';
import { facilitates, facilitatorIdsOf, refuseStrangers } from './facilitators.ts';
import { dayText, line, timeText, uuid } from './inputs.ts';
import { laidOut, type Laid } from './layouts.ts';
import { closedOn } from './observances.ts';
import { isNew } from './operations.ts';
import { findSite, newestPolicy } from './organizations.ts';
import { closedAmong } from './relocations.ts';
import type { PlannedSession } from './schedule.ts';
import { entries, overrideReasons } from '#lib/vocabulary.ts';

const lessonId = z.string().min(1).max(80);

export const NewSlot = z.strictObject({
	weekday: z.int().min(1).max(7),
	time: timeText,
	minutes: z.int().min(30).max(240)
});
export const NewDate = z.strictObject({ date: dayText, time: timeText, minutes: NewSlot.shape.minutes });
/** People that a group takes: beyond 15 one is placed at a time, each with a reason (T4C: 8 to 12). */
export const capacity = z.int().min(1).max(15);
/** When somebody new may join. */
export const entry = z.enum(entries);

export const NewGroup = z.strictObject({
	/** Sent by a screen: the same operation sent twice makes one group. */
	operationId: uuid.optional(),
	name: line(80),
	siteId: uuid,
	room: line(60),
	editionId: uuid,
	facilitatorIds: z.array(z.string().min(1).max(64)).min(1).max(4),
	startsOn: dayText,
	/** It meets at these weekly times, or else on the given dates. */
	slots: z.array(NewSlot).max(5).refine(areApart, 'slots-overlap').default([]),
	dates: z.array(NewDate).max(120).refine(datesApart, 'dates-overlap').default([]),
	/** Ids of the edition's electives that the group takes. */
	electives: z.array(lessonId).max(30).default([]),
	capacity: capacity.default(12),
	entry: entry.default('gated'),
	/**
	 * From a screen that shows what is in the way: why the group is made all the same, null for no reason. Left out where
	 * nobody is there to ask.
	 */
	override: z.enum(overrideReasons).nullable().optional()
});
export type NewGroup = z.input<typeof NewGroup>;

/** A group can't meet twice at once. */
function areApart(slots: z.infer<typeof NewSlot>[]): boolean {
	const startOf = ({ weekday, time }: (typeof slots)[number]) =>
		weekday * 1440 + Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
	const inOrder = [...slots].sort((a, b) => startOf(a) - startOf(b));
	return inOrder.every(
		(slot, i) => i === 0 || startOf(inOrder[i - 1]) + inOrder[i - 1].minutes <= startOf(slot)
	);
}

/** Groups that the actor may know of: the one place where a group, session, mark or person in a group is scoped. */
export function groupScope(actor: Actor): SQL {
	if (actor.kind === 'system') return sql`1 = 1`;
	if (actor.kind !== 'staff') return sql`1 = 0`;
	const whole = inArray(groups.organizationId, organizationsOf(actor, 'coordinator'));
	const own = and(
		inArray(groups.organizationId, organizationsOf(actor, 'facilitator')),
		facilitates(actor.id)
	);
	return or(whole, own) ?? sql`1 = 0`;
}

const columns = {
	id: groups.id,
	organizationId: groups.organizationId,
	siteId: groups.siteId,
	editionId: groups.editionId,
	policyId: groups.policyId,
	name: groups.name,
	room: groups.room,
	startsOn: groups.startsOn,
	slots: groups.slots,
	site: sites.name,
	zone: sites.zone
};

/** @throws 404 for a group that the actor may not know of */
export async function findGroup(read: Read, actor: Actor, groupId: Id) {
	const visible = and(eq(groups.id, groupId), groupScope(actor));
	const [group] = await read
		.select(columns)
		.from(groups)
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.where(visible);
	if (!group) throw notFound();
	return { ...group, facilitatorIds: await facilitatorIdsOf(read, groupId) };
}
export type Group = Awaited<ReturnType<typeof findGroup>>;

/** Groups that the actor may know of, newest start first. */
export async function listGroups(read: Read, actor: Actor) {
	allow(actor, 'groups.list');
	return read
		.select({ ...columns, edition: editions.version })
		.from(groups)
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(editions, eq(editions.id, groups.editionId))
		.where(groupScope(actor))
		.orderBy(sql`${groups.startsOn} desc`, asc(groups.name));
}

/** Makes a group with one session for each core lesson of its edition and each elective, in the site's wall time. */
export async function createGroup(db: Db, actor: Actor, input: NewGroup) {
	return db.write(async (tx) => {
		const site = await findSite(tx, actor, input.siteId).catch(() => {
			throw invalid({ siteId: { code: 'choice' } });
		});
		allow(actor, 'groups.create', { organizationId: site.organizationId });
		const { operationId } = input;
		if (operationId && !(await isNew(tx, actor, 'createGroup', operationId, input))) {
			return findGroupRow(tx, operationId);
		}
		await refuseStrangers(tx, site.organizationId, input.facilitatorIds);
		const outline = await outlineOf(tx, input.editionId).catch(() => {
			throw invalid({ editionId: { code: 'choice' } });
		});

		const course = courseWith(outline, input.electives);
		const isClosed = await closedOn(tx, site);
		const laid = laidOut(timesOf(input), site.zone, course, isClosed);
		if (input.override === null && (await clashesOfPlan(tx, actor, input, laid, isClosed)).length > 0)
			throw conflict('schedule.clash');

		const group = await insertGroup(tx, actor, site.organizationId, input);
		await insertSessions(tx, group, laid, isClosed);
		await appendEvent(tx, actor, {
			organizationId: site.organizationId,
			subject: `group:${group.id}`,
			kind: 'group.created',
			data: {
				...{ editionId: input.editionId, startsOn: input.startsOn, electives: input.electives ?? [] },
				...(input.override ? { override: input.override } : {})
			}
		});
		return group;
	});
}

/** @throws 400 for an elective that the edition does not have */
export function courseWith(outline: EditionOutline, electives: string[] = []): LessonOutline[] {
	const known = electivesIn(outline).map(({ id }) => id);
	if (electives.some((id) => !known.includes(id))) throw invalid({ electives: { code: 'choice' } });
	return courseOf(outline, electives);
}

async function findGroupRow(tx: Tx, groupId: Id) {
	const [group] = await tx.select().from(groups).where(eq(groups.id, groupId));
	if (!group) throw notFound();
	return group;
}

async function insertGroup(tx: Tx, actor: Actor, organizationId: Id, input: NewGroup) {
	const { operationId, facilitatorIds, electives: _e, override: _o, dates: _d, ...rest } = input;
	const { slots, startsOn } = timesOf(input);
	const policy = await newestPolicy(tx);
	const createdBy = 'id' in actor ? actor.id : actor.kind;
	const row = {
		id: operationId ?? newId(),
		organizationId,
		policyId: policy.id,
		...rest,
		...{ slots, startsOn },
		createdAt: now(),
		createdBy
	};
	const [group] = await tx.insert(groups).values(row).returning();
	const links = [...new Set(facilitatorIds)].map((staffId) => ({
		id: newId(),
		organizationId,
		groupId: group.id,
		staffId,
		addedAt: now()
	}));
	await tx.insert(groupFacilitators).values(links).returning();
	return group;
}

/** When it would meet: on given dates from the first of them on. */
export function timesOf({ slots = [], dates = [], startsOn }: NewGroup) {
	const [first = startsOn] = dates.map(({ date }) => date).sort();
	return dates.length > 0 ? { slots: [], dates, startsOn: first } : { slots, dates, startsOn };
}

/** Closed days among given dates, and rooms and facilitators that are taken when a group would meet. */
export async function clashesOfPlan(
	read: Read,
	actor: Actor,
	input: NewGroup,
	planned: PlannedSession[],
	isClosed: (day: string) => boolean
) {
	const wishes = planned.map((session) => ({ ...session, room: input.room }));
	const setting = { siteId: input.siteId, facilitatorIds: input.facilitatorIds, sessionIds: [] };
	return [...closedAmong(wishes, isClosed), ...(await clashesOf(read, actor, setting, wishes))];
}

async function insertSessions(
	tx: Tx,
	group: typeof groups.$inferSelect,
	laid: Laid[],
	isClosed: (day: string) => boolean
) {
	const rows = laid.map(({ lessons, ...session }, i) => ({
		id: newId(),
		organizationId: group.organizationId,
		groupId: group.id,
		number: i + 1,
		...session,
		heldOn: isClosed(session.date) ? session.date : null,
		lessonIds: lessons.map(({ id }) => id)
	}));
	await tx.insert(sessions).values(rows).returning();
}
