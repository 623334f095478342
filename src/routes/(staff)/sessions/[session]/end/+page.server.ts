import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { closingOf } from '#lib/server/domain/closings.ts';
import { Ending, endSession } from '#lib/server/domain/closings.ts';
import { submit } from '#lib/server/forms.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const closing = await closingOf(db.read, actor, params.session, getLocale());
	if (!closing.can.end && !closing.ended) redirect(303, `/sessions/${params.session}`);
	return closing;
};

export const actions = {
	default: async ({ request, params, locals: { db, actor } }) =>
		submit(request, Ending, async (input) => {
			await endSession(db, actor, params.session, input);
			redirect(303, `/sessions/${params.session}`);
		})
};
