import { json } from '@sveltejs/kit';
import { roomState } from '#lib/server/domain/rooms.ts';

export const GET = async ({ params, locals: { db, actor } }) =>
	json(await roomState(db.read, actor, params.session), { headers: { 'cache-control': 'no-store' } });
