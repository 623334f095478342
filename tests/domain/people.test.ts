import { describe, expect, test } from 'vitest';
import { mark } from '#lib/server/domain/attendance.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { milestonesOf } from '#lib/server/domain/milestones.ts';
import { enrollNewParticipant, NewParticipant } from '#lib/server/domain/newcomers.ts';
import {
	enrollByNumber,
	exitEnrollment,
	findEnrollment,
	findParticipant,
	peopleIn
} from '#lib/server/domain/people.ts';
import { rollOf } from '#lib/server/domain/rolls.ts';
import { faultsOf } from '#lib/server/forms.ts';
import { participants } from '#lib/server/db/schema/index.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { at, present, world } from '../support/world.ts';

const missing = { status: 404, code: 'not-found', params: {}, fields: {} };
const cesar = (change: object = {}) => ({
	...{
		operationId: newId(),
		number: 'P-1003',
		firstName: 'Cesar',
		lastName: 'Lopez',
		language: 'es' as const
	},
	...change
});

describe('somebody new', () => {
	test('is taken into the program and the group at once, on the day where the group is', async () => {
		const { db, carl, tuesdayGroup } = await world();
		at('2026-03-11T06:30:00Z'); // still March 10 in Los Angeles
		const enrollment = await enrollNewParticipant(db, carl, tuesdayGroup.id, cesar());
		expect(enrollment).toMatchObject({
			groupId: tuesdayGroup.id,
			enrolledOn: '2026-03-10',
			enrolledBy: carl.id
		});
		expect(await findParticipant(db.read, carl, enrollment.participantId)).toMatchObject({
			...{ number: 'P-1003', firstName: 'Cesar', lastName: 'Lopez', language: 'es' }
		});
		expect((await milestonesOf(db.read, enrollment.id)).map(({ kind }) => kind)).toEqual(['enrolled']);
	});

	test('leaves no name and no number in the log', async () => {
		const { db, carl, tuesdayGroup } = await world();
		const { participantId } = await enrollNewParticipant(db, carl, tuesdayGroup.id, cesar());
		const history = await historyOf(db.read, `participant:${participantId}`);
		expect(history).toHaveLength(3);
		expect(JSON.stringify(history)).not.toMatch(/Cesar|Lopez|P-1003/);
	});

	test('sent twice is one person; with other content it is refused', async () => {
		const { db, carl, tuesdayGroup } = await world();
		const sent = cesar();
		const first = await enrollNewParticipant(db, carl, tuesdayGroup.id, sent);
		expect(await enrollNewParticipant(db, carl, tuesdayGroup.id, sent)).toEqual(first);
		expect(await db.read.$count(participants)).toBe(4);
		const other = enrollNewParticipant(db, carl, tuesdayGroup.id, { ...sent, firstName: 'Caesar' });
		await expect(other).rejects.toMatchObject({ status: 409, code: 'operation.reused' });
	});

	test('with a number that the program knows is a fault beside the number, whoever’s it is', async () => {
		const { db, carl, tuesdayGroup } = await world();
		for (const number of ['P-1001', 'P-2001']) {
			const again = enrollNewParticipant(db, carl, tuesdayGroup.id, cesar({ number }));
			await expect(again).rejects.toMatchObject({ status: 400, fields: { number: { code: 'taken' } } });
		}
		expect(await db.read.$count(participants)).toBe(3);
	});

	test('two at once under one number are one person', async () => {
		const { db, carl, henry, tuesdayGroup, harborGroup } = await world();
		const outcome = await Promise.allSettled([
			enrollNewParticipant(db, carl, tuesdayGroup.id, cesar()),
			enrollNewParticipant(db, henry, harborGroup.id, cesar())
		]);
		expect(outcome.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await db.read.$count(participants)).toBe(4);
	});

	test('has a number as case management writes it, and a name on one line', () => {
		const parse = (change: object) => NewParticipant.safeParse(cesar(change));
		expect(parse({ number: ' p-77a ' }).data?.number).toBe('P-77A');
		for (const number of ['', 'ab', '-123', 'P 12', 'P_12', 'P-1'.repeat(10)])
			expect(parse({ number }).success).toBe(false);
		for (const firstName of ['', ' ', 'a\nb', 'a\0', 'x'.repeat(201)])
			expect(parse({ firstName }).success).toBe(false);
		expect(parse({ firstName: '  Ana María ' }).data?.firstName).toBe('Ana María');
		expect(parse({ language: 'fr' }).success).toBe(false);
		expect(parse({ id: newId() }).success).toBe(false);
	});

	test('has a name in any script, up to what a line holds, and is told how much that is', async () => {
		const { db, carl, fatima, tuesdayGroup, tuesdaySession } = await world();
		const scripts = ['Анастасия', '玛丽亚', 'محمد', 'มาลี', 'Ñandú', 'देवनागरी', 'O’Brien-Łukasz', 'ʻOkina'];
		const names = scripts.map((name) =>
			[...name.repeat(30)].slice(0, 200).join('').slice(0, 200).normalize('NFC')
		);
		for (const [i, firstName] of names.entries()) {
			const sent = NewParticipant.parse(cesar({ operationId: newId(), number: `P-40${i}`, firstName }));
			await enrollNewParticipant(db, carl, tuesdayGroup.id, sent);
		}
		const roll = (await rollOf(db.read, fatima, tuesdaySession)).map(({ firstName }) => firstName);
		for (const name of names) expect(roll).toContain(name);
		for (const script of scripts) {
			const sent = cesar({ lastName: script.repeat(90).slice(0, 240) });
			expect(faultsOf(NewParticipant.safeParse(sent).error!, sent)).toEqual({
				lastName: { code: 'too-long', params: { limit: 200 } }
			});
		}
	});

	test('is enrolled by program staff of the organization only', async () => {
		const { db, fatima, henry, olga, nils, priya, ada, lee, tuesdayGroup } = await world();
		await expect(enrollNewParticipant(db, fatima, tuesdayGroup.id, cesar())).rejects.toMatchObject({
			status: 403
		});
		for (const actor of [henry, olga, nils, priya, ada, lee]) {
			await expect(enrollNewParticipant(db, actor, tuesdayGroup.id, cesar())).rejects.toMatchObject(missing);
		}
	});
});

