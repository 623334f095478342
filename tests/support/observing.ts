/** Observations, from the request to what was signed, in as few words as a test needs. */
import { observationOf, SignedObservation, signObservation } from '#lib/server/domain/observation-forms.ts';
import { askObservation } from '#lib/server/domain/observations.ts';
import { newId } from '#lib/server/ids.ts';
import type { Staff } from '#lib/server/policy.ts';
import { competences } from '#lib/vocabulary.ts';
import { addStaff, world, type World } from './world.ts';

/** Wanda observes at Northside. */
export async function observing() {
	const cast = await world();
	const wanda = await addStaff(cast.db, 'Wanda', [['observer', cast.northside.id]]);
	return { ...cast, wanda };
}
export type Observing = Awaited<ReturnType<typeof observing>>;

/** Carl asks Wanda to observe Fatima in the Tuesday session. */
export async function asked({ db, carl, fatima, wanda, tuesdaySession }: Observing, change: object = {}) {
	const operationId = newId();
	const whom = { sessionId: tuesdaySession, staffId: fatima.id, observerId: wanda.id };
	await askObservation(db, carl, { operationId, ...whom, ...change });
	return operationId;
}

/** A form with every answer given. */
export async function filled({ db }: World, observer: Staff, id: string, change: object = {}) {
	const { lessons, signed, draft } = await observationOf(db.read, observer, id, 'en');
	return SignedObservation.parse({
		operationId: newId(),
		activities: lessons.flatMap((lesson) =>
			lesson.activities.map(({ key }) => ({ lessonId: lesson.id, activity: key, seen: 'yes' }))
		),
		competences: Object.fromEntries(competences.map((one) => [one, '4'])),
		strengths: 'Names each step',
		goal: 'Wait longer after a question',
		goalBy: '2026-04-01',
		seen: signed?.id ?? draft?.at ?? '',
		...change
	});
}

/** Asked and signed. */
export async function signed(cast: Observing, change: object = {}) {
	const id = await asked(cast);
	await signObservation(cast.db, cast.wanda, id, await filled(cast, cast.wanda, id, change));
	return id;
}
