import { redirect } from '@sveltejs/kit';
import { dropCookie } from '#lib/server/cookies.ts';
import { endCardLogin } from '#lib/server/identity/card-logins.ts';
import { endLogin, tokenOf } from '#lib/server/identity/staff.ts';

/** Ends whatever login this browser has. */
export async function POST({ cookies, locals: { db, auth, config } }) {
	const { login, card, challenge } = auth.cookies;
	const [staff, participant] = [cookies.get(login), cookies.get(card)];
	if (staff) await endLogin(db, tokenOf(staff));
	if (participant) await endCardLogin(db, participant);
	for (const name of [login, card, challenge]) dropCookie(cookies, name, config.secure);
	redirect(303, '/');
}
