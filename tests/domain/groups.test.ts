import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { ToldMark } from '#lib/server/domain/marks.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { facilitatorsOf, possibleFacilitators } from '#lib/server/domain/facilitators.ts';
import { createGroup, findGroup, listGroups, NewGroup } from '#lib/server/domain/groups.ts';
import {
	addClosure,
	createSite,
	findSite,
	listOrganizations,
	listSites
} from '#lib/server/domain/organizations.ts';
import { enrollNewParticipant } from '#lib/server/domain/newcomers.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { sessionsOf } from '#lib/server/domain/sessions.ts';
import { grants, staff } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Actor } from '#lib/server/policy.ts';
import { eq } from 'drizzle-orm';
import { onRoll } from '../support/telling.ts';
import { addStaff, at, present, world, type World } from '../support/world.ts';

const missing = { status: 404, code: 'not-found', params: {}, fields: {} };
const wanted = ({ mainStreet, edition, fatima }: World, change: object = {}): NewGroup => ({
	name: 'Thursday noon',
	siteId: mainStreet.id,
	room: 'Room 1',
	editionId: edition.id,
	facilitatorIds: [fatima.id],
	startsOn: '2026-06-01',
	slots: [{ weekday: 5, time: '12:00', minutes: 60 }],
	...change
});

