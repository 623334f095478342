import { redirect } from '@sveltejs/kit';
import {
	listSectors,
	renameSector,
	Retirement,
	retireSector,
	SectorName
} from '#lib/server/domain/sectors.ts';
import { notFound } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	allow(actor, 'sectors.manage');
	const sector = (await listSectors(db.read)).find(({ id }) => id === params.sector);
	if (!sector) throw notFound();
	const { id, names, retiredAt } = sector;
	return {
		sector: { id, ...names, retired: retiredAt !== null },
		operationId: newId(),
		retirementId: newId()
	};
};

export const actions = {
	rename: ({ request, locals: { db, actor }, params: { sector } }) =>
		submit(request, SectorName, async (input) => {
			await renameSector(db, actor, sector, input);
			redirect(303, '/admin/sectors');
		}),

	retire: ({ request, locals: { db, actor }, params: { sector } }) =>
		submit(request, Retirement, async (input) => {
			await retireSector(db, actor, sector, input);
			redirect(303, '/admin/sectors');
		})
};
