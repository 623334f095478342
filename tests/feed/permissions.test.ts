import fc from 'fast-check';
import { asc, inArray } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { recordOwnContact } from '#lib/server/domain/contacts.ts';
import { createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { askAbout } from '#lib/server/domain/disputes.ts';
import { changeTerms, usualTerms } from '#lib/server/domain/terms.ts';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { disclosures, events } from '#lib/server/db/schema/index.ts';
import { accountingOf, ownAccounting, toldBy, ToldQuery, type Period } from '#lib/server/feed/accounting.ts';
import { taggedAttendance } from '#lib/server/feed/attendance.ts';
import { logOwnDisclosure } from '#lib/server/feed/disclosures.ts';
import { taggedEnrollments } from '#lib/server/feed/enrollments.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { NamesQuery, programNames } from '#lib/server/feed/names.ts';
import { permissionsOf } from '#lib/server/feed/permissions.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Key } from '#lib/server/policy.ts';
import { informationKinds, type InformationKind } from '#lib/disclosures.ts';
import { hold, note } from '../support/telling.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { at, world, type World } from '../support/world.ts';

const kindsNow = async ({ db, andre, caseManagement }: World) =>
	(await permissionsOf(db.read, { participantId: andre.participantId, recipientId: caseManagement.id })).map(
		({ information }) => information
	);

test('what the recipient may not ask for any more is told no more, whatever was signed', async () => {
	const cast = await world();
	await cast.consent(cast.andre, undefined, { information: ['name', 'attendance', 'milestones'] });
	expect(await kindsNow(cast)).toEqual([['name', 'attendance', 'milestones']]);
	const terms = (version: number, information: InformationKind[]) =>
		changeTerms(cast.db, system, cast.caseManagement.id, {
			...{ ...usualTerms('case-management'), operationId: newId(), version, information }
		});
	await terms(1, ['attendance']);
	expect(await kindsNow(cast)).toEqual([['attendance']]);
	expect((await feedMilestones(cast.db, cast.key, { after: '0', limit: 100 })).milestones).toEqual([]);
	await terms(2, []);
	expect(await kindsNow(cast)).toEqual([]);
});

test('a consent counts from the day it was signed until its last day', async () => {
	const cast = await world();
	await cast.consent(cast.andre, undefined, { expiresOn: '2026-03-10' });
	at('2026-03-11T06:59:00Z');
	expect(await kindsNow(cast)).toEqual([['milestones']]);
	at('2026-03-11T07:00:00Z');
	expect(await kindsNow(cast)).toEqual([]);
});

test('1,000 reads race 100 revocations: none that began after a revocation tells anything', async () => {
	const cast = await world();
	const { db, carl, andre, key } = cast;
	const rounds = isPostgres ? 20 : 100;
	const seen = { told: 0, after: 0, leaked: 0 };
	for (let round = 0; round < rounds; round++) {
		const { id } = await cast.consent(andre, undefined, { operationId: newId() });
		let revoked = false;
		const reads = Array.from({ length: 10 }, async (_, nth) => {
			for (let turn = 0; turn < (nth * (round % 7)) % 23; turn++) await null;
			if (nth > 6) await new Promise((next) => setImmediate(next));
			const began = revoked;
			const { milestones } = await feedMilestones(db, key, { after: '0', limit: 10 });
			if (milestones.length > 0) seen.told++;
			if (began) seen.after++;
			if (began && milestones.length > 0) seen.leaked++;
		});
		const end = revokeConsent(db, carl, andre.participantId, id).then(() => (revoked = true));
		await Promise.all([...reads, end]);
		const { milestones } = await feedMilestones(db, key, { after: '0', limit: 10 });
		if (milestones.length > 0) seen.leaked++;
		seen.after++;
	}
	expect(seen.leaked).toBe(0);
	expect(Math.min(seen.told, seen.after)).toBeGreaterThan(0);

	const log = await db.read
		.select({ kind: events.kind, data: events.data })
		.from(events)
		.where(inArray(events.kind, ['consent.revoked', 'disclosure.made']))
		.orderBy(asc(events.position));
	const ended = new Set<string>();
	for (const { kind, data } of log) {
		const { consentId } = JSON.parse(data) as { consentId: string };
		if (kind === 'consent.revoked') ended.add(consentId);
		else expect(ended).not.toContain(consentId);
	}
});

/** What must not be found in anything that leaves, whatever was signed. */
const never = /Ortiz|Beatriz|Fatima|CANARY|555-0142|went-well|so-so|lesson-one|court/i;

test('whatever is signed, what was said, practiced or added in a line, and other people’s names, stay here', async () => {
	const cast = await world();
	const { db, andre, beatriz, fatima, self, tuesdaySession, caseManagement, northside } = cast;
	const office = await createRecipient(db, system, { name: 'Program office', kind: 'program' });
	await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one'));
	await recordPractice(db, fatima, tuesdaySession, note(beatriz.id, 'lesson-one'));
	await hold(db, fatima, tuesdaySession, [andre]);
	at('2026-03-05T20:00:00.000Z');
	await askAbout(db, self(andre), tuesdaySession, {
		...{ operationId: newId(), claim: 'was-there', line: 'CANARY line' }
	});
	await recordOwnContact(db, self(andre), {
		...{ operationId: newId(), phone: '213-555-0142', way: 'call', safe: 'yes', neutral: true }
	});
	const key: Key = { ...cast.key, scopes: ['milestones', 'enrollments', 'attendance'] };
	const page = { after: '0', limit: 500 };

	await fc.assert(
		fc.asyncProperty(
			fc.subarray([...informationKinds], { minLength: 1 }),
			fc.subarray(['name', 'enrollment', 'attendance', 'milestones', 'completion'] as const, {
				minLength: 1
			}),
			async (forCase, forOffice) => {
				const signed = [
					await cast.consent(andre, caseManagement.id, { operationId: newId(), information: forCase }),
					await cast.consent(andre, office.id, { operationId: newId(), information: forOffice })
				];
				const told = JSON.stringify([
					await feedMilestones(db, key, page),
					await taggedEnrollments(db, key, page),
					await taggedAttendance(db, key, page),
					await programNames(db, cast.priya, NamesQuery.parse({}))
				]);
				expect(told.replaceAll(northside.name, '')).not.toMatch(never);
				for (const { id } of signed) await revokeConsent(db, system, andre.participantId, id);
			}
		),
		{ numRuns: isPostgres ? 5 : 25 }
	);
	expect(JSON.stringify(await db.read.select().from(disclosures))).not.toMatch(/Ortiz|Andre|Miller|CANARY/);
});

test('the accounting holds what recipients were told and what the person took somewhere, for those who may', async () => {
	const cast = await world();
	const { db, key, carl, henry, fatima, priya, ada, andre, beatriz, northside, self } = cast;
	await cast.consent(andre);
	await feedMilestones(db, key, { after: '0', limit: 10 });
	at('2026-03-05T20:00:00.000Z');
	const what = { letterId: newId() };
	const own = { participantId: andre.participantId, organizationId: northside.id, what };
	await db.write((tx) => logOwnDisclosure(tx, self(andre), 'letter', { ...own, audience: 'court' }));

	const all = await accountingOf(db.read, carl, andre.participantId, {});
	expect(all).toMatchObject([
		{ via: 'letter', audience: 'court', recipient: null, consent: null },
		{ via: 'api', recipient: 'Case management', kinds: ['milestones'], count: 1 }
	]);
	expect(all[1].consent).toMatchObject({ purpose: 'Plan services together', signedOn: '2026-03-02' });
	expect(await ownAccounting(db.read, self(andre), {})).toEqual(all);
	expect(await ownAccounting(db.read, self(beatriz), {})).toEqual([]);

	const within = async (period: Period) =>
		(await accountingOf(db.read, carl, andre.participantId, period)).map(({ via }) => via);
	expect(await within({ from: '2026-03-05' })).toEqual(['letter']);
	expect(await within({ to: '2026-03-04' })).toEqual(['api']);
	expect(await within({ from: '2026-03-04', to: '2026-03-04' })).toEqual([]);

	await expect(accountingOf(db.read, fatima, andre.participantId, {})).rejects.toMatchObject({ status: 403 });
	for (const actor of [henry, priya, ada]) {
		await expect(accountingOf(db.read, actor, andre.participantId, {})).rejects.toMatchObject({
			status: 404
		});
	}
});

test('"who told the court?" is one question, and another organization’s answer is its own', async () => {
	const cast = await world();
	const { db, key, carl, henry, fatima, priya, andre, northside, self, caseManagement } = cast;
	await cast.consent(andre);
	await feedMilestones(db, key, { after: '0', limit: 10 });
	const own = { participantId: andre.participantId, organizationId: northside.id, what: {} };
	await db.write((tx) => logOwnDisclosure(tx, self(andre), 'letter', { ...own, audience: 'court' }));
	const asked = async (query: object, actor = carl) =>
		(await toldBy(db.read, actor, ToldQuery.parse(query))).entries.map(({ via }) => via);
	expect((await asked({})).sort()).toEqual(['api', 'letter']);
	expect(await asked({ kind: 'justice' })).toEqual(['letter']);
	expect(await asked({ recipient: caseManagement.id })).toEqual(['api']);
	expect(await asked({ page: '2' })).toEqual([]);
	expect(await asked({}, henry)).toEqual([]);
	for (const actor of [fatima, priya, key]) {
		await expect(toldBy(db.read, actor, ToldQuery.parse({}))).rejects.toMatchObject({ status: 403 });
	}
});

test('entries are kept six years, and no longer shown after', async () => {
	const cast = await world();
	await cast.consent(cast.andre);
	await feedMilestones(cast.db, cast.key, { after: '0', limit: 10 });
	const seen = async () => (await ownAccounting(cast.db.read, cast.self(cast.andre), {})).length;
	at('2032-03-03T20:00:00.000Z');
	expect(await seen()).toBe(1);
	at('2032-03-05T20:00:00.000Z');
	expect(await seen()).toBe(0);
});
