import { redirect } from '@sveltejs/kit';
import { handoffOffersTo, OfferedHandoff, offerHandoff } from '#lib/server/domain/handoff-offers.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { dayOf } from '#lib/format.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { person, organizationId, group, offers, hasDestination } = await handoffOffersTo(
		db.read,
		actor,
		params.participant
	);
	logRead(actor, { organizationId, subject: `participant:${person.participantId}`, kind: 'people.read' });
	const { zone } = await findProgram(db.read);
	return {
		...{ person, group, hasDestination },
		offers: offers.map((offer) => ({ ...offer, on: dayOf(offer.at, zone) })),
		operationId: newId(),
		said: url.searchParams.has('offered')
	};
};

export const actions = {
	default: ({ request, params: { participant }, locals: { db, actor } }) =>
		submit(request, OfferedHandoff, async (input) => {
			await offerHandoff(db, actor, participant, input);
			redirect(303, `/people/${participant}/handoffs?offered`);
		})
};
