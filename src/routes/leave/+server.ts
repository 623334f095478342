import { redirect } from '@sveltejs/kit';
import { endCardLogin } from '#lib/server/identity/card-logins.ts';

/** Out at once: the login ends, the cookie goes, and what shows next says nothing about what was there. */
export async function POST({ cookies, locals: { db, auth, config } }) {
	const token = cookies.get(auth.cookies.card);
	if (token) await endCardLogin(db, token);
	cookies.delete(auth.cookies.card, { path: '/', secure: config.secure });
	redirect(303, '/calendar');
}
