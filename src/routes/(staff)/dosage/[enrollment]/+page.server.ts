import { redirect } from '@sveltejs/kit';
import { dayOf } from '#lib/format.ts';
import { personDosage } from '#lib/server/domain/dosages.ts';
import { NewTarget, setTarget } from '#lib/server/domain/dosage-targets.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { enrollment, history, ...rest } = await personDosage(db.read, actor, params.enrollment);
	const { firstName, lastName, participantId, organizationId, groupId } = enrollment;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	const { name, zone } = await findGroup(db.read, actor, groupId);
	return {
		...rest,
		person: { firstName, lastName },
		back: `/people/${participantId}?enrollment=${enrollment.id}`,
		group: { id: groupId, name },
		history: history.map(({ at, ...one }) => ({ ...one, on: dayOf(at, zone) })),
		saved: url.searchParams.has('saved'),
		operationId: newId()
	};
};

export const actions = {
	default: ({ request, locals: { db, actor }, params: { enrollment } }) =>
		submit(request, NewTarget, async (input) => {
			await setTarget(db, actor, enrollment, input);
			redirect(303, `/dosage/${enrollment}?saved`);
		})
};
