import { redirect, type Cookies } from '@sveltejs/kit';
import { z } from 'zod';
import { keepCard, keepCookies, keepLogin } from '#lib/server/cookies.ts';
import { forbidden } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { localPath } from '#lib/server/guard.ts';
import { signInWithCard } from '#lib/server/identity/card-sign-in.ts';
import { endLogins } from '#lib/server/identity/endings.ts';
import { PasswordSignIn, signInDemo, signInStaff } from '#lib/server/identity/staff.ts';
import { roles } from '#lib/server/policy.ts';
import { homeOf } from '#lib/server/routes.ts';
import { card as demoCard, emailOf } from '../../demo/sign-ins.ts';

const demoRoles = [
	'facilitator',
	'participant',
	...roles.filter((role) => role !== 'facilitator'),
	'observer',
	'case-manager'
] as const;
const DemoSignIn = z.strictObject({ role: z.enum(demoRoles) });

export const load = ({ locals: { actor, config }, url }) => {
	const next = url.searchParams.get('next');
	if (actor.kind === 'staff' && actor.verified) redirect(303, localPath(next, homeOf(actor)));
	return {
		demo: config.demo ? demoRoles : [],
		next: localPath(next, ''),
		changed: url.searchParams.has('changed')
	};
};

export const actions = {
	password: ({ request, cookies, url, locals: { auth, config }, getClientAddress }) =>
		submit(request, PasswordSignIn, async (input) => {
			const from = { address: getClientAddress(), login: cookies.get(auth.cookies.login) };
			const { next, cookies: lines } = await signInStaff(auth, input, from);
			await endLogins(auth.db, { card: cookies.get(auth.cookies.card) });
			keepCookies(cookies, lines, config.secure);
			const after = encodeURIComponent(localPath(url.searchParams.get('next'), ''));
			redirect(303, next === 'code' ? `/sign-in/code?next=${after}` : '/setup/authenticator');
		}),

	/** Only in the demo, which listens on this machine alone. */
	demo: ({ request, cookies, url, locals, getClientAddress }) =>
		submit(request, DemoSignIn, async ({ role }) => {
			if (!locals.config.demo) throw forbidden('demo');
			const { login, card } = locals.auth.cookies;
			await endLogins(locals.db, { login: cookies.get(login), card: cookies.get(card) });
			const home = await enterDemo(role, cookies, locals, getClientAddress());
			redirect(303, localPath(url.searchParams.get('next'), home));
		})
};

type Role = (typeof demoRoles)[number];

async function enterDemo(role: Role, cookies: Cookies, { db, config }: App.Locals, address: string) {
	if (role === 'participant') {
		const { token } = await signInWithCard(db, demoCard, { address });
		keepCard(cookies, token, config.secure);
		return '/me';
	}
	keepLogin(cookies, await signInDemo(db, emailOf(role)), config.secure);
	const grants = [{ role, organizationId: null }];
	return homeOf({ kind: 'staff', id: '', name: '', loginId: '', verified: true, grants });
}
