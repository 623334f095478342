import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import {
	createOrganization,
	listOrganizations,
	listSites,
	NewOrganization
} from '#lib/server/domain/organizations.ts';
import { forbidden } from '#lib/server/errors.ts';
import { webhookTrouble } from '#lib/server/feed/webhooks.ts';
import { submit } from '#lib/server/forms.ts';
import { countEndingKeys } from '#lib/server/identity/keys.ts';
import { newId } from '#lib/server/ids.ts';
import { can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor } }) => {
	const mayManage = can(actor, 'organizations.manage');
	const all = await listOrganizations(db.read, actor);
	const own = all.filter(({ id }) => can(actor, 'sites.manage', { organizationId: id }));
	if (!mayManage && own.length === 0) throw forbidden('sites.manage');
	const sites = await listSites(db.read, actor);
	return {
		organizations: own.map(({ id, name }) => ({
			id,
			name,
			sites: sites.filter((site) => site.organizationId === id).map((site) => site.name)
		})),
		trouble: can(actor, 'webhooks.manage') ? await webhookTrouble(db.read, actor) : null,
		endingKeys: can(actor, 'keys.manage') ? await countEndingKeys(db.read, actor) : 0,
		operationId: newId(),
		can: { add: mayManage }
	};
};

export const actions = {
	default: ({ request, locals: { db, actor } }) =>
		submit(request, NewOrganization.extend({ operationId: z.uuid() }), async (input) => {
			const { id } = await createOrganization(db, actor, input);
			redirect(303, `/admin/organizations/${id}`);
		})
};
