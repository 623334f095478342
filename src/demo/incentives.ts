/** Incentives in the demo: amounts from the first day, budgets, and a payday every four weeks, most of it signed for. */
import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '#lib/server/db/open.ts';
import { incentives } from '#lib/server/db/schema/index.ts';
import { approveIncentives } from '#lib/server/domain/approvals.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import { makeBatch, referenceOf } from '#lib/server/domain/incentive-batches.ts';
import { setBudget } from '#lib/server/domain/incentive-budgets.ts';
import { inStage, peopleWith, stageOf } from '#lib/server/domain/incentive-steps.ts';
import { newestPolicy } from '#lib/server/domain/organizations.ts';
import { recordReceipt, signReceipt, todayOf } from '#lib/server/domain/payouts.ts';
import { adoptPolicy } from '#lib/server/domain/policies.ts';
import { settleAnswer } from '#lib/server/domain/reconciliations.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import { system, type Participant, type Staff } from '#lib/server/policy.ts';
import type { IncentiveForm, IncentiveStage } from '#lib/incentives.ts';
import { hire } from './access.ts';
import type { Place } from './cohorts.ts';
import { instantAt, today } from './groups.ts';
import { domain } from './sign-ins.ts';
import type { Timeline } from './timeline.ts';

/** Cents: $10 for coming, $20 for each module, $25 for the work plan, $100 for completing. */
const kinds = { 'first-session': 1000, module: 2000, plan: 2500, completed: 10_000 };
/** Days ago. The last one is still under way. */
const paydays = [230, 202, 174, 146, 118, 90, 62, 34, 6];
const forms: IncentiveForm[] = ['gift-card', 'transit', 'gift-card'];
/** Dollars that an organization has for the year. */
const budgets = [9000, 6000, 5000, 7500, 4000, 6500];

const approvers = ['Lidia Ferro', 'Sam Okonjo', 'June Abbot', 'Ravi Chand', 'Tess Moran', 'Leo Barra'];

export function hireApprover(db: Db, nth: number, organizationId: Id): Promise<Staff> {
	const name = approvers[nth % approvers.length];
	const email = `${name.toLowerCase().replace(' ', '.')}.${nth}@${domain}`;
	return hire(db, name, email, [{ role: 'approver', organizationId }]);
}

/** Before the first group begins, so that every group pays for what it is worth. */
export async function setAmounts(db: Db) {
	const { version, data } = await newestPolicy(db.read);
	const policy = { ...data, amounts: { kinds, modules: {} } };
	await adoptPolicy(db, system, { operationId: newId(), basedOn: version, policy, groupIds: [] });
}

export function payOut(on: Timeline, at: Date, places: Place[], program: Staff) {
	const day = today(at);
	for (const [i, place] of places.entries()) {
		on.put(instantAt(plusDays(day, -3), '09:00'), (db) =>
			budget(db, program, place.organizationId, day.slice(0, 4), budgets[i])
		);
		for (const [nth, ago] of paydays.entries()) {
			const isLast = nth === paydays.length - 1;
			on.put(instantAt(plusDays(day, -ago), '16:30'), (db) => payday(db, place, forms[nth % 3], isLast));
		}
	}
}

async function budget(db: Db, program: Staff, organizationId: Id, year: string, dollars = 5000) {
	await setBudget(db, program, {
		...{ operationId: newId(), organizationId, cents: dollars * 100 },
		...{ firstDay: `${year}-01-01`, lastDay: `${year}-12-31` }
	});
}

/** What a second person approves goes into a batch; the payer's answer marks it as issued, and most people sign. */
async function payday(db: Db, place: Place, form: IncentiveForm, isLast: boolean) {
	const { organizationId, approver, coordinator } = place;
	const waiting = await idsIn(db, organizationId, 'earned');
	if (waiting.length > 0)
		await approveIncentives(db, approver, { operationId: newId(), incentiveIds: waiting });
	const approved = await idsIn(db, organizationId, 'approved');
	// The last ones wait to be put in a batch.
	const batched = isLast ? approved.slice(3) : approved;
	if (batched.length === 0) return;
	const batchId = await makeBatch(db, coordinator, {
		...{ operationId: newId(), organizationId, form, incentiveIds: batched.slice(0, 200) }
	});
	const paid = isLast ? batched.slice(0, Math.ceil(batched.length / 2)) : batched;
	await issueAll(db, coordinator, batchId, paid);
	await receive(db, coordinator, isLast ? paid.slice(0, 2) : paid);
}

async function idsIn(db: Db, organizationId: Id, stage: IncentiveStage): Promise<Id[]> {
	const all = await peopleWith(db.read, and(eq(incentives.organizationId, organizationId), inStage(stage)));
	return all.map(({ incentive }) => incentive.id).slice(0, 200);
}

async function issueAll(db: Db, coordinator: Staff, batchId: Id, ids: Id[]) {
	const all = await peopleWith(db.read, inArray(incentives.id, ids));
	const rows = all.map(({ incentive: { id, cents } }, i) => ({
		...{ line: i + 2, reference: referenceOf(id), cents, serial: referenceOf(id).slice(-4), day: null }
	}));
	await settleAnswer(db, coordinator, batchId, { operationId: newId(), rows });
}

/** Four in five sign: on their phones, or on paper. */
async function receive(db: Db, coordinator: Staff, ids: Id[]) {
	const day = await todayOf(db.read);
	const all = await peopleWith(db.read, inArray(incentives.id, ids));
	for (const [i, one] of all.entries()) {
		if (i % 5 === 4 || stageOf(one) !== 'issued') continue;
		const { id, participantId } = one.incentive;
		const themselves: Participant = { kind: 'participant', id: participantId, loginId: '' };
		if (i % 2 === 0) await signReceipt(db, themselves, id, { operationId: newId(), received: true });
		else await recordReceipt(db, coordinator, id, { operationId: newId(), way: 'paper', day });
	}
}
