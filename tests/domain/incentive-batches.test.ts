import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { decideIncentive } from '#lib/server/domain/approvals.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { createRecipient } from '#lib/server/domain/consents.ts';
import { historyOf } from '#lib/server/domain/events.ts';
import {
	findBatch,
	inBatch,
	listBatches,
	makeBatch,
	referenceOf,
	takeOut
} from '#lib/server/domain/incentive-batches.ts';
import { allFigures, ownFigures, setBudget } from '#lib/server/domain/incentive-budgets.ts';
import { standingOf } from '#lib/server/domain/incentive-steps.ts';
import { recordReceipt } from '#lib/server/domain/payouts.ts';
import { checkAnswer, settleAnswer, type AnswerRow } from '#lib/server/domain/reconciliations.ts';
import { disclosures, incentiveSteps } from '#lib/server/db/schema/index.ts';
import { leftOutOf, payerList } from '#lib/server/feed/payers.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import {
	approve,
	incentiveFor,
	issue,
	payingWorld,
	standingsOf,
	type PayingWorld
} from '../support/paying.ts';
import { hold, onRoll } from '../support/telling.ts';
import { present } from '../support/world.ts';

/** Andre and Beatriz completed: four incentives, all approved by Vera. */
async function approvedWorld() {
	const cast = await payingWorld();
	const { db, fatima, vera, andre, beatriz, tuesdaySession } = cast;
	await hold(db, fatima, tuesdaySession, [andre, beatriz]);
	const ids: Record<string, string> = {};
	for (const [name, { id }] of Object.entries({ andre, beatriz })) {
		for (const kind of ['first-session', 'completed']) {
			const own = await incentiveFor(db, id, kind);
			await approve(db, vera, own);
			ids[`${name} ${kind}`] = own;
		}
	}
	return { ...cast, ids };
}

const batchOf = (
	{ db, carl, northside }: PayingWorld,
	incentiveIds: string[],
	recipientId: string | null = null
) =>
	makeBatch(db, carl, {
		...{ operationId: newId(), organizationId: northside.id, form: 'gift-card', recipientId, incentiveIds }
	});
const row = (incentiveId: string, cents: number, line = 2): AnswerRow => ({
	...{ line, reference: referenceOf(incentiveId), cents, serial: '4411', day: '2026-03-03' }
});

describe('a batch', () => {
	test('takes what is approved, once, and gives its totals', async () => {
		const cast = await approvedWorld();
		const { db, carl, ids } = cast;
		const all = Object.values(ids);
		const tries = await Promise.allSettled([batchOf(cast, all), batchOf(cast, all)]);
		expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect((tries.find((one) => one.status === 'rejected') as PromiseRejectedResult).reason).toMatchObject({
			code: 'incentive.batch-changed'
		});
		expect(await listBatches(db.read, carl)).toMatchObject([{ count: 4, cents: 6000, issued: 0 }]);
	});

	test('is nobody’s but the organization’s coordinators’, and takes nothing from elsewhere', async () => {
		const cast = await approvedWorld();
		const { db, vera, henry, fatima, harbor, ids } = cast;
		const batchId = await batchOf(cast, [ids['andre completed']]);
		for (const who of [vera, henry, fatima])
			await expect(findBatch(db.read, who, batchId)).rejects.toMatchObject({ status: 404 });
		const foreign = makeBatch(db, henry, {
			...{ operationId: newId(), organizationId: harbor.id, form: 'transit' },
			incentiveIds: [ids['andre first-session']]
		});
		await expect(foreign).rejects.toMatchObject({ status: 404 });
	});

	test('what is taken out waits to be issued as before', async () => {
		const cast = await approvedWorld();
		const { db, carl, andre, ids } = cast;
		const batchId = await batchOf(cast, Object.values(ids));
		const incentiveId = ids['andre completed'];
		await takeOut(db, carl, batchId, { operationId: newId(), incentiveId });
		expect(await standingsOf(db, andre.id)).toContain('completed approved 2500');
		await expect(takeOut(db, carl, batchId, { operationId: newId(), incentiveId })).rejects.toMatchObject({
			code: 'incentive.not-in-batch'
		});
		expect(await inBatch(db.read, batchId)).toHaveLength(3);
	});
});