describe('somebody whom the program knows', () => {
	test('is enrolled by number in another organization, which then knows the person too', async () => {
		const { db, henry, andre, harborGroup } = await world();
		await expect(findParticipant(db.read, henry, andre.participantId)).rejects.toMatchObject(missing);
		const enrollment = await enrollByNumber(db, henry, harborGroup.id, {
			operationId: newId(),
			number: 'P-1001'
		});
		expect(enrollment.participantId).toBe(andre.participantId);
		const known = await findParticipant(db.read, henry, andre.participantId);
		expect(known.enrollments.map((one) => one.group.name)).toEqual(['Harbor group']);
	});

	test('is not enrolled twice in one group; an unknown number is a fault beside it', async () => {
		const { db, carl, tuesdayGroup } = await world();
		const by = (number: string) =>
			enrollByNumber(db, carl, tuesdayGroup.id, { operationId: newId(), number });
		await expect(by('P-1001')).rejects.toMatchObject({ status: 409, code: 'enrollment.twice' });
		await expect(by('P-9999')).rejects.toMatchObject({
			status: 400,
			fields: { number: { code: 'unknown' } }
		});
	});

	test('sent twice it is one enrollment', async () => {
		const { db, carl, tuesdayGroup } = await world();
		const sent = { operationId: newId(), number: 'P-2001' };
		const first = await enrollByNumber(db, carl, tuesdayGroup.id, sent);
		expect(await enrollByNumber(db, carl, tuesdayGroup.id, sent)).toEqual(first);
		expect(await peopleIn(db.read, tuesdayGroup.id)).toHaveLength(3);
	});
});

describe('leaving', () => {
	test('says when and why, once', async () => {
		const { db, carl, andre, tuesdayGroup } = await world();
		const sent = { operationId: newId(), reason: 'job' as const };
		await exitEnrollment(db, carl, andre.id, sent);
		await exitEnrollment(db, carl, andre.id, sent);
		const [person] = await peopleIn(db.read, tuesdayGroup.id);
		expect(person).toMatchObject({
			firstName: 'Andre',
			exitedAt: '2026-03-04T02:10:00.000Z',
			exitReason: 'job'
		});
		expect((await peopleIn(db.read, tuesdayGroup.id, true)).map((one) => one.firstName)).toEqual(['Beatriz']);
		const again = exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'moved' });
		await expect(again).rejects.toMatchObject({ status: 409, code: 'enrollment.exited' });
	});

	test('is recorded by program staff; a facilitator may not, a stranger knows of nobody', async () => {
		const { db, fatima, nils, henry, andre } = await world();
		const exit = (actor: Actor, id = andre.id) =>
			exitEnrollment(db, actor, id, { operationId: newId(), reason: 'moved' });
		await expect(exit(fatima)).rejects.toMatchObject({ status: 403 });
		for (const actor of [nils, henry]) await expect(exit(actor)).rejects.toMatchObject(missing);
		await expect(exit(fatima, newId())).rejects.toMatchObject(missing);
	});

	test('a mark that was made meanwhile for the days before is still taken', async () => {
		const { db, carl, fatima, andre, tuesdaySession } = await world();
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
		await mark(db, fatima, tuesdaySession, present(andre.id));
		expect((await milestonesOf(db.read, andre.id)).map(({ kind }) => kind)).toEqual([
			'enrolled',
			'first-session'
		]);
	});
});

test('a person and an enrollment are the same 404 for all who may not know them', async () => {
	const { db, olga, henry, nils, priya, lee, ada, key, self, andre, beatriz } = await world();
	const strangers: Actor[] = [olga, henry, nils, priya, lee, ada, key, self(beatriz), self(andre)];
	for (const actor of strangers) {
		await expect(findParticipant(db.read, actor, andre.participantId)).rejects.toMatchObject(missing);
		await expect(findEnrollment(db.read, actor, andre.id)).rejects.toMatchObject(missing);
		await expect(findParticipant(db.read, actor, newId())).rejects.toMatchObject(missing);
	}
});
