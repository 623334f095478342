import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { currentDraft, draftFiles, openDraft } from '#lib/server/domain/drafts.ts';
import { listEditions } from '#lib/server/domain/editions.ts';
import { faultsOf } from '#lib/server/domain/publications.ts';
import { submit } from '#lib/server/forms.ts';
import { contentsOf } from './contents.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const draft = await currentDraft(db.read, actor);
	const editions = await listEditions(db.read);
	const told = { published: url.searchParams.has('published'), discarded: url.searchParams.has('discarded') };
	if (!draft) return { draft, editions, ...told };
	const files = await draftFiles(db.read, draft);
	return { draft, editions, sections: contentsOf(files, await faultsOf(files)), ...told };
};

/** `lesson` leads on to that lesson's file. */
const Opening = z.strictObject({ lesson: z.string().max(80).optional() });

export const actions = {
	open: ({ request, locals: { db, actor } }) =>
		submit(request, Opening, async ({ lesson }) => {
			const draft = await openDraft(db, actor);
			const named = (text: string) => /^id:[ \t]*(\S+)/m.exec(text)?.[1] === lesson;
			const file = lesson && (await draftFiles(db.read, draft)).find(({ text }) => named(text));
			redirect(303, file ? `/curriculum/files/${file.path}` : '/curriculum');
		})
};