describe('the list for a payer', () => {
	test('inside the organization it has everybody, by name, and is no disclosure', async () => {
		const cast = await approvedWorld();
		const { db, carl, ids } = cast;
		const batchId = await batchOf(cast, Object.values(ids));
		const { rows } = await payerList(db, carl, batchId);
		expect(rows.map(({ name, cents }) => [name, cents])).toEqual([
			['Andre Miller', 500],
			['Beatriz Ortiz', 500],
			['Andre Miller', 2500],
			['Beatriz Ortiz', 2500]
		]);
		expect(await db.read.select().from(disclosures)).toEqual([]);
		const told = await historyOf(db.read, `batch:${batchId}`);
		expect(told.map(({ kind }) => kind)).toEqual(['incentives.batched', 'incentives.exported']);
	});

	test('outside it has those who consented, each logged; a revoked or other consent lets nothing out', async () => {
		const cast = await approvedWorld();
		const { db, carl, andre, beatriz, ids, consent } = cast;
		const desk = await createRecipient(db, system, { name: 'Incentives desk', kind: 'incentives' });
		const batchId = await batchOf(cast, Object.values(ids), desk.id);
		expect((await payerList(db, carl, batchId)).rows).toEqual([]);
		await consent(andre, desk.id, { information: ['incentives'] });
		await consent(beatriz, desk.id, { information: ['name'] });
		const { rows } = await payerList(db, carl, batchId);
		expect(rows.map(({ number, name }) => [number, name])).toEqual([
			['P-1001', null],
			['P-1001', null]
		]);
		expect(await leftOutOf(db.read, carl, batchId)).toBe(2);
		const told = await db.read.select().from(disclosures).where(eq(disclosures.recipientId, desk.id));
		expect(told.map(({ participantId, via }) => [participantId, via])).toEqual([
			[andre.participantId, 'csv'],
			[andre.participantId, 'csv']
		]);
	});

	test('only a recipient that pays incentives can be a payer', async () => {
		const cast = await approvedWorld();
		await expect(batchOf(cast, Object.values(cast.ids), cast.caseManagement.id)).rejects.toMatchObject({
			fields: { recipientId: { code: 'choice' } }
		});
	});
});

describe('what the payer answers', () => {
	test('is laid beside the batch first, and writes nothing', async () => {
		const cast = await approvedWorld();
		const { db, carl, ids } = cast;
		const batchId = await batchOf(cast, Object.values(ids));
		const answer = [
			row(ids['andre completed'], 2500, 2),
			row(ids['andre first-session'], 2500, 3),
			row(ids['andre completed'], 2500, 4),
			{ ...row(newId(), 500, 5), reference: 'NOTHERE1' }
		];
		const before = await db.read.select().from(incentiveSteps);
		const { found, missing } = await checkAnswer(db.read, carl, batchId, answer);
		expect(found.map(({ finding }) => finding)).toEqual(['matched', 'amount', 'twice', 'unknown']);
		expect(missing).toBe(2);
		expect(await db.read.select().from(incentiveSteps)).toEqual(before);
	});

	test('marks what matches as issued, once', async () => {
		const cast = await approvedWorld();
		const { db, carl, andre, ids } = cast;
		const batchId = await batchOf(cast, Object.values(ids));
		const rows = [row(ids['andre completed'], 2500), row(ids['andre first-session'], 1, 3)];
		expect(await settleAnswer(db, carl, batchId, { operationId: newId(), rows })).toBe(1);
		expect(await standingsOf(db, andre.id)).toEqual(['first-session batched 500', 'completed issued 2500']);
		await expect(settleAnswer(db, carl, batchId, { operationId: newId(), rows })).rejects.toMatchObject({
			code: 'incentive.none-matched'
		});
		const { found } = await checkAnswer(db.read, carl, batchId, rows);
		expect(found.map(({ finding }) => finding)).toEqual(['issued', 'amount']);
	});

	test('says so where a milestone was voided meanwhile: it is issued, and the question stays', async () => {
		const cast = await approvedWorld();
		const { db, carl, andre, ids } = cast;
		const batchId = await batchOf(cast, Object.values(ids));
		await unmark(cast);
		const open = (await payerList(db, carl, batchId)).rows.map(({ number }) => number);
		expect(open).toEqual(['P-1002', 'P-1002']);
		const rows = [row(ids['andre completed'], 2500)];
		await settleAnswer(db, carl, batchId, { operationId: newId(), rows });
		expect(await standingsOf(db, andre.id)).toContain('completed issued 2500 open');
	});
});

async function unmark({ db, fatima, andre, tuesdaySession }: PayingWorld, status = 'absent-unexcused') {
	const { heads } = await onRoll(db, fatima, tuesdaySession, andre.id);
	await mark(db, fatima, tuesdaySession, present(andre.id, { status, replaces: heads, correction: 'sheet' }));
}

