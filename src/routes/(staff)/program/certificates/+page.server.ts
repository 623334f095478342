import { redirect } from '@sveltejs/kit';
import {
	chosenTitles,
	nameCertificates,
	NewTitles,
	usualTitles
} from '#lib/server/domain/certificate-titles.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	allow(actor, 'certificates.name');
	const chosen = await chosenTitles(db.read);
	return {
		titles: chosen ?? (await usualTitles(db.read)) ?? { en: '', es: '' },
		isChosen: chosen !== null,
		operationId: newId(),
		said: url.searchParams.has('saved')
	};
};

export const actions = {
	default: ({ request, locals: { db, actor } }) =>
		submit(request, NewTitles, async (input) => {
			await nameCertificates(db, actor, input);
			redirect(303, '/program/certificates?saved');
		})
};
