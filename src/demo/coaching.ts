/** Coaching in the demo: who was trained on what, three observations, and goals. */
import { and, asc, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import { now } from '#lib/server/clock.ts';
import type { Db } from '#lib/server/db/open.ts';
import { groupFacilitators, sessions } from '#lib/server/db/schema/index.ts';
import { setGoal } from '#lib/server/domain/coaching-goals.ts';
import { recordCredential } from '#lib/server/domain/credentials.ts';
import {
	acknowledgeObservation,
	observationOf,
	SignedObservation,
	signObservation
} from '#lib/server/domain/observation-forms.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { askObservation } from '#lib/server/domain/observations.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import type { CredentialKind } from '#lib/vocabulary.ts';
import type { Place } from './cohorts.ts';

/** One training that holds, one that expires soon, one that is missing; one observation read, one unread, one ahead. */
export async function coach(db: Db, place: Place, today: string) {
	const { coordinator, facilitators, observer } = place;
	if (!observer) return;
	await train(db, place, today);
	const [first, second] = facilitators;
	const read = await observe(db, place, second, {
		...{ models: '5', feedback: '4', everyone: '3', pace: '4', respect: '5', resistance: '4', work: '3' },
		...{ strengths: 'Names each step while showing it, and waits for the answer.' },
		...{ goal: 'Let each person try the skill on a case of their own.', goalBy: plusDays(today, 30) }
	});
	if (read) {
		const { signed } = await observationOf(db.read, second, read, 'en');
		await acknowledgeObservation(db, second, read, { operationId: newId(), signedId: signed!.id });
	}
	await observe(db, place, first, {
		...{
			models: '4',
			feedback: '3',
			everyone: '5',
			pace: '3',
			respect: '5',
			resistance: 'not-seen',
			work: '4'
		},
		...{ strengths: 'Everyone had a turn, and nobody was hurried.' },
		...{ goal: 'Say what worked first, step by step, after each role-play.', goalBy: plusDays(today, 21) }
	});
	const ahead = await sessionOf(db, first.id, 'ahead');
	if (ahead)
		await askObservation(db, coordinator, {
			...{ operationId: newId(), sessionId: ahead, staffId: first.id, observerId: observer.id }
		});
	await setGoal(db, coordinator, place.organizationId, first.id, {
		...{ operationId: newId(), line: 'Open the next three sessions on time.', day: plusDays(today, 14) }
	});
}

async function train(db: Db, { organizationId, coordinator, facilitators }: Place, today: string) {
	const trained: [number, CredentialKind, number, number | null][] = [
		[0, 'curriculum', -400, 330],
		[0, 'cbi-basics', -700, null],
		[1, 'curriculum', -710, 20],
		[2, 'curriculum', -200, 530],
		[3, 'observer', -90, null]
	];
	for (const [who, kind, on, until] of trained) {
		await recordCredential(db, coordinator, organizationId, facilitators[who].id, {
			...{ operationId: newId(), kind, trainedOn: plusDays(today, on) },
			expiresOn: until === null ? null : plusDays(today, until)
		});
	}
}

type Written = Record<string, string>;

/** The facilitator's last session; null where they have held none. */
async function observe(db: Db, { coordinator, observer }: Place, whom: Staff, written: Written) {
	const sessionId = await sessionOf(db, whom.id, 'held');
	if (!sessionId) return null;
	const id = newId();
	await askObservation(db, coordinator, {
		...{ operationId: id, sessionId, staffId: whom.id, observerId: observer!.id }
	});
	const { lessons } = await observationOf(db.read, observer!, id, 'en');
	const { strengths, goal, goalBy, ...competences } = written;
	const activities = lessons.flatMap((lesson) =>
		lesson.activities.map(({ key }, i) => ({
			...{ lessonId: lesson.id, activity: key, seen: i === lesson.activities.length - 1 ? 'no' : 'yes' }
		}))
	);
	const form = { operationId: newId(), activities, competences, strengths, goal, goalBy };
	await signObservation(db, observer!, id, SignedObservation.parse(form));
	return id;
}

/** A session of the facilitator's groups: the last that was held, or the next ahead. */
async function sessionOf(db: Db, staffId: Id, which: 'held' | 'ahead') {
	const when =
		which === 'held'
			? isNotNull(sessions.endedAt)
			: and(isNull(sessions.endedAt), gt(sessions.startsAt, now()));
	const [found] = await db.read
		.select({ id: sessions.id })
		.from(sessions)
		.innerJoin(groupFacilitators, eq(groupFacilitators.groupId, sessions.groupId))
		.where(
			and(
				eq(groupFacilitators.staffId, staffId),
				isNull(groupFacilitators.endedAt),
				isNull(sessions.cancelledAt),
				when
			)
		)
		.orderBy(which === 'held' ? desc(sessions.startsAt) : asc(sessions.startsAt), asc(sessions.id))
		.limit(1);
	return found?.id ?? null;
}
