import { listOrganizations } from '#lib/server/domain/organizations.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { listStaff } from '#lib/server/identity/colleagues.ts';

export const load = async ({ locals: { db, actor } }) => {
	const people = await listStaff(db.read, actor);
	const organizations = await listOrganizations(db.read, actor);
	const names = new Map(organizations.map(({ id, name }) => [id, name]));
	const byName = new Intl.Collator(getLocale());
	people.sort((a, b) => byName.compare(a.name, b.name));
	return {
		people: people.map(({ id, name, email, grants, suspendedAt, ready }) => ({
			...{ id, name, email, ready },
			suspended: suspendedAt !== null,
			grants: grants.map(({ role, organizationId }) => ({
				role,
				organization: organizationId ? (names.get(organizationId) ?? null) : null
			}))
		}))
	};
};
