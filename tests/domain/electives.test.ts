import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { sessions } from '#lib/server/db/schema/index.ts';
import { boosterClashes, boostersOf, planBooster } from '#lib/server/domain/boosters.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { chooseElectives, electivesOf } from '#lib/server/domain/electives.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { createGroup, findGroup } from '#lib/server/domain/groups.ts';
import { moveSession } from '#lib/server/domain/moves.ts';
import { addClosure } from '#lib/server/domain/organizations.ts';
import { recompute } from '#lib/server/domain/milestones.ts';
import { explainFor } from '#lib/server/domain/outlooks.ts';
import { previewGroup } from '#lib/server/domain/previews.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { leftOf } from '#lib/server/domain/closings.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { at, present, world, type World } from '../support/world.ts';

const small = () => world({ more: true });
const choice = (...electives: string[]) => ({ operationId: newId(), electives });
const wanted = ({ mainStreet, edition, fatima }: World, electives?: string[]) => ({
	name: 'With electives',
	siteId: mainStreet.id,
	room: 'Room 1',
	editionId: edition.id,
	facilitatorIds: [fatima.id],
	startsOn: '2026-03-10',
	slots: [{ weekday: 2, time: '12:00', minutes: 90 }],
	...(electives && { electives })
});

/** Meetings that stand: date and lessons. */
async function planOf({ db }: World, groupId: string) {
	const standing = (await sessionsOf(db.read, groupId)).filter((session) => !session.cancelledAt);
	return standing.map(({ date, lessonIds }) => `${date.slice(5)} ${lessonIds.join('+')}`);
}
const lessonsOf = async (cast: World, groupId: string) =>
	(await planOf(cast, groupId)).map((line) => line.slice(6));
const states = async ({ db, carl }: World, groupId: string) =>
	(await electivesOf(db.read, await findGroup(db.read, carl, groupId), 'en')).map(
		({ id, state }) => `${id} ${state}`
	);

/** Ends the group's sessions up to and including a day's, as if nothing was done in them. */
async function endUntil({ db }: World, groupId: string, day: string) {
	for (const session of await sessionsOf(db.read, groupId)) {
		if (session.cancelledAt || session.date > day) continue;
		at(session.startsAt);
		const left = (await leftOf(db.read, await findSession(db.read, system, session.id))).map(
			({ lessonId, activity }) => ({ lessonId, activity, said: 'time' as const })
		);
		await endSession(db, system, session.id, { operationId: newId(), left });
	}
}

describe('a new group', () => {
	test('meets for the core lessons alone unless it takes more, never for an orientation or a booster', async () => {
		const cast = await small();
		const { id } = await createGroup(cast.db, cast.carl, wanted(cast));
		expect(await lessonsOf(cast, id)).toEqual([
			...['lesson-one', 'lesson-two', 'lesson-three', 'lesson-four', 'lesson-five', 'lesson-six']
		]);
	});

	test('holds the electives that it takes in their places, as its preview says', async () => {
		const cast = await small();
		const { db, carl } = cast;
		const { id } = await createGroup(db, carl, wanted(cast, ['extra-one']));
		expect(await lessonsOf(cast, id)).toEqual([
			...['lesson-one', 'lesson-two', 'lesson-three', 'extra-one', 'lesson-four', 'lesson-five', 'lesson-six']
		]);
		const { sessions } = await previewGroup(db.read, carl, wanted(cast, ['extra-one']));
		expect(sessions.map(({ lessons }) => lessons)[3]).toEqual(['Try extra-one']);
		expect(sessions).toHaveLength(7);
	});

	test('takes nothing that is no elective of its edition', async () => {
		const cast = await small();
		for (const id of ['lesson-one', 'booster-one', 'nothing']) {
			const refusal = { status: 400, fields: { electives: { code: 'choice' } } };
			await expect(createGroup(cast.db, cast.carl, wanted(cast, [id]))).rejects.toMatchObject(refusal);
			await expect(previewGroup(cast.db.read, cast.carl, wanted(cast, [id]))).rejects.toMatchObject(refusal);
		}
	});
});

