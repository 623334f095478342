import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, test } from 'vitest';
import type { Db } from '#lib/server/db/open.ts';
import * as tables from '#lib/server/db/schema/index.ts';
import { recordOwnContact } from '#lib/server/domain/contacts.ts';
import {
	askErasure,
	callOffErasure,
	carryOutErasure,
	erasureOf,
	waitingErasures
} from '#lib/server/domain/erasures.ts';
import { historyOf, verifyEvents } from '#lib/server/domain/events.ts';
import { enrollByNumber, exitEnrollment } from '#lib/server/domain/people.ts';
import { fileOf, ownFile } from '#lib/server/domain/files.ts';
import { askHandoff } from '#lib/server/domain/handoffs.ts';
import { holdsOn, liftHold, placeHold } from '#lib/server/domain/holds.ts';
import { closeReferral, referKnown } from '#lib/server/domain/referrals.ts';
import { ownNames, renameOneself } from '#lib/server/domain/renamings.ts';
import { retentionOf } from '#lib/server/domain/retention.ts';
import { makeLetter } from '#lib/server/feed/letters.ts';
import { newId } from '#lib/server/ids.ts';
import { sweep } from '#lib/server/jobs.ts';
import { addStaff, at, world } from '../support/world.ts';

/** Every row of every table, as text. */
async function everything(db: Db): Promise<string> {
	const all = [];
	for (const table of Object.values(tables)) {
		if (!is(table, SQLiteTable) && !is(table, PgTable)) continue;
		const rows = await db.read.select().from(table as typeof tables.contacts);
		all.push(getTableName(table as typeof tables.contacts), JSON.stringify(rows));
	}
	return all.join('\n');
}

/** Somebody with a name that nobody else has, a contact, a handoff, a letter, and a name that they had before; out of the group. */
async function known() {
	const cast = await world();
	const { db, carl, tuesdayGroup, northside } = cast;
	const enrollment = await cast.enroll(carl, tuesdayGroup.id, 'P-7777', 'Zebulon', 'Quokka');
	const self = cast.self(enrollment);
	const names = await ownNames(db.read, self);
	await renameOneself(db, self, {
		...{ operationId: newId(), shownAt: names.shownAt, firstName: 'Zebediah' }
	});
	await recordOwnContact(db, self, {
		...{ operationId: newId(), shownAt: null, phone: '2135557777', way: 'call', safe: 'yes' },
		...{ askFor: 'Quokkina', neutral: true }
	});
	await askHandoff(db, self, {
		...{ operationId: newId(), category: 'work', to: `recipient/${cast.caseManagement.id}`, days: '90' },
		...{ reach: 'other', way: 'in-person', line: 'Quokka corner', safe: false, agreed: true },
		...{ sensitive: false, language: 'en' }
	});
	await makeLetter(db, self, enrollment.id, {
		...{ operationId: newId(), kind: 'attendance', audience: 'employer', wording: 'neutral' },
		...{ language: 'en', name: 'used', days: false, line: 'Quokka Motors', inPerson: false }
	});
	await exitEnrollment(db, carl, enrollment.id, { operationId: newId(), reason: 'job' });
	const cora = await addStaff(db, 'Cora', [['coordinator', northside.id]]);
	return { ...cast, enrollment, self, cora, participantId: enrollment.participantId };
}
type Known = Awaited<ReturnType<typeof known>>;

const ask = async ({ db, participantId }: Known, by: Known['carl']) => {
	const operationId = newId();
	await askErasure(db, by, participantId, { operationId, told: true });
	return operationId;
};
const carryOut = ({ db }: Known, by: Known['carl'], erasureId: string) =>
	carryOutErasure(db, by, { operationId: newId(), erasureId });
const canary = /zeb(ulon|ediah)|quokka|2135557777/i;

