import { expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { createGroup } from '#lib/server/domain/groups.ts';
import { approveMakeUp, holdMakeUp, planMakeUp } from '#lib/server/domain/makeups.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { worklistOf } from '#lib/server/domain/worklists.ts';
import { newId } from '#lib/server/ids.ts';
import type { MarkStatus } from '#lib/vocabulary.ts';
import { hold } from '../support/telling.ts';
import { at, present, world, type World } from '../support/world.ts';

/** A Tuesday's session, an hour after its start: Beatriz was there, and Andre as said. */
async function tuesday(cast: World, week: number, change: object) {
	const { db, fatima, andre, beatriz, tuesdaySessions } = cast;
	const { id, startsAt } = tuesdaySessions[week];
	at(new Date(Date.parse(startsAt) + 3_600_000).toISOString());
	await mark(db, fatima, id, present(andre.id, change));
	await hold(db, fatima, id, [beatriz]);
}
const out = { status: 'absent-unexcused' as MarkStatus };
const atCourt = { status: 'absent-neutral' as MarkStatus, reason: 'court' as const };
const listFor = (cast: World, who = cast.fatima) => worklistOf(cast.db.read, who, 'en');

test('a past session waits until it is ended and everybody is marked', async () => {
	const cast = await world();
	const { db, fatima, andre, beatriz, tuesdaySession } = cast;
	expect((await listFor(cast)).count).toBe(0);
	at('2026-03-04T17:00:00Z');
	expect((await listFor(cast)).sessions).toMatchObject([{ id: tuesdaySession, ended: false, unmarked: 2 }]);
	await mark(db, fatima, tuesdaySession, present(andre.id));
	await endSession(db, fatima, tuesdaySession, { operationId: newId() });
	expect((await listFor(cast)).sessions).toMatchObject([{ ended: true, unmarked: 1, review: 0 }]);
	await mark(db, fatima, tuesdaySession, present(beatriz.id, { correction: 'sheet' }));
	expect((await listFor(cast)).sessions).toEqual([]);
});

test('two different words on one person wait to be settled', async () => {
	const cast = await world();
	const { db, fatima, rosa, tuesdaySession, andre } = cast;
	await mark(db, rosa, tuesdaySession, present(andre.id, { status: 'absent-unexcused' }));
	await tuesday(cast, 0, {});
	expect((await listFor(cast)).sessions).toMatchObject([{ unmarked: 0, review: 1 }]);
	expect((await worklistOf(db.read, fatima, 'en')).absences).toEqual([]);
});

test('two absences in a row are told, and coming again takes them off the list', async () => {
	const cast = await world();
	await tuesday(cast, 0, out);
	expect((await listFor(cast)).absences).toEqual([]);
	await tuesday(cast, 1, out);
	const [row] = (await listFor(cast)).absences;
	expect(row).toMatchObject({
		firstName: 'Andre',
		group: 'Tuesday evening',
		days: ['2026-03-03', '2026-03-10']
	});
	await tuesday(cast, 2, {});
	expect((await listFor(cast)).absences).toEqual([]);
});

test('a neutral absence neither makes a second one nor breaks a run', async () => {
	const cast = await world();
	await tuesday(cast, 0, out);
	await tuesday(cast, 1, atCourt);
	expect((await listFor(cast)).absences).toEqual([]);
	await tuesday(cast, 2, out);
	expect((await listFor(cast)).absences).toMatchObject([{ days: ['2026-03-03', '2026-03-17'] }]);
});

test('who can finish only with make-ups is listed until they are out of it, or have left', async () => {
	const cast = await world();
	await tuesday(cast, 0, out);
	await tuesday(cast, 1, out);
	expect((await listFor(cast)).atRisk).toMatchObject([{ enrollmentId: cast.andre.id, firstName: 'Andre' }]);
	await exitEnrollment(cast.db, cast.carl, cast.andre.id, { operationId: newId(), reason: 'job' });
	const { atRisk, absences } = await listFor(cast);
	expect([...atRisk, ...absences]).toEqual([]);
});

test('a make-up waits for its approval, then for its day, then for what was held', async () => {
	const cast = await world();
	const { db, fatima, carl, andre } = cast;
	await tuesday(cast, 0, out);
	const operationId = newId();
	const asked = { operationId, lessonId: 'lesson-one', way: 'one-to-one' as const };
	await planMakeUp(db, fatima, andre.id, { ...asked, day: '2026-03-06' });
	expect((await listFor(cast)).makeUps).toEqual([]);
	expect((await listFor(cast, carl)).makeUps).toMatchObject([{ step: 'approve', lesson: 'Try one' }]);
	await approveMakeUp(db, carl, andre.id, { operationId: newId(), makeUpId: operationId });
	expect((await listFor(cast)).makeUps).toEqual([]);
	at('2026-03-06T20:00:00Z');
	expect((await listFor(cast)).makeUps).toMatchObject([{ step: 'hold', firstName: 'Andre' }]);
	await holdMakeUp(db, fatima, andre.id, {
		...{ operationId: newId(), makeUpId: operationId, day: '2026-03-06', minutes: 70 }
	});
	expect((await listFor(cast)).makeUps).toEqual([]);
});

test('nobody is shown what is not theirs', async () => {
	const cast = await world();
	await tuesday(cast, 0, out);
	await tuesday(cast, 1, out);
	for (const other of [cast.nils, cast.olga, cast.henry]) {
		const list = await listFor(cast, other);
		expect(JSON.stringify(list)).not.toMatch(/Andre|Tuesday evening/);
	}
	for (const none of [cast.priya, cast.lee, cast.ada])
		await expect(listFor(cast, none)).rejects.toMatchObject({ status: 403 });
});

test('ten groups take as many queries as one', async () => {
	const cast = await world();
	const { db, carl, mainStreet, edition, nils } = cast;
	await tuesday(cast, 0, out);
	const asked = async () => {
		let count = 0;
		const counting = new Proxy(db.read, {
			get(target, key, receiver) {
				if (key === 'select' || key === 'selectDistinct') count += 1;
				return Reflect.get(target, key, receiver);
			}
		});
		await worklistOf(counting, carl, 'en');
		return count;
	};
	const one = await asked();
	for (let i = 0; i < 10; i++) {
		const group = await createGroup(db, carl, {
			...{ name: `Group ${i}`, siteId: mainStreet.id, room: 'Room 1', editionId: edition.id },
			...{ facilitatorIds: [nils.id], startsOn: '2026-03-03' },
			slots: [{ weekday: 2, time: '09:00', minutes: 90 }]
		});
		await cast.enroll(carl, group.id, `P-30${i}0`, 'Xena', `Nr ${i}`);
	}
	at('2026-03-11T20:00:00Z');
	expect((await worklistOf(db.read, carl, 'en')).sessions.length).toBeGreaterThan(10);
	expect(one).toBeGreaterThan(3);
	expect(await asked()).toBeLessThanOrEqual(one);
});
