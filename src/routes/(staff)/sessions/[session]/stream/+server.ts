import { roomState } from '#lib/server/domain/rooms.ts';
import { streamOf } from '#lib/server/streams.ts';

export const GET = async ({ params, locals: { db, actor } }) => {
	await roomState(db.read, actor, params.session);
	const { id, name } = actor.kind === 'staff' ? actor : { id: actor.kind, name: '' };
	return streamOf(params.session, { id, name });
};
