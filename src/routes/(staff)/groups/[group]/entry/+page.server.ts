import { redirect } from '@sveltejs/kit';
import { findGroup } from '#lib/server/domain/groups.ts';
import { changeOpenness, Openness } from '#lib/server/domain/openness.ts';
import { placesOf } from '#lib/server/domain/places.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'groups.change', group);
	return {
		group: { id: group.id, name: group.name },
		places: await placesOf(db.read, group.id),
		operationId: newId()
	};
};

export const actions = {
	default: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, Openness, async (input) => {
			await changeOpenness(db, actor, group, input);
			redirect(303, `/groups/${group}?entry`);
		})
};
