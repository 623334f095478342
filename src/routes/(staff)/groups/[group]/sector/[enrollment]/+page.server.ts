import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { findGroup } from '#lib/server/domain/groups.ts';
import { chooseSector, findEnrollment, SectorChoice } from '#lib/server/domain/people.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { offeredSectors, sectorNames } from '#lib/server/domain/sectors.ts';
import { notFound } from '#lib/server/errors.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	const enrollment = await findEnrollment(db.read, actor, params.enrollment);
	if (enrollment.groupId !== group.id) throw notFound();
	allow(actor, 'groups.enroll', enrollment);
	const { firstName, lastName, participantId, organizationId, sectorId } = enrollment;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	return {
		person: { firstName, lastName, participantId },
		group: { id: group.id, name: group.name },
		sectorId,
		sectors: await withOwn(sectorId),
		operationId: newId()
	};

	/** One that is offered no longer can still be kept. */
	async function withOwn(own: string | null) {
		const offered = await offeredSectors(db.read, getLocale());
		if (own === null || offered.some(({ id }) => id === own)) return offered;
		return [...offered, { id: own, name: (await sectorNames(db.read, getLocale()))[own] ?? own }];
	}
};

export const actions = {
	default: ({ request, locals: { db, actor }, params: { enrollment } }) =>
		submit(request, SectorChoice, async (input) => {
			await chooseSector(db, actor, enrollment, input);
			const { participantId } = await findEnrollment(db.read, actor, enrollment);
			redirect(303, `/people/${participantId}?enrollment=${enrollment}`);
		})
};
