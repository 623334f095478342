import { expect, test } from 'vitest';
import { goalsIn, settleGoal } from '#lib/server/domain/coaching-goals.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import {
	acknowledgeObservation,
	DraftedObservation,
	observationOf,
	saveObservation,
	signObservation
} from '#lib/server/domain/observation-forms.ts';
import { askObservation, listObservations, withdrawObservation } from '#lib/server/domain/observations.ts';
import { revokeRole } from '#lib/server/identity/colleagues.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { asked, filled, observing, signed, type Observing } from '../support/observing.ts';
import { addStaff } from '../support/world.ts';

const shown = ({ db }: Observing, who: Actor, id: string) => observationOf(db.read, who, id, 'en');
const once = () => ({ operationId: newId() });

test('who was asked sees the session with how many people are in it, and none of them by name', async () => {
	const cast = await observing();
	const id = await asked(cast);
	const seen = await shown(cast, cast.wanda, id);
	expect(seen).toMatchObject({
		...{ facilitator: 'Fatima', state: 'asked', can: { record: true, acknowledge: false, withdraw: false } },
		session: { group: 'Tuesday evening', people: 2 }
	});
	expect(seen.lessons[0].activities.length).toBeGreaterThan(2);
	expect(JSON.stringify(seen)).not.toMatch(/Andre|Miller|Beatriz|Ortiz|P-100/);
	expect(await listObservations(cast.db.read, cast.wanda)).toMatchObject([{ id, facilitator: 'Fatima' }]);
});

test('a draft is the observer’s alone, and of two at once the second is told', async () => {
	const cast = await observing();
	const { db, wanda, fatima, carl } = cast;
	const id = await asked(cast);
	const draft = DraftedObservation.parse({
		...once(),
		strengths: 'A canary so far',
		competences: { pace: '2' }
	});
	await saveObservation(db, wanda, id, draft);
	await saveObservation(db, wanda, id, draft);
	const { at, ...content } = (await shown(cast, wanda, id)).draft!;
	expect(content).toMatchObject({ strengths: 'A canary so far', competences: { pace: '2' }, goal: null });
	for (const other of [fatima, carl]) {
		const theirs = await shown(cast, other, id);
		expect(theirs.draft).toBeNull();
		expect(JSON.stringify(theirs)).not.toContain('canary');
		await expect(saveObservation(db, other, id, { ...draft, ...once(), seen: at })).rejects.toMatchObject({
			status: 403
		});
	}
	await expect(saveObservation(db, wanda, id, { ...draft, ...once() })).rejects.toMatchObject({
		code: 'observation.changed'
	});
});

test('signed, it is seen by the facilitator and the coordinator; read, it is acknowledged once', async () => {
	const cast = await observing();
	const { db, fatima, carl, wanda } = cast;
	const id = await signed(cast);
	for (const who of [fatima, carl, wanda]) {
		expect(await shown(cast, who, id)).toMatchObject({
			...{ state: 'signed', draft: null },
			signed: { strengths: 'Names each step', competences: { models: '4' }, times: 1 }
		});
	}
	const signedId = (await shown(cast, fatima, id)).signed!.id;
	await expect(acknowledgeObservation(db, carl, id, { ...once(), signedId })).rejects.toMatchObject({
		status: 403
	});
	const read = { ...once(), signedId };
	await acknowledgeObservation(db, fatima, id, read);
	await acknowledgeObservation(db, fatima, id, read);
	await acknowledgeObservation(db, fatima, id, { ...once(), signedId });
	expect((await shown(cast, carl, id)).state).toBe('acknowledged');
	const kinds = (await historyOf(db.read, `staff:${fatima.id}`)).map(({ kind }) => kind);
	expect(kinds).toEqual([
		...['observation.asked', 'goal.set', 'observation.signed', 'observation.acknowledged']
	]);
	expect((await verifyEvents(db)).faults).toEqual([]);
});

test('what was signed never changes: a correction is signed anew, and waits to be read again', async () => {
	const cast = await observing();
	const { db, fatima, wanda, northside } = cast;
	const id = await signed(cast);
	const before = (await shown(cast, fatima, id)).signed!;
	await acknowledgeObservation(db, fatima, id, { ...once(), signedId: before.id });
	const again = await filled(cast, wanda, id, { strengths: 'Put right', goal: 'Ask twice' });
	await signObservation(db, wanda, id, again);
	expect(await shown(cast, fatima, id)).toMatchObject({
		state: 'signed',
		signed: { strengths: 'Put right', times: 2, acknowledgedAt: null }
	});
	expect(await goalsIn(db.read, [northside.id])).toMatchObject([{ line: 'Ask twice', state: 'open' }]);
	const late = signObservation(db, wanda, id, { ...again, ...once() });
	await expect(late).rejects.toMatchObject({ code: 'observation.changed' });
	const old = acknowledgeObservation(db, fatima, id, { ...once(), signedId: before.id });
	await expect(old).rejects.toMatchObject({ code: 'observation.changed' });
	const draft = DraftedObservation.parse(once());
	await expect(saveObservation(db, wanda, id, draft)).rejects.toMatchObject({ code: 'observation.signed' });
});

