/** Make-up statements: each is the next about its make-up, and what it counts for is settled with it. */
import { now } from '../clock.ts';
import type { Tx } from '../db/open.ts';
import { makeUps } from '../db/schema/index.ts';
import { conflict } from '../errors.ts';
import type { Id } from '../ids.ts';
import { nameOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { settle } from './milestones.ts';
import type { MakeUpRow } from './openings.ts';

type Enrolled = { id: Id; organizationId: Id; participantId: Id; groupId: Id };
type NewStatement = Omit<MakeUpRow, 'organizationId' | 'enrollmentId' | 'by' | 'at'>;

/** The caller has allowed it. @throws 409 make-up.changed */
export async function appendMakeUp(tx: Tx, actor: Actor, enrollment: Enrolled, statement: NewStatement) {
	const { id: enrollmentId, organizationId, participantId, groupId } = enrollment;
	const row = { ...statement, enrollmentId, organizationId, by: nameOf(actor), at: now() };
	const added = await tx.insert(makeUps).values(row).onConflictDoNothing().returning();
	if (added.length === 0) throw conflict('make-up.changed');
	const { id, makeUpId, replaces, lessonId, state, way, day, sessionId, minutes, exception, reason } = row;
	await appendEvent(tx, actor, {
		organizationId,
		subject: `participant:${participantId}`,
		kind: `make-up.${state}`,
		data: {
			...{ statementId: id, makeUpId, enrollmentId, lessonId, way, day, sessionId, minutes },
			...{ exception, reason, replaces }
		}
	});
	await settle(tx, actor, groupId, [enrollmentId]);
}
