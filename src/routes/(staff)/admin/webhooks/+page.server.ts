import { listRecipients } from '#lib/server/domain/consents.ts';
import { findProgram, listOrganizations } from '#lib/server/domain/organizations.ts';
import { createEndpoint, NewEndpoint } from '#lib/server/feed/endpoints.ts';
import { allowHost, listHosts, NewHost, removeHost } from '#lib/server/feed/hosts.ts';
import { listEndpoints, webhookTrouble } from '#lib/server/feed/webhooks.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';

const named = ({ id, name }: { id: string; name: string }) => ({ id, name });

export const load = async ({ locals: { db, actor } }) => {
	const { zone } = await findProgram(db.read);
	return {
		endpoints: await listEndpoints(db.read, actor),
		trouble: await webhookTrouble(db.read, actor),
		hosts: await listHosts(db.read, actor),
		recipients: (await listRecipients(db.read)).map(named),
		organizations: (await listOrganizations(db.read, actor)).map(named),
		zone,
		operationId: newId()
	};
};

export const actions = {
	/** The only answer that ever holds the secret. */
	create: ({ request, locals: { db, actor } }) =>
		submit(request, NewEndpoint, async (input) => {
			const { id, secret } = await createEndpoint(db, actor, input);
			return { made: { id, name: input.description, secret } };
		}),

	allow: ({ request, locals: { db, actor } }) =>
		submit(request, NewHost, async (input) => {
			await allowHost(db, actor, input);
			return { allowed: true };
		}),

	remove: ({ request, locals: { db, actor } }) =>
		submit(request, NewHost, async ({ host }) => {
			await removeHost(db, actor, host);
			return { removed: true };
		})
};
