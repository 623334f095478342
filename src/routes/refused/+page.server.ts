import { error } from '@sveltejs/kit';
import { hasText } from '#lib/wording.ts';

/** Shows why a request was turned away before any page ran: the hooks fetch it in place of that page. */
export const load = ({ url }) => {
	const status = Number(url.searchParams.get('status'));
	const code = url.searchParams.get('code') ?? '';
	const id = /^[0-9a-f-]{36}$/.exec(url.searchParams.get('id') ?? '')?.[0];
	const known = status >= 400 && status < 600 && hasText(code);
	error(known ? status : 404, { message: known ? code : 'not-found', id });
};