describe('budgets', () => {
	const year = { firstDay: '2026-01-01', lastDay: '2026-12-31' };

	test('are set by the program’s staff, changed by the same days, and never overlap', async () => {
		const { db, priya, carl, northside } = await payingWorld();
		const set = (cents: number, days: object = {}, by = priya) =>
			setBudget(db, by, { operationId: newId(), organizationId: northside.id, ...year, cents, ...days });
		await expect(set(100, {}, carl)).rejects.toMatchObject({ status: 403 });
		await set(100_000);
		await set(250_000);
		await expect(set(1, { firstDay: '2026-12-31', lastDay: '2027-01-31' })).rejects.toMatchObject({
			code: 'incentive.budget-overlap'
		});
		await expect(set(1, { firstDay: '2027-02-01', lastDay: '2027-01-31' })).rejects.toMatchObject({
			fields: { lastDay: { code: 'days-order' } }
		});
		await set(5, { firstDay: '2027-01-01', lastDay: '2027-12-31' });
		const [own] = await ownFigures(db.read, carl);
		expect(own.budget).toEqual({ ...year, cents: 250_000 });
	});

	test('are shown beside what is spent, approved, promised and likely; a warning never blocks', async () => {
		const cast = await approvedWorld();
		const { db, carl, priya, vera, northside, harbor, enroll, tuesdayGroup, ids } = cast;
		await setBudget(db, priya, { operationId: newId(), organizationId: northside.id, ...year, cents: 4000 });
		await issue(db, carl, ids['andre completed']);
		await enroll(carl, tuesdayGroup.id, 'P-1009', 'Celia', 'Dunn');
		const [own] = await ownFigures(db.read, vera);
		expect(own).toMatchObject({ spent: 2500, approved: 3500, promised: 0, left: -2000 });
		expect(own.likely).toBe(3000);
		await issue(db, carl, ids['beatriz completed']);
		const all = await allFigures(db.read, priya);
		expect(all.map(({ organizationId, spent, left }) => [organizationId, spent, left])).toEqual([
			[harbor.id, 0, null],
			[northside.id, 5000, -2000]
		]);
		await expect(allFigures(db.read, carl)).rejects.toMatchObject({ status: 403 });
	});

	test('always equal the sum of what was said, over random histories', async () => {
		const cast = await payingWorld();
		const { db, fatima, carl, vera, priya, northside, andre, beatriz, tuesdaySession } = cast;
		await setBudget(db, priya, {
			operationId: newId(),
			organizationId: northside.id,
			...year,
			cents: 10_000
		});
		await hold(db, fatima, tuesdaySession, [andre, beatriz]);
		const acts = [
			'approve',
			'issue',
			'receive',
			'unmark',
			'mark',
			'keep',
			'take-back',
			'batch',
			'out'
		] as const;
		const history = fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(7)), { minLength: 6, maxLength: 14 });
		await fc.assert(
			fc.asyncProperty(history, async (steps) => {
				for (const [act, nth] of steps) await tryTo(act, nth);
				const [own] = await ownFigures(db.read, carl);
				expect(own).toMatchObject(await reckoned());
			}),
			{ numRuns: 12 }
		);

		/** What is refused changes nothing, which the figures show. */
		async function tryTo(act: (typeof acts)[number], nth: number) {
			const all = await standingOf(db.read, undefined);
			const one = all[nth % all.length];
			const id = one.incentive.id;
			const operationId = newId();
			const decide = (decision: 'kept' | 'taken-back', reason: 'used' | 'twice') =>
				decideIncentive(db, vera, id, { operationId, decision, reason });
			const does = {
				approve: () => approve(db, vera, id),
				issue: () => issue(db, carl, id),
				receive: () => recordReceipt(db, carl, id, { operationId, way: 'paper', day: '2026-03-03' }),
				unmark: () => unmark(cast),
				mark: () => unmark(cast, 'present'),
				keep: () => decide('kept', 'used'),
				'take-back': () => decide('taken-back', 'twice'),
				batch: () => batchOf(cast, [id]),
				out: () => takeOut(db, carl, one.step?.batchId ?? newId(), { operationId, incentiveId: id })
			};
			await does[act]().catch((error: { status?: number }) => {
				if (![400, 404, 409].includes(error.status ?? 0)) throw error;
			});
		}

		/** From the steps alone, one after the other. */
		async function reckoned() {
			const said = await db.read.select().from(incentiveSteps).orderBy(incentiveSteps.number);
			const sums = { earned: 0, approved: 0, spent: 0, over: 0 };
			for (const { incentive } of await standingOf(db.read, undefined)) {
				let place: keyof typeof sums = 'earned';
				for (const { incentiveId, step } of said) {
					if (incentiveId !== incentive.id) continue;
					if (step === 'approved') place = 'approved';
					if (step === 'issued') place = 'spent';
					if (step === 'fell-away' || step === 'taken-back') place = 'over';
				}
				sums[place] += incentive.cents;
			}
			const { earned, approved, spent } = sums;
			return { spent, approved, promised: earned, left: 10_000 - spent - approved - earned };
		}
	});
});
