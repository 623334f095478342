import { redirect } from '@sveltejs/kit';
import { ownConsentCopy } from '#lib/server/domain/consent-copies.ts';
import { EndedConsent, revokeOwn } from '#lib/server/domain/signatures.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const { id, recipient, information, state, mayRevoke, revocableFrom } = await ownConsentCopy(
		db.read,
		actor,
		params.consent
	);
	if (state === 'revoked') redirect(303, `/me/consents/${id}`);
	return { consent: { id, recipient, information, mayRevoke, revocableFrom }, operationId: newId() };
};

export const actions = {
	default: ({ request, locals: { db, actor }, params }) =>
		submit(request, EndedConsent, async ({ operationId }) => {
			await revokeOwn(db, actor, params.consent, operationId);
			redirect(303, `/me/consents/${params.consent}?stopped`);
		})
};
