/** The accounting of disclosures: all of it, and no way from it to what it leaves out. */
import { expect, test } from 'vitest';
import { askHandoff } from '#lib/server/domain/handoffs.ts';
import { listHandoffs } from '#lib/server/domain/handoff-lists.ts';
import { accountingOf, ownAccounting, toldBy } from '#lib/server/feed/accounting.ts';
import { logDisclosures, logOwnDisclosure } from '#lib/server/feed/disclosures.ts';
import { takeHandoff } from '#lib/server/feed/handoffs.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { addStaff, world } from '../support/world.ts';

test('a coordinator can’t tell from it which handoff is whose', async () => {
	const { db, andre, self, carl, northside } = await world();
	const mia = await addStaff(db, 'Mia', [['case-manager', northside.id]]);
	await askHandoff(db, self(andre), {
		...{ operationId: newId(), category: 'substance-use', to: `case-manager/${northside.id}`, days: '90' },
		...{ reach: 'other', way: 'in-person', line: null, safe: false, agreed: true },
		...{ sensitive: true, language: 'en' }
	});
	const [{ id, stepId, language }] = (await listHandoffs(db.read, carl, 'open')).rows;
	expect(language).toBeNull();
	expect((await listHandoffs(db.read, mia, 'open')).rows).toMatchObject([{ language: 'en' }]);
	await takeHandoff(db, mia, id, { operationId: newId(), stepId });
	const told = await accountingOf(db.read, carl, andre.participantId, {});
	expect(told).toMatchObject([{ via: 'handoff', kinds: ['handoffs'], count: 1 }]);
	expect(JSON.stringify(told)).not.toContain(id);
	expect(JSON.stringify(await toldBy(db.read, carl, { page: 1 }))).not.toContain(id);
});

test('is whole, however often somebody asked', async () => {
	const { db, andre, self, carl } = await world();
	const { participantId, organizationId } = andre;
	const told = { participantId, organizationId, audience: 'themselves' as const, what: {} };
	await db.write(async (tx) => {
		for (let i = 0; i < 520; i++) await logOwnDisclosure(tx, self(andre), 'certificate', told);
	});
	expect(await ownAccounting(db.read, self(andre), {})).toHaveLength(520);
	expect(await accountingOf(db.read, carl, participantId, {})).toHaveLength(520);
});

test('says what a webhook told of', async () => {
	const { db, andre, self, caseManagement, consent } = await world();
	const { participantId, organizationId } = andre;
	const { id: consentId } = await consent(andre);
	const told = { participantId, organizationId, recipientId: caseManagement.id, consentId };
	const types = ['milestone.awarded', 'enrollment.changed', 'handoff.changed'];
	await db.write((tx) =>
		logDisclosures(
			tx,
			system,
			'webhook',
			types.map((type) => ({ ...told, what: { webhook: `msg_${newId()}`, type, about: newId() } }))
		)
	);
	const kinds = (await ownAccounting(db.read, self(andre), {})).flatMap((one) => one.kinds);
	expect(kinds.sort()).toEqual(['enrollment', 'handoffs', 'milestones']);
});
