import { addSector, listSectors, NewSector } from '#lib/server/domain/sectors.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor } }) => {
	allow(actor, 'sectors.manage');
	const sectors = await listSectors(db.read);
	return {
		sectors: sectors.map(({ id, names, retiredAt }) => ({ id, ...names, retired: retiredAt !== null })),
		operationId: newId()
	};
};

export const actions = {
	default: ({ request, locals: { db, actor } }) =>
		submit(request, NewSector, async (input) => {
			await addSector(db, actor, input);
			return { ok: true as const };
		})
};
