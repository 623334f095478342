import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { deliveredOf, NewSelfReport, reportSession } from '#lib/server/domain/self-reports.ts';
import { submit } from '#lib/server/forms.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const delivered = await deliveredOf(db.read, actor, params.session, getLocale());
	if (!delivered.session.endedAt) redirect(303, `/sessions/${params.session}`);
	return { ...delivered, saved: url.searchParams.has('saved') };
};

export const actions = {
	default: ({ request, params, locals: { db, actor } }) =>
		submit(request, NewSelfReport, async (input) => {
			await reportSession(db, actor, params.session, input);
			redirect(303, `/sessions/${params.session}/fidelity?saved`);
		})
};
