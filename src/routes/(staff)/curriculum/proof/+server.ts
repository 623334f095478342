import { json } from '@sveltejs/kit';
import { ProofText, proofOf } from '#lib/server/domain/proofs.ts';
import { readJson } from '#lib/server/forms.ts';
import { proofInWords } from '../faults.ts';

/** What is being typed, as its readers would get it. Nothing is saved. */
export async function POST({ request, locals: { db, actor } }) {
	const typed = await readJson(request, ProofText);
	return json(proofInWords(await proofOf(db.read, actor, typed)));
}