describe('making a group', () => {
	test('plans one session a lesson in the site’s wall time, past holidays and closures', async () => {
		const cast = await world();
		const { db, carl, mainStreet } = cast;
		await addClosure(db, carl, mainStreet.id, { date: '2026-06-12', reason: 'Painting' });
		const group = await createGroup(db, carl, wanted(cast));
		const sessions = await sessionsOf(db.read, group.id);
		// June 19 and (observed) July 3 are federal holidays.
		expect(
			sessions.map(({ number, date, time, lessonIds }) => `${number} ${date} ${time} ${lessonIds}`)
		).toEqual([
			'1 2026-06-05 12:00 lesson-one',
			'2 2026-06-26 12:00 lesson-two',
			'3 2026-07-10 12:00 lesson-three',
			'4 2026-07-17 12:00 lesson-four',
			'5 2026-07-24 12:00 lesson-five',
			'6 2026-07-31 12:00 lesson-six'
		]);
		expect(sessions[0]).toMatchObject({
			startsAt: '2026-06-05T19:00:00.000Z',
			zone: 'America/Los_Angeles',
			minutes: 60
		});
		expect((await historyOf(db.read, `group:${group.id}`)).map(({ kind }) => kind)).toEqual([
			'group.created'
		]);
	});

	test('at half past two in the night when clocks change meets when there is such a time, and the roll knows it', async () => {
		const cast = await world();
		const { db, carl, fatima } = cast;
		const slots = [{ weekday: 7, time: '02:30', minutes: 90 }];
		const group = await createGroup(db, carl, wanted(cast, { startsOn: '2026-03-08', slots }));
		const [changing, next] = await sessionsOf(db.read, group.id);
		expect(changing).toMatchObject({ time: '03:30', startsAt: '2026-03-08T10:30:00.000Z' });
		expect(next).toMatchObject({ time: '02:30', startsAt: '2026-03-15T09:30:00.000Z' });
		at('2026-03-08T10:45:00Z');
		const { id } = await enrollNewParticipant(db, carl, group.id, {
			...{
				operationId: newId(),
				number: 'P-1003',
				firstName: 'Cesar',
				lastName: 'Lopez',
				language: 'en' as const
			}
		});
		const told = ToldMark.parse({
			...{ operationId: newId(), enrollmentId: id, said: 'partial', starts: changing.time, came: '03:45' }
		});
		await mark(db, fatima, changing.id, told);
		expect(await onRoll(db, fatima, changing.id, id)).toMatchObject({ status: 'partial', cameAt: 15 });
	});

	test('that would begin on a holiday begins at the next meeting, and a day closed later can be cancelled', async () => {
		const cast = await world();
		const { db, carl, fatima, mainStreet } = cast;
		const group = await createGroup(db, carl, wanted(cast, { startsOn: '2026-06-19' }));
		const [first] = await sessionsOf(db.read, group.id);
		expect(first.date).toBe('2026-06-26');
		await addClosure(db, carl, mainStreet.id, { date: first.date, reason: 'Painting' });
		await cancelSession(db, fatima, first.id, { operationId: newId(), reason: 'holiday' });
		at('2026-06-26T19:10:00Z');
		const { id } = cast.andre;
		await expect(mark(db, fatima, first.id, present(id))).rejects.toMatchObject({
			...{ status: 409, code: 'session.cancelled' }
		});
		const held = (await sessionsOf(db.read, group.id)).filter((one) => one.cancelledAt === null);
		expect(held[0]).toMatchObject({ date: '2026-07-10', lessonIds: ['lesson-one'] });
		expect(held).toHaveLength(6);
	});

	test('keeps its facilitators in order, each once', async () => {
		const cast = await world();
		const { db, carl, rosa, fatima } = cast;
		const group = await createGroup(
			db,
			carl,
			wanted(cast, { facilitatorIds: [rosa.id, fatima.id, rosa.id] })
		);
		expect((await facilitatorsOf(db.read, group.id)).map(({ name }) => name)).toEqual(['Rosa', 'Fatima']);
	});

	test('a site, an edition or a facilitator that is not there or not theirs is the field’s fault, told alike', async () => {
		const cast = await world();
		const { db, carl, pier, olga, lee } = cast;
		const refused = (change: object, field: string) =>
			expect(createGroup(db, carl, wanted(cast, change))).rejects.toMatchObject({
				...{ status: 400, fields: { [field]: { code: 'choice' } } }
			});
		for (const siteId of [pier.id, newId()]) await refused({ siteId }, 'siteId');
		await refused({ editionId: newId() }, 'editionId');
		for (const id of [olga.id, lee.id, carl.id, newId()])
			await refused({ facilitatorIds: [id] }, 'facilitatorIds');
	});

	test('somebody suspended or no longer a facilitator can’t be given a group', async () => {
		const cast = await world();
		const { db, carl, fatima, rosa, northside } = cast;
		await db.write((tx) =>
			tx.update(staff).set({ suspendedAt: '2026-03-01T00:00:00Z' }).where(eq(staff.id, fatima.id)).returning()
		);
		await db.write((tx) =>
			tx
				.update(grants)
				.set({ revokedAt: '2026-03-01T00:00:00Z' })
				.where(eq(grants.staffId, rosa.id))
				.returning()
		);
		for (const id of [fatima.id, rosa.id]) {
			const made = createGroup(db, carl, wanted(cast, { facilitatorIds: [id] }));
			await expect(made).rejects.toMatchObject({
				status: 400,
				fields: { facilitatorIds: { code: 'choice' } }
			});
		}
		expect((await possibleFacilitators(db.read, carl, northside.id)).map(({ name }) => name)).toEqual([
			'Nils'
		]);
	});

	test('sent twice under one operation there is one group', async () => {
		const cast = await world();
		const sent = wanted(cast, { operationId: newId() });
		const [one, two] = [
			await createGroup(cast.db, cast.carl, sent),
			await createGroup(cast.db, cast.carl, sent)
		];
		expect(two).toEqual(one);
		await expect(createGroup(cast.db, cast.carl, { ...sent, name: 'Other' })).rejects.toMatchObject({
			code: 'operation.reused'
		});
	});

	test('facilitators may not; the program’s staff and administrators may not', async () => {
		const cast = await world();
		for (const actor of [cast.fatima, cast.priya, cast.ada]) {
			await expect(createGroup(cast.db, actor, wanted(cast))).rejects.toMatchObject({ status: 403 });
		}
		await expect(createGroup(cast.db, cast.henry, wanted(cast))).rejects.toMatchObject({ status: 400 });
	});

	test('bad input is refused before anything is looked up', async () => {
		const cast = await world();
		const faults = (change: object) =>
			NewGroup.safeParse(wanted(cast, change)).error?.issues.map((issue) => issue.path.join('.'));
		expect(faults({})).toBeUndefined();
		expect(faults({ name: ' ' })).toEqual(['name']);
		expect(faults({ facilitatorIds: [] })).toEqual(['facilitatorIds']);
		expect(faults({ startsOn: '2026-13-01' })).toEqual(['startsOn']);
		expect(faults({ startsOn: '0226-03-01' })).toEqual(['startsOn']);
		const slot = (change: object) => ({ slots: [{ weekday: 2, time: '18:00', minutes: 90, ...change }] });
		expect(faults(slot({ weekday: 8 }))).toEqual(['slots.0.weekday']);
		expect(faults(slot({ time: '24:00' }))).toEqual(['slots.0.time']);
		expect(faults(slot({ minutes: 10 }))).toEqual(['slots.0.minutes']);
	});

	test('meetings that overlap are refused, ones that follow each other are not', async () => {
		const cast = await world();
		const slots = (...times: string[]) => ({
			slots: times.map((time) => ({ weekday: 2, time, minutes: 90 }))
		});
		const parse = (change: object) => NewGroup.safeParse(wanted(cast, change));
		expect(parse(slots('18:00', '18:00')).error?.issues).toMatchObject([
			{ path: ['slots'], message: 'slots-overlap' }
		]);
		expect(parse(slots('19:29', '18:00')).success).toBe(false);
		expect(parse(slots('19:30', '18:00')).success).toBe(true);
	});
});

