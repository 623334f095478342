import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { listRecipients } from '#lib/server/domain/consents.ts';
import { findProgram, listOrganizations } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { createKey, listKeys, longestKey, NewKey, revokeKey } from '#lib/server/identity/keys.ts';

/** There is one scope so far: nobody is asked for it. */
const Form = NewKey.omit({ scopes: true }).extend({ operationId: z.uuid() });
const Ending = z.strictObject({ keyId: z.uuid() });

export const load = async ({ locals: { db, actor } }) => {
	const keys = await listKeys(db.read, actor);
	const organizations = await listOrganizations(db.read, actor);
	const names = new Map(organizations.map(({ id, name }) => [id, name]));
	const { zone } = await findProgram(db.read);
	const soon = new Date(Date.parse(now()) + 14 * 86_400_000).toISOString();
	const stateOf = (key: (typeof keys)[number]) => {
		if (key.revokedAt) return 'revoked' as const;
		if (key.expiresAt <= now()) return 'expired' as const;
		return key.expiresAt < soon ? ('soon' as const) : ('works' as const);
	};
	return {
		keys: keys.map((key) => ({
			...{ id: key.id, name: key.name, recipient: key.recipient, state: stateOf(key) },
			organization: key.organizationId ? (names.get(key.organizationId) ?? null) : null,
			until: dayIn(zone, key.expiresAt)
		})),
		recipients: (await listRecipients(db.read)).map(({ id, name }) => ({ id, name })),
		organizations: organizations.map(({ id, name }) => ({ id, name })),
		zone,
		longest: longestKey,
		operationId: newId()
	};
};

export const actions = {
	/** The only answer that ever holds the key. */
	create: ({ request, locals: { db, actor } }) =>
		submit(request, Form, async (input) => {
			const { key, expiresAt } = await createKey(db, actor, { ...input, scopes: ['milestones'] });
			return { made: { name: input.name, key, expiresAt } };
		}),

	revoke: ({ request, locals: { db, actor } }) =>
		submit(request, Ending, async ({ keyId }) => {
			await revokeKey(db, actor, keyId);
			return { revoked: true };
		})
};
