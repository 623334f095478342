import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { assignedFor, homeworkIn, recordHomework, type NewHomework } from '#lib/server/domain/homework.ts';
import { milestonesOf, recompute } from '#lib/server/domain/milestones.ts';
import { countedEntries } from '#lib/server/domain/progress.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { hold, note, tick } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';

const back = (enrollmentId: string, change: Partial<NewHomework> = {}): NewHomework => ({
	...{ operationId: newId(), enrollmentId, lessonId: 'lesson-one', state: 'returned', replaces: [] },
	...change
});

/** The first session is over, and the second is under way. */
async function aWeekLater() {
	const cast = await world();
	const { db, fatima, andre, tuesdaySessions } = cast;
	await hold(db, fatima, tuesdaySessions[0].id, [andre]);
	at('2026-03-11T01:10:00Z');
	return { ...cast, second: tuesdaySessions[1].id };
}
const entries = async ({ db, tuesdayGroup, andre }: World) => {
	const { facts } = await factsIn(db.read, tuesdayGroup.id, [andre.id]);
	return countedEntries(facts.get(andre.id)!).map(({ lessonId }) => lessonId);
};

describe('what is asked for', () => {
	const asked = async ({ db, fatima }: World, sessionId: string) =>
		(await assignedFor(db.read, await findSession(db.read, fatima, sessionId), 'en')).map(
			({ lessonId, from }) => [lessonId, from.number]
		);

	test('is the practice of the lesson whose plan the last session came to', async () => {
		const cast = await aWeekLater();
		expect(await asked(cast, cast.tuesdaySession)).toEqual([]);
		expect(await asked(cast, cast.second)).toEqual([['lesson-one', 1]]);
	});

	test('is not what was never given, because its plan carried over', async () => {
		const cast = await world();
		const { db, fatima, tuesdaySession, tuesdaySessions } = cast;
		await recordDelivery(db, fatima, tuesdaySession, tick('lesson-one', 'check-in'));
		await endSession(db, fatima, tuesdaySession, { operationId: newId() });
		expect(await asked(cast, tuesdaySessions[1].id)).toEqual([]);
	});

	test('is what was planned, where nothing was ticked', async () => {
		const cast = await world();
		await endSession(cast.db, cast.fatima, cast.tuesdaySession, { operationId: newId() });
		expect(await asked(cast, cast.tuesdaySessions[1].id)).toEqual([['lesson-one', 1]]);
	});
});

describe('what became of it', () => {
	test('is kept once, and in the log without a word of theirs', async () => {
		const { db, fatima, andre, second } = await aWeekLater();
		const sent = back(andre.id);
		await recordHomework(db, fatima, second, sent);
		await recordHomework(db, fatima, second, sent);
		expect(await homeworkIn(db.read, second)).toEqual([
			{
				...{ enrollmentId: andre.id, lessonId: 'lesson-one', state: 'returned' },
				...{ heads: [sent.operationId], review: false }
			}
		]);
		const told = await historyOf(db.read, `session:${second}`);
		expect(told.map(({ kind }) => kind)).toEqual(['homework.recorded']);
		expect((await verifyEvents(db)).faults).toEqual([]);
		await expect(recordHomework(db, fatima, second, { ...sent, state: 'not' })).rejects.toMatchObject({
			...{ status: 409, code: 'operation.reused' }
		});
	});

	test('counts as one use outside once it is back, and as none while it was only tried, or not', async () => {
		const cast = await aWeekLater();
		const { db, fatima, andre, second } = cast;
		let replaces: string[] = [];
		for (const [state, counted] of [
			['tried', []],
			['returned', ['lesson-one']],
			['not', []],
			['returned', ['lesson-one']],
			['unsaid', []]
		] as const) {
			const said = back(andre.id, { state, replaces });
			await recordHomework(db, fatima, second, said);
			replaces = [said.operationId];
			expect(await entries(cast)).toEqual(counted);
		}
		expect(await homeworkIn(db.read, second)).toEqual([]);
	});

	test('counts once, however often it is brought', async () => {
		const cast = await aWeekLater();
		const { db, fatima, andre, second, tuesdaySessions } = cast;
		await recordHomework(db, fatima, second, back(andre.id));
		at('2026-03-18T01:10:00Z');
		await recordHomework(db, fatima, tuesdaySessions[2].id, back(andre.id));
		expect(await entries(cast)).toEqual(['lesson-one']);
	});

	test('is one thing beside practice in the room', async () => {
		const cast = await aWeekLater();
		const { db, fatima, andre, second } = cast;
		await recordPractice(db, fatima, second, note(andre.id, 'lesson-one'));
		await recordHomework(db, fatima, second, back(andre.id));
		expect(await entries(cast)).toEqual(['lesson-one', 'lesson-one']);
	});

	test('earns a milestone with the last one, which a correction takes back', async () => {
		const { db, fatima, andre, second } = await aWeekLater();
		const kinds = async () => (await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);
		for (const id of ['lesson-one', 'lesson-two', 'lesson-three'])
			await recordPractice(db, fatima, second, note(andre.id, id));
		const before = await kinds();
		const said = back(andre.id);
		await recordHomework(db, fatima, second, said);
		expect(await kinds()).toEqual([...before, 'practice-target']);
		await recordHomework(db, fatima, second, back(andre.id, { state: 'not', replaces: [said.operationId] }));
		expect(await kinds()).toEqual(before);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('two people who say different things leave it open, and count nothing until it is settled', async () => {
		const cast = await aWeekLater();
		const { db, fatima, rosa, andre, second } = cast;
		await recordHomework(db, fatima, second, back(andre.id));
		await recordHomework(db, rosa, second, back(andre.id, { state: 'not' }));
		const [{ review, heads }] = await homeworkIn(db.read, second);
		expect({ review, heads: heads.length }).toEqual({ review: true, heads: 2 });
		expect(await entries(cast)).toEqual([]);
		await recordHomework(db, rosa, second, back(andre.id, { replaces: heads }));
		expect(await homeworkIn(db.read, second)).toMatchObject([{ state: 'returned', review: false }]);
		expect(await entries(cast)).toEqual(['lesson-one']);
	});

	test('is refused for a stranger, an unknown lesson, a wrong id, by who may not, and without a reason after the end', async () => {
		const { db, fatima, nils, olga, andre, dolores, second } = await aWeekLater();
		const refused = (input: NewHomework, actor = fatima) =>
			expect(recordHomework(db, actor, second, input)).rejects;
		await refused(back(dolores.id)).toMatchObject({ status: 404 });
		await refused(back(andre.id, { lessonId: 'lesson-nine' })).toMatchObject({ status: 400 });
		await refused(back(andre.id, { replaces: [newId()] })).toMatchObject({ status: 400 });
		for (const actor of [nils, olga]) await refused(back(andre.id), actor).toMatchObject({ status: 404 });
		await mark(db, fatima, second, present(andre.id));
		await endSession(db, fatima, second, { operationId: newId() });
		await refused(back(andre.id)).toMatchObject({ status: 400, code: 'session.ended' });
		await recordHomework(db, fatima, second, back(andre.id, { correction: 'sheet' }));
		expect(await homeworkIn(db.read, second)).toHaveLength(1);
	});
});
