import { redirect } from '@sveltejs/kit';
import { now } from '#lib/server/clock.ts';
import { contactOf } from '#lib/server/domain/contacts.ts';
import { facilitatorIdsOf } from '#lib/server/domain/facilitators.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { NewTry, noteTry, outreachTo, TakenBackTry, takeBackTry } from '#lib/server/domain/outreach.ts';
import { findEnrollment } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { submit } from '#lib/server/forms.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const enrollment = await findEnrollment(db.read, actor, params.enrollment);
	const { organizationId, participantId, groupId, firstName, lastName } = enrollment;
	const facilitatorIds = await facilitatorIdsOf(db.read, groupId);
	allow(actor, 'outreach.record', { organizationId, facilitatorIds });
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	const group = await findGroup(db.read, actor, groupId);
	return {
		person: { firstName, lastName, participantId },
		enrollmentId: enrollment.id,
		group: { id: groupId, name: group.name },
		contact: await contactOf(db.read, actor, participantId),
		outreach: await outreachTo(db.read, actor, participantId),
		today: dayIn((await findProgram(db.read)).zone, now()),
		said: (['try', 'back'] as const).find((word) => url.searchParams.has(word)) ?? null
	};
};

export const actions = {
	try: ({ request, params: { enrollment: enrollmentId }, locals: { db, actor } }) =>
		submit(request, NewTry, async (input) => {
			await noteTry(db, actor, { enrollmentId }, input);
			redirect(303, `/outreach/${enrollmentId}?try`);
		}),

	back: ({ request, params: { enrollment: enrollmentId }, locals: { db, actor } }) =>
		submit(request, TakenBackTry, async (input) => {
			await takeBackTry(db, actor, { enrollmentId }, input);
			redirect(303, `/outreach/${enrollmentId}?back`);
		})
};
