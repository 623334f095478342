import { listObservations } from '#lib/server/domain/observations.ts';

export const load = async ({ locals: { db, actor } }) => ({
	observations: await listObservations(db.read, actor)
});
