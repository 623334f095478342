import { json } from '@sveltejs/kit';
import { codeOn } from '#lib/server/identity/check-in-codes.ts';
import { findScreen } from '#lib/server/identity/screens.ts';

export const GET = async ({ params, locals: { db } }) => {
	const shown = await codeOn(db.read, await findScreen(db.read, params.token));
	return json({ shown }, { headers: { 'cache-control': 'no-store' } });
};
