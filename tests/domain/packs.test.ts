import { describe, expect, test } from 'vitest';
import { announceAbsence } from '#lib/server/domain/announcements.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { makePack, packOffer } from '#lib/server/domain/packs.ts';
import { newId } from '#lib/server/ids.ts';
import { addStaff, at, world, type World } from '../support/world.ts';

const offered = async ({ db }: World, actor: World['fatima'], query: object = {}) =>
	(await packOffer(db.read, actor, query)).sessions.map(({ group, date }) => `${group} ${date}`);

/** A second group, which Nils holds. */
const thursdayGroup = ({ db, carl, nils, mainStreet, edition }: World) =>
	createGroup(db, carl, {
		...{ name: 'Thursday noon', siteId: mainStreet.id, room: 'Room 5', editionId: edition.id },
		...{ facilitatorIds: [nils.id], startsOn: '2026-03-05' },
		slots: [{ weekday: 4, time: '12:00', minutes: 90 }]
	});

describe('a pack', () => {
	test("holds a facilitator's own sessions of two weeks, without what is cancelled", async () => {
		const cast = await world();
		const { db, fatima, nils, tuesdaySessions } = cast;
		await thursdayGroup(cast);
		expect(await offered(cast, fatima)).toEqual(['Tuesday evening 2026-03-03', 'Tuesday evening 2026-03-10']);
		expect(await offered(cast, nils)).toEqual(['Thursday noon 2026-03-05', 'Thursday noon 2026-03-12']);
		await cancelSession(db, fatima, tuesdaySessions[1].id, { operationId: newId(), reason: 'weather' });
		expect(await offered(cast, fatima)).toEqual(['Tuesday evening 2026-03-03']);
	});

	test("holds an organization's for its program staff, or one group's, and nothing of another's", async () => {
		const cast = await world();
		const { carl, tuesdayGroup, harborGroup, northside, db } = cast;
		await thursdayGroup(cast);
		expect(await offered(cast, carl)).toHaveLength(4);
		expect(await offered(cast, carl, { group: tuesdayGroup.id })).toHaveLength(2);
		expect(await offered(cast, carl, { group: harborGroup.id })).toEqual([]);
		const both = await addStaff(db, 'Bo', [
			['facilitator', northside.id],
			['coordinator', northside.id]
		]);
		expect(await offered(cast, both)).toEqual([]);
		expect(await offered(cast, both, { whose: 'all' })).toHaveLength(4);
	});

	test('is refused to whoever has no group, and empty where no session lies ahead', async () => {
		const cast = await world();
		const { db, priya, lee, ada, nils } = cast;
		for (const actor of [priya, lee, ada]) {
			await expect(packOffer(db.read, actor, {})).rejects.toMatchObject({ status: 403 });
			await expect(makePack(db, actor, {}, 'en')).rejects.toMatchObject({ status: 403 });
		}
		expect(await makePack(db, nils, {}, 'en')).toEqual([]);
	});

	test('has each sheet with its guides, from when each lesson begins, and says who will be away', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		await announceAbsence(db, fatima, tuesdaySession, {
			...{ operationId: newId(), enrollmentId: andre.id, reason: 'court', withdrawn: false }
		});
		const [first, second] = await makePack(db, fatima, {}, 'en');
		expect(first.sheet.rows.map(({ name, isAway }) => `${name} ${isAway}`)).toEqual([
			'Andre M. true',
			'Beatriz O. false'
		]);
		expect(second.sheet.rows.map(({ isAway }) => isAway)).toEqual([false, false]);
		expect(first.guides.map(({ start }) => start)).toEqual(['18:00']);
		expect(first.guides[0].paper).toMatchObject({ output: 'guide', language: 'en' });
		expect(first.edition).toMatchObject({ title: 'Small Steps', version: '1.0.0' });
	});

	test('is logged for each group whose names it holds, without a name', async () => {
		const cast = await world();
		const { db, carl, tuesdayGroup, tuesdaySessions } = cast;
		const other = await thursdayGroup(cast);
		at('2026-03-04T20:00:00.000Z');
		await makePack(db, carl, {}, 'es');
		for (const groupId of [tuesdayGroup.id, other.id]) {
			const made = (await historyOf(db.read, `group:${groupId}`)).filter(({ kind }) => kind === 'pack.made');
			expect(made).toHaveLength(1);
			expect(JSON.stringify(made)).not.toMatch(/Andre|Miller|Beatriz/);
		}
		const [event] = (await historyOf(db.read, `group:${tuesdayGroup.id}`)).filter(
			({ kind }) => kind === 'pack.made'
		);
		expect(JSON.stringify(event)).toContain(tuesdaySessions[1].id);
		expect(JSON.stringify(event)).not.toContain(tuesdaySessions[0].id);
		expect((await verifyEvents(db)).faults).toEqual([]);
	});

	test('of too many sessions asks for one group', async () => {
		const cast = await world();
		const { db, carl, mainStreet, edition, nils } = cast;
		const slots = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, time: '08:00', minutes: 45 }));
		for (let i = 0; i < 8; i += 1) {
			await createGroup(db, carl, {
				...{ name: `Daily ${i}`, siteId: mainStreet.id, room: `Room ${10 + i}`, editionId: edition.id },
				...{ facilitatorIds: [nils.id], startsOn: '2026-03-04', slots, override: 'agreed' as const }
			});
		}
		const { tooMany, sessions } = await packOffer(db.read, carl, {});
		expect([tooMany, sessions.length]).toEqual([true, 50]);
		await expect(makePack(db, carl, {}, 'en')).rejects.toMatchObject({
			status: 400,
			fields: { group: { code: 'pack.many' } }
		});
	});
});
