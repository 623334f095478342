import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { keepLogin } from '#lib/server/cookies.ts';
import { forbidden, invalid } from '#lib/server/errors.ts';
import { refused } from '#lib/server/forms.ts';
import { localPath } from '#lib/server/guard.ts';
import { unlock, unlockDemo, Unlocking } from '#lib/server/identity/locks.ts';
import type { Locked } from '#lib/server/policy.ts';
import { homeOf } from '#lib/server/routes.ts';
import { pageOf, typedIn, type Typed } from '#lib/server/typed.ts';

/** Before the names of fields that were typed elsewhere. */
const prefix = 'typed.';

export const load = ({ locals: { actor, config }, url }) => {
	const next = pageOf(localPath(url.searchParams.get('next'), homeOf(actor)));
	if (actor.kind !== 'locked') redirect(303, next);
	return { person: actor.name, next, demo: config.demo };
};

export const actions = {
	/** The hooks send here what a locked login wanted to send. */
	keep: async ({ request }) => fail(423, { typed: typedIn(await request.formData()) }),

	unlock: (event) =>
		reopen(event, async (actor, form) => {
			const input = Unlocking.safeParse({ password: form.get('password') });
			if (!input.success) throw invalid({ password: { code: 'required' } });
			return unlock(event.locals.db, actor, input.data);
		}),

	/** Only in the demo, which listens on this machine alone. */
	demo: (event) =>
		reopen(event, async (actor) => {
			if (!event.locals.config.demo) throw forbidden('demo');
			return unlockDemo(event.locals.db, actor);
		})
};

/** Opens the login unless another tab has; what was typed is shown, to be sent, or the way goes on. */
async function reopen(
	{ request, cookies, url, locals: { actor, config } }: RequestEvent,
	open: (actor: Locked, form: FormData) => Promise<string>
) {
	const form = await request.formData();
	const typed = typedIn(form, prefix);
	try {
		if (actor.kind === 'locked') keepLogin(cookies, await open(actor, form), config.secure);
	} catch (error) {
		const { status, data } = refused(error);
		return fail(status, { ...data, typed });
	}
	const to = localPath(url.searchParams.get('next'), '/today');
	if (typed.length === 0) redirect(303, pageOf(to));
	return { back: { to, typed } satisfies { to: string; typed: Typed } };
}
