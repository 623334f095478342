import { describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { mark } from '#lib/server/domain/attendance.ts';
import { ownDisclosures, paperNames, participantNames } from '#lib/server/db/schema/index.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { renameOneself } from '#lib/server/domain/renamings.ts';
import { turnoutOf } from '#lib/server/domain/turnouts.ts';
import { checkPaper } from '#lib/server/feed/checked-papers.ts';
import { draftLetter, LetterChoice, lettersOf, makeLetter, readLetter } from '#lib/server/feed/letters.ts';
import { completed, takeBack, wanted, write } from '../support/completing.ts';
import { deliverAll, hold } from '../support/telling.ts';
import { endSession } from '#lib/server/domain/closings.ts';
import { newId } from '#lib/server/ids.ts';
import { at, present, world } from '../support/world.ts';

describe('a letter', () => {
	test('says what the participant chose, once, and is logged as what they told themselves', async () => {
		const { db, andre, self, carl } = await completed();
		const andreHimself = self(andre);
		const chosen = wanted({ kind: 'completion', audience: 'employer', line: 'Acme Bakery', inPerson: false });
		const id = await makeLetter(db, andreHimself, andre.id, chosen);
		expect(await makeLetter(db, andreHimself, andre.id, chosen)).toBe(id);
		expect(await readLetter(db.read, andreHimself, id)).toMatchObject({
			...{ name: 'Andre Miller', line: 'Acme Bakery', asked: 'self', over: false, program: 'Test Program' },
			contents: { attended: 1, sessions: 1, days: [], completedOn: '2026-03-03', from: '2026-03-03' }
		});
		expect(await db.read.select().from(ownDisclosures)).toMatchObject([
			{ participantId: andre.participantId, audience: 'employer', via: 'letter', what: { letters: [id] } }
		]);
		const told = await historyOf(db.read, `participant:${andre.participantId}`);
		expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['letter.made', 'disclosure.own']));
		expect(JSON.stringify(told)).not.toMatch(/Acme|Miller/);
		expect(await lettersOf(db.read, carl, andre.participantId, andre.organizationId)).toHaveLength(1);
	});

	test('is made by staff only when the participant asked for it, and by nobody else', async () => {
		const { db, andre, beatriz, carl, fatima, olga, henry, priya, self } = await completed();
		await expect(write(db, carl, andre.id, { inPerson: false })).rejects.toMatchObject({
			...{ status: 400, fields: { inPerson: { code: 'letter.asked' } } }
		});
		const id = await write(db, carl, andre.id);
		expect(await readLetter(db.read, carl, id)).toMatchObject({ asked: 'in-person', by: `staff:${carl.id}` });
		// Whom somebody writes to is not for their facilitators.
		await expect(write(db, fatima, andre.id)).rejects.toMatchObject({ status: 403 });
		await expect(readLetter(db.read, fatima, id)).rejects.toMatchObject({ status: 403 });
		for (const actor of [olga, henry, priya, self(beatriz)]) {
			await expect(write(db, actor, andre.id)).rejects.toMatchObject({ status: 404 });
			await expect(readLetter(db.read, actor, id)).rejects.toMatchObject({ status: 404 });
			const theirs = { participantId: andre.participantId, organizationId: andre.organizationId };
			await expect(
				lettersOf(db.read, actor, theirs.participantId, theirs.organizationId)
			).rejects.toMatchObject({ status: 403 });
		}
	});

	test('of completion needs completion, and goes when that is taken back', async () => {
		const cast = await completed();
		const { db, andre, beatriz, carl } = cast;
		await expect(write(db, carl, beatriz.id, { kind: 'completion' })).rejects.toMatchObject({
			...{ status: 409, code: 'letter.not-completed' }
		});
		const [one, other] = [
			await write(db, carl, andre.id, { kind: 'completion' }),
			await write(db, carl, andre.id)
		];
		const { code } = await readLetter(db.read, carl, one);
		expect(await checkPaper(db, code, '::1')).toEqual({
			...{ state: 'valid', paper: 'letter', kind: 'completion', on: '2026-03-03' }
		});
		await takeBack(cast);
		expect(await checkPaper(db, code, '::1')).toMatchObject({ state: 'over' });
		await expect(readLetter(db.read, carl, one)).rejects.toMatchObject({ code: 'letter.over' });
		expect(await readLetter(db.read, carl, other)).toMatchObject({ kind: 'attendance' });
	});

	test('has the name in use or the legal one, and keeps it apart from the facts', async () => {
		const { db, andre, carl, self } = await completed();
		const [{ updatedAt: shownAt }] = await db.read
			.select()
			.from(participantNames)
			.where(eq(participantNames.participantId, andre.participantId));
		await renameOneself(db, self(andre), { operationId: newId(), shownAt, firstName: 'Dre' });
		const choice = (name: 'used' | 'legal') => LetterChoice.parse(wanted({ name }));
		expect((await draftLetter(db.read, self(andre), andre.id, choice('used'))).name).toBe('Dre Miller');
		expect((await draftLetter(db.read, self(andre), andre.id, choice('legal'))).name).toBe('Andre Miller');
		const id = await write(db, carl, andre.id, { line: 'To my landlord' });
		await db.write((tx) => tx.delete(paperNames).where(eq(paperNames.paperId, id)).returning());
		expect(await readLetter(db.read, carl, id)).toMatchObject({ name: null, line: null });
	});
});

describe('a turnout', () => {
	test('leaves out what was missed for a neutral reason, nobody marked, or is not settled', async () => {
		const { db, fatima, rosa, andre, beatriz, tuesdaySessions, tuesdayGroup } = await world();
		const excused = present(andre.id, { status: 'absent-neutral', reason: 'court' });
		const days = tuesdaySessions.slice(0, 2);
		await hold(db, fatima, days[0].id, [andre, beatriz]);
		at('2026-03-11T01:10:00Z');
		await mark(db, fatima, days[1].id, excused);
		await deliverAll(db, fatima, days[1].id);
		await endSession(db, fatima, days[1].id, { operationId: newId() });
		const turnout = () => turnoutOf(db.read, tuesdayGroup.id, andre.id);
		expect(await turnout()).toMatchObject({ days: ['2026-03-03'], sessions: 1 });
		expect(await turnoutOf(db.read, tuesdayGroup.id, beatriz.id)).toMatchObject({ sessions: 1 });
		await mark(db, rosa, days[0].id, present(andre.id, { status: 'absent-unexcused', correction: 'sheet' }));
		expect(await turnout()).toMatchObject({ days: [], sessions: 0 });
	});
});
