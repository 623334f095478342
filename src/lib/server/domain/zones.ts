/** Zones: a site's clocks. Where they change, sessions to come keep the time that is on the wall. */
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Tx } from '../db/open.ts';
import { groups, sessions, sites } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { uuid, zoneName } from './inputs.ts';
import { isNew } from './operations.ts';
import { findSite } from './organizations.ts';
import { meetingAt } from './schedule.ts';
import { begunAmong, changed, listed } from './sessions.ts';

export const SiteZone = z.strictObject({ operationId: uuid, zone: zoneName });

/**
 * Says in which zone a site is. What is over, or began, stays as it was.
 * @throws 404, 403, 409 operation.reused
 */
export async function setZone(db: Db, actor: Actor, siteId: Id, input: z.infer<typeof SiteZone>) {
	const touched = await db.write(async (tx) => {
		const site = await findSite(tx, actor, siteId);
		const { organizationId } = site;
		allow(actor, 'sites.manage', { organizationId });
		const { operationId, zone } = input;
		if (!(await isNew(tx, actor, 'setZone', operationId, { siteId, zone })) || zone === site.zone) return [];
		await tx.update(sites).set({ zone }).where(eq(sites.id, siteId)).returning();
		const touched = await keepWallTimes(tx, siteId, zone);
		const data = { from: site.zone, zone };
		await appendEvent(tx, actor, { organizationId, subject: `site:${siteId}`, kind: 'site.zone', data });
		return touched;
	});
	touched.forEach(announce);
}

async function keepWallTimes(tx: Tx, siteId: Id, zone: string): Promise<Id[]> {
	const ahead = await listed(
		tx,
		and(eq(groups.siteId, siteId), gt(sessions.startsAt, now()), isNull(sessions.endedAt))
	).orderBy(asc(sessions.startsAt), asc(sessions.id));
	const begun = await begunAmong(
		tx,
		ahead.map(({ id }) => id)
	);
	const open = ahead.filter(({ id }) => !begun.has(id));
	for (const session of open) {
		const { time, startsAt } = meetingAt(session, zone);
		await tx
			.update(sessions)
			.set({ zone, time, startsAt, ...changed() })
			.where(eq(sessions.id, session.id))
			.returning();
	}
	return open.map(({ id }) => id);
}
