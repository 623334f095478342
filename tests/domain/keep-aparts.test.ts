import { describe, expect, test } from 'vitest';
import { asc, like } from 'drizzle-orm';
import { events } from '#lib/server/db/schema/index.ts';
import { makeUpsOf } from '#lib/server/domain/arrangements.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { endKeepApart, keepApartsOf, recordKeepApart } from '#lib/server/domain/keep-aparts.ts';
import { groupsKeptFrom } from '#lib/server/domain/kept-apart.ts';
import { planMakeUp } from '#lib/server/domain/makeups.ts';
import { ownGroups } from '#lib/server/domain/own.ts';
import { explain } from '#lib/server/domain/outlooks.ts';
import { enrollByNumber, exitEnrollment, findParticipant } from '#lib/server/domain/people.ts';
import { undoChange } from '#lib/server/domain/pauses.ts';
import { changesOf } from '#lib/server/domain/changes.ts';
import { nextGroups } from '#lib/server/domain/places.ts';
import { rosterOf } from '#lib/server/domain/reports.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { transfer } from '#lib/server/domain/transfers.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { hold } from '../support/telling.ts';
import { world, type World } from '../support/world.ts';

const operation = () => ({ operationId: newId() });
const unavailable = { status: 409, code: 'placement.unavailable', params: {} };

/** Andre of the Tuesday group and Dolores of Harbor's are kept apart. */
async function apart(cast: World) {
	const operationId = newId();
	await recordKeepApart(cast.db, cast.carl, cast.andre.participantId, { operationId, number: 'P-2001' });
	return operationId;
}
const another = ({ db, carl, nils, mainStreet, edition }: World) =>
	createGroup(db, carl, {
		...{ name: 'Wednesday morning', siteId: mainStreet.id, room: 'Room 1', editionId: edition.id },
		...{ facilitatorIds: [nils.id], startsOn: '2026-03-04' },
		slots: [{ weekday: 3, time: '09:00', minutes: 90 }]
	});

describe('two people who are kept apart', () => {
	test('are never placed in one group, whatever the reason; the refusal tells nothing', async () => {
		const cast = await world();
		await apart(cast);
		for (const override of [null, 'agreed', 'next-cycle'] as const) {
			const sent = { ...operation(), number: 'P-2001', override };
			await expect(enrollByNumber(cast.db, cast.carl, cast.tuesdayGroup.id, sent)).rejects.toMatchObject(
				unavailable
			);
		}
		const dolores = { participantId: cast.dolores.participantId };
		const next = await nextGroups(cast.db.read, cast.henry, cast.harborGroup.id, dolores);
		expect(next.map(({ name }) => name)).not.toContain('Tuesday evening');
	});

	test('may be placed when one has left, or the pair is over', async () => {
		const cast = await world();
		const keepApartId = await apart(cast);
		const { db, carl, andre, tuesdayGroup } = cast;
		await endKeepApart(db, carl, andre.participantId, { ...operation(), keepApartId });
		await enrollByNumber(db, carl, tuesdayGroup.id, { ...operation(), number: 'P-2001' });
		expect(await keepApartsOf(db.read, carl, andre.participantId)).toEqual([]);
		await expect(
			endKeepApart(db, carl, andre.participantId, { ...operation(), keepApartId })
		).rejects.toMatchObject({ code: 'keep-apart.over' });
	});

	test('are not brought together by a move, nor by an exit that is undone', async () => {
		const cast = await world();
		const { db, carl, andre, beatriz, tuesdayGroup } = cast;
		const wednesday = await another(cast);
		await recordKeepApart(db, carl, andre.participantId, { ...operation(), number: 'P-1002' });
		await exitEnrollment(db, carl, beatriz.id, { ...operation(), reason: 'moved' });
		await enrollByNumber(db, carl, wednesday.id, { ...operation(), number: 'P-1002' });
		await expect(
			transfer(db, carl, andre.id, { ...operation(), groupId: wednesday.id })
		).rejects.toMatchObject(unavailable);

		const there = (await rosterOf(db.read, wednesday.id))[0].enrollmentId;
		await exitEnrollment(db, carl, there, { ...operation(), reason: 'moved' });
		await transfer(db, carl, andre.id, { ...operation(), groupId: wednesday.id });
		const [{ id: changeId }] = await changesOf(db.read, there);
		await expect(
			undoChange(db, carl, there, { ...operation(), changeId, reason: 'mistake' })
		).rejects.toMatchObject(unavailable);
		await expect(
			undoChange(db, carl, beatriz.id, {
				...{ ...operation(), reason: 'mistake' },
				changeId: (await changesOf(db.read, beatriz.id))[0].id
			})
		).rejects.toMatchObject({ code: 'enrollment.changed' });
		expect([...(await groupsKeptFrom(db.read, andre.participantId))]).not.toContain(tuesdayGroup.id);
	});

	test('do not meet in a make-up in another group’s session either', async () => {
		const cast = await world();
		const { db, carl, fatima, andre, beatriz, tuesdaySession } = cast;
		const wednesday = await another(cast);
		await cast.enroll(carl, wednesday.id, 'P-1009', 'Wanda', 'Webb');
		await hold(db, fatima, tuesdaySession, [beatriz]);
		const hosts = async () => (await makeUpsOf(db.read, fatima, andre.id, 'en')).openings[0].hosts;
		expect(await hosts()).toHaveLength(1);
		await recordKeepApart(db, carl, andre.participantId, { ...operation(), number: 'P-1009' });
		expect(await hosts()).toHaveLength(0);
		const [{ id: sessionId }] = await sessionsOf(db.read, wednesday.id);
		const asked = { ...operation(), lessonId: 'lesson-one', way: 'session' as const, sessionId };
		await expect(planMakeUp(db, fatima, andre.id, asked)).rejects.toMatchObject({
			fields: { how: { code: 'choice' } }
		});
	});

	test('a group to whose session one is to come takes the other no more', async () => {
		const cast = await world();
		const { db, carl, fatima, andre, beatriz, tuesdaySession } = cast;
		const wednesday = await another(cast);
		await hold(db, fatima, tuesdaySession, [beatriz]);
		const [{ id: sessionId }] = await sessionsOf(db.read, wednesday.id);
		const asked = { ...operation(), lessonId: 'lesson-one', way: 'session' as const, sessionId };
		await planMakeUp(db, carl, andre.id, asked);
		await apart(cast);
		await expect(
			enrollByNumber(db, carl, wednesday.id, { ...operation(), number: 'P-2001' })
		).rejects.toMatchObject(unavailable);
	});
});

