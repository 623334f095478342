import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { invalid } from '#lib/server/errors.ts';
import { readForm } from '#lib/server/forms.ts';
import { localPath } from '#lib/server/guard.ts';
import { cookieMaxAge, cookieName, locales } from '#lib/i18n/paraglide/runtime.js';

const Language = z.strictObject({ locale: z.enum(locales), next: z.string().max(2000).optional() });

/** Keeps the language in a cookie, and goes back to where one was. */
export async function POST({ request, cookies, locals: { config } }) {
	const form = await readForm(request, Language);
	if (!form.ok) throw invalid(form.faults);
	const options = {
		path: '/',
		maxAge: cookieMaxAge,
		httpOnly: false,
		sameSite: 'lax',
		secure: config.secure
	} as const;
	cookies.set(cookieName, form.data.locale, options);
	redirect(303, localPath(form.data.next, '/'));
}
