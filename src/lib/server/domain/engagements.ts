/** Engagement: how somebody took part in a session, apart from whether they were there. For facilitators; it counts for nothing. */
import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { prepared } from '../db/prepared.ts';
import { engagements } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { announce } from '../live.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { allowStatement } from './corrections.ts';
import { appendEvent } from './events.ts';
import { uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { refuseStranger } from './rolls.ts';
import { findSession } from './sessions.ts';
import { correctionReasons, engagements as levels, type Engagement } from '#lib/vocabulary.ts';

export const NewEngagement = z.strictObject({
	operationId: uuid,
	enrollmentId: uuid,
	/** Null takes it back. */
	level: z.enum(levels).nullable().default(null),
	correction: z.enum(correctionReasons).nullable().default(null)
});
export type NewEngagement = z.output<typeof NewEngagement>;

/** What stands of one person: who said it last. */
export type EngagementEntry = { level: Engagement; by: string | null };

/**
 * Notes it; whatever anybody noted before is kept, and this is shown. The event says that it was noted, and not what.
 * @throws 404, 403, 409 session.cancelled, session.not-yet, enrollment.exited; after the end as `allowStatement` says
 */
export async function noteEngagement(db: Db, actor: Actor, sessionId: Id, input: NewEngagement) {
	await db.write(async (tx) => {
		const session = await findSession(tx, actor, sessionId);
		allow(actor, 'attendance.mark', session);
		if (!(await isNew(tx, actor, 'noteEngagement', input.operationId, { sessionId, ...input }))) return;
		const { operationId: id, ...said } = input;
		await allowStatement(tx, actor, session, said.correction);
		await refuseStranger(tx, session, said.enrollmentId);
		const { organizationId } = session;
		const row = { id, organizationId, sessionId, ...said, by: nameOf(actor), at: now() };
		await tx.insert(engagements).values(row).returning();
		const { enrollmentId, correction } = said;
		await appendEvent(tx, actor, {
			organizationId,
			subject: `session:${sessionId}`,
			kind: 'engagement.noted',
			data: { engagementId: id, enrollmentId, correction }
		});
	});
	announce(sessionId);
}

const rowsOf = prepared('engagements', (read) =>
	read
		.select()
		.from(engagements)
		.where(eq(engagements.sessionId, sql.placeholder('sessionId')))
		.orderBy(asc(engagements.at), asc(engagements.id))
);

/** By enrollment. The caller has found the session. */
export async function engagementsIn(read: Read, sessionId: Id): Promise<Map<Id, EngagementEntry>> {
	const newest = [
		...new Map((await rowsOf(read, { sessionId })).map((row) => [row.enrollmentId, row])).values()
	];
	const author = await authorsOf(
		read,
		newest.map(({ by }) => by)
	);
	return new Map(
		newest.flatMap(({ enrollmentId, level, by }) =>
			level ? [[enrollmentId, { level, by: author(by) }] as const] : []
		)
	);
}
