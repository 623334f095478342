/** The demo's other keys: a tablet at the door that writes attendance and ends soon, and a copy that was changed over. */
import type { Db } from '#lib/server/db/open.ts';
import { createKey, rotateKey } from '#lib/server/identity/keys.ts';
import { newId, type Id } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';

export async function makeKeys(db: Db, organizationId: Id, recipientId: Id) {
	const door = { name: 'Tablet at the door', recipientId, organizationId };
	await createKey(db, system, { ...door, scopes: ['attendance:write', 'sessions'], days: 9 });
	const copy = { name: 'Nightly copy of groups', recipientId, organizationId: null };
	const { id } = await createKey(db, system, { ...copy, scopes: ['groups', 'sessions'], days: 30 });
	await rotateKey(db, system, { operationId: newId(), keyId: id, days: 90, overlap: 7 });
}
