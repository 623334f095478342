import { describe, expect, test } from 'vitest';
import {
	consentsOf,
	createRecipient,
	NewConsent,
	recordConsent,
	revokeConsent
} from '#lib/server/domain/consents.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import { enrollByNumber } from '#lib/server/domain/people.ts';
import { changeTerms, termsOf, usualTerms } from '#lib/server/domain/terms.ts';
import { accountingOf } from '#lib/server/feed/accounting.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { at, world, type World } from '../support/world.ts';

const signed = (
	{ northside, caseManagement }: Pick<World, 'northside' | 'caseManagement'>,
	change: object = {}
): NewConsent => ({
	operationId: newId(),
	organizationId: northside.id,
	recipientId: caseManagement.id,
	information: ['milestones'],
	purpose: 'Plan services together',
	signedOn: '2026-03-02',
	expiresOn: '2027-03-01',
	signature: 'paper',
	toldOfRevocation: true,
	...change
});

describe('the elements of a consent (42 CFR 2.31)', () => {
	const whole = signed({
		northside: { id: newId() } as World['northside'],
		caseManagement: { id: newId() } as World['caseManagement']
	});

	test('are complete in this one', () => expect(NewConsent.safeParse(whole).success).toBe(true));

	test.each(Object.keys(whole))('without %s there is no consent', (element) => {
		const { [element as keyof NewConsent]: _left, ...rest } = whole;
		const parsed = NewConsent.safeParse(rest);
		expect(parsed.success).toBe(false);
		expect(parsed.error!.issues.map((issue) => issue.path[0])).toEqual([element]);
	});

	test.each<[string, object]>([
		['information that lists nothing', { information: [] }],
		['information beyond what may ever leave', { information: ['session-content'] }],
		['an empty purpose', { purpose: '   ' }],
		['a purpose with a line break', { purpose: 'a\nb' }],
		['a purpose with a NUL', { purpose: 'a\0b' }],
		['no word of the right to revoke', { toldOfRevocation: false }],
		['an end before the signature', { expiresOn: '2026-03-01' }],
		['an end on the day of the signature', { expiresOn: '2026-03-02' }],
		['a day that does not exist', { signedOn: '2026-02-30' }],
		['a signature of another kind', { signature: 'telephone' }],
		['a signature on a screen, which nobody saw', { signature: 'screen' }],
		['a thing that was not asked for', { kind: 'justice-referral' }]
	])('%s makes none', (_what, change) => {
		expect(NewConsent.safeParse({ ...whole, ...change }).success).toBe(false);
	});
});