test('two who sign at once: one stands', async () => {
	const cast = await observing();
	const { db, wanda, fatima, northside } = cast;
	const id = await asked(cast);
	const [one, two] = [await filled(cast, wanda, id), await filled(cast, wanda, id)];
	const outcomes = await Promise.allSettled([one, two].map((form) => signObservation(db, wanda, id, form)));
	expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect((await shown(cast, fatima, id)).signed!.times).toBe(1);
	expect(await goalsIn(db.read, [northside.id])).toHaveLength(1);
});

test('a goal that was settled stays settled when the observation is put right', async () => {
	const cast = await observing();
	const { db, fatima, wanda, northside } = cast;
	const id = await signed(cast);
	const [goal] = await goalsIn(db.read, [northside.id]);
	await settleGoal(db, fatima, { ...once(), goalId: goal.goalId, state: 'reached', seen: goal.id });
	await signObservation(db, wanda, id, await filled(cast, wanda, id, { goal: 'Another' }));
	expect(await goalsIn(db.read, [northside.id])).toMatchObject([{ line: goal.line, state: 'reached' }]);
});

test('nobody else learns of it: not colleagues, leads, program staff, other observers or organizations', async () => {
	const cast = await observing();
	const { db, northside, harbor, rosa, nils, olga, henry, lee, priya, ada, andre } = cast;
	const id = await signed(cast);
	const others = [
		...[rosa, nils, olga, henry, lee, priya, ada, cast.self(andre), cast.key],
		await addStaff(db, 'Xenia', [['observer', northside.id]]),
		await addStaff(db, 'Yara', [['observer', harbor.id]])
	];
	for (const other of others) {
		await expect(shown(cast, other, id)).rejects.toMatchObject({ status: 404 });
		const withdrawn = withdrawObservation(db, other, id, once());
		await expect(withdrawn).rejects.toMatchObject({ status: 404 });
	}
});

test('whoever observes no longer sees nothing any more', async () => {
	const cast = await observing();
	const { db, wanda, northside } = cast;
	const id = await asked(cast);
	await revokeRole(db, system, wanda.id, { role: 'observer', organizationId: northside.id });
	const former = { ...wanda, grants: [] };
	await expect(shown(cast, former, id)).rejects.toMatchObject({ status: 404 });
	await expect(listObservations(db.read, former)).rejects.toMatchObject({ status: 403 });
});

test('one is not observed twice at once, by oneself, by whoever leads the session, or in another’s', async () => {
	const cast = await observing();
	const { db, carl, fatima, nils, olga, wanda, northside, tuesdaySession, harborSession } = cast;
	const ask = (change: object, who = carl) =>
		askObservation(db, who, {
			...{ operationId: newId(), sessionId: tuesdaySession, staffId: fatima.id, observerId: wanda.id },
			...change
		});
	const leads = await addStaff(db, 'Zoe', [['observer', northside.id]]);
	await expect(ask({ staffId: nils.id })).rejects.toMatchObject({ fields: { staffId: { code: 'choice' } } });
	for (const observerId of [fatima.id, olga.id, nils.id])
		await expect(ask({ observerId })).rejects.toMatchObject({ fields: { observerId: { code: 'choice' } } });
	await expect(ask({ sessionId: harborSession })).rejects.toMatchObject({ status: 404 });
	await expect(ask({}, fatima)).rejects.toMatchObject({ status: 403 });
	await ask({});
	await expect(ask({ observerId: leads.id })).rejects.toMatchObject({ code: 'observation.asked' });
});

test('called off it is over, and can be asked for again; signed it can’t be called off', async () => {
	const cast = await observing();
	const { db, carl, wanda, fatima } = cast;
	const id = await asked(cast);
	await expect(withdrawObservation(db, fatima, id, once())).rejects.toMatchObject({ status: 403 });
	await withdrawObservation(db, carl, id, once());
	expect(await listObservations(db.read, wanda)).toEqual([]);
	const late = signObservation(db, wanda, id, await filled(cast, wanda, id));
	await expect(late).rejects.toMatchObject({ code: 'observation.over' });
	const again = await signed(cast);
	await expect(withdrawObservation(db, carl, again, once())).rejects.toMatchObject({
		code: 'observation.signed'
	});
});

test('nothing is signed before the session, about an activity that is none, or without an answer', async () => {
	const cast = await observing();
	const { db, wanda, tuesdaySessions } = cast;
	const ahead = await asked(cast, { sessionId: tuesdaySessions[1].id });
	await expect(signObservation(db, wanda, ahead, await filled(cast, wanda, ahead))).rejects.toMatchObject({
		code: 'session.not-yet'
	});
	const id = await asked(cast);
	const form = await filled(cast, wanda, id);
	const strange = [{ lessonId: 'lesson-one', activity: 'no-such', seen: 'yes' as const }];
	await expect(signObservation(db, wanda, id, { ...form, activities: strange })).rejects.toMatchObject({
		fields: { activities: { code: 'unknown' } }
	});
	await expect(signObservation(db, wanda, id, { ...form, goalBy: '2026-03-01' })).rejects.toMatchObject({
		fields: { goalBy: { code: 'past' } }
	});
	await expect(filled(cast, wanda, id, { competences: { pace: '3' } })).rejects.toThrow();
	await expect(filled(cast, wanda, id, { competences: { pace: '6' } })).rejects.toThrow();
});
