import { describe, expect, test } from 'vitest';
import { choicesOf, declineOffer, offerConsent } from '#lib/server/domain/consent-offers.ts';
import { consentCopy, expiringConsents, ownConsentCopy } from '#lib/server/domain/consent-copies.ts';
import { consentsOf, consentTextVersion, createRecipient } from '#lib/server/domain/consents.ts';
import {
	revokeOwn,
	ScreenConsent,
	signOneself,
	signWithWitness,
	WitnessedConsent
} from '#lib/server/domain/signatures.ts';
import { changeTerms, usualTerms } from '#lib/server/domain/terms.ts';
import { permissionsOf } from '#lib/server/feed/permissions.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { at, world, type World } from '../support/world.ts';

const screen = (
	{ northside, caseManagement }: Pick<World, 'northside' | 'caseManagement'>,
	change: object = {}
): ScreenConsent => ({
	...{ operationId: newId(), organizationId: northside.id, recipientId: caseManagement.id },
	information: ['milestones'],
	expiresOn: '2027-03-01',
	language: 'es',
	termsVersion: 1,
	textVersion: consentTextVersion,
	signedName: 'Andre Miller',
	toldOfRevocation: true,
	...change
});
const witnessed = (cast: World, change: object = {}): WitnessedConsent => ({
	...screen(cast),
	witnessed: true,
	...change
});

describe('the elements of a consent that is signed on a screen (42 CFR 2.31)', () => {
	const ids = {
		northside: { id: newId() } as World['northside'],
		caseManagement: { id: newId() } as World['caseManagement']
	};
	const whole = { ...screen(ids), witnessed: true as const };

	test('are complete in these', () => {
		const { witnessed: _seen, ...alone } = whole;
		expect([WitnessedConsent.safeParse(whole).success, ScreenConsent.safeParse(alone).success]).toEqual([
			true,
			true
		]);
	});

	test.each(Object.keys(whole))('without %s nothing is signed', (element) => {
		const { [element as keyof typeof whole]: _left, ...rest } = whole;
		const parsed = WitnessedConsent.safeParse(rest);
		expect(parsed.error!.issues.map((issue) => issue.path[0])).toEqual([element]);
	});

	test.each<[string, object]>([
		['a name of blanks', { signedName: '   ' }],
		['no tick', { information: [] }],
		['nobody who saw it', { witnessed: false }],
		['what may never leave', { information: ['practice'] }],
		['not having read how to stop it', { toldOfRevocation: false }]
	])('%s: nothing is signed', (_what, change) => {
		expect(WitnessedConsent.safeParse({ ...whole, ...change }).success).toBe(false);
	});
});

const told = async ({ db, andre, caseManagement }: World) =>
	(await permissionsOf(db.read, { participantId: andre.participantId, recipientId: caseManagement.id })).map(
		({ information }) => information
	);

test('on one’s own phone: signed in one’s language, with the recipient’s purpose, and in force at once', async () => {
	const cast = await world();
	const { db, andre, self } = cast;
	const input = screen(cast);
	const { id } = await signOneself(db, self(andre), input);
	await signOneself(db, self(andre), input);
	expect(await told(cast)).toEqual([['milestones']]);
	expect(await ownConsentCopy(db.read, self(andre), id)).toMatchObject({
		...{
			purpose: 'Planear juntos los servicios',
			language: 'es',
			signedOn: '2026-03-03',
			signature: 'screen'
		},
		...{ signedName: 'Andre Miller', way: 'pin', witness: null, mayRevoke: true, endsSoon: false },
		...{ organization: 'Northside Works', recipient: 'Case management', firstName: 'Andre' }
	});
});

test('on a device of staff: whoever is signed in there is the witness', async () => {
	const cast = await world();
	const { db, andre, carl } = cast;
	const { id } = await signWithWitness(db, carl, andre.participantId, witnessed(cast, { language: 'en' }));
	expect(await consentCopy(db.read, carl, andre.participantId, id)).toMatchObject({
		...{ purpose: 'Plan services together', way: 'witness', witness: carl.name }
	});
});

test('what was signed before gives way, so that letting less be known means less', async () => {
	const cast = await world();
	const { db, andre, self, consent } = cast;
	await consent(andre, undefined, { information: ['name', 'attendance', 'milestones'] });
	await signOneself(db, self(andre), screen(cast, { information: ['attendance'] }));
	expect(await told(cast)).toEqual([['attendance']]);
});

test('terms or text that changed while it was read are read again', async () => {
	const cast = await world();
	const { db, andre, self, caseManagement } = cast;
	const sign = (change: object) => signOneself(db, self(andre), screen(cast, change));
	const again = { status: 409, code: 'consent.text-changed' };
	await expect(sign({ textVersion: 1 })).rejects.toMatchObject(again);
	const terms = { ...usualTerms('case-management'), operationId: newId(), version: 1 };
	await changeTerms(db, system, caseManagement.id, terms);
	await expect(sign({})).rejects.toMatchObject(again);
	await expect(sign({ termsVersion: 2, expiresOn: '2026-03-03' })).rejects.toMatchObject({
		fields: { expiresOn: { code: 'expires-after' } }
	});
	expect((await sign({ termsVersion: 2 })).termsVersion).toBe(2);
});

