import { redirect } from '@sveltejs/kit';
import { findGroup } from '#lib/server/domain/groups.ts';
import { definedNames, findPolicy, listPolicies, moveGroupToPolicy } from '#lib/server/domain/policies.ts';
import { MoveInput } from '#lib/server/domain/policy-inputs.ts';
import { previewMove } from '#lib/server/domain/policy-previews.ts';
import { titlesIn } from '#lib/server/domain/policy-titles.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'policies.move', group);
	const own = await findPolicy(db.read, group.policyId);
	const versions = await listPolicies(db.read, actor);
	const others = versions.filter(({ id }) => id !== own.id);
	const isNewest = versions[0].id === own.id;
	const asked = others.find(({ id }) => id === url.searchParams.get('to'));
	// An earlier version is never proposed.
	const to = asked ?? (isNewest ? undefined : versions[0]);
	const { id, organizationId, name } = group;
	if (to) logRead(actor, { organizationId, subject: `group:${id}`, kind: 'roster.read' });
	return {
		group: { id, name },
		own,
		isNewest,
		to: to ?? null,
		versions: others.map(({ id, version }) => ({ id, version })),
		preview: to ? await previewMove(db.read, actor, id, to.id) : null,
		names: Object.fromEntries(await definedNames(db.read, getLocale())),
		titles: await titlesIn(db.read, getLocale()),
		operationId: newId()
	};
};

export const actions = {
	default: ({ request, locals: { db, actor }, params: { group } }) =>
		submit(request, MoveInput, async (input) => {
			await moveGroupToPolicy(db, actor, group, input);
			redirect(303, `/groups/${group}?policy`);
		})
};