describe('erasure', () => {
	test('leaves nothing of a name in the whole database, while log and facts stay', async () => {
		const cast = await known();
		const { db, participantId } = cast;
		expect(await everything(db)).toMatch(canary);
		const before = await historyOf(db.read, `participant:${participantId}`);
		await carryOut(cast, cast.cora, await ask(cast, cast.carl));
		const left = (await everything(db)).match(canary);
		expect(left).toBeNull();
		expect((await verifyEvents(db)).faults).toEqual([]);
		const after = await historyOf(db.read, `participant:${participantId}`);
		expect(after.map(({ hash }) => hash)).toEqual(expect.arrayContaining(before.map(({ hash }) => hash)));
		const names = await ownNames(db.read, cast.self);
		expect(names).toMatchObject({ firstName: 'P-7777', lastName: '' });
		expect(await erasureOf(db.read, participantId)).toMatchObject({ end: 'carried-out' });
	});

	test('takes two people: whoever asked can’t carry it out, and nobody can twice', async () => {
		const cast = await known();
		const erasureId = await ask(cast, cast.carl);
		await expect(carryOut(cast, cast.carl, erasureId)).rejects.toMatchObject({
			...{ status: 409, code: 'erasure.same-person' }
		});
		expect(await everything(cast.db)).toMatch(canary);
		const both = await Promise.allSettled([
			carryOut(cast, cast.cora, erasureId),
			carryOut(cast, cast.priya, erasureId)
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find((one) => one.status === 'rejected')!.reason).toMatchObject({ code: 'erasure.ended' });
	});

	test('program staff see the number and no name; others do not know of it', async () => {
		const cast = await known();
		const erasureId = await ask(cast, cast.carl);
		const waiting = await waitingErasures(cast.db.read, cast.priya);
		expect(waiting).toMatchObject([{ id: erasureId, number: 'P-7777', mayCarryOut: true }]);
		expect(JSON.stringify(waiting)).not.toMatch(canary);
		expect(await waitingErasures(cast.db.read, cast.carl)).toMatchObject([{ mayCarryOut: false }]);
		expect(await waitingErasures(cast.db.read, cast.henry)).toEqual([]);
		await expect(carryOut(cast, cast.henry, erasureId)).rejects.toMatchObject({ status: 404 });
		await expect(carryOut(cast, cast.fatima, erasureId)).rejects.toMatchObject({ status: 404 });
		await expect(ask(cast, cast.fatima)).rejects.toMatchObject({ status: 403 });
		await expect(ask(cast, cast.henry)).rejects.toMatchObject({ status: 404 });
	});

	test('is refused while somebody is in a group, and while it waits already; it can be called off', async () => {
		const cast = await known();
		const inGroup = askErasure(cast.db, cast.carl, cast.andre.participantId, {
			...{ operationId: newId(), told: true }
		});
		await expect(inGroup).rejects.toMatchObject({ code: 'erasure.in-group' });
		const erasureId = await ask(cast, cast.carl);
		await expect(ask(cast, cast.cora)).rejects.toMatchObject({ code: 'erasure.open' });
		await callOffErasure(cast.db, cast.carl, { operationId: newId(), erasureId });
		await expect(carryOut(cast, cast.cora, erasureId)).rejects.toMatchObject({ code: 'erasure.ended' });
		await ask(cast, cast.cora);
	});
});

test('nobody is erased who waits for a place somewhere: another organization could reach them no more', async () => {
	const cast = await known();
	const { db, henry, harbor } = cast;
	const erasureId = await ask(cast, cast.carl);
	const referral = await referKnown(db, henry, {
		...{ operationId: newId(), organizationId: harbor.id, source: 'case-management', number: 'P-7777' },
		...{ referredOn: '2026-03-02' }
	});
	const refused = { status: 409, code: 'erasure.not-now' };
	await expect(carryOut(cast, cast.cora, erasureId)).rejects.toMatchObject(refused);
	await closeReferral(db, henry, referral, { operationId: newId(), end: 'declined' });
	await carryOut(cast, cast.cora, erasureId);
});

describe('a hold', () => {
	test('stops erasure, when it is asked for and when it is carried out, until it is lifted', async () => {
		const cast = await known();
		const { db, carl, participantId } = cast;
		const erasureId = await ask(cast, carl);
		const operationId = newId();
		await placeHold(db, carl, participantId, { operationId, category: 'court-order' });
		await placeHold(db, carl, participantId, { operationId, category: 'court-order' });
		await expect(carryOut(cast, cast.cora, erasureId)).rejects.toMatchObject({ code: 'erasure.not-now' });
		expect(await everything(db)).toMatch(canary);
		const holds = await holdsOn(db.read, carl, participantId);
		expect(holds).toMatchObject([{ id: operationId, category: 'court-order', by: 'Carl' }]);
		expect(await holdsOn(db.read, cast.fatima, participantId)).toEqual([]);
		await expect(
			placeHold(db, cast.fatima, participantId, { operationId: newId(), category: 'audit' })
		).rejects.toMatchObject({ status: 403 });
		const lift = (by: typeof carl) =>
			liftHold(db, by, participantId, { operationId: newId(), holdId: operationId });
		await expect(lift(cast.henry)).rejects.toMatchObject({ status: 404 });
		await lift(carl);
		await expect(lift(cast.cora)).rejects.toMatchObject({ code: 'hold.lifted' });
		await carryOut(cast, cast.cora, erasureId);
	});

	test('stops what would be thrown away, of that person alone', async () => {
		const cast = await known();
		const { db, carl, participantId } = cast;
		await placeHold(db, carl, participantId, { operationId: newId(), category: 'audit' });
		const rows = async () => (await db.read.select().from(tables.contacts)).map((one) => one.participantId);
		at('2027-03-10T12:00:00Z');
		await sweep(db);
		expect(await rows()).toEqual([participantId]);
		const [{ id: holdId }] = await holdsOn(db.read, carl, participantId);
		await liftHold(db, carl, participantId, { operationId: newId(), holdId });
		await sweep(db);
		expect(await rows()).toEqual([]);
	});
});

describe('retention', () => {
	test('counts what is due, throws it away, and notes how much', async () => {
		const cast = await known();
		const { db, carl } = cast;
		const due = async () =>
			Object.fromEntries((await retentionOf(db.read, carl)).map((one) => [one.kind, one.due]));
		expect(await due()).toMatchObject({ contacts: 0, 'handoff-reaches': 0 });
		at('2026-07-15T12:00:00Z');
		expect(await due()).toMatchObject({ contacts: 0, 'handoff-reaches': 1 });
		await sweep(db);
		expect(await due()).toMatchObject({ 'handoff-reaches': 0 });
		at('2027-03-10T12:00:00Z');
		expect(await due()).toMatchObject({ contacts: 1, 'letter-lines': 1 });
		await sweep(db);
		expect(await due()).toMatchObject({ contacts: 0 });
		const noted = (await historyOf(db.read, 'program')).filter(({ kind }) => kind === 'retention.kept');
		expect(noted.map(({ data }) => JSON.parse(String(data)))).toEqual(
			expect.arrayContaining([{ 'handoff-reaches': 1 }, { contacts: 1, 'letter-lines': 1 }])
		);
	});

	test('keeps the contact of whoever is in a group, or was referred again', async () => {
		const { db, self, andre } = await known();
		await recordOwnContact(
			db,
			{ ...self, id: andre.participantId },
			{
				...{ operationId: newId(), shownAt: null, phone: '2135550100', way: 'call', safe: 'yes' },
				...{ askFor: null, neutral: true }
			}
		);
		at('2027-03-10T12:00:00Z');
		await sweep(db);
		const left = await db.read.select().from(tables.contacts);
		expect(left.map(({ participantId }) => participantId)).toEqual([andre.participantId]);
	});

	test('keeps the contact that an open handoff is reached by', async () => {
		const { db, self, caseManagement, participantId } = await known();
		at('2027-03-10T12:00:00Z');
		await askHandoff(db, self, {
			...{ operationId: newId(), category: 'training', to: `recipient/${caseManagement.id}`, days: '30' },
			...{ reach: 'as-said', safe: false, agreed: true, sensitive: false, language: 'en' }
		});
		await sweep(db);
		const contacts = async () =>
			(await db.read.select().from(tables.contacts)).map((one) => one.participantId);
		expect(await contacts()).toEqual([participantId]);
		at('2027-05-20T12:00:00Z');
		await sweep(db);
		await sweep(db);
		expect(await contacts()).toEqual([]);
	});

	test('is read by those who answer for it', async () => {
		const { db, carl, priya, ada, fatima, lee } = await world();
		for (const who of [carl, priya, ada]) expect((await retentionOf(db.read, who)).length).toBeGreaterThan(5);
		for (const who of [fatima, lee])
			await expect(retentionOf(db.read, who)).rejects.toMatchObject({ status: 403 });
	});
});

describe('a person’s whole file', () => {
	test('holds what is kept of them, nothing of others and no secrets; that it was made is logged', async () => {
		const cast = await known();
		const { db, self, participantId } = cast;
		const mine = await ownFile(db, self);
		expect(mine.parts).toMatchObject({
			person: [{ number: 'P-7777' }],
			names: [{ firstName: 'Zebediah', lastName: 'Quokka' }],
			contact: [{ phone: '2135557777' }],
			handoffReaches: [{ line: 'Quokka corner' }]
		});
		expect(mine.parts.enrollments).toHaveLength(1);
		expect(mine.parts.consents).toHaveLength(1);
		expect(JSON.stringify(mine)).not.toMatch(/Andre|Beatriz|pinHash|tokenIndex/);
		await fileOf(db, cast.carl, participantId);
		const made = (await historyOf(db.read, `participant:${participantId}`)).filter(
			({ kind }) => kind === 'file.made'
		);
		expect(made).toHaveLength(2);
	});

	test('handed over by an organization holds nothing of another, and no handoff: neither what about nor which', async () => {
		const { db, carl, henry, harborGroup, self, participantId, northside } = await known();
		const there = await enrollByNumber(db, henry, harborGroup.id, {
			...{ operationId: newId(), number: 'P-7777', override: 'next-cycle' }
		});
		await makeLetter(db, self, there.id, {
			...{ operationId: newId(), kind: 'attendance', audience: 'court', wording: 'neutral' },
			...{ language: 'en', name: 'used', days: false, line: 'Harbor court', inPerson: false }
		});
		const { parts } = await fileOf(db, carl, participantId);
		const text = JSON.stringify(parts);
		expect(parts).toMatchObject({ names: [{ lastName: 'Quokka' }], letters: [{ audience: 'employer' }] });
		expect(text).not.toMatch(/Harbor court|"court"|Quokka corner/);
		expect(text).not.toContain(there.id);
		expect(text).not.toContain(harborGroup.organizationId);
		expect(text).toContain(northside.id);
		const own = await ownFile(db, self);
		for (const { id } of own.parts.handoffs) expect(text).not.toContain(id as string);
		expect(JSON.stringify(own)).toMatch(/Harbor court/);
	});

	test('is made for coordinators of their organization and for nobody else', async () => {
		const { db, participantId, fatima, henry, priya } = await known();
		await expect(fileOf(db, fatima, participantId)).rejects.toMatchObject({ status: 403 });
		await expect(fileOf(db, henry, participantId)).rejects.toMatchObject({ status: 404 });
		await expect(fileOf(db, priya, participantId)).rejects.toMatchObject({ status: 404 });
	});
});
