import { redirect } from '@sveltejs/kit';
import { findScreen } from '#lib/server/identity/screens.ts';

/** The screen begins with its first slide. */
export const GET = async ({ locals: { db }, params }) => {
	await findScreen(db.read, params.token);
	redirect(303, `/room/${params.token}/1`);
};
