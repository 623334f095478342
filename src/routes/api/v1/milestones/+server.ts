import { json } from '@sveltejs/kit';
import { feedMilestones, MilestonesQuery } from '#lib/server/feed/milestones.ts';
import { readQuery } from '#lib/server/forms.ts';
import { notFound } from '#lib/server/errors.ts';

export const GET = async ({ url, locals: { db, actor } }) => {
	if (actor.kind !== 'key') throw notFound();
	return json(await feedMilestones(db, actor, readQuery(url, MilestonesQuery)), {
		headers: { 'cache-control': 'no-store' }
	});
};
