import { listFacilitators } from '#lib/server/domain/coaching.ts';

export const load = async ({ locals: { db, actor } }) => ({
	facilitators: await listFacilitators(db.read, actor)
});
