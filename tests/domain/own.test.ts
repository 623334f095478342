import { expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { revokeConsent } from '#lib/server/domain/consents.ts';
import { planOf } from '#lib/server/domain/plans.ts';
import { recordDelivery } from '#lib/server/domain/deliveries.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { leftOf, pathOf } from '#lib/server/domain/journeys.ts';
import { ownGroups, ownLesson } from '#lib/server/domain/own.ts';
import { enrollByNumber, exitEnrollment } from '#lib/server/domain/people.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { ownAttendance, ownConsents, ownName } from '#lib/server/domain/records.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { ownAccounting } from '#lib/server/feed/accounting.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { at, present, world, type World } from '../support/world.ts';

const evening = ['2026-03-04', '2026-03-11', '2026-03-18', '2026-03-25', '2026-04-01', '2026-04-08'].map(
	(day, i) => `${day}T0${i === 0 ? 2 : 1}:10:00.000Z`
);

/** Holds the Tuesday group's nth session (from 0) as planned; `who` came, or came as the change says. */
async function hold(cast: World, n: number, who: { id: string }[], change: object = {}, skip: string[] = []) {
	const { db, fatima, tuesdaySessions } = cast;
	at(evening[n]);
	const session = await findSession(db.read, fatima, tuesdaySessions[n].id);
	for (const { id } of who) await mark(db, fatima, session.id, present(id, change));
	for (const { lesson, activities } of await planOf(db.read, session)) {
		for (const { key } of activities.filter((activity) => !skip.includes(activity.key))) {
			const done = { operationId: newId(), lessonId: lesson.id, activity: key, state: 'done' as const };
			await recordDelivery(db, fatima, session.id, { ...done, minutes: null, reason: null, replaces: [] });
		}
	}
	await endSession(db, fatima, session.id, { operationId: newId() });
}

const groupsOf = (cast: World, enrollment: { participantId: string }) =>
	ownGroups(cast.db.read, cast.self(enrollment), 'en');
const states = (group: Awaited<ReturnType<typeof groupsOf>>[number]) =>
	group.lessons.map(({ id, state }) => [id, state]);

test('before the first session a person sees when it is and that lesson, and nothing further on', async () => {
	const cast = await world();
	at('2026-03-02T18:00:00.000Z');
	const [group] = await groupsOf(cast, cast.andre);
	expect(group).toMatchObject({
		stage: 'ahead',
		name: 'Tuesday evening',
		site: 'Main Street',
		room: 'Room 2',
		today: '2026-03-02',
		next: { date: '2026-03-03', time: '18:00', minutes: 90 }
	});
	expect(states(group)).toEqual([['lesson-one', 'next']]);
	expect(pathOf(group).map((stone) => stone.state)).toEqual(['ahead', 'ahead']);
});

test('under way: lessons held, newest first, and the next one', async () => {
	const cast = await world();
	await hold(cast, 0, [cast.andre]);
	await hold(cast, 1, [cast.andre], { status: 'absent-unexcused' });
	await hold(cast, 2, [cast.andre], { status: 'partial', leftAt: 45 });
	const [group] = await groupsOf(cast, cast.andre);
	expect(states(group)).toEqual([
		['lesson-four', 'next'],
		['lesson-three', 'partly'],
		['lesson-two', 'missed'],
		['lesson-one', 'done']
	]);
	expect(group.lessons[1]).toMatchObject({ short: 23, makeUpBy: '2026-04-07' });
	expect(group.stage).toBe('under-way');
	expect(pathOf(group)).toMatchObject([
		{ state: 'partly', share: 1 / 3 },
		{ state: 'now', share: 0 }
	]);
});

test('what is left says what to make up, and by when, only where finishing needs it', async () => {
	const cast = await world();
	await hold(cast, 0, [cast.andre], { status: 'absent-excused', reason: 'sick' });
	const early = await groupsOf(cast, cast.andre);
	expect(leftOf(early[0].told)).toEqual([
		{ code: 'lessons', count: 5 },
		{ code: 'practice', have: 0, need: 4, by: '2026-04-21' },
		{ code: 'skills', count: 2 }
	]);
	await hold(cast, 1, [cast.andre], { status: 'absent-neutral', reason: 'court' });
	const [group] = await groupsOf(cast, cast.andre);
	expect(leftOf(group.told).slice(1, 3)).toEqual([
		{ code: 'make-up', lessonId: 'lesson-one', title: 'Try one', short: 68, by: '2026-03-24' },
		{ code: 'make-up', lessonId: 'lesson-two', title: 'Try two', short: 68, by: '2026-03-31' }
	]);
	expect(group.told.outlook).toBe('at-risk');
});

test('an essential lesson that is missing is named', async () => {
	const completion = `  coreLessons: 3
  essential: [lesson-one, lesson-five]
  applications: all
  practice: {entries: 0, skills: 0}
  skillsShown: 1
  plan: lesson-six`;
	const cast = await world({ completion });
	await hold(cast, 0, [cast.andre], { status: 'absent-unexcused' });
	const [group] = await groupsOf(cast, cast.andre);
	expect(leftOf(group.told)).toEqual([
		{ code: 'lessons', count: 3 },
		{ code: 'make-up', lessonId: 'lesson-one', title: 'Try one', short: 68, by: '2026-03-24' },
		{ code: 'must', lessonId: 'lesson-five', title: 'Try five' },
		{ code: 'shown', count: 1 },
		{ code: 'plan' }
	]);
});

test('a lesson that was not finished goes on next time; one held before the person joined says so', async () => {
	const cast = await world();
	await hold(cast, 0, [cast.andre]);
	await hold(cast, 1, [cast.andre], {}, ['plan']);
	const late = await cast.enroll(cast.carl, cast.tuesdayGroup.id, 'P-1003', 'Carmen', 'Vega');
	const [group] = await groupsOf(cast, late);
	expect(states(group)).toEqual([
		['lesson-three', 'next'],
		['lesson-two', 'next'],
		['lesson-one', 'before']
	]);
	expect(group.lessons.map(({ held }) => held)).toEqual([false, true, true]);
});

test('a cancelled session is not the next one, and its lesson moves on with the group', async () => {
	const cast = await world();
	await cancelSession(cast.db, cast.fatima, cast.tuesdaySession, { operationId: newId(), reason: 'weather' });
	const [group] = await groupsOf(cast, cast.andre);
	expect(group.next?.date).toBe('2026-03-10');
	expect(states(group)).toEqual([['lesson-one', 'next']]);
});

test('somebody in no group has none; somebody in two sees the one that meets first on top', async () => {
	const cast = await world();
	const { db, henry, harborGroup, pier, olga, edition, andre, dolores } = cast;
	const stranger = { participantId: newId() };
	expect(await groupsOf(cast, stranger)).toEqual([]);

	const monday = await createGroup(db, henry, {
		name: 'Monday group',
		siteId: pier.id,
		room: 'Room 1',
		editionId: edition.id,
		facilitatorIds: [olga.id],
		startsOn: '2026-03-09',
		slots: [{ weekday: 1, time: '09:00', minutes: 90 }]
	});
	await enrollByNumber(db, henry, monday.id, { operationId: newId(), number: 'P-2001' });
	const order = async () => (await groupsOf(cast, dolores)).map((group) => [group.name, group.stage]);
	expect(await order()).toEqual([
		['Harbor group', 'under-way'],
		['Monday group', 'ahead']
	]);
	at('2026-03-05T18:00:00.000Z');
	expect((await order())[0][0]).toBe('Monday group');
	expect((await groupsOf(cast, andre)).map((group) => group.name)).toEqual(['Tuesday evening']);
	expect(harborGroup.id).not.toBe(monday.id);
});

test('after the last session the group is over, and what was reached stays', async () => {
	const cast = await world();
	for (let n = 0; n < 6; n++) await hold(cast, n, [cast.andre]);
	const [open] = await groupsOf(cast, cast.andre);
	expect(open).toMatchObject({ stage: 'over', next: null, told: { complete: false } });
	expect(leftOf(open.told)).toEqual([
		{ code: 'practice', have: 0, need: 4, by: '2026-04-21' },
		{ code: 'skills', count: 2 }
	]);
	for (const lessonId of ['lesson-one', 'lesson-two', 'lesson-three', 'lesson-four']) {
		const n = Number(['one', 'two', 'three', 'four'].indexOf(lessonId.slice(7)));
		const noted = { operationId: newId(), enrollmentId: cast.andre.id, lessonId, steps: [1], replaces: [] };
		await recordPractice(cast.db, cast.carl, cast.tuesdaySessions[n].id, {
			...noted,
			result: 'went-well',
			shown: false,
			withdrawn: false,
			correction: 'sheet'
		});
	}
	const [done] = await groupsOf(cast, cast.andre);
	expect(done.told.complete).toBe(true);
	expect(leftOf(done.told)).toEqual([]);
	expect(pathOf(done).map((stone) => stone.state)).toEqual(['done', 'done']);
	expect(done.lessons).toHaveLength(6);
});

test('who left a group keeps the lessons until then and sees no later ones', async () => {
	const cast = await world();
	await hold(cast, 0, [cast.andre]);
	await exitEnrollment(cast.db, cast.carl, cast.andre.id, { operationId: newId(), reason: 'job' });
	await hold(cast, 1, []);
	const [group] = await groupsOf(cast, cast.andre);
	expect(group).toMatchObject({ stage: 'left', next: null });
	expect(states(group)).toEqual([['lesson-one', 'done']]);
});

test('a lesson opens once it was held or comes next, with the participant’s text alone', async () => {
	const cast = await world();
	const self = cast.self(cast.andre);
	const open = (lessonId: string) => ownLesson(cast.db.read, self, lessonId, 'en');
	const { reading, lesson } = await open('lesson-one');
	expect(reading).toMatchObject({
		title: 'Try one',
		skill: { steps: ['Stop.', 'Look.', 'Go.'] },
		language: 'en'
	});
	expect(JSON.stringify(reading)).toContain('Say your name.');
	expect(JSON.stringify(reading)).toContain('When will you try it?');
	expect(JSON.stringify(reading)).not.toMatch(/aloud|Show it once|Anyone may pass/);
	expect(lesson.state).toBe('next');
	for (const hidden of ['lesson-two', 'lesson-six', 'nothing', '../lesson-one']) {
		await expect(open(hidden)).rejects.toMatchObject({ status: 404 });
	}
	await hold(cast, 0, [cast.andre]);
	expect((await open('lesson-two')).lesson.state).toBe('next');
});

test('in Spanish a lesson without a translation comes in English and says so', async () => {
	const cast = await world();
	const { reading } = await ownLesson(cast.db.read, cast.self(cast.andre), 'lesson-one', 'es');
	expect(reading.language).toBe('en');
});

test('attendance is told as it was said, also when two people said different things', async () => {
	const cast = await world();
	const { db, fatima, rosa, andre, tuesdaySessions } = cast;
	const self = cast.self(andre);
	const told = async () =>
		(await ownAttendance(db.read, self, 'en')).map(({ date, status, review }) => [date, status, review]);
	expect(await told()).toEqual([['2026-03-03', 'unmarked', false]]);

	await hold(cast, 0, [andre], { status: 'partial', cameAt: 12 });
	expect(await ownAttendance(db.read, self, 'en')).toMatchObject([
		{ status: 'partial', cameAt: 12, leftAt: null, titles: ['Try one'], group: 'Tuesday evening' }
	]);
	at(evening[1]);
	await mark(db, fatima, tuesdaySessions[1].id, present(andre.id));
	await mark(db, rosa, tuesdaySessions[1].id, present(andre.id, { status: 'absent-unexcused' }));
	expect(await told()).toEqual([
		['2026-03-10', 'absent-unexcused', true],
		['2026-03-03', 'partial', false]
	]);
});

test('a person reads who may know what, and each time somebody was told', async () => {
	const cast = await world();
	const { db, andre, beatriz, key, carl, consent } = cast;
	const [mine, other] = [cast.self(andre), cast.self(beatriz)];
	const { id } = await consent(andre);
	await feedMilestones(db, key, { after: '0', limit: 10 });
	expect(await ownConsents(db.read, mine)).toMatchObject([
		{ recipient: 'Case management', information: ['milestones'], expiresOn: '2027-03-01', state: 'in-force' }
	]);
	expect(await ownAccounting(db.read, mine, {})).toMatchObject([
		{ recipient: 'Case management', via: 'api', kinds: ['milestones'], count: 1 }
	]);
	expect([await ownConsents(db.read, other), await ownAccounting(db.read, other, {})]).toEqual([[], []]);

	await revokeConsent(db, carl, andre.participantId, id);
	expect((await ownConsents(db.read, mine))[0].state).toBe('revoked');
});

test('nobody but the participant reads a participant’s own pages', async () => {
	const cast = await world();
	const { db, fatima, carl, priya, ada, lee, key, andre } = cast;
	expect(await ownName(db.read, cast.self(andre))).toMatchObject({
		name: { firstName: 'Andre', lastName: 'Miller' },
		number: 'P-1001'
	});
	for (const stranger of [fatima, carl, priya, ada, lee, key, { kind: 'anonymous' as const }]) {
		const attempts = [
			() => ownGroups(db.read, stranger, 'en'),
			() => ownLesson(db.read, stranger, 'lesson-one', 'en'),
			() => ownName(db.read, stranger),
			() => ownAttendance(db.read, stranger, 'en'),
			() => ownConsents(db.read, stranger),
			() => ownAccounting(db.read, stranger, {})
		];
		for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ status: 403 });
	}
});

test('what a participant reads names nobody else and carries no id of another’s record', async () => {
	const cast = await world();
	await hold(cast, 0, [cast.andre, cast.beatriz]);
	const self = cast.self(cast.andre);
	const all = JSON.stringify([
		await ownGroups(cast.db.read, self, 'en'),
		await ownAttendance(cast.db.read, self, 'en'),
		await ownLesson(cast.db.read, self, 'lesson-one', 'en')
	]);
	for (const hidden of [
		'Beatriz',
		'Ortiz',
		cast.beatriz.id,
		cast.beatriz.participantId,
		'Fatima',
		cast.fatima.id
	]) {
		expect(all).not.toContain(hidden);
	}
});
