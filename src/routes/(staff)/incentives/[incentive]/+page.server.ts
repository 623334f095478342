import { redirect } from '@sveltejs/kit';
import { Approval, approveIncentive, decideIncentive, Decision } from '#lib/server/domain/approvals.ts';
import { incentiveOf } from '#lib/server/domain/incentive-lists.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { Issue, issueIncentive, Receipt, recordReceipt, todayOf } from '#lib/server/domain/payouts.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

const said = ['approve', 'decide', 'issue', 'receipt'] as const;

export const load = async ({ locals: { db, actor }, params, url }) => {
	const incentive = await incentiveOf(db.read, actor, params.incentive, getLocale());
	const { organizationId, participantId } = incentive;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'incentives.read' });
	const { zone } = await findProgram(db.read);
	return {
		...{ incentive, zone, today: await todayOf(db.read) },
		said: said.find((word) => url.searchParams.has(word)) ?? null
	};
};

const back = (id: string, word: (typeof said)[number]) => redirect(303, `/incentives/${id}?${word}`);

export const actions = {
	approve: ({ request, params: { incentive }, locals: { db, actor } }) =>
		submit(request, Approval, async (input) => {
			await approveIncentive(db, actor, incentive, input);
			back(incentive, 'approve');
		}),

	decide: ({ request, params: { incentive }, locals: { db, actor } }) =>
		submit(request, Decision, async (input) => {
			await decideIncentive(db, actor, incentive, input);
			back(incentive, 'decide');
		}),

	issue: ({ request, params: { incentive }, locals: { db, actor } }) =>
		submit(request, Issue, async (input) => {
			await issueIncentive(db, actor, incentive, input);
			back(incentive, 'issue');
		}),

	receipt: ({ request, params: { incentive }, locals: { db, actor } }) =>
		submit(request, Receipt, async (input) => {
			await recordReceipt(db, actor, incentive, input);
			back(incentive, 'receipt');
		})
};
