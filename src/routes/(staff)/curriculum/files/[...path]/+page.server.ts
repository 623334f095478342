import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import {
	DraftText,
	currentDraft,
	draftFiles,
	findDraftFile,
	restoreDraftFile,
	saveDraftFile
} from '#lib/server/domain/drafts.ts';
import { savedProof } from '#lib/server/domain/proofs.ts';
import { confirmTranslation, relationOf } from '#lib/server/domain/translations.ts';
import { differenceOf } from '#lib/server/domain/publications.ts';
import { DomainError, notFound } from '#lib/server/errors.ts';
import { readForm, refused, submit } from '#lib/server/forms.ts';
import { proofInWords } from '../../faults.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const draft = await currentDraft(db.read, actor);
	if (!draft) redirect(303, '/curriculum');
	const files = await draftFiles(db.read, draft);
	const file = files.find(({ path }) => path === params.path);
	if (!file) throw notFound();
	return {
		draftId: draft.id,
		version: draft.edition.version,
		file,
		relation: await relationOf(db.read, files, params.path),
		proof: proofInWords(await savedProof(db.read, files, params.path))
	};
};

const Saving = DraftText.extend({ draftId: z.uuid() });
const Restoring = DraftText.pick({ revision: true }).extend({ draftId: z.uuid() });

async function save(
	request: Request,
	{ db, actor }: App.Locals,
	path: string,
	verb: typeof saveDraftFile | typeof confirmTranslation
) {
	const form = await readForm(request, Saving);
	if (!form.ok) return fail(400, { ...form, difference: null });
	const { draftId, ...typed } = form.data;
	try {
		await verb(db, actor, draftId, path, typed);
		return { saved: true };
	} catch (error) {
		const { status, data } = refused(error, form.values);
		const changed = error instanceof DomainError && error.code === 'draft.changed';
		return fail(status, { ...data, difference: changed ? await toMine(typed.text) : null });
	}

	/** From the text that somebody else saved to the one that was typed. */
	async function toMine(text: string) {
		const draft = await currentDraft(db.read, actor);
		const there = draft && (await findDraftFile(db.read, draft, path));
		return there ? differenceOf(path, there.text, text).parts : null;
	}
}

export const actions = {
	save: ({ request, locals, params }) => save(request, locals, params.path, saveDraftFile),

	/** A translation, as one of the English text of now. */
	confirm: ({ request, locals, params }) => save(request, locals, params.path, confirmTranslation),

	restore: ({ request, locals: { db, actor }, params }) =>
		submit(request, Restoring, async ({ draftId, revision }) => {
			await restoreDraftFile(db, actor, draftId, params.path, revision);
			redirect(303, `/curriculum/files/${params.path}`);
		})
};
