/** What waits for a hand in the demo: a make-up to be approved, and a question about attendance. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { enrollments, marks, sessions } from '#lib/server/db/schema/index.ts';
import { askAbout } from '#lib/server/domain/disputes.ts';
import { planMakeUp } from '#lib/server/domain/makeups.ts';
import { dueIn } from '#lib/server/domain/openings.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';

/** Somebody who was marked out of the last session says that they were there. */
export async function ask(db: Db, groupId: Id) {
	const [out] = await db.read
		.select({ sessionId: sessions.id, participantId: enrollments.participantId })
		.from(marks)
		.innerJoin(sessions, eq(sessions.id, marks.sessionId))
		.innerJoin(enrollments, eq(enrollments.id, marks.enrollmentId))
		.where(
			and(
				eq(sessions.groupId, groupId),
				eq(marks.status, 'absent-unexcused'),
				isNull(enrollments.exitedAt),
				isNull(sessions.cancelledAt)
			)
		)
		.orderBy(desc(sessions.startsAt), desc(marks.id))
		.limit(1);
	if (!out) return;
	const person = { kind: 'participant' as const, id: out.participantId, loginId: newId() };
	await askAbout(db, person, out.sessionId, { operationId: newId(), claim: 'was-there', line: null });
}

/** The first lesson that can still be made up is to be made up alone with a facilitator. */
export async function propose(db: Db, facilitator: Actor, groupId: Id) {
	const [due] = await dueIn(db.read, groupId, 'en');
	if (!due) return;
	const asked = { operationId: newId(), lessonId: due.lessonId, way: 'one-to-one' as const };
	await planMakeUp(db, facilitator, due.enrollmentId, { ...asked, day: due.by });
}
