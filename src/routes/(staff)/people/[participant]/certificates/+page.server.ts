import { redirect } from '@sveltejs/kit';
import { dayOf } from '#lib/format.ts';
import { findHolder } from '#lib/server/domain/completions.ts';
import { facilitatorIdsOf } from '#lib/server/domain/facilitators.ts';
import { uuid } from '#lib/server/domain/inputs.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { findParticipant } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import {
	issueCertificate,
	NewCertificate,
	revokeCertificate,
	Revocation
} from '#lib/server/feed/certificates.ts';
import { certificatesOf, completedEnrollments, isValid } from '#lib/server/feed/issued-certificates.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow, can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { firstName, lastName, participantId, enrollments } = await findParticipant(
		db.read,
		actor,
		params.participant
	);
	const [{ organizationId, groupId }] = enrollments;
	allow(actor, 'people.read', { organizationId, facilitatorIds: await facilitatorIdsOf(db.read, groupId) });
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'certificates.read' });
	const { zone } = await findProgram(db.read);
	const all = await certificatesOf(db.read, actor, participantId);
	const completed = await completedEnrollments(db.read, actor, participantId);
	return {
		person: { firstName, lastName, participantId },
		certificates: all.map((one) => ({
			...{ id: one.id, name: one.name, titles: one.titles, group: one.group, over: one.over },
			on: dayOf(one.at, zone),
			operationId: newId(),
			mayRevoke: isValid(one) && can(actor, 'certificates.revoke', one)
		})),
		completed: await Promise.all(
			completed.map(async ({ enrollmentId, group }) => ({
				...{ enrollmentId, group, operationId: newId() },
				name: (await findHolder(db.read, actor, enrollmentId)).names[0],
				hasOne: all.some((one) => isValid(one) && one.enrollmentId === enrollmentId)
			}))
		),
		said: (['issued', 'revoked'] as const).find((word) => url.searchParams.has(word)) ?? null
	};
};

const Issued = NewCertificate.extend({ enrollmentId: uuid });

export const actions = {
	issue: ({ request, params: { participant }, locals: { db, actor } }) =>
		submit(request, Issued, async ({ enrollmentId, ...asked }) => {
			await findParticipant(db.read, actor, participant);
			await issueCertificate(db, actor, enrollmentId, asked);
			redirect(303, `/people/${participant}/certificates?issued`);
		}),

	revoke: ({ request, params: { participant }, locals: { db, actor } }) =>
		submit(request, Revocation, async (input) => {
			await findParticipant(db.read, actor, participant);
			await revokeCertificate(db, actor, input);
			redirect(303, `/people/${participant}/certificates?revoked`);
		})
};
