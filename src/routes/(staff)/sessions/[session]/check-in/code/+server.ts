import { json } from '@sveltejs/kit';
import { checkInOf } from '#lib/server/identity/check-in-codes.ts';

export const GET = async ({ params, locals: { db, actor } }) => {
	const { shown } = await checkInOf(db.read, actor, params.session);
	return json({ shown }, { headers: { 'cache-control': 'no-store' } });
};
