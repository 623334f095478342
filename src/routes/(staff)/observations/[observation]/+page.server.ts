import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import {
	acknowledgeObservation,
	Acknowledgment,
	DraftedObservation,
	observationOf,
	saveObservation,
	SignedObservation,
	signObservation
} from '#lib/server/domain/observation-forms.ts';
import { WithdrawnObservation, withdrawObservation } from '#lib/server/domain/observations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';
import { can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const observation = await observationOf(db.read, actor, params.observation, getLocale());
	const { organizationId, staffId, session } = observation;
	logRead(actor, { organizationId, subject: `staff:${staffId}`, kind: 'observation.read' });
	return {
		observation,
		/** In the time of the session's site. */
		zone: session.zone,
		home: can(actor, 'facilitators.read', { organizationId })
			? ('facilitator' as const)
			: observation.can.record
				? ('observations' as const)
				: ('coaching' as const),
		isCorrecting: url.searchParams.has('correct'),
		said: (['save', 'sign', 'read', 'ask', 'withdraw'] as const).find((word) => url.searchParams.has(word))
	};
};

export const actions = {
	save: ({ request, params: { observation }, locals: { db, actor } }) =>
		submit(request, DraftedObservation, async (input) => {
			await saveObservation(db, actor, observation, input);
			redirect(303, `/observations/${observation}?save`);
		}),

	sign: ({ request, params: { observation }, locals: { db, actor } }) =>
		submit(request, SignedObservation, async (input) => {
			await signObservation(db, actor, observation, input);
			redirect(303, `/observations/${observation}?sign`);
		}),

	acknowledge: ({ request, params: { observation }, locals: { db, actor } }) =>
		submit(request, Acknowledgment, async (input) => {
			await acknowledgeObservation(db, actor, observation, input);
			redirect(303, `/observations/${observation}?read`);
		}),

	withdraw: ({ request, params: { observation }, locals: { db, actor } }) =>
		submit(request, WithdrawnObservation, async (input) => {
			await withdrawObservation(db, actor, observation, input);
			redirect(303, `/observations/${observation}?withdraw`);
		})
};
