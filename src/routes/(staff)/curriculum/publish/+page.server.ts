import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { currentDraft } from '#lib/server/domain/drafts.ts';
import { Publication, changesOf, publishDraft } from '#lib/server/domain/publications.ts';
import { submit } from '#lib/server/forms.ts';
import { inWords } from '../faults.ts';

export const load = async ({ locals: { db, actor } }) => {
	const draft = await currentDraft(db.read, actor);
	if (!draft) redirect(303, '/curriculum');
	const { faults, behind, ...changes } = await changesOf(db.read, actor, draft);
	return { draftId: draft.id, ...changes, behind: behind?.version ?? null, faults: inWords(faults) };
};

const Publishing = Publication.extend({ draftId: z.uuid() });

export const actions = {
	default: ({ request, locals: { db, actor } }) =>
		submit(request, Publishing, async ({ draftId, ...input }) => {
			const { edition } = await publishDraft(db, actor, draftId, input);
			// With faults the page comes again and tells each of them.
			if (edition) redirect(303, '/curriculum?published');
		})
};
