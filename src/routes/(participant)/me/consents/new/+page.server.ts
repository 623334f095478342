import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { choicesOf, DeclinedOffer, declineOffer } from '#lib/server/domain/consent-offers.ts';
import { ownConsentCopy } from '#lib/server/domain/consent-copies.ts';
import { ownSheet } from '#lib/server/domain/consent-sheets.ts';
import { ScreenConsent, signOneself } from '#lib/server/domain/signatures.ts';
import { submit } from '#lib/server/forms.ts';
import { CardPin, provePin } from '#lib/server/identity/card-sign-in.ts';
import { newId } from '#lib/server/ids.ts';
import type { Participant } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, url }) => {
	const chosen = {
		recipientId: url.searchParams.get('recipient'),
		organizationId: url.searchParams.get('organization'),
		language: getLocale()
	};
	const renewed = url.searchParams.get('renew');
	const ticked = renewed && z.uuid().safeParse(renewed).success;
	const choices = await choicesOf(db.read, actor);
	return {
		choices: choices.map(({ recipientId, name, organization, offerId }) => ({
			...{ recipientId, name, organization, offerId, operationId: newId() }
		})),
		sheet: await ownSheet(db.read, actor, chosen),
		ticked: ticked ? (await ownConsentCopy(db.read, actor, renewed)).information : [],
		declined: url.searchParams.has('declined')
	};
};

const Signed = ScreenConsent.extend({ pin: CardPin });

export const actions = {
	sign: ({ request, locals: { db, actor } }) =>
		submit(request, Signed, async ({ pin, ...input }) => {
			await provePin(db, actor as Participant, pin);
			const { id } = await signOneself(db, actor, input);
			redirect(303, `/me/consents/${id}?signed`);
		}),

	decline: ({ request, locals: { db, actor } }) =>
		submit(request, DeclinedOffer, async (input) => {
			await declineOffer(db, actor, input);
			redirect(303, '/me/consents/new?declined');
		})
};