describe('who knows of a group', () => {
	test('its facilitators and the organization’s coordinators; for all others it is the same 404', async () => {
		const { db, fatima, rosa, carl, nils, olga, henry, priya, lee, ada, key, self, andre, tuesdayGroup } =
			await world();
		for (const actor of [fatima, rosa, carl]) {
			expect((await findGroup(db.read, actor, tuesdayGroup.id)).name).toBe('Tuesday evening');
		}
		const strangers: Actor[] = [
			nils,
			olga,
			henry,
			priya,
			lee,
			ada,
			key,
			self(andre),
			{ ...fatima, verified: false }
		];
		for (const actor of strangers) {
			await expect(findGroup(db.read, actor, tuesdayGroup.id)).rejects.toMatchObject(missing);
			await expect(findGroup(db.read, actor, newId())).rejects.toMatchObject(missing);
		}
	});

	test('a facilitator who lost the organization’s grant knows its groups no more', async () => {
		const { db, fatima, tuesdayGroup, harbor } = await world();
		const moved = { ...fatima, grants: [{ role: 'facilitator' as const, organizationId: harbor.id }] };
		await expect(findGroup(db.read, moved, tuesdayGroup.id)).rejects.toMatchObject(missing);
	});

	test('lists have each group once for whom it is, newest start first', async () => {
		const cast = await world();
		const { db, carl, henry, rosa, nils, fatima } = cast;
		await createGroup(db, carl, wanted(cast, { facilitatorIds: [fatima.id] }));
		const names = async (actor: Actor) => (await listGroups(db.read, actor)).map(({ name }) => name);
		expect(await names(carl)).toEqual(['Thursday noon', 'Tuesday evening']);
		expect(await names(fatima)).toEqual(['Thursday noon', 'Tuesday evening']);
		expect(await names(rosa)).toEqual(['Tuesday evening']);
		expect(await names(henry)).toEqual(['Harbor group']);
		expect(await names(nils)).toEqual([]);
		for (const actor of [cast.priya, cast.lee, cast.ada, cast.key]) {
			await expect(listGroups(db.read, actor)).rejects.toMatchObject({ status: 403 });
		}
	});
});

describe('organizations and sites', () => {
	test('staff know their own; the program’s staff and administrators know all', async () => {
		const { db, carl, olga, priya, ada, lee, key } = await world();
		const names = async (actor: Actor) => (await listOrganizations(db.read, actor)).map(({ name }) => name);
		expect(await names(carl)).toEqual(['Northside Works']);
		expect(await names(olga)).toEqual(['Harbor Bridge']);
		for (const actor of [priya, ada])
			expect(await names(actor)).toEqual(['Harbor Bridge', 'Northside Works']);
		for (const actor of [lee, key]) expect(await names(actor)).toEqual([]);
		expect((await listSites(db.read, carl)).map(({ name }) => name)).toEqual(['Main Street']);
	});

	test('another organization’s site and one that does not exist are the same 404', async () => {
		const { db, carl, henry, pier, mainStreet, northside } = await world();
		for (const id of [pier.id, newId()])
			await expect(findSite(db.read, carl, id)).rejects.toMatchObject(missing);
		const closing = { date: '2026-03-10', reason: 'Painting' };
		await expect(addClosure(db, henry, mainStreet.id, closing)).rejects.toMatchObject(missing);
		await expect(createSite(db, henry, northside.id, { name: 'Mine', zone: 'UTC' })).rejects.toMatchObject(
			missing
		);
	});

	test('a facilitator knows the site but may not close it', async () => {
		const { db, fatima, mainStreet } = await world();
		const closed = addClosure(db, fatima, mainStreet.id, { date: '2026-03-10', reason: 'Painting' });
		await expect(closed).rejects.toMatchObject({ status: 403 });
	});

	test('somebody new in the organization becomes a possible facilitator', async () => {
		const { db, carl, henry, northside } = await world();
		await addStaff(db, 'Bo', [['facilitator', northside.id]]);
		const names = (await possibleFacilitators(db.read, carl, northside.id)).map(({ name }) => name);
		expect(names).toEqual(['Bo', 'Fatima', 'Nils', 'Rosa']);
		await expect(possibleFacilitators(db.read, henry, northside.id)).rejects.toMatchObject({ status: 403 });
		await expect(possibleFacilitators(db.read, system, northside.id)).resolves.toHaveLength(4);
	});
});
