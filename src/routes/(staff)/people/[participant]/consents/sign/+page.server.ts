import { redirect } from '@sveltejs/kit';
import { NewConsentOffer, offerConsent } from '#lib/server/domain/consent-offers.ts';
import { consentCopy } from '#lib/server/domain/consent-copies.ts';
import { sheetHere } from '#lib/server/domain/consent-sheets.ts';
import { dayText } from '#lib/server/domain/inputs.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { signWithWitness, WitnessedConsent } from '#lib/server/domain/signatures.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { getLocale, locales } from '#lib/i18n/paraglide/runtime.js';
import { z } from 'zod';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const asked = (name: string) => url.searchParams.get(name);
	const language = locales.find((one) => one === asked('language')) ?? getLocale();
	const wanted = {
		...{ recipientId: asked('recipient'), organizationId: asked('organization'), language },
		revocableFrom: dayText.safeParse(asked('revocable')).data ?? null
	};
	const { person, organization, ...shown } = await sheetHere(db.read, actor, params.participant, wanted);
	const subject = `participant:${params.participant}`;
	logRead(actor, { organizationId: organization.id, subject, kind: 'people.read' });
	const renewed = z.uuid().safeParse(asked('renew'));
	return {
		...shown,
		person: {
			participantId: params.participant,
			firstName: person.firstName,
			lastName: person.lastName
		},
		organizationId: organization.id,
		language,
		staff: actor.kind === 'staff' ? actor.name : '',
		ticked: renewed.success
			? (await consentCopy(db.read, actor, params.participant, renewed.data)).information
			: [],
		asked: url.searchParams.has('asked'),
		operationId: newId()
	};
};

export const actions = {
	sign: ({ request, locals: { db, actor }, params: { participant } }) =>
		submit(request, WitnessedConsent, async (input) => {
			const { id } = await signWithWitness(db, actor, participant, input);
			redirect(303, `/people/${participant}/consents/${id}?signed`);
		}),

	offer: ({ request, locals: { db, actor }, params: { participant } }) =>
		submit(request, NewConsentOffer, async (input) => {
			await offerConsent(db, actor, participant, input);
			redirect(303, `/people/${participant}/consents/sign?asked`);
		})
};
