import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { listRecipients } from '#lib/server/domain/consents.ts';
import { findProgram, listOrganizations } from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import {
	createKey,
	keyState,
	keyScopes,
	listKeys,
	longestKey,
	longestOverlap,
	NewKey,
	revokeKey,
	RotatedKey,
	rotateKey
} from '#lib/server/identity/keys.ts';

const Form = NewKey.extend({ operationId: z.uuid() });
const Ending = z.strictObject({ keyId: z.uuid() });

export const load = async ({ url, locals: { db, actor } }) => {
	const keys = await listKeys(db.read, actor);
	const organizations = await listOrganizations(db.read, actor);
	const names = new Map(organizations.map(({ id, name }) => [id, name]));
	const { zone } = await findProgram(db.read);
	const shown = keys.map((key) => ({
		...{ id: key.id, name: key.name, recipient: key.recipient, scopes: key.scopes },
		...keyState(key, keys),
		organization: key.organizationId ? (names.get(key.organizationId) ?? null) : null,
		until: dayIn(zone, key.expiresAt),
		usedAt: key.lastUsedAt
	}));
	const replacing = url.searchParams.get('replace');
	return {
		keys: shown,
		ending: shown.filter(({ state }) => state === 'soon').length,
		replacing: shown.find(({ id, mayReplace }) => id === replacing && mayReplace) ?? null,
		recipients: (await listRecipients(db.read)).map(({ id, name }) => ({ id, name })),
		organizations: organizations.map(({ id, name }) => ({ id, name })),
		scopes: keyScopes,
		zone,
		now: now(),
		longest: longestKey,
		overlap: longestOverlap,
		operationId: newId()
	};
};

export const actions = {
	/** The only answer that ever holds the key. */
	create: ({ request, locals: { db, actor } }) =>
		submit(request, Form, async (input) => {
			const { key, expiresAt } = await createKey(db, actor, input);
			return { made: { name: input.name, key, expiresAt } };
		}),

	/** This one holds the new key. */
	rotate: ({ request, locals: { db, actor } }) =>
		submit(request, RotatedKey, async (input) => {
			const { name, key, expiresAt } = await rotateKey(db, actor, input);
			return { made: { name, key, expiresAt } };
		}),

	revoke: ({ request, locals: { db, actor } }) =>
		submit(request, Ending, async ({ keyId }) => {
			await revokeKey(db, actor, keyId);
			return { revoked: true };
		})
};
