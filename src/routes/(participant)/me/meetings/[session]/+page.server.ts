import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { askAbout, NewDispute, ownDisputes, ownSession } from '#lib/server/domain/disputes.ts';
import { ownAttendance } from '#lib/server/domain/records.ts';
import { notFound } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	await ownSession(db.read, actor, params.session);
	const all = await ownAttendance(db.read, actor, getLocale());
	const meeting = all.find(({ id }) => id === params.session);
	if (!meeting) throw notFound();
	const asked = await ownDisputes(db.read, actor);
	return { meeting, answer: asked.get(params.session) };
};

export const actions = {
	default: ({ request, locals: { db, actor }, params }) =>
		submit(request, NewDispute, async (input) => {
			await askAbout(db, actor, params.session, input);
			redirect(303, '/me/info?asked');
		})
};
