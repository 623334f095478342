import { redirect } from '@sveltejs/kit';
import {
	correctDispute,
	Correction,
	disputeOf,
	explainDispute,
	Explanation
} from '#lib/server/domain/disputes.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const dispute = await disputeOf(db.read, actor, params.dispute);
	const { organizationId, participantId } = dispute;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	return { dispute };
};

export const actions = {
	correct: ({ request, locals: { db, actor }, params: { dispute } }) =>
		submit(request, Correction, async (input) => {
			await correctDispute(db, actor, dispute, input);
			redirect(303, `/disputes/${dispute}`);
		}),

	explain: ({ request, locals: { db, actor }, params: { dispute } }) =>
		submit(request, Explanation, async (input) => {
			await explainDispute(db, actor, dispute, input);
			redirect(303, `/disputes/${dispute}`);
		})
};
