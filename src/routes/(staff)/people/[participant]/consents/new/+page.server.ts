import { redirect } from '@sveltejs/kit';
import { now } from '#lib/server/clock.ts';
import { NewConsent, recordConsent } from '#lib/server/domain/consents.ts';
import { findProgram, listOrganizations } from '#lib/server/domain/organizations.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { recipientsWithTerms } from '#lib/server/domain/terms.ts';
import { forbidden } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { can } from '#lib/server/policy.ts';
import { recipientInformation } from '#lib/disclosures.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const { enrollments, ...person } = await findParticipant(db.read, actor, params.participant);
	const here = new Set(enrollments.map(({ organizationId }) => organizationId));
	const organizations = (await listOrganizations(db.read, actor)).filter(
		({ id }) => here.has(id) && can(actor, 'consents.record', { organizationId: id })
	);
	if (organizations.length === 0) throw forbidden('consents.record');
	const subject = `participant:${person.participantId}`;
	logRead(actor, { organizationId: organizations[0].id, subject, kind: 'people.read' });
	const { zone } = await findProgram(db.read);
	const recipients = await recipientsWithTerms(db.read);
	return {
		person,
		organizations: organizations.map(({ id, name }) => ({ id, name })),
		recipients: recipients.map(({ id, name, kind, terms }) => ({
			...{ id, name, kind },
			information: terms?.information ?? recipientInformation[kind]
		})),
		today: dayIn(zone, now()),
		operationId: newId()
	};
};

export const actions = {
	default: ({ request, locals: { db, actor }, params: { participant } }) =>
		submit(request, NewConsent, async (input) => {
			await recordConsent(db, actor, participant, input);
			redirect(303, `/people/${participant}?consent`);
		})
};
