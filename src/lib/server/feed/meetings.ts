/** The feed of groups and their sessions: what an organization holds, about no person. */
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Read } from '../db/open.ts';
import { editions, groups, organizations, sessions, sites } from '../db/schema/index.ts';
import type { Key } from '../policy.ts';
import { listEnd, versionOf, type ListQuery } from './lists.ts';
import { organization, version } from './shapes.ts';
import { showPage, type OpenList } from './telling.ts';

export const FedGroup = z
	.strictObject({
		id: z.uuid(),
		organization,
		name: z.string(),
		site: z.string(),
		zone: z.string().meta({ description: 'IANA time zone in which it meets.' }),
		starts: z.iso.date(),
		edition: z.string().meta({ description: 'Version of the curriculum that it follows.' }),
		version
	})
	.meta({ id: 'Group' });
export const GroupsAnswer = z.strictObject({ groups: z.array(FedGroup), ...listEnd }).meta({ id: 'Groups' });
type ToldGroup = z.infer<typeof FedGroup>;

const sessionStates = ['planned', 'held', 'cancelled'] as const;
export const FedSession = z
	.strictObject({
		id: z.uuid(),
		group: z.uuid(),
		organization,
		number: z.int(),
		date: z.iso.date().meta({ description: 'Day, where it is held.' }),
		starts: z.iso.datetime().meta({ description: 'UTC.' }),
		minutes: z.int(),
		state: z.enum(sessionStates).meta({ description: '"held" once a facilitator has ended it.' }),
		lessons: z.array(z.string()).meta({ description: 'Ids of the lessons planned for it.' }),
		version
	})
	.meta({ id: 'Session' });
export const SessionsAnswer = z
	.strictObject({ sessions: z.array(FedSession), ...listEnd })
	.meta({ id: 'Sessions' });
type ToldSession = z.infer<typeof FedSession>;

/** Groups by id. */
export async function fedGroups(read: Read, ids: string[]): Promise<Map<string, ToldGroup>> {
	if (ids.length === 0) return new Map();
	const rows = await read
		.select({
			...{ id: groups.id, name: groups.name, site: sites.name, zone: sites.zone },
			...{ starts: groups.startsOn, edition: editions.version },
			organization: { id: organizations.id, name: organizations.name }
		})
		.from(groups)
		.innerJoin(sites, eq(sites.id, groups.siteId))
		.innerJoin(editions, eq(editions.id, groups.editionId))
		.innerJoin(organizations, eq(organizations.id, groups.organizationId))
		.where(inArray(groups.id, ids))
		.orderBy(asc(groups.id));
	return new Map(
		rows.map((row) => [row.id, { ...row, version: versionOf([row.id, row.name, row.starts, row.edition]) }])
	);
}

/** Sessions by id. */
export async function fedSessions(read: Read, ids: string[]): Promise<Map<string, ToldSession>> {
	if (ids.length === 0) return new Map();
	const rows = await read
		.select({
			...{ id: sessions.id, group: sessions.groupId, number: sessions.number, date: sessions.date },
			...{ starts: sessions.startsAt, minutes: sessions.minutes, lessons: sessions.lessonIds },
			...{ endedAt: sessions.endedAt, cancelledAt: sessions.cancelledAt },
			organization: { id: organizations.id, name: organizations.name }
		})
		.from(sessions)
		.innerJoin(organizations, eq(organizations.id, sessions.organizationId))
		.where(inArray(sessions.id, ids))
		.orderBy(asc(sessions.id));
	return new Map(
		rows.map(({ endedAt, cancelledAt, ...row }) => {
			const state = cancelledAt ? 'cancelled' : endedAt ? 'held' : 'planned';
			const { organization: _, ...told } = { ...row, state } as const;
			return [row.id, { ...row, state, version: versionOf(told) }];
		})
	);
}

const groupList: OpenList<ToldGroup> = {
	...{ resource: 'groups', action: 'feed.groups', records: fedGroups }
};
const sessionList: OpenList<ToldSession> = {
	...{ resource: 'sessions', action: 'feed.sessions', records: fedSessions }
};

/** Groups of the key's organization, or of all. @throws 403; 400 beside `after` */
export async function taggedGroups(db: Db, key: Key, query: ListQuery, known?: string | null) {
	const { tag, answer } = await showPage(db, key, groupList, query, known);
	if (!answer) return { tag, answer };
	const { records, ...rest } = answer;
	return { tag, answer: { groups: records, ...rest } satisfies z.infer<typeof GroupsAnswer> };
}

/** Sessions of the key's organization, or of all; one that is moved, cancelled or held comes again. */
export async function taggedSessions(db: Db, key: Key, query: ListQuery, known?: string | null) {
	const { tag, answer } = await showPage(db, key, sessionList, query, known);
	if (!answer) return { tag, answer };
	const { records, ...rest } = answer;
	return { tag, answer: { sessions: records, ...rest } satisfies z.infer<typeof SessionsAnswer> };
}
