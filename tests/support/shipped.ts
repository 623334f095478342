/** The curriculum that ships, imported into a database, with those who read it. */
import { readFolder } from '#lib/server/curriculum/files.ts';
import type { Db } from '#lib/server/db/open.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Staff } from '#lib/server/policy.ts';

export const shippedFiles = () => readFolder('curriculum/steady-ground');

/** A facilitator without a group: who works here reads the curriculum. */
export const reader: Staff = {
	kind: 'staff',
	id: newId(),
	name: 'Reader',
	loginId: newId(),
	verified: true,
	grants: [{ role: 'facilitator', organizationId: newId() }]
};

/** @throws when the curriculum has a fault */
export async function importShipped(db: Db) {
	const { edition, faults } = await importEdition(db, system, await shippedFiles());
	if (!edition) throw new Error(JSON.stringify(faults.slice(0, 3)));
	return edition;
}
