import { redirect } from '@sveltejs/kit';
import { submit } from '#lib/server/forms.ts';
import { redeemCode, ScreenCode } from '#lib/server/identity/screens.ts';

export const actions = {
	default: ({ request, locals: { db }, getClientAddress }) =>
		submit(request, ScreenCode, async (input) => {
			redirect(303, `/room/${await redeemCode(db, input, getClientAddress())}/1`);
		})
};
