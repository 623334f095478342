import { redirect } from '@sveltejs/kit';
import { EndedHandoff, turnDownHandoff, withdrawHandoff } from '#lib/server/domain/handoffs.ts';
import { unansweredDays } from '#lib/server/domain/handoff-steps.ts';
import { ownHandoffs } from '#lib/server/domain/own-handoffs.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const { offers, open, over, mayAsk } = await ownHandoffs(db.read, actor);
	const withId = <T extends object>(one: T) => ({ ...one, operationId: newId() });
	return {
		offers: offers.map(withId),
		open: open.map((one) => ({ ...withId(one), isLate: one.days >= unansweredDays })),
		over,
		mayAsk,
		said: (['asked', 'back', 'no'] as const).find((word) => url.searchParams.has(word)) ?? null
	};
};

export const actions = {
	withdraw: ({ request, locals: { db, actor } }) =>
		submit(request, EndedHandoff, async (input) => {
			await withdrawHandoff(db, actor, input);
			redirect(303, '/me/handoffs?back');
		}),

	decline: ({ request, locals: { db, actor } }) =>
		submit(request, EndedHandoff, async (input) => {
			await turnDownHandoff(db, actor, input);
			redirect(303, '/me/handoffs?no');
		})
};
