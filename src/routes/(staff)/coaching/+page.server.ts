import { redirect } from '@sveltejs/kit';
import { SettledGoal, settleGoal } from '#lib/server/domain/coaching-goals.ts';
import { ownCoaching } from '#lib/server/domain/coaching.ts';
import { submit } from '#lib/server/forms.ts';

export const load = async ({ locals: { db, actor }, url }) => ({
	...(await ownCoaching(db.read, actor)),
	settled: url.searchParams.has('settled')
});

export const actions = {
	settle: ({ request, locals: { db, actor } }) =>
		submit(request, SettledGoal, async (input) => {
			await settleGoal(db, actor, input);
			redirect(303, '/coaching?settled');
		})
};
