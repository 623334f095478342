import { expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { explain, explainFor } from '#lib/server/domain/outlooks.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { present, world, type World } from '../support/world.ts';

async function deliver({ db, fatima, tuesdaySession }: World) {
	const [{ lesson, activities }] = await planOf(db.read, await findSession(db.read, fatima, tuesdaySession));
	for (const { key } of activities) {
		await recordDelivery(db, fatima, tuesdaySession, {
			operationId: newId(),
			lessonId: lesson.id,
			activity: key,
			state: 'done',
			minutes: null,
			reason: null,
			replaces: []
		});
	}
}

test('a person who came has the lesson, its practice and the milestones, with names', async () => {
	const cast = await world();
	const { db, fatima, carl, andre, tuesdaySession } = cast;
	await mark(db, fatima, tuesdaySession, present(andre.id));
	await deliver(cast);
	await recordPractice(db, fatima, tuesdaySession, {
		operationId: newId(),
		enrollmentId: andre.id,
		lessonId: 'lesson-one',
		steps: [1, 2],
		result: 'went-well',
		shown: true,
		replaces: [],
		withdrawn: false
	});
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });

	const told = await explain(db.read, carl, andre.id);
	expect(told.lessons[0]).toMatchObject({
		number: '1.1',
		title: 'Try one',
		state: 'credited',
		attended: 90,
		practices: 1,
		shown: true
	});
	expect(told.lessons[1]).toMatchObject({ state: 'ahead', attended: 0, practices: 0, shown: false });
	expect(told.requirements[0]).toMatchObject({ kind: 'core', have: 1, need: 5, met: false });
	expect(told.milestones.map((one) => one.kind)).toEqual(['enrolled', 'first-session']);
	expect(told).toMatchObject({ complete: false, outlook: 'on-course', makeUpsAllowed: 4 });
	expect(JSON.parse(JSON.stringify(told))).toEqual(told);
});

test('a missed lesson says how many minutes are short and by when they can be made up', async () => {
	const cast = await world();
	const { db, fatima, andre, tuesdaySession, tuesdayGroup } = cast;
	await mark(db, fatima, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
	await deliver(cast);
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });

	const { lessons } = await explainFor(db.read, tuesdayGroup.id, andre.id);
	expect(lessons[0]).toMatchObject({ state: 'missed', short: 68, on: '2026-03-03', makeUpBy: '2026-03-24' });
});

test('the facilitator of the group reads it, another of the organization and another organization find nothing', async () => {
	const { db, fatima, nils, henry, ada, priya, andre } = await world();
	expect((await explain(db.read, fatima, andre.id)).enrollmentId).toBe(andre.id);
	for (const stranger of [nils, henry, ada, priya]) {
		await expect(explain(db.read, stranger, andre.id)).rejects.toMatchObject({ status: 404 });
	}
});
