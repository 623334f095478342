import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { boostersOf, NewBooster, planBooster } from '#lib/server/domain/boosters.ts';
import { chooseElectives, ElectiveChoice, electivesOf } from '#lib/server/domain/electives.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'groups.plan', group);
	const boosters = await boostersOf(db.read, group, getLocale());
	return {
		group: { id: group.id, name: group.name },
		electives: await electivesOf(db.read, group, getLocale()),
		boosters: boosters.map((booster) => ({ ...booster, operationId: newId() })),
		operationId: newId()
	};
};

export const actions = {
	electives: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, ElectiveChoice, async (input) => {
			await chooseElectives(db, actor, group, input);
			redirect(303, `/groups/${group}?planned`);
		}),

	booster: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, NewBooster, async (input) => {
			await planBooster(db, actor, group, input);
			redirect(303, `/groups/${group}?planned`);
		})
};
