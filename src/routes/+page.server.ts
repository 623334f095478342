import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/server/routes.ts';

export const load = ({ locals: { actor } }) => {
	const home = homeOf(actor);
	if (home !== '/') redirect(303, home);
};
