import { describe, expect, test } from 'vitest';
import { historyOf } from '#lib/server/domain/events.ts';
import { factsIn } from '#lib/server/domain/facts.ts';
import { milestonesOf } from '#lib/server/domain/milestones.ts';
import { NewPractice, practicesIn, recordPractice } from '#lib/server/domain/practices.ts';
import { practiceEntries } from '#lib/server/domain/progress.ts';
import { cancelSession } from '#lib/server/domain/cancellations.ts';
import { newId } from '#lib/server/ids.ts';
import { note } from '../support/telling.ts';
import { at, world, type World } from '../support/world.ts';

describe('noting practice', () => {
	test('keeps the steps once each and in order, how it went, and no words', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		await recordPractice(
			db,
			fatima,
			tuesdaySession,
			note(andre.id, 'lesson-one', { steps: [3, 1, 3], result: 'hard' })
		);
		expect(await practicesIn(db.read, tuesdaySession)).toMatchObject([
			{
				enrollmentId: andre.id,
				lessonId: 'lesson-one',
				steps: [1, 3],
				result: 'hard',
				shown: true,
				review: false
			}
		]);
		const [event] = await historyOf(db.read, `session:${tuesdaySession}`);
		expect(event).toMatchObject({ kind: 'practice.recorded', actor: `staff:${fatima.id}` });
		expect(NewPractice.safeParse({ ...note(andre.id, 'lesson-one'), text: 'my story' }).success).toBe(false);
	});

	test('sent twice it is there once; the same id with other content or by another is refused', async () => {
		const { db, fatima, rosa, andre, tuesdaySession } = await world();
		const sent = note(andre.id, 'lesson-one');
		await recordPractice(db, fatima, tuesdaySession, sent);
		await recordPractice(db, fatima, tuesdaySession, sent);
		expect(await practicesIn(db.read, tuesdaySession)).toHaveLength(1);
		const reused = { status: 409, code: 'operation.reused' };
		await expect(
			recordPractice(db, fatima, tuesdaySession, { ...sent, result: 'hard' })
		).rejects.toMatchObject(reused);
		await expect(recordPractice(db, rosa, tuesdaySession, sent)).rejects.toMatchObject(reused);
	});

	test('refuses a step that the skill does not have, an unknown lesson, and a stranger', async () => {
		const { db, fatima, andre, dolores, tuesdaySession } = await world();
		const refused = (change: object, lessonId = 'lesson-one') =>
			expect(recordPractice(db, fatima, tuesdaySession, note(andre.id, lessonId, change))).rejects;
		await refused({ steps: [4] }).toMatchObject({
			status: 400,
			fields: { steps: { code: 'steps', params: { most: 3 } } }
		});
		await refused({}, 'lesson-nine').toMatchObject({
			status: 400,
			fields: { lessonId: { code: 'unknown' } }
		});
		await refused({ replaces: [newId()] }).toMatchObject({
			status: 400,
			fields: { replaces: { code: 'unknown' } }
		});
		for (const id of [dolores.id, newId()]) {
			await expect(recordPractice(db, fatima, tuesdaySession, note(id, 'lesson-one'))).rejects.toMatchObject({
				status: 404
			});
		}
	});

	test('not before the day, not in a cancelled session, not by who may not know the group', async () => {
		const { db, fatima, nils, olga, priya, andre, tuesdaySession, tuesdaySessions } = await world();
		const send = (actor: typeof fatima, id: string) =>
			recordPractice(db, actor, id, note(andre.id, 'lesson-one'));
		await expect(send(fatima, tuesdaySessions[1].id)).rejects.toMatchObject({ code: 'session.not-yet' });
		for (const actor of [nils, olga, priya])
			await expect(send(actor, tuesdaySession)).rejects.toMatchObject({ status: 404 });
		await cancelSession(db, fatima, tuesdaySession, { operationId: newId(), reason: 'facilitator' });
		await expect(send(fatima, tuesdaySession)).rejects.toMatchObject({ code: 'session.cancelled' });
	});
});

