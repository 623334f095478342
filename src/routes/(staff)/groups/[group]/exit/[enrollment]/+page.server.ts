import { redirect } from '@sveltejs/kit';
import { findGroup } from '#lib/server/domain/groups.ts';
import { Exit, exitEnrollment, findEnrollment } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { conflict, notFound } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	const enrollment = await findEnrollment(db.read, actor, params.enrollment);
	if (enrollment.groupId !== group.id) throw notFound();
	allow(actor, 'groups.exit', enrollment);
	if (enrollment.exitedAt) throw conflict('enrollment.exited');
	const { firstName, lastName, participantId, organizationId } = enrollment;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	return {
		person: { firstName, lastName, participantId },
		group: { id: group.id, name: group.name },
		operationId: newId()
	};
};

export const actions = {
	default: ({ request, locals: { db, actor }, params: { group, enrollment } }) =>
		submit(request, Exit, async (input) => {
			await exitEnrollment(db, actor, enrollment, input);
			redirect(303, `/groups/${group}?exited=${enrollment}`);
		})
};
