import { redirect } from '@sveltejs/kit';
import { dayOf } from '#lib/format.ts';
import { enrollmentsOf, findHolder } from '#lib/server/domain/completions.ts';
import { uuid } from '#lib/server/domain/inputs.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { selfOf } from '#lib/server/domain/own.ts';
import { issueCertificate, NewCertificate } from '#lib/server/feed/certificates.ts';
import { completedEnrollments, isValid, ownCertificates } from '#lib/server/feed/issued-certificates.ts';
import { lettersOf } from '#lib/server/feed/letters.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const participantId = selfOf(actor);
	const { zone } = await findProgram(db.read);
	const certificates = await ownCertificates(db.read, actor);
	const valid = certificates.filter(isValid);
	const completed = await completedEnrollments(db.read, actor, participantId);
	const [first] = await enrollmentsOf(db.read, actor, participantId);
	const waiting = completed.filter(({ enrollmentId }) =>
		valid.every((one) => one.enrollmentId !== enrollmentId)
	);
	return {
		certificates: certificates.map(({ id, name, titles, completedOn, over }) => ({
			...{ id, name, titles, completedOn, over }
		})),
		/** Completed, and no certificate yet. */
		waiting: waiting.map(({ enrollmentId, group }) => ({ enrollmentId, group, operationId: newId() })),
		names: first ? (await findHolder(db.read, actor, first.enrollmentId)).names : [],
		letters: (await lettersOf(db.read, actor, participantId)).map(
			({ id, kind, audience, line, at, over }) => ({
				...{ id, kind, audience, line, over },
				on: dayOf(at, zone)
			})
		),
		mayWrite: first !== undefined,
		said: url.searchParams.has('made')
	};
};

const OwnCertificate = NewCertificate.omit({ before: true }).extend({ enrollmentId: uuid });

export const actions = {
	certificate: ({ request, locals: { db, actor } }) =>
		submit(request, OwnCertificate, async ({ enrollmentId, ...asked }) => {
			await issueCertificate(db, actor, enrollmentId, { ...asked, before: 'none' });
			redirect(303, '/me/papers?made');
		})
};