describe('choosing on the way', () => {
	test('puts an elective in its place, and one meeting more at the end', async () => {
		const cast = await small();
		const { db, fatima, tuesdayGroup } = cast;
		await chooseElectives(db, fatima, tuesdayGroup.id, choice('extra-two', 'extra-one'));
		expect(await planOf(cast, tuesdayGroup.id)).toEqual([
			...['03-03 lesson-one', '03-10 lesson-two', '03-17 lesson-three', '03-24 extra-one'],
			...['03-31 lesson-four', '04-07 lesson-five', '04-14 lesson-six', '04-21 extra-two']
		]);
		const { kind, data } = (await historyOf(db.read, `group:${tuesdayGroup.id}`)).at(-1)!;
		expect([kind, JSON.parse(data)]).toEqual([
			'group.electives',
			{ added: ['extra-one', 'extra-two'], removed: [] }
		]);
	});

	test('one whose place is past comes next, not today', async () => {
		const cast = await small();
		const { db, fatima, tuesdayGroup } = cast;
		await endUntil(cast, tuesdayGroup.id, '2026-03-31');
		at('2026-04-07T16:00:00.000Z');
		await chooseElectives(db, fatima, tuesdayGroup.id, choice('extra-one'));
		expect((await planOf(cast, tuesdayGroup.id)).slice(4)).toEqual(
			[...['03-31 lesson-five', '04-07 lesson-six', '04-14 extra-one']].slice(0)
		);
	});

	test('taken out again it leaves the plan as it was; chosen once more it takes the same day', async () => {
		const cast = await small();
		const { db, carl, tuesdayGroup } = cast;
		const before = await planOf(cast, tuesdayGroup.id);
		await chooseElectives(db, carl, tuesdayGroup.id, choice('extra-one'));
		const during = await planOf(cast, tuesdayGroup.id);
		await chooseElectives(db, carl, tuesdayGroup.id, choice());
		expect(await planOf(cast, tuesdayGroup.id)).toEqual(before);
		await chooseElectives(db, carl, tuesdayGroup.id, choice('extra-one'));
		expect(await planOf(cast, tuesdayGroup.id)).toEqual(during);
		expect(await sessionsOf(db.read, tuesdayGroup.id)).toHaveLength(7);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('what was held or begun stays, whatever is chosen', async () => {
		const cast = await small();
		const { db, carl, fatima, tuesdayGroup, andre } = cast;
		await chooseElectives(db, carl, tuesdayGroup.id, choice('extra-one', 'extra-two'));
		await endUntil(cast, tuesdayGroup.id, '2026-03-17');
		const meeting = (await sessionsOf(db.read, tuesdayGroup.id)).find(({ date }) => date === '2026-03-24')!;
		at(meeting.startsAt);
		await mark(db, fatima, meeting.id, present(andre.id));
		await chooseElectives(db, carl, tuesdayGroup.id, choice());
		expect((await planOf(cast, tuesdayGroup.id)).slice(3)).toEqual([
			...['03-24 extra-one', '03-31 lesson-four', '04-07 lesson-five', '04-14 lesson-six']
		]);
		expect(await states(cast, tuesdayGroup.id)).toEqual(['extra-one held', 'extra-two free']);
	});

	test('a cancelled meeting loses no elective', async () => {
		const cast = await small();
		const { db, carl, tuesdayGroup } = cast;
		await chooseElectives(db, carl, tuesdayGroup.id, choice('extra-one'));
		const lost = (await sessionsOf(db.read, tuesdayGroup.id))[2];
		await cancelSession(db, carl, lost.id, { operationId: newId(), reason: 'room' });
		expect((await planOf(cast, tuesdayGroup.id)).slice(2)).toEqual([
			...[
				'03-24 lesson-three',
				'03-31 extra-one',
				'04-07 lesson-four',
				'04-14 lesson-five',
				'04-21 lesson-six'
			]
		]);
	});

	test('sent twice it changes nothing more; other content under the same id is refused', async () => {
		const cast = await small();
		const { db, carl, tuesdayGroup } = cast;
		const sent = choice('extra-one');
		await chooseElectives(db, carl, tuesdayGroup.id, sent);
		await chooseElectives(db, carl, tuesdayGroup.id, choice());
		await chooseElectives(db, carl, tuesdayGroup.id, sent);
		expect(await planOf(cast, tuesdayGroup.id)).toHaveLength(6);
		await expect(
			chooseElectives(db, carl, tuesdayGroup.id, { ...sent, electives: [] })
		).rejects.toMatchObject({ status: 409, code: 'operation.reused' });
	});

	test('is for the group’s facilitators and its coordinator, and ends with the course', async () => {
		const cast = await small();
		const { db, nils, olga, henry, priya, carl, tuesdayGroup } = cast;
		for (const actor of [nils, olga, henry, priya] as Actor[]) {
			await expect(chooseElectives(db, actor, tuesdayGroup.id, choice())).rejects.toMatchObject({
				status: 404
			});
		}
		await endUntil(cast, tuesdayGroup.id, '2026-12-31');
		await expect(chooseElectives(db, carl, tuesdayGroup.id, choice('extra-one'))).rejects.toMatchObject({
			status: 409,
			code: 'course.over'
		});
	});
});

describe('boosters', () => {
	const over = async () => {
		const cast = await small();
		await endUntil(cast, cast.tuesdayGroup.id, '2026-12-31');
		const group = await findGroup(cast.db.read, cast.carl, cast.tuesdayGroup.id);
		return { ...cast, group };
	};
	const booster = (change: object = {}) => ({
		...{ operationId: newId(), lessonId: 'booster-one', date: '2026-05-07', time: '18:00' },
		...change
	});

	test('are suggested at the group’s own time, 30 and 60 days after the course and not before it is over', async () => {
		const cast = await small();
		const group = await findGroup(cast.db.read, cast.carl, cast.tuesdayGroup.id);
		expect(await boostersOf(cast.db.read, group, 'en')).toEqual([]);
		await endUntil(cast, group.id, '2026-12-31');
		expect(
			(await boostersOf(cast.db.read, group, 'en')).map(({ id, suggested }) => `${id} ${suggested.date}`)
		).toEqual(['booster-one 2026-05-12', 'booster-two 2026-06-09']);
	});

	test('are meetings of the group with a roll of their own, and change nothing about completing', async () => {
		const { db, fatima, group, andre } = await over();
		const before = await explainFor(db.read, group.id, andre.id);
		const { operationId, ...input } = booster();
		await planBooster(db, fatima, group.id, { operationId, ...input });
		const planned = await explainFor(db.read, group.id, andre.id);
		expect({ ...planned, lessons: [] }).toEqual({ ...before, lessons: [] });
		expect((await sessionsOf(db.read, group.id)).at(-1)).toMatchObject({
			...{ id: operationId, kind: 'booster', date: '2026-05-07', time: '18:00', minutes: 90 },
			lessonIds: ['booster-one']
		});
		at('2026-05-08T01:10:00.000Z');
		const sick = { status: 'absent-excused', reason: 'sick' };
		await mark(db, fatima, operationId, present(andre.id, sick));
		const after = await explainFor(db.read, group.id, andre.id);
		expect(after.requirements.map(({ kind, have, met }) => [kind, have, met])).toEqual(
			before.requirements.map(({ kind, have, met }) => [kind, have, met])
		);
		expect(await recompute(db, system)).toMatchObject({ changed: 0 });
	});

	test('nothing of the course is carried over to one; one that is cancelled can be planned again', async () => {
		const { db, carl, group } = await over();
		const first = booster();
		await planBooster(db, carl, group.id, first);
		await planBooster(db, carl, group.id, first);
		await expect(planBooster(db, carl, group.id, booster())).rejects.toMatchObject({
			code: 'booster.planned'
		});
		await cancelSession(db, carl, first.operationId, { operationId: newId(), reason: 'weather' });
		expect(await sessionsOf(db.read, group.id)).toHaveLength(7);
		await planBooster(db, carl, group.id, booster({ date: '2026-05-14' }));
		const standing = (await sessionsOf(db.read, group.id)).filter((session) => !session.cancelledAt);
		expect(standing.at(-1)).toMatchObject({ date: '2026-05-14', lessonIds: ['booster-one'] });
	});

	test('on a holiday only with a reason, and never where the room is taken without one', async () => {
		const { db, carl, group } = await over();
		const holiday = booster({ date: '2026-05-25' });
		expect(await boosterClashes(db.read, carl, group.id, holiday)).toMatchObject([{ kind: 'closed' }]);
		await expect(planBooster(db, carl, group.id, holiday)).rejects.toMatchObject({ code: 'schedule.clash' });
		await planBooster(db, carl, group.id, { ...holiday, operationId: newId(), override: 'agreed' });
		const second = booster({ lessonId: 'booster-two', date: '2026-05-25', time: '19:00' });
		expect(await boosterClashes(db.read, carl, group.id, second)).toMatchObject([
			...[{ kind: 'closed' }, { kind: 'room', at: '18:00' }, { kind: 'facilitator' }, { kind: 'facilitator' }]
		]);
	});

	test('moved with all that follow, they keep their distance', async () => {
		const { db, carl, group } = await over();
		const [first, second] = [booster(), booster({ lessonId: 'booster-two', date: '2026-06-04' })];
		for (const one of [first, second]) await planBooster(db, carl, group.id, one);
		const to = {
			date: '2026-05-11',
			time: '17:00',
			minutes: 90,
			room: 'Room 2',
			following: true,
			override: null
		};
		await moveSession(db, carl, first.operationId, { operationId: newId(), ...to });
		const boosters = (await sessionsOf(db.read, group.id)).slice(-2);
		expect(boosters.map(({ date, time }) => `${date} ${time}`)).toEqual([
			'2026-05-11 17:00',
			'2026-06-08 17:00'
		]);
		expect((await findGroup(db.read, carl, group.id)).slots).toEqual(group.slots);
	});

	test('follow the course when it grows or moves after they were planned, past days on which the site is closed', async () => {
		const { db, carl, group } = await over();
		const planned = booster();
		await planBooster(db, carl, group.id, planned);
		const last = (await sessionsOf(db.read, group.id)).filter(({ kind }) => kind === 'course').at(-1)!;
		const open = { endedAt: null, endedBy: null };
		await db.write((tx) => tx.update(sessions).set(open).where(eq(sessions.id, last.id)).returning());
		const day = async () => (await findSession(db.read, carl, planned.operationId)).date;
		await chooseElectives(db, carl, group.id, choice('extra-one'));
		expect(await day()).toBe('2026-05-14');
		const [added] = (await sessionsOf(db.read, group.id)).filter(({ date }) => date === '2026-04-14');
		const to = {
			date: '2026-04-15',
			time: '18:00',
			minutes: 90,
			room: 'Room 2',
			following: true,
			override: null
		};
		await addClosure(db, carl, group.siteId, { date: '2026-05-15', reason: 'Repairs' });
		await moveSession(db, carl, added.id, { operationId: newId(), ...to });
		expect(await day()).toBe('2026-05-22');
	});

	test('are refused before the course is over, on a past day, for another lesson, and to strangers', async () => {
		const { db, carl, nils, group, harborGroup, henry } = await over();
		const refuses = (actor: Actor, groupId: string, input: ReturnType<typeof booster>) =>
			expect(planBooster(db, actor, groupId, input)).rejects;
		await refuses(henry, harborGroup.id, booster()).toMatchObject({ status: 409, code: 'course.not-over' });
		await refuses(carl, group.id, booster({ date: '2026-04-06' })).toMatchObject({
			fields: { date: { code: 'past' } }
		});
		await refuses(carl, group.id, booster({ lessonId: 'lesson-one' })).toMatchObject({
			fields: { lessonId: { code: 'choice' } }
		});
		await refuses(nils, group.id, booster()).toMatchObject({ status: 404 });
	});
});

test('a person’s course has the lessons that the group holds, and none that it doesn’t', async () => {
	const cast = await small();
	const { db, carl, tuesdayGroup, andre } = cast;
	const told = async () => (await explainFor(db.read, tuesdayGroup.id, andre.id)).lessons.map(({ id }) => id);
	const six = ['lesson-one', 'lesson-two', 'lesson-three', 'lesson-four', 'lesson-five', 'lesson-six'];
	expect(await told()).toEqual(six);
	await chooseElectives(db, carl, tuesdayGroup.id, choice('extra-two'));
	expect(await told()).toEqual([...six, 'extra-two']);
});
