import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { KeyedSheet, keySheet } from '#lib/server/domain/keyings.ts';
import { sheetOf } from '#lib/server/domain/sheets.ts';
import { submit } from '#lib/server/forms.ts';

export const load = async ({ locals: { db, actor }, params, url }) => ({
	...(await sheetOf(db.read, actor, params.session, getLocale())),
	saved: url.searchParams.has('saved')
});

export const actions = {
	default: ({ request, params, locals: { db, actor } }) =>
		submit(request, KeyedSheet, async (input) => {
			await keySheet(db, actor, params.session, input);
			redirect(303, `/sessions/${params.session}/sheet?saved`);
		})
};
