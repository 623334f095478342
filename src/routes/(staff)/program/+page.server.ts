import { now } from '#lib/server/clock.ts';
import { handoffCounts } from '#lib/server/domain/handoff-lists.ts';
import { programDosage } from '#lib/server/domain/dosages.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { programCounts } from '#lib/server/domain/counts.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { can } from '#lib/server/policy.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const { total, organizations } = await programCounts(db.read, actor);
	const chosen = organizations.find(({ id }) => id === url.searchParams.get('organization')) ?? null;
	const { zone } = await findProgram(db.read);
	return {
		total,
		dosage: await programDosage(db.read, actor),
		organizations: organizations.map(({ groups, ...organization }) => ({
			...organization,
			groups: groups.length
		})),
		chosen,
		handoffs: await handoffCounts(db.read, actor),
		today: dayIn(zone, now()),
		can: {
			readNames: can(actor, 'program.names'),
			nameCertificates: can(actor, 'certificates.name')
		}
	};
};
