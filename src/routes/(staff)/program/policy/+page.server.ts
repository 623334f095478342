import { findProgram } from '#lib/server/domain/organizations.ts';
import { listPolicies } from '#lib/server/domain/policies.ts';
import { titlesIn } from '#lib/server/domain/policy-titles.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { can } from '#lib/server/policy.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const load = async ({ locals: { db, actor }, url }) => {
	const versions = await listPolicies(db.read, actor);
	const { zone } = await findProgram(db.read);
	return {
		versions: versions.map(({ id, version, data, createdAt }) => ({
			...{ id, version, data, since: dayIn(zone, createdAt) }
		})),
		titles: await titlesIn(db.read, getLocale()),
		isAdopted: url.searchParams.has('adopted'),
		can: { adopt: can(actor, 'policies.adopt'), readCounts: can(actor, 'program.counts') }
	};
};