describe('corrections of practice', () => {
	test('a note taken back is gone, and one made again counts without a contradiction', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const first = note(andre.id, 'lesson-one');
		await recordPractice(db, fatima, tuesdaySession, first);
		await recordPractice(
			db,
			fatima,
			tuesdaySession,
			note(andre.id, 'lesson-one', { withdrawn: true, replaces: [first.operationId] })
		);
		expect(await practicesIn(db.read, tuesdaySession)).toEqual([]);
		await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', { result: 'so-so' }));
		expect(await practicesIn(db.read, tuesdaySession)).toMatchObject([{ result: 'so-so', review: false }]);
	});

	test('two people’s notes of the same are one entry; different ones wait for somebody to settle them', async () => {
		const { db, fatima, rosa, andre, tuesdaySession } = await world();
		await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one'));
		await recordPractice(db, rosa, tuesdaySession, note(andre.id, 'lesson-one'));
		expect(await practicesIn(db.read, tuesdaySession)).toMatchObject([{ review: false }]);
		await recordPractice(db, rosa, tuesdaySession, note(andre.id, 'lesson-one', { shown: false }));
		const [contested] = await practicesIn(db.read, tuesdaySession);
		expect(contested.review).toBe(true);
		expect(contested.heads).toHaveLength(3);
		await recordPractice(
			db,
			rosa,
			tuesdaySession,
			note(andre.id, 'lesson-one', { replaces: contested.heads })
		);
		expect(await practicesIn(db.read, tuesdaySession)).toMatchObject([{ shown: true, review: false }]);
	});

	test('reach their milestone at the last entry, and lose it when one is taken back', async () => {
		const { db, fatima, andre, tuesdaySessions } = await world();
		const kinds = async () => (await milestonesOf(db.read, andre.id)).map(({ kind }) => kind);
		at('2026-03-25T01:10:00Z');
		const notes = ['lesson-one', 'lesson-two', 'lesson-three', 'lesson-one'].map((id) => note(andre.id, id));
		const places = [0, 1, 2, 2];
		for (const [i, each] of notes.entries()) {
			expect(await kinds()).toEqual(['enrolled']);
			await recordPractice(db, fatima, tuesdaySessions[places[i]].id, each);
		}
		expect(await kinds()).toEqual(['enrolled', 'practice-target']);
		const back = note(andre.id, 'lesson-one', { withdrawn: true, replaces: [notes[0].operationId] });
		await recordPractice(db, fatima, tuesdaySessions[0].id, back);
		expect(await kinds()).toEqual(['enrolled']);
	});
});

describe('roles in a role-play', () => {
	const rounds = async (cast: World) =>
		(await practicesIn(cast.db.read, cast.tuesdaySession)).map(({ role, result, review }) => [
			...[role, result, review]
		]);

	test('are rounds of their own: several of one person stand beside each other', async () => {
		const cast = await world();
		const { db, fatima, rosa, andre, tuesdaySession } = cast;
		const watched = { role: 'observer' as const, result: null, steps: [], shown: false };
		const played = { ...watched, role: 'partner' as const, result: 'hard' as const };
		for (const [by, change] of [
			[fatima, {}],
			[rosa, watched],
			[rosa, played]
		] as const)
			await recordPractice(db, by, tuesdaySession, note(andre.id, 'lesson-one', change));
		expect(await rounds(cast)).toEqual([
			['actor', 'went-well', false],
			['observer', null, false],
			['partner', 'hard', false]
		]);
	});

	test('only who acts shows steps, and only that counts as practice', async () => {
		const cast = await world();
		const { db, fatima, andre, tuesdaySession, tuesdayGroup } = cast;
		const counted = async () => {
			const { facts } = await factsIn(db.read, tuesdayGroup.id, [andre.id]);
			return practiceEntries(facts.get(andre.id)!.practices);
		};
		for (const role of ['partner', 'observer'] as const) {
			await expect(
				recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', { role }))
			).rejects.toMatchObject({ status: 400, fields: { steps: { code: 'role' } } });
			const plain = { role, steps: [], shown: false };
			await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', plain));
		}
		expect(await counted()).toEqual([]);
		const tried = note(andre.id, 'lesson-one', { result: null });
		await recordPractice(db, fatima, tuesdaySession, tried);
		expect(await counted()).toMatchObject([{ id: tried.operationId, shown: true }]);
	});

	test('a note keeps its role: it is taken back, and the other round noted', async () => {
		const { db, fatima, andre, tuesdaySession } = await world();
		const first = note(andre.id, 'lesson-one');
		await recordPractice(db, fatima, tuesdaySession, first);
		const moved = { role: 'partner' as const, steps: [], shown: false, replaces: [first.operationId] };
		await expect(
			recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', moved))
		).rejects.toMatchObject({ status: 400, fields: { replaces: { code: 'unknown' } } });
	});

	test('what two people noted differently is told with who said it, to settle on one of it', async () => {
		const { db, fatima, rosa, andre, tuesdaySession } = await world();
		await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', { result: 'hard' }));
		await recordPractice(db, rosa, tuesdaySession, note(andre.id, 'lesson-one', { steps: [1] }));
		const [contested] = await practicesIn(db.read, tuesdaySession);
		expect(contested.said).toMatchObject([
			{ result: 'hard', steps: [1, 2], by: 'Fatima' },
			{ result: 'went-well', steps: [1], by: 'Rosa' }
		]);
		const settled = { steps: [1], replaces: contested.heads };
		await recordPractice(db, rosa, tuesdaySession, note(andre.id, 'lesson-one', settled));
		expect(await practicesIn(db.read, tuesdaySession)).toMatchObject([
			{ steps: [1], review: false, said: [] }
		]);
	});
});
