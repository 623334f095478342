import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { markAllPresent } from '#lib/server/domain/attendance.ts';
import { MarkAll } from '#lib/server/domain/marks.ts';
import { closingOf, Ending, endSession, markRestAway } from '#lib/server/domain/closings.ts';
import { NewMakeUp, planMakeUp } from '#lib/server/domain/makeups.ts';
import { Reopening, reopenSession } from '#lib/server/domain/reopenings.ts';
import { submit } from '#lib/server/forms.ts';

/** A make-up as it was offered, for one person. */
const Offered = z
	.strictObject({ ...NewMakeUp.shape, enrollmentId: z.uuid() })
	.transform(({ enrollmentId, ...plan }) => ({ enrollmentId, plan }));

export const load = async ({ locals: { db, actor }, params, url }) => {
	const closing = await closingOf(db.read, actor, params.session, getLocale());
	if (!closing.can.end && !closing.ended) redirect(303, `/sessions/${params.session}`);
	return { ...closing, planned: url.searchParams.has('planned') };
};

const again = (params: { session: string }): never => redirect(303, `/sessions/${params.session}/end`);

export const actions = {
	end: ({ request, params, locals: { db, actor } }) =>
		submit(request, Ending, async (input) => {
			await endSession(db, actor, params.session, input);
			redirect(303, `/sessions/${params.session}`);
		}),
	here: ({ request, params, locals: { db, actor } }) =>
		submit(request, MarkAll, async (input) => {
			await markAllPresent(db, actor, params.session, input);
			again(params);
		}),
	away: ({ request, params, locals: { db, actor } }) =>
		submit(request, MarkAll, async (input) => {
			await markRestAway(db, actor, params.session, input);
			again(params);
		}),
	makeup: ({ request, params, locals: { db, actor } }) =>
		submit(request, Offered, async ({ enrollmentId, plan }) => {
			await planMakeUp(db, actor, enrollmentId, plan);
			redirect(303, `/sessions/${params.session}/end?planned`);
		}),
	reopen: ({ request, params, locals: { db, actor } }) =>
		submit(request, Reopening, async (input) => {
			await reopenSession(db, actor, params.session, input);
			redirect(303, `/sessions/${params.session}`);
		})
};
