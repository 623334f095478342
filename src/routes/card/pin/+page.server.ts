import { redirect } from '@sveltejs/kit';
import { keepCard } from '#lib/server/cookies.ts';
import { submit } from '#lib/server/forms.ts';
import { cardWithoutPin } from '#lib/server/identity/card-logins.ts';
import { choosePin, NewPin } from '#lib/server/identity/card-sign-in.ts';

export const load = async ({ cookies, locals: { db, auth, actor } }) => {
	if (actor.kind === 'participant') redirect(303, '/me');
	const shown = cookies.get(auth.cookies.card);
	if (!shown || !(await cardWithoutPin(db.read, shown))) redirect(303, '/card');
};

export const actions = {
	default: ({ request, cookies, locals: { db, auth, config } }) =>
		submit(request, NewPin, async (input) => {
			const { token } = await choosePin(db, cookies.get(auth.cookies.card) ?? '', input);
			keepCard(cookies, token, config.secure);
			redirect(303, '/me');
		})
};
