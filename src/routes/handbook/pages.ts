/** The handbook's pages, in the order of reading. */
export const pages = [
	{ href: '/handbook', label: 'What Groundwork is' },
	{ href: '/handbook/look', label: 'The look' }
];

/** A page that nobody listed can't be found: so it does not open. */
export function pageAt(path: string) {
	const page = pages.find(({ href }) => href === path);
	if (!page) throw new Error(`${path} is not in the list of the handbook's pages (routes/handbook/pages.ts)`);
	return page;
}
