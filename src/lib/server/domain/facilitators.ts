/** Facilitators: who runs a group, and who might. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Read, Tx } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { grants, groupFacilitators, groups, staff } from '../db/schema/index.ts';
import { invalid } from '../errors.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { holdersIn, isHeld } from './grants.ts';

/** In a query over groups: those that this person facilitates. */
export const facilitates = (staffId: Id) =>
	sql`exists (select 1 from ${groupFacilitators} where ${groupFacilitators.groupId} = ${groups.id}
		and ${groupFacilitators.staffId} = ${staffId} and ${groupFacilitators.endedAt} is null)`;

const facilitatorRows = prepared('facilitators', (read) =>
	read
		.select({ id: groupFacilitators.staffId })
		.from(groupFacilitators)
		.where(and(eq(groupFacilitators.groupId, sql.placeholder('groupId')), isNull(groupFacilitators.endedAt)))
		.orderBy(asc(groupFacilitators.addedAt), asc(groupFacilitators.id))
);

export async function facilitatorIdsOf(read: Read, groupId: Id): Promise<Id[]> {
	return (await facilitatorRows(read, { groupId })).map((row) => row.id);
}

/** Names of a group's facilitators, in the order in which they were added. */
export async function facilitatorsOf(read: Read, groupId: Id) {
	const active = and(eq(groupFacilitators.groupId, groupId), isNull(groupFacilitators.endedAt));
	return read
		.select({ id: staff.id, name: staff.name })
		.from(groupFacilitators)
		.innerJoin(staff, eq(staff.id, groupFacilitators.staffId))
		.where(active)
		.orderBy(asc(groupFacilitators.addedAt), asc(groupFacilitators.id));
}

/** People who may facilitate in an organization, by name. */
export async function possibleFacilitators(read: Read, actor: Actor, organizationId: Id) {
	allow(actor, 'groups.create', { organizationId });
	return facilitatorsIn(read, organizationId);
}

/** Facilitators of an organization, by name. The caller has allowed it. */
export const facilitatorsIn = (read: Read, organizationId: Id) =>
	holdersIn(read, organizationId, 'facilitator');

/** @throws 400 when one of them may not facilitate in the organization */
export async function refuseStrangers(tx: Tx, organizationId: Id, staffIds: Id[]) {
	const held = and(
		eq(grants.organizationId, organizationId),
		isHeld('facilitator'),
		inArray(grants.staffId, staffIds)
	);
	const rows = await tx
		.selectDistinct({ id: grants.staffId })
		.from(grants)
		.innerJoin(staff, eq(staff.id, grants.staffId))
		.where(held)
		.orderBy(asc(grants.staffId));
	if (rows.length < new Set(staffIds).size) throw invalid({ facilitatorIds: { code: 'choice' } });
}
