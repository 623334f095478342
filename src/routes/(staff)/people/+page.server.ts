import { listGroups } from '#lib/server/domain/groups.ts';
import { listOrganizations } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { organizationCounts } from '#lib/server/domain/counts.ts';
import { listPeople, PeopleQuery } from '#lib/server/domain/reports.ts';
import { can } from '#lib/server/policy.ts';
import { outlooks } from '#lib/vocabulary.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const query = PeopleQuery.parse(Object.fromEntries(url.searchParams));
	const all = await listPeople(db.read, actor, { ...query, outlook: undefined });
	const organizations = (await listOrganizations(db.read, actor)).filter(({ id }) =>
		can(actor, 'consents.read', { organizationId: id })
	);
	const own = new Set(organizations.map(({ id }) => id));
	for (const id of own)
		logRead(actor, { organizationId: id, subject: `organization:${id}`, kind: 'people.listed' });
	const groups = (await listGroups(db.read, actor)).filter((group) => own.has(group.organizationId));
	const ofOutlook = (outlook: string) => all.filter((one) => one.outlook === outlook);
	return {
		query,
		people: query.outlook ? ofOutlook(query.outlook) : all,
		found: {
			all: all.length,
			outlooks: outlooks.map((outlook) => [outlook, ofOutlook(outlook).length] as const)
		},
		counts: await organizationCounts(db.read, actor, query),
		groups: groups.map(({ id, name }) => ({ id, name })),
		organizations: organizations.map(({ id, name }) => ({ id, name }))
	};
};
