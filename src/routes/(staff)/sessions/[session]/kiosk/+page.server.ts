import { redirect } from '@sveltejs/kit';
import { dropCookie } from '#lib/server/cookies.ts';
import { findSession } from '#lib/server/domain/sessions.ts';
import { refused } from '#lib/server/forms.ts';
import { endLogins } from '#lib/server/identity/endings.ts';
import { closeKiosks, kiosksOf, openKiosk } from '#lib/server/identity/kiosks.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const { id, group } = await findSession(db.read, actor, params.session);
	return { session: { id, group }, ...(await kiosksOf(db.read, actor, params.session)) };
};

export const actions = {
	/** The tablet is handed over: nobody is signed in on it any more. */
	open: async ({ cookies, locals: { db, actor, auth, config }, params }) => {
		const token = await openKiosk(db, actor, params.session).catch(refused);
		if (typeof token !== 'string') return token;
		const { login, card, challenge } = auth.cookies;
		await endLogins(db, { login: cookies.get(login), card: cookies.get(card) });
		for (const name of [login, card, challenge]) dropCookie(cookies, name, config.secure);
		redirect(303, `/kiosk/${token}`);
	},
	close: async ({ locals: { db, actor }, params }) => {
		await closeKiosks(db, actor, params.session);
		return { closed: true };
	}
};
