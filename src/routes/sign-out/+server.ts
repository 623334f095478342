import { redirect } from '@sveltejs/kit';
import { dropCookie } from '#lib/server/cookies.ts';
import { endLogins } from '#lib/server/identity/endings.ts';

/** Ends whatever login this browser has. */
export async function POST({ cookies, locals: { db, auth, config } }) {
	const { login, card, challenge } = auth.cookies;
	await endLogins(db, { login: cookies.get(login), card: cookies.get(card) });
	for (const name of [login, card, challenge]) dropCookie(cookies, name, config.secure);
	redirect(303, '/');
}
