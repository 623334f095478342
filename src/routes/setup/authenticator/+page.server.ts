import { redirect } from '@sveltejs/kit';
import { keepCookies } from '#lib/server/cookies.ts';
import { DomainError, forbidden } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { addAuthenticator, newAuthenticator } from '#lib/server/identity/authenticators.ts';
import { SecondFactor } from '#lib/server/identity/staff.ts';
import { homeOf } from '#lib/server/routes.ts';

export const load = async ({ locals: { auth, actor } }) => {
	if (actor.kind !== 'staff') throw forbidden('setup');
	if (actor.verified) redirect(303, homeOf(actor));
	// Null right after it was added: the page then shows the recovery codes.
	const added = await newAuthenticator(auth, actor).catch(nullWhenPresent);
	const encoded = added && Buffer.from(added.qr).toString('base64');
	return { added: added && { key: added.key, picture: `data:image/svg+xml;base64,${encoded}` } };
};

function nullWhenPresent(error: unknown): null {
	if (error instanceof DomainError && error.code === 'authenticator.present') return null;
	throw error;
}

export const actions = {
	default: ({ request, cookies, locals: { auth, actor, config }, getClientAddress }) =>
		submit(request, SecondFactor, async ({ otp }) => {
			if (actor.kind !== 'staff') throw forbidden('setup');
			const from = { address: getClientAddress(), login: cookies.get(auth.cookies.login) };
			const { recoveryCodes, cookies: lines } = await addAuthenticator(auth, actor, otp, from);
			keepCookies(cookies, lines, config.secure);
			return { ok: true as const, recoveryCodes };
		})
};
