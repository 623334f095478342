/** The list's address: what was asked for, without what goes without saying. */
import type { PeopleQuery } from '#lib/server/domain/reports.ts';

type Query = Partial<PeopleQuery>;
const usual: Query = { state: 'active', sort: 'name', order: 'up' };

export function address(query: Query, change: Query = {}, path = '/people'): string {
	const asked = Object.entries({ ...query, ...change }).filter(
		([name, value]) => value && usual[name as keyof Query] !== value
	);
	const search = new URLSearchParams(asked as [string, string][]).toString();
	return search ? `${path}?${search}` : path;
}

/** Figures read best from the top, names from A, outlooks from where somebody needs something. */
const downFirst: PeopleQuery['sort'][] = ['lessons', 'minutes', 'practice', 'outlook'];

/** Where the list is sorted by a column: its usual way first, then the other. */
export function sorting(query: PeopleQuery, sort: PeopleQuery['sort']) {
	const isCurrent = query.sort === sort;
	const first = downFirst.includes(sort) ? ('down' as const) : ('up' as const);
	const order = isCurrent ? (query.order === 'up' ? 'down' : 'up') : first;
	const sorted = query.order === 'up' ? ('ascending' as const) : ('descending' as const);
	return { sort: address(query, { sort, order }), sorted: isCurrent ? sorted : null };
}
