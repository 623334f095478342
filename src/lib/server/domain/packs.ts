/** Packs: what somebody's sessions of the next two weeks need on paper, should the network be down. */
import { and, asc, gte, inArray, isNull, lte } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { groups, sessions } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { findEdition, type Edition } from './editions.ts';
import { appendEvents } from './events.ts';
import { groupScope } from './groups.ts';
import { outputOf } from './outputs.ts';
import { planOf } from './plans.ts';
import { plusDays } from './progress.ts';
import { rollCounts } from './rolls.ts';
import { dayIn } from './schedule.ts';
import { ownScope, sessionScope } from './scopes.ts';
import { findSession, listed, type ListedSession } from './sessions.ts';
import { sheetOfSession, type Sheet } from './sheets.ts';
import { clockAfter } from '#lib/format.ts';
import type { Paper } from '#lib/paper.ts';

/** Today and the days after it that a pack holds. */
const packDays = 14;
/** Sessions in one pack: more is for several people to carry. */
const mostInPack = 40;

/** What cannot be meant is as if it had not been asked. */
export const PackQuery = z.object({
	/** Sessions that one holds oneself, or all of the organization. */
	whose: z.enum(['own', 'all']).optional().catch(undefined),
	group: z.uuid().optional().catch(undefined)
});
export type PackQuery = z.infer<typeof PackQuery>;

/** @throws 403 */
async function sessionsAhead(read: Read, actor: Actor, { whose, group }: PackQuery) {
	allow(actor, 'groups.list');
	const today = now().slice(0, 10);
	const scope = whoseOf(actor, whose) === 'own' ? ownScope(actor) : sessionScope(actor);
	const ahead = and(
		scope,
		isNull(sessions.cancelledAt),
		isNull(sessions.endedAt),
		// A day more on both sides: each site has its own today.
		gte(sessions.date, plusDays(today, -1)),
		lte(sessions.date, plusDays(today, packDays)),
		group ? inArray(sessions.groupId, [group]) : undefined
	);
	const found = await listed(read, ahead).orderBy(asc(sessions.startsAt), asc(sessions.id));
	return found.filter(({ date, zone }) => isAhead(date, dayIn(zone, now())));
}

const isAhead = (date: string, today: string) => date >= today && date < plusDays(today, packDays);

/** Facilitators carry their own; whoever runs no group, the organization's. */
const whoseOf = (actor: Actor, asked: PackQuery['whose']): 'own' | 'all' =>
	asked ?? (organizationsOf(actor, 'facilitator').length > 0 ? 'own' : 'all');

/** What a pack would hold, for the page that offers it: no names. */
export async function packOffer(read: Read, actor: Actor, query: PackQuery) {
	const ahead = await sessionsAhead(read, actor, query);
	const counts = await rollCounts(read, ahead);
	const isBoth =
		organizationsOf(actor, 'coordinator').length > 0 && organizationsOf(actor, 'facilitator').length > 0;
	return {
		sessions: ahead.map(({ id, group, number, date, time, minutes, room }) => ({
			...{ id, group, number, date, time, minutes, room },
			people: counts.get(id)?.people ?? 0
		})),
		groups: await groupsWithin(read, actor),
		whose: whoseOf(actor, query.whose),
		isBoth,
		tooMany: ahead.length > mostInPack,
		most: mostInPack
	};
}

const groupsWithin = (read: Read, actor: Actor) =>
	read
		.select({ id: groups.id, name: groups.name })
		.from(groups)
		.where(groupScope(actor))
		.orderBy(asc(groups.name), asc(groups.id));

export type PackMeeting = {
	edition: Pick<Edition, 'title' | 'version' | 'hash'>;
	sheet: Sheet;
	guides: { paper: Paper; start: string }[];
};

/**
 * All of a pack. That it was made, and of which sessions, is logged before it is given: it holds names.
 * @returns one entry a session, none where none lies ahead
 * @throws 403, 400 group `pack.many`
 */
export async function makePack(
	db: Db,
	actor: Actor,
	query: PackQuery,
	language: string
): Promise<PackMeeting[]> {
	const ahead = await sessionsAhead(db.read, actor, query);
	if (ahead.length > mostInPack)
		throw invalid({ group: { code: 'pack.many', params: { most: mostInPack } } });
	const meetings = [];
	const carried = new Set<string>();
	for (const session of ahead) meetings.push(await meetingOf(db.read, actor, session, language, carried));
	await db.write((tx) => appendEvents(tx, actor, madeOf(ahead, language)));
	return meetings;
}

/** One event a group: whose names are on paper now. */
const madeOf = (ahead: ListedSession[], language: string) =>
	[...Map.groupBy(ahead, ({ groupId }) => groupId)].map(([groupId, own]) => ({
		organizationId: own[0].organizationId,
		subject: `group:${groupId}`,
		kind: 'pack.made',
		data: { sessions: own.map(({ id }) => id), language }
	}));

async function meetingOf(
	read: Read,
	actor: Actor,
	{ id }: ListedSession,
	language: string,
	carried: Set<string>
): Promise<PackMeeting> {
	const session = await findSession(read, actor, id);
	allow(actor, 'sessions.read', session);
	const sheet = await sheetOfSession(read, actor, session, language);
	const guides = [];
	let start = session.time;
	for (const { lesson, activities, carried: isLeft } of await planOf(read, session)) {
		const begins = start;
		start = clockAfter(
			start,
			activities.reduce((sum, { minutes }) => sum + minutes, 0)
		);
		// What is left over stands in the plan of each later session: its guide is printed for the first.
		const key = `${session.groupId}|${lesson.id}`;
		if (isLeft && carried.has(key)) continue;
		carried.add(key);
		const paper = await outputOf(read, actor, 'guide', lesson.id, { edition: session.editionId }, language);
		guides.push({ paper, start: begins });
	}
	const { title, version, hash } = await findEdition(read, session.editionId);
	return { edition: { title, version, hash }, sheet, guides };
}
