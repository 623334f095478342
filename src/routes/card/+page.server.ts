import { redirect } from '@sveltejs/kit';
import { keepCard, keepShared, sharedCookie } from '#lib/server/cookies.ts';
import { submit } from '#lib/server/forms.ts';
import { localPath } from '#lib/server/guard.ts';
import { CardSignIn, signInWithCard } from '#lib/server/identity/card-sign-in.ts';
import { endLogins } from '#lib/server/identity/endings.ts';
import { languageOf } from '#lib/server/identity/cards.ts';
import { cookieMaxAge, cookieName } from '#lib/i18n/paraglide/runtime.js';

export const load = ({ cookies, locals: { actor }, url }) => {
	const next = localPath(url.searchParams.get('next'), '/me');
	if (actor.kind === 'participant') redirect(303, next);
	return { next, shared: cookies.get(sharedCookie) !== undefined };
};

export const actions = {
	default: ({ request, cookies, url, locals: { db, auth, config, log }, getClientAddress }) =>
		submit(request, CardSignIn, async (input) => {
			const from = {
				address: getClientAddress(),
				previous: cookies.get(auth.cookies.card),
				alert: (what: string) => log.warn({ what }, 'many unknown cards')
			};
			const { next, token, participantId } = await signInWithCard(db, input, from);
			await endLogins(db, { login: cookies.get(auth.cookies.login) });
			keepCard(cookies, token, config.secure);
			keepShared(cookies, input.shared ?? false, config.secure);
			if (!cookies.get(cookieName)) {
				const language = await languageOf(db.read, participantId);
				cookies.set(cookieName, language, {
					path: '/',
					maxAge: cookieMaxAge,
					httpOnly: false,
					sameSite: 'lax',
					secure: config.secure
				});
			}
			redirect(303, next === 'choose-pin' ? '/card/pin' : localPath(url.searchParams.get('next'), '/me'));
		})
};
