/** Scopes of sessions: which meetings an actor may know of, and which are their own. */
import { and, asc, eq, gt, gte, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { covers, enrollments, groupFacilitators, sessions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { organizationsOf, type Actor, type Key } from '../policy.ts';
import { groupScope } from './groups.ts';

/** Days after its start for which whoever covered a session can still put its sheet right. */
export const coverDays = 2;
const nothing = sql`1 = 0`;

/** Sessions of groups that the actor may know of, and those that they cover: never more of the covered group. */
export function sessionScope(actor: Actor): SQL {
	if (actor.kind === 'key') return written(actor);
	if (actor.kind !== 'staff') return groupScope(actor);
	return or(groupScope(actor), covered(actor)) ?? nothing;
}

/** An organization's own system writes what its sign-in sheet says. */
function written({ organizationId, scopes }: Key): SQL {
	const may = organizationId !== null && scopes.includes('attendance:write');
	return may ? eq(sessions.organizationId, organizationId) : nothing;
}

/** Sessions that the actor holds or goes to: a facilitator's groups and covers, a participant's groups. */
export function ownScope(actor: Actor): SQL {
	if (actor.kind === 'participant') return attends(actor.id);
	if (actor.kind !== 'staff') return nothing;
	const facilitates = sql`exists (select 1 from ${groupFacilitators}
		where ${groupFacilitators.groupId} = ${sessions.groupId}
		and ${groupFacilitators.staffId} = ${actor.id} and ${groupFacilitators.endedAt} is null)`;
	return or(and(inFacilitated(actor), facilitates), covered(actor)) ?? nothing;
}

const inFacilitated = (actor: Actor) =>
	inArray(sessions.organizationId, organizationsOf(actor, 'facilitator'));

/** A cover ends by itself, soon after each session. */
function covered(actor: Actor & { kind: 'staff' }): SQL | undefined {
	const since = new Date(Date.parse(now()) - coverDays * 86_400_000).toISOString();
	const covers_ = sql`exists (select 1 from ${covers} where ${covers.groupId} = ${sessions.groupId}
		and ${covers.staffId} = ${actor.id} and ${covers.endedAt} is null
		and (${covers.sessionId} = ${sessions.id} or (${covers.sessionId} is null
		and ${sessions.date} >= ${covers.firstDay} and ${sessions.date} <= ${covers.lastDay})))`;
	return and(inFacilitated(actor), gt(sessions.startsAt, since), covers_);
}

const attends = (participantId: Id) =>
	sql`exists (select 1 from ${enrollments} where ${enrollments.groupId} = ${sessions.groupId}
		and ${enrollments.participantId} = ${participantId} and ${enrollments.exitedAt} is null
		and ${sessions.date} >= ${enrollments.enrolledOn} and (${enrollments.pausedOn} is null
		or ${sessions.date} < ${enrollments.pausedOn} or ${sessions.date} >= ${enrollments.backOn}))`;

/** Who covers one session. */
export async function coveringIds(read: Read, session: { id: Id; groupId: Id; date: string }): Promise<Id[]> {
	const inDays = and(
		isNull(covers.sessionId),
		lte(covers.firstDay, session.date),
		gte(covers.lastDay, session.date)
	);
	const rows = await read
		.selectDistinct({ id: covers.staffId })
		.from(covers)
		.where(
			and(
				eq(covers.groupId, session.groupId),
				isNull(covers.endedAt),
				or(eq(covers.sessionId, session.id), inDays)
			)
		)
		.orderBy(asc(covers.staffId));
	return rows.map(({ id }) => id);
}
