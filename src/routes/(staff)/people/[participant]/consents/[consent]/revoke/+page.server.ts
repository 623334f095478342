import { redirect } from '@sveltejs/kit';
import { consentsOf, revokeConsent } from '#lib/server/domain/consents.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { notFound } from '#lib/server/errors.ts';
import { refused } from '#lib/server/forms.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const { enrollments: _, ...person } = await findParticipant(db.read, actor, params.participant);
	const consents = await consentsOf(db.read, actor, params.participant);
	const consent = consents.find(({ id }) => id === params.consent);
	if (!consent) throw notFound();
	allow(actor, 'consents.record', consent);
	const subject = `participant:${person.participantId}`;
	logRead(actor, { organizationId: consent.organizationId, subject, kind: 'consents.read' });
	const { recipient, information, purpose, expiresOn, state } = consent;
	return { person, consent: { recipient, information, purpose, expiresOn, state } };
};

export const actions = {
	default: async ({ locals: { db, actor }, params: { participant, consent } }) => {
		try {
			await revokeConsent(db, actor, participant, consent);
		} catch (error) {
			return refused(error);
		}
		redirect(303, `/people/${participant}?revoked`);
	}
};
