import { ceremonyList, CeremonyQuery } from '#lib/server/domain/ceremonies.ts';
import { logRead } from '#lib/server/domain/reads.ts';

/** What is read aloud: the names of those who said so, and how many did not. */
export const load = async ({ locals: { db, actor }, url }) => {
	const query = CeremonyQuery.parse(Object.fromEntries(url.searchParams));
	const { people, from, by } = await ceremonyList(db.read, actor, query);
	for (const organizationId of new Set(people.map((one) => one.organizationId)))
		logRead(actor, { organizationId, subject: `organization:${organizationId}`, kind: 'ceremony.printed' });
	const named = people.filter((one) => one.named);
	const organizations = [...new Set(people.map(({ organization }) => organization))];
	return {
		...{ from, by, organizations },
		names: named.map(({ enrollmentId, readAs }) => ({ enrollmentId, readAs })),
		others: people.length - named.length,
		back: `/people/ceremony?${new URLSearchParams({ from, by })}`
	};
};
