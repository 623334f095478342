import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { currentDraft, discardDraft, draftFiles } from '#lib/server/domain/drafts.ts';
import { submit } from '#lib/server/forms.ts';

export const load = async ({ locals: { db, actor } }) => {
	const draft = await currentDraft(db.read, actor);
	if (!draft) redirect(303, '/curriculum');
	const files = await draftFiles(db.read, draft);
	return { draftId: draft.id, changed: files.filter((file) => file.changed).map(({ path }) => path) };
};

export const actions = {
	default: ({ request, locals: { db, actor } }) =>
		submit(request, z.strictObject({ draftId: z.uuid() }), async ({ draftId }) => {
			await discardDraft(db, actor, draftId);
			redirect(303, '/curriculum?discarded');
		})
};
