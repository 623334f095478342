import { redirect } from '@sveltejs/kit';
import { Cancellation, cancelSession } from '#lib/server/domain/cancellations.ts';
import { findSession, inSchedule } from '#lib/server/domain/sessions.ts';
import { submit } from '#lib/server/forms.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const session = await findSession(db.read, actor, params.session);
	allow(actor, 'sessions.cancel', inSchedule(session));
	if (session.cancelledAt || session.endedAt) redirect(303, `/sessions/${params.session}`);
	const { id, group, number, date, time } = session;
	return { session: { id, group, number, date, time } };
};

export const actions = {
	default: async ({ request, params, locals: { db, actor } }) =>
		submit(request, Cancellation, async (input) => {
			await cancelSession(db, actor, params.session, input);
			redirect(303, `/sessions/${params.session}`);
		})
};
