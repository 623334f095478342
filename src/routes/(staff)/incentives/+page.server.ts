import { redirect } from '@sveltejs/kit';
import { approveIncentive, Approval, Approvals, approveIncentives } from '#lib/server/domain/approvals.ts';
import { listBatches, makeBatch, NewBatch, payersOf } from '#lib/server/domain/incentive-batches.ts';
import { allFigures, NewBudget, ownFigures, setBudget } from '#lib/server/domain/incentive-budgets.ts';
import {
	atOnce,
	countIncentives,
	IncentiveQuery,
	listIncentives
} from '#lib/server/domain/incentive-lists.ts';
import { uuid } from '#lib/server/domain/inputs.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { todayOf } from '#lib/server/domain/payouts.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { readQuery, submit } from '#lib/server/forms.ts';
import { can, organizationsOf } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { dollars } from './dollars.ts';

const said = ['approve', 'all', 'batch', 'budget'] as const;

export const load = async ({ locals: { db, actor }, url }) => {
	const word = said.find((one) => url.searchParams.has(one)) ?? null;
	const count = Number(url.searchParams.get('all') ?? 0);
	const { zone } = await findProgram(db.read);
	const common = { said: word, count, zone, today: await todayOf(db.read) };
	if (can(actor, 'incentives.budget') && !can(actor, 'incentives.list'))
		return { ...common, program: await allFigures(db.read, actor), desk: null };
	const { view } = readQuery(url, IncentiveQuery);
	const counts = await countIncentives(db.read, actor);
	for (const organizationId of organizationsOf(actor, 'coordinator', 'approver'))
		logRead(actor, { organizationId, subject: `organization:${organizationId}`, kind: 'incentives.read' });
	const batches = await listBatches(db.read, actor);
	return {
		...common,
		program: null,
		desk: {
			...{ view, counts, most: atOnce, batches, figures: await ownFigures(db.read, actor) },
			rows: view === 'batches' ? [] : await listIncentives(db.read, actor, view, getLocale()),
			payers: await payersOf(db.read)
		}
	};
};

const One = Approval.extend({ incentiveId: uuid });
const Budget = NewBudget.extend({ cents: dollars });

export const actions = {
	approve: ({ request, locals: { db, actor } }) =>
		submit(request, One, async ({ incentiveId, ...input }) => {
			await approveIncentive(db, actor, incentiveId, input);
			redirect(303, '/incentives?approve');
		}),

	all: ({ request, locals: { db, actor } }) =>
		submit(request, Approvals, async (input) => {
			redirect(303, `/incentives?all=${await approveIncentives(db, actor, input)}`);
		}),

	batch: ({ request, locals: { db, actor } }) =>
		submit(request, NewBatch, async (input) => {
			redirect(303, `/incentives/batches/${await makeBatch(db, actor, input)}?batch`);
		}),

	budget: ({ request, locals: { db, actor } }) =>
		submit(request, Budget, async (input) => {
			await setBudget(db, actor, input);
			redirect(303, '/incentives?budget');
		})
};