describe('who knows of a pair', () => {
	test('program staff of an organization that has enrolled one of them, by number, by name where they know it', async () => {
		const cast = await world();
		const { db, carl, henry, andre, dolores } = cast;
		await apart(cast);
		expect(await keepApartsOf(db.read, carl, andre.participantId)).toMatchObject([
			{ number: 'P-2001', name: null, participantId: null }
		]);
		expect(await keepApartsOf(db.read, henry, dolores.participantId)).toMatchObject([
			{ number: 'P-1001', name: null }
		]);
		await expect(keepApartsOf(db.read, henry, andre.participantId)).rejects.toMatchObject({ status: 404 });
		await recordKeepApart(db, carl, andre.participantId, { ...operation(), number: 'P-1002' });
		expect((await keepApartsOf(db.read, carl, andre.participantId))[1].name).toEqual({
			...{ firstName: 'Beatriz', lastName: 'Ortiz' }
		});
	});

	test('nobody else may read, record or end one', async () => {
		const cast = await world();
		const { db, fatima, olga, priya, lee, ada, key, andre } = cast;
		const keepApartId = await apart(cast);
		const known = { status: 403 };
		const unknown = { status: 404 };
		for (const [actor, refused] of [
			[fatima, known],
			[olga, unknown],
			[priya, unknown],
			[lee, unknown],
			[ada, unknown],
			[key, unknown],
			[cast.self(andre), unknown]
		] as const) {
			const to = andre.participantId;
			await expect(keepApartsOf(db.read, actor, to)).rejects.toMatchObject(refused);
			await expect(
				recordKeepApart(db, actor, to, { ...operation(), number: 'P-1002' })
			).rejects.toMatchObject(refused);
			await expect(endKeepApart(db, actor, to, { ...operation(), keepApartId })).rejects.toMatchObject(
				refused
			);
		}
	});

	test('a number that is unknown, the person’s own, or kept apart already is refused kindly', async () => {
		const cast = await world();
		const { db, carl, andre } = cast;
		await apart(cast);
		const record = (number: string) =>
			recordKeepApart(db, carl, andre.participantId, { ...operation(), number });
		await expect(record('P-9999')).rejects.toMatchObject({ fields: { number: { code: 'unknown' } } });
		await expect(record('P-1001')).rejects.toMatchObject({ fields: { number: { code: 'keep-apart.self' } } });
		await expect(record('P-2001')).rejects.toMatchObject({ code: 'keep-apart.twice' });
	});

	test('what facilitators, participants and the feed read is the same with a pair as without', async () => {
		const cast = await world();
		const { db, fatima, olga, andre, dolores, key } = cast;
		await cast.consent(andre);
		const read = async () =>
			JSON.stringify([
				await rollOf(db.read, fatima, cast.tuesdaySession),
				await rosterOf(db.read, cast.tuesdayGroup.id),
				await explain(db.read, fatima, andre.id),
				await findParticipant(db.read, fatima, andre.participantId),
				await makeUpsOf(db.read, fatima, andre.id, 'en'),
				await worklistOf(db.read, fatima, 'en'),
				await rollOf(db.read, olga, cast.harborSession),
				await explain(db.read, olga, dolores.id),
				await findParticipant(db.read, olga, dolores.participantId),
				await ownGroups(db.read, cast.self(andre), 'en'),
				await ownGroups(db.read, cast.self(dolores), 'en'),
				await feedMilestones(db, key, { after: '0', limit: 100 })
			]);
		const before = await read();
		const id = await apart(cast);
		const after = await read();
		expect(after).toBe(before);
		expect(after).not.toContain(id);
	});

	test('the log says that there is a pair, and not of whom', async () => {
		const cast = await world();
		const keepApartId = await apart(cast);
		const { db, carl, andre, dolores } = cast;
		await endKeepApart(db, carl, andre.participantId, { ...operation(), keepApartId });
		const logged = await db.read
			.select()
			.from(events)
			.where(like(events.kind, 'keep-apart.%'))
			.orderBy(asc(events.position));
		expect(logged.map(({ kind }) => kind)).toEqual(['keep-apart.recorded', 'keep-apart.ended']);
		const told = JSON.stringify(logged);
		for (const { participantId } of [andre, dolores]) expect(told).not.toContain(participantId);
	});
});
