/** Openness: how many people a group takes, and when somebody new may join it. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../db/open.ts';
import { groups } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { capacity, entry, findGroup } from './groups.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';

export const Openness = z.strictObject({ operationId: uuid, capacity, entry });

/** Those who are in the group stay in it, however many they are. @throws 404, 403 */
export async function changeOpenness(
	db: Db,
	actor: Actor,
	groupId: Id,
	{ operationId, ...change }: z.infer<typeof Openness>
) {
	await db.write(async (tx) => {
		const group = await findGroup(tx, actor, groupId);
		allow(actor, 'groups.change', group);
		if (!(await isNew(tx, actor, 'changeOpenness', operationId, { groupId, ...change }))) return;
		await tx.update(groups).set(change).where(eq(groups.id, groupId)).returning();
		await appendEvent(tx, actor, {
			organizationId: group.organizationId,
			subject: `group:${groupId}`,
			kind: 'group.openness',
			data: change
		});
	});
}