test('is one’s own: nobody else signs or takes back, and facilitators do not witness', async () => {
	const cast = await world();
	const { db, andre, beatriz, carl, fatima, henry, priya, key, self } = cast;
	for (const actor of [carl, fatima, priya, key, system]) {
		await expect(signOneself(db, actor, screen(cast))).rejects.toMatchObject({ status: 403 });
	}
	const witness = (actor: World['carl']) => signWithWitness(db, actor, andre.participantId, witnessed(cast));
	await expect(witness(fatima)).rejects.toMatchObject({ status: 403 });
	await expect(witness(henry)).rejects.toMatchObject({ status: 404 });

	const { id } = await signOneself(db, self(andre), screen(cast));
	for (const which of [id, newId()]) {
		const other = revokeOwn(db, self(beatriz), which, newId());
		await expect(other).rejects.toMatchObject({ status: 404, code: 'not-found' });
		const copy = ownConsentCopy(db.read, self(beatriz), which);
		await expect(copy).rejects.toMatchObject({ status: 404, code: 'not-found' });
	}
	const elsewhere = signOneself(db, self(andre), screen(cast, { organizationId: cast.harbor.id }));
	await expect(elsewhere).rejects.toMatchObject({ fields: { organizationId: { code: 'choice' } } });
});

test('taking it back ends all that the recipient was let know, and twice is once', async () => {
	const cast = await world();
	const { db, andre, self, consent } = cast;
	const first = await consent(andre);
	await consent(andre, undefined, { operationId: newId(), information: ['name'] });
	const operationId = newId();
	await revokeOwn(db, self(andre), first.id, operationId);
	await revokeOwn(db, self(andre), first.id, operationId);
	await revokeOwn(db, self(andre), first.id, newId());
	expect(await told(cast)).toEqual([]);
	expect((await consentsOf(db.read, cast.carl, andre.participantId)).map(({ state }) => state)).toEqual([
		'revoked',
		'revoked'
	]);
});

describe('an offer', () => {
	async function court(cast: World) {
		const { id } = await createRecipient(cast.db, system, { name: 'Court', kind: 'justice' });
		const terms = { ...usualTerms('justice'), information: ['attendance' as const] };
		await changeTerms(cast.db, system, id, { ...terms, operationId: newId(), version: 1 });
		return id;
	}

	test('is how a court gets a consent on the phone: it is not on the list that one chooses from', async () => {
		const cast = await world();
		const { db, andre, carl, northside, self } = cast;
		const recipientId = await court(cast);
		const choices = async () =>
			(await choicesOf(db.read, self(andre))).map(({ name, offerId }) => [name, offerId !== null]);
		expect(await choices()).toEqual([['Case management', false]]);
		const sign = () =>
			signOneself(
				db,
				self(andre),
				screen(cast, { recipientId, information: ['attendance'], termsVersion: 2 })
			);
		await expect(sign()).rejects.toMatchObject({ fields: { recipientId: { code: 'choice' } } });

		const offer = { recipientId, organizationId: northside.id, revocableFrom: '2026-06-01' };
		await offerConsent(db, carl, andre.participantId, { ...offer, operationId: newId() });
		expect(await choices()).toEqual([
			['Court', true],
			['Case management', false]
		]);
		const consent = await sign();
		expect(consent).toMatchObject({ kind: 'justice-referral', revocableFrom: '2026-06-01' });
		expect(await choices()).toEqual([['Case management', false]]);
		await expect(revokeOwn(db, self(andre), consent.id, newId())).rejects.toMatchObject({
			code: 'consent.not-yet'
		});
	});

	test('is turned down by whom it was put to, ends after a month, and is put by their coordinator', async () => {
		const cast = await world();
		const { db, andre, beatriz, carl, fatima, henry, northside, caseManagement, self } = cast;
		const offer = { recipientId: caseManagement.id, organizationId: northside.id };
		const ask = (actor: World['carl']) =>
			offerConsent(db, actor, andre.participantId, { ...offer, operationId: newId() });
		await expect(ask(fatima)).rejects.toMatchObject({ status: 403 });
		await expect(ask(henry)).rejects.toMatchObject({ status: 404 });
		const open = async () => (await choicesOf(db.read, self(andre)))[0].offerId;
		await ask(carl);
		const offerId = (await open())!;
		const decline = (who: typeof andre) => declineOffer(db, self(who), { operationId: newId(), offerId });
		await expect(decline(beatriz)).rejects.toMatchObject({ status: 404 });
		await decline(andre);
		expect(await open()).toBeNull();
		await ask(carl);
		expect(await open()).not.toBeNull();
		at('2026-04-03T19:00:00.000Z');
		expect(await open()).toBeNull();
	});
});

test('what runs out within 30 days is told to the coordinator, once for each recipient, until it is renewed', async () => {
	const cast = await world();
	const { db, andre, carl, henry, fatima, consent } = cast;
	await consent(andre, undefined, { expiresOn: '2026-03-20' });
	await consent(andre, undefined, { operationId: newId(), expiresOn: '2026-04-02' });
	const due = async (actor = carl) =>
		(await expiringConsents(db.read, actor)).map(({ firstName, expiresOn }) => [firstName, expiresOn]);
	expect(await due()).toEqual([['Andre', '2026-04-02']]);
	expect([await due(henry), await due(fatima)]).toEqual([[], []]);
	await signWithWitness(db, carl, andre.participantId, witnessed(cast));
	expect(await due()).toEqual([]);
});
