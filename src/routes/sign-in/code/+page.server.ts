import { redirect } from '@sveltejs/kit';
import { keepCookies } from '#lib/server/cookies.ts';
import { submit } from '#lib/server/forms.ts';
import { localPath } from '#lib/server/guard.ts';
import { identify } from '#lib/server/identity/identify.ts';
import { SecondFactor, showSecondFactor } from '#lib/server/identity/staff.ts';
import { homeOf } from '#lib/server/routes.ts';

export const load = ({ cookies, locals: { auth }, url }) => {
	if (!cookies.get(auth.cookies.challenge)) redirect(303, '/sign-in');
	return { next: localPath(url.searchParams.get('next'), '') };
};

export const actions = {
	default: ({ request, cookies, url, locals: { auth, config, db }, getClientAddress }) =>
		submit(request, SecondFactor, async (input) => {
			const challenge = cookies.get(auth.cookies.challenge);
			const from = { address: getClientAddress(), challenge };
			const { cookies: lines } = await showSecondFactor(auth, input, from);
			keepCookies(cookies, lines, config.secure);
			const actor = await identify(db, { login: cookies.get(auth.cookies.login) });
			redirect(303, localPath(url.searchParams.get('next'), homeOf(actor)));
		})
};
