/** Handoffs in the feed: for the recipient whom the participant chose, and for nobody else. */
import { expect, test } from 'vitest';
import { recordOwnContact } from '#lib/server/domain/contacts.ts';
import { consentTextVersion, createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { askHandoff } from '#lib/server/domain/handoffs.ts';
import { ownHandoffs } from '#lib/server/domain/own-handoffs.ts';
import { signOneself } from '#lib/server/domain/signatures.ts';
import { changeTerms, usualTerms } from '#lib/server/domain/terms.ts';
import { disclosures, handoffSteps } from '#lib/server/db/schema/index.ts';
import { HandoffsAnswer, taggedHandoffs, writeHandoff } from '#lib/server/feed/handed.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Key } from '#lib/server/policy.ts';
import { world } from '../support/world.ts';

const all = { after: '0', limit: 100 };

async function setting() {
	const cast = await world();
	const { db, andre, caseManagement } = cast;
	const key: Key = { ...cast.key, scopes: ['handoffs'] };
	const handoff = newId();
	await askHandoff(db, cast.self(andre), {
		...{ operationId: handoff, category: 'housing', to: `recipient/${caseManagement.id}`, days: '90' },
		...{ reach: 'other', way: 'text', line: '323-555-0142', safe: true, agreed: true },
		...{ sensitive: false, language: 'en' }
	});
	const read = async (query = all, as = key) => (await taggedHandoffs(db, as, query)).answer!;
	return { ...cast, key, handoff, read };
}

test('the recipient reads what is asked and how to reach the person, and each reading is logged', async () => {
	const { db, handoff, read } = await setting();
	const answer = await read();
	expect(HandoffsAnswer.parse(answer)).toEqual(answer);
	expect(answer.handoffs).toMatchObject([
		{ id: handoff, category: 'housing', state: 'asked', reach: { line: '323-555-0142' } }
	]);
	expect(JSON.stringify(answer)).not.toMatch(/Andre|Miller/);
	expect(await db.read.select().from(disclosures)).toMatchObject([{ what: { handoffs: [handoff] } }]);
});

test('its answer is seen by the participant, comes again with its new state, and counts once', async () => {
	const { db, key, andre, self, handoff, read } = await setting();
	const first = await read();
	const said = { handoff, state: 'received' as const, outcome: null };
	const told = await writeHandoff(db, key, said, 'answer-0001');
	expect(await writeHandoff(db, key, said, 'answer-0001')).toEqual(told);
	expect((await ownHandoffs(db.read, self(andre))).open).toMatchObject([{ state: 'received' }]);
	const later = await read({ after: first.next, limit: 10 });
	expect(later.handoffs).toMatchObject([{ id: handoff, state: 'received' }]);
	expect(later.handoffs[0].version).not.toBe(first.handoffs[0].version);
	await expect(writeHandoff(db, key, said, null)).rejects.toMatchObject({ status: 400 });
	const wrong = { handoff, state: 'connected' as const, outcome: null };
	await expect(writeHandoff(db, key, wrong, 'answer-0002')).rejects.toMatchObject({ code: 'handoff.order' });
});

test('another recipient, another organization’s key and a revoked consent find nothing', async () => {
	const { db, key, harbor, andre, read } = await setting();
	const evaluator = await createRecipient(db, system, { name: 'Evaluator', kind: 'evaluator' });
	expect((await read(all, { ...key, recipientId: evaluator.id })).handoffs).toEqual([]);
	expect((await read(all, { ...key, organizationId: harbor.id })).handoffs).toEqual([]);
	const [{ consent }] = (await read()).handoffs;
	await revokeConsent(db, system, andre.participantId, consent.id);
	expect((await read()).handoffs).toEqual([]);
});

test('of two requests each is told under its own consent, and a name to ask for takes consent to a name', async () => {
	const { db, andre, self, handoff, caseManagement, read } = await setting();
	await recordOwnContact(db, self(andre), {
		...{ operationId: newId(), shownAt: null, phone: '323-555-0143', way: 'call', safe: 'yes' },
		...{ askFor: 'Dre', neutral: true }
	});
	const second = newId();
	await askHandoff(db, self(andre), {
		...{ operationId: second, category: 'legal', to: `recipient/${caseManagement.id}`, days: '30' },
		...{ reach: 'as-said', safe: false, agreed: true, sensitive: false, language: 'en' }
	});
	const answer = await read();
	const steps = await db.read.select().from(handoffSteps);
	const consentOf = (id: string) => steps.find(({ handoffId }) => handoffId === id)!.consentId;
	for (const one of answer.handoffs) expect(one.consent.id).toBe(consentOf(one.id));
	const told = (await db.read.select().from(disclosures)).map(({ consentId, what }) => [
		consentId,
		what.handoffs
	]);
	expect(told).toHaveLength(2);
	expect(told).toEqual(expect.arrayContaining([handoff, second].map((id) => [consentOf(id), [id]])));
	const nameFor = () =>
		read().then(({ handoffs }) => handoffs.find(({ id }) => id === second)!.reach!.askFor);
	expect(await nameFor()).toBe('Dre');
	await changeTerms(db, system, caseManagement.id, {
		...{ ...usualTerms('case-management'), operationId: newId(), version: 1, information: ['handoffs'] }
	});
	expect(await nameFor()).toBeNull();
});

test('a consent that is signed later with the same recipient leaves a request as it is', async () => {
	const { db, andre, self, northside, caseManagement, handoff, read } = await setting();
	await signOneself(db, self(andre), {
		...{ operationId: newId(), organizationId: northside.id, recipientId: caseManagement.id },
		...{ information: ['milestones'], expiresOn: '2027-03-01', language: 'en', termsVersion: 1 },
		...{ textVersion: consentTextVersion, signedName: 'Andre Miller', toldOfRevocation: true }
	});
	expect((await read()).handoffs).toMatchObject([{ id: handoff }]);
	expect((await ownHandoffs(db.read, self(andre))).open).toMatchObject([{ standing: 'open' }]);
});