describe('recording', () => {
	test('keeps all of it, with the version of the text, and leaves an event without the purpose', async () => {
		const cast = await world();
		const sent = signed(cast);
		const consent = await recordConsent(cast.db, cast.carl, cast.andre.participantId, sent);
		expect(consent).toMatchObject({
			...{ id: sent.operationId, participantId: cast.andre.participantId, kind: 'general', textVersion: 2 },
			...{ recordedBy: `staff:${cast.carl.id}`, purpose: 'Plan services together' }
		});
		const history = await historyOf(cast.db.read, `participant:${cast.andre.participantId}`);
		const event = history.find(({ kind }) => kind === 'consent.recorded')!;
		expect(event.position).toBe(consent.position);
		expect(event.data).not.toMatch('Plan services');
	});

	test('sent twice it is one consent; with other content it is refused', async () => {
		const cast = await world();
		const sent = signed(cast);
		const send = (input: NewConsent) => recordConsent(cast.db, cast.carl, cast.andre.participantId, input);
		expect(await send(sent)).toEqual(await send(sent));
		expect(await consentsOf(cast.db.read, cast.carl, cast.andre.participantId)).toHaveLength(1);
		await expect(send({ ...sent, information: ['name'] })).rejects.toMatchObject({
			status: 409,
			code: 'operation.reused'
		});
		const elsewhere = recordConsent(cast.db, cast.carl, cast.beatriz.participantId, sent);
		await expect(elsewhere).rejects.toMatchObject({ status: 409, code: 'operation.reused' });
	});

	test('a court may be told nothing until an administrator says what, and then attendance and completion at the most', async () => {
		const cast = await world();
		const court = await createRecipient(cast.db, system, { name: 'Court', kind: 'justice' });
		const record = (change: object) =>
			recordConsent(
				cast.db,
				cast.carl,
				cast.andre.participantId,
				signed(cast, { recipientId: court.id, ...change })
			);
		const beyond = { status: 400, fields: { information: { code: 'consent.beyond-terms' } } };
		await expect(record({ information: ['attendance'] })).rejects.toMatchObject(beyond);

		const change = (more: object) =>
			changeTerms(cast.db, system, court.id, {
				...{ ...usualTerms('justice'), operationId: newId(), version: 1, ...more }
			});
		await expect(change({ information: ['milestones'] })).rejects.toMatchObject({
			fields: { information: { code: 'terms.justice' } }
		});
		await expect(change({ listed: true })).rejects.toMatchObject({
			fields: { listed: { code: 'terms.justice-listed' } }
		});
		await change({ information: ['attendance', 'completion'] });
		await expect(record({ information: ['attendance', 'name'] })).rejects.toMatchObject(beyond);
		const consent = await record({ information: ['attendance'], revocableFrom: '2026-06-01' });
		expect(consent).toMatchObject({ kind: 'justice-referral', revocableFrom: '2026-06-01', termsVersion: 2 });
	});

	test('a referral’s consent can be taken back from its day on, another at any time', async () => {
		const cast = await world();
		const court = await createRecipient(cast.db, system, { name: 'Court', kind: 'justice' });
		const terms = { ...usualTerms('justice'), information: ['attendance' as const] };
		await changeTerms(cast.db, system, court.id, { ...terms, operationId: newId(), version: 1 });
		const { id } = await recordConsent(
			cast.db,
			cast.carl,
			cast.andre.participantId,
			signed(cast, { recipientId: court.id, information: ['attendance'], revocableFrom: '2026-06-01' })
		);
		const revoke = () => revokeConsent(cast.db, cast.carl, cast.andre.participantId, id);
		await expect(revoke()).rejects.toMatchObject({ status: 409, code: 'consent.not-yet' });
		at('2026-06-01T19:00:00.000Z');
		await revoke();
		await expect(
			recordConsent(
				cast.db,
				cast.carl,
				cast.andre.participantId,
				signed(cast, { revocableFrom: '2026-06-01' })
			)
		).rejects.toMatchObject({ fields: { revocableFrom: { code: 'consent.revocable' } } });
	});

	test('faults come back beside their fields: unknown recipient, signed in the future, not enrolled there', async () => {
		const cast = await world();
		const refused = (change: object, fields: object) =>
			expect(
				recordConsent(cast.db, cast.carl, cast.andre.participantId, signed(cast, change))
			).rejects.toMatchObject({
				...{ status: 400, fields }
			});
		await refused({ recipientId: newId() }, { recipientId: { code: 'choice' } });
		await refused({ signedOn: '2026-03-04' }, { signedOn: { code: 'future' } });
		const stranger = recordConsent(
			cast.db,
			system,
			cast.andre.participantId,
			signed(cast, { organizationId: cast.harbor.id })
		);
		await expect(stranger).rejects.toMatchObject({
			status: 400,
			fields: { organizationId: { code: 'choice' } }
		});
	});

	test('is for program staff of the discloser: facilitators may not, others don’t know the person', async () => {
		const cast = await world();
		const by = (actor: World['carl'], change: object = {}) =>
			recordConsent(cast.db, actor, cast.andre.participantId, signed(cast, change));
		await expect(by(cast.fatima)).rejects.toMatchObject({ status: 403 });
		await expect(by(cast.carl, { organizationId: cast.harbor.id })).rejects.toMatchObject({ status: 403 });
		for (const actor of [cast.henry, cast.olga, cast.nils, cast.priya, cast.lee, cast.ada]) {
			await expect(by(actor)).rejects.toMatchObject({ status: 404 });
		}
		const nobody = recordConsent(cast.db, cast.carl, newId(), signed(cast));
		await expect(nobody).rejects.toMatchObject({ status: 404 });
	});
});

describe('how it stands', () => {
	test('in force, expired on the day after its last, revoked', async () => {
		const cast = await world();
		const { id } = await recordConsent(
			cast.db,
			cast.carl,
			cast.andre.participantId,
			signed(cast, { expiresOn: '2026-03-10' })
		);
		const state = async () => (await consentsOf(cast.db.read, cast.carl, cast.andre.participantId))[0].state;
		expect(await state()).toBe('in-force');
		at('2026-03-11T06:59:00Z');
		expect(await state()).toBe('in-force');
		at('2026-03-11T07:00:00Z');
		expect(await state()).toBe('expired');
		await revokeConsent(cast.db, cast.carl, cast.andre.participantId, id);
		expect(await state()).toBe('revoked');
	});

	test('is revoked once; another’s and an unknown one are the same 404', async () => {
		const cast = await world();
		const mine = await cast.consent(cast.andre);
		const others = await cast.consent(cast.beatriz);
		const revoke = (actor: World['carl'], id: string) =>
			revokeConsent(cast.db, actor, cast.andre.participantId, id);
		for (const id of [others.id, newId()]) {
			await expect(revoke(cast.carl, id)).rejects.toMatchObject({
				status: 404,
				code: 'not-found',
				params: {}
			});
		}
		for (const actor of [cast.henry, cast.olga, cast.nils, cast.ada]) {
			await expect(revoke(actor, mine.id)).rejects.toMatchObject({ status: 404 });
		}
		await expect(revoke(cast.rosa, mine.id)).rejects.toMatchObject({ status: 403 });
		await revoke(cast.carl, mine.id);
		await expect(revoke(cast.carl, mine.id)).rejects.toMatchObject({ status: 409, code: 'consent.revoked' });
	});
});

