import { redirect, type RequestEvent } from '@sveltejs/kit';
import { keepCookies } from '#lib/server/cookies.ts';
import { submit } from '#lib/server/forms.ts';
import { findInvitation } from '#lib/server/identity/invitations.ts';
import {
	InvitedPassword,
	KnownPassword,
	useAuthenticatorLink,
	useInvitation
} from '#lib/server/identity/setup.ts';
import type { StaffSignedIn } from '#lib/server/identity/staff.ts';

export const load = async ({ locals: { db }, params: { token } }) => {
	const { purpose, name, email } = await findInvitation(db.read, token);
	return { purpose, name, email };
};

const fromOf = ({ cookies, locals: { auth }, getClientAddress }: RequestEvent) => ({
	address: getClientAddress(),
	login: cookies.get(auth.cookies.login)
});

function goOn({ cookies, locals: { config } }: RequestEvent, { next, cookies: lines }: StaffSignedIn): never {
	if (next === 'code') redirect(303, '/sign-in?changed');
	keepCookies(cookies, lines, config.secure);
	redirect(303, '/setup/authenticator');
}

export const actions = {
	password: (event) =>
		submit(event.request, InvitedPassword, async (input) =>
			goOn(event, await useInvitation(event.locals.auth, event.params.token, input, fromOf(event)))
		),

	authenticator: (event) =>
		submit(event.request, KnownPassword, async (input) =>
			goOn(event, await useAuthenticatorLink(event.locals.auth, event.params.token, input, fromOf(event)))
		)
};
