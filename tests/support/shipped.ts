/** The curriculum that ships, in a database of its own, and what somebody who works here may print of it. */
import { readFolder } from '#lib/server/curriculum/files.ts';
import type { Db } from '#lib/server/db/open.ts';
import { importEdition } from '#lib/server/domain/editions.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { establishProgram } from '#lib/server/domain/organizations.ts';
import { outputOf, type OutputQuery } from '#lib/server/domain/outputs.ts';
import { sectorNames } from '#lib/server/domain/sectors.ts';
import { newId } from '#lib/server/ids.ts';
import { system, type Staff } from '#lib/server/policy.ts';
import type { Output } from '#lib/paper.ts';
import { printOf, type PrintOptions } from '#lib/print-words.ts';
import type { Print } from '#lib/print.ts';

/** A facilitator without a group: who works here reads the curriculum. */
export const reader: Staff = {
	kind: 'staff',
	id: newId(),
	name: 'Reader',
	loginId: newId(),
	verified: true,
	grants: [{ role: 'facilitator', organizationId: newId() }]
};

type Options = Partial<PrintOptions> & OutputQuery;

/** @throws when the curriculum has a fault */
export async function shipped(db: Db) {
	await establishProgram(db, system, { name: 'Program', zone: 'America/Los_Angeles', holidays: 'US' });
	const { edition, faults } = await importEdition(db, system, await readFolder('curriculum/steady-ground'));
	if (!edition) throw new Error(JSON.stringify(faults.filter(({ level }) => level === 'fault')));
	const outline = await outlineOf(db.read, edition.id);
	return {
		outline,
		async print(
			output: Output,
			part: string | null,
			language: string,
			{ sector, edition, ...options }: Options = {}
		): Promise<Print> {
			const paper = await outputOf(db.read, reader, output, part, { sector, edition }, language);
			const names = await sectorNames(db.read, language);
			return printOf(paper, { size: 'letter', start: null, backs: true, sectorNames: names, ...options });
		}
	};
}
export type Shipped = Awaited<ReturnType<typeof shipped>>;
