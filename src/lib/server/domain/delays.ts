/** Delays: by how much sessions began later than planned. Who came before the beginning missed nothing. */
import { asc, inArray } from 'drizzle-orm';
import type { Read } from '../db/open.ts';
import { sessionStarts } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';

/** Whole minutes, by session: of those that began later alone. */
export async function delaysIn(
	read: Read,
	sessions: { id: Id; startsAt: string }[]
): Promise<Map<Id, number>> {
	const ids = sessions.map(({ id }) => id);
	const said = await read
		.select()
		.from(sessionStarts)
		.where(inArray(sessionStarts.sessionId, ids))
		.orderBy(asc(sessionStarts.at), asc(sessionStarts.id));
	const newest = new Map(said.map(({ sessionId, startedAt }) => [sessionId, startedAt]));
	const late = sessions.map(({ id, startsAt }) => [id, delayOf(startsAt, newest.get(id) ?? null)] as const);
	return new Map(late.filter(([, minutes]) => minutes > 0));
}

/** Whoever came on time missed nothing of a session that began early either. */
export const delayOf = (startsAt: string, startedAt: string | null): number =>
	startedAt ? Math.max(0, Math.floor((Date.parse(startedAt) - Date.parse(startsAt)) / 60_000)) : 0;
