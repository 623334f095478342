import { describe, expect, test } from 'vitest';
import { answerCeremony, ceremonyList } from '#lib/server/domain/ceremonies.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { newId } from '#lib/server/ids.ts';
import { completed, takeBack } from '../support/completing.ts';

const answer = (enrollmentId: string, change: object = {}) => ({
	...{ operationId: newId(), enrollmentId, named: true, readAs: null },
	...change
});

describe('the list for a ceremony', () => {
	test('has who completed, and who can have by then; nobody is named who did not say so', async () => {
		const cast = await completed();
		const { db, carl, andre, beatriz } = cast;
		const { people, today } = await ceremonyList(db.read, carl, {});
		expect(today).toBe('2026-03-03');
		expect(people).toMatchObject([
			{ enrollmentId: andre.id, readAs: 'Andre Miller', completedOn: '2026-03-03', named: null }
		]);
		const later = await ceremonyList(db.read, carl, { by: '2027-03-03' });
		expect(later.people.map(({ enrollmentId, completedOn }) => [enrollmentId, completedOn])).toEqual([
			[andre.id, '2026-03-03'],
			[beatriz.id, null]
		]);
		const past = await ceremonyList(db.read, carl, { from: '2026-01-01', by: '2026-03-02' });
		expect(past.people).toEqual([]);
		await takeBack(cast);
		expect((await ceremonyList(db.read, carl, {})).people).toEqual([]);
	});

	test('keeps the last answer, and the name as its holder wants it read', async () => {
		const { db, carl, andre } = await completed();
		const yes = answer(andre.id, { readAs: 'Dre Miller' });
		await answerCeremony(db, carl, yes);
		await answerCeremony(db, carl, yes);
		const one = async () => (await ceremonyList(db.read, carl, {})).people[0];
		expect(await one()).toMatchObject({ named: true, readAs: 'Dre Miller' });
		await answerCeremony(db, carl, answer(andre.id, { named: false }));
		expect(await one()).toMatchObject({ named: false, readAs: 'Dre Miller' });
		const told = (await historyOf(db.read, `participant:${andre.participantId}`)).filter(
			({ kind }) => kind === 'ceremony.answered'
		);
		expect(told).toHaveLength(2);
		expect(JSON.stringify(told)).not.toContain('Dre');
	});

	test('is for the coordinators of the organization', async () => {
		const { db, andre, fatima, henry, priya, ada } = await completed();
		for (const actor of [fatima, priya, ada])
			await expect(ceremonyList(db.read, actor, {})).rejects.toMatchObject({ status: 403 });
		expect((await ceremonyList(db.read, henry, { by: '2027-03-03' })).people).not.toMatchObject([
			{ enrollmentId: andre.id }
		]);
		await expect(answerCeremony(db, henry, answer(andre.id))).rejects.toMatchObject({ status: 404 });
		await expect(answerCeremony(db, fatima, answer(andre.id))).rejects.toMatchObject({ status: 403 });
	});
});