describe('a participant of two organizations', () => {
	async function shared() {
		const cast = await world();
		await enrollByNumber(cast.db, cast.henry, cast.harborGroup.id, {
			operationId: newId(),
			number: 'P-1001'
		});
		const northside = await cast.consent(cast.andre);
		const harbor = await cast.consent({ ...cast.andre, organizationId: cast.harbor.id });
		const ids = async (actor: World['carl']) =>
			(await consentsOf(cast.db.read, actor, cast.andre.participantId)).map(({ id }) => id);
		const told = async (actor: World['carl']) =>
			(await accountingOf(cast.db.read, actor, cast.andre.participantId, {})).length;
		return {
			...cast,
			northside,
			harbor,
			ids,
			told,
			...{ northsideId: northside.organizationId, harborId: harbor.organizationId }
		};
	}

	test('has with each the consents and disclosures that it keeps, and no others', async () => {
		const { db, key, carl, henry, northside, harbor, ids, told, northsideId } = await shared();
		await feedMilestones(db, { ...key, organizationId: northsideId }, { after: '0', limit: 10 });
		expect([await ids(carl), await ids(henry)]).toEqual([[northside.id], [harbor.id]]);
		expect([await told(carl), await told(henry)]).toEqual([1, 0]);
	});

	test('the other organization’s consent can’t be revoked, nor told from one that does not exist', async () => {
		const { db, carl, henry, andre, northside, harbor } = await shared();
		const revoke = (actor: World['carl'], id: string) => revokeConsent(db, actor, andre.participantId, id);
		await expect(revoke(carl, harbor.id)).rejects.toMatchObject({ status: 404 });
		await expect(revoke(henry, northside.id)).rejects.toMatchObject({ status: 404 });
	});

	test('who coordinates both sees both; who only runs the other’s group sees the own', async () => {
		const { carl, fatima, northside, harbor, ids, northsideId, harborId } = await shared();
		const both = {
			...carl,
			grants: [northsideId, harborId].map((organizationId) => ({
				role: 'coordinator' as const,
				organizationId
			}))
		};
		expect((await ids(both)).sort()).toEqual([northside.id, harbor.id].sort());
		const mixed = {
			...fatima,
			grants: [...fatima.grants, { role: 'coordinator' as const, organizationId: harborId }]
		};
		expect(await ids(mixed)).toEqual([harbor.id]);
		await expect(ids(fatima)).rejects.toMatchObject({ status: 403 });
	});
});

test('only administrators make recipients', async () => {
	const { db, ada, carl, fatima, priya, lee, key } = await world();
	const input = { name: 'Evaluator', kind: 'evaluator' as const };
	for (const actor of [carl, fatima, priya, lee, key]) {
		await expect(createRecipient(db, actor, input)).rejects.toMatchObject({ status: 403 });
	}
	expect(await createRecipient(db, ada, input)).toMatchObject(input);
});

describe('the terms of a recipient', () => {
	test('are changed by administrators alone, and by one at a time', async () => {
		const { db, ada, carl, priya, key, caseManagement } = await world();
		const input = (more: object = {}) => ({
			...{ ...usualTerms('case-management'), operationId: newId(), version: 1, ...more }
		});
		for (const actor of [carl, priya, key]) {
			await expect(changeTerms(db, actor, caseManagement.id, input())).rejects.toMatchObject({ status: 403 });
		}
		await expect(changeTerms(db, ada, newId(), input())).rejects.toMatchObject({ status: 404 });
		const sent = input({ information: ['milestones'], agreement: 'MOU 12' });
		await changeTerms(db, ada, caseManagement.id, sent);
		await changeTerms(db, ada, caseManagement.id, sent);
		expect(await termsOf(db.read, caseManagement.id)).toMatchObject({ version: 2, agreement: 'MOU 12' });
		await expect(changeTerms(db, ada, caseManagement.id, input())).rejects.toMatchObject({
			code: 'terms.changed'
		});
	});
});
