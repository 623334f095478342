/** The handbook's pages, in the order of reading. */
export const parts = [
	{
		title: 'Groundwork',
		pages: [{ href: '/handbook', label: 'What Groundwork is' }]
	},
	{
		title: 'For those who run it',
		pages: [{ href: '/handbook/running', label: 'Running it' }]
	},
	{
		title: 'How it is made',
		pages: [
			{ href: '/handbook/curriculum', label: 'The curriculum, measured' },
			{ href: '/handbook/look', label: 'The look' },
			{ href: '/handbook/promises', label: 'What we promise' },
			{ href: '/handbook/decisions', label: 'Decisions' }
		]
	}
];

/** A page that nobody listed can't be found: so it does not open. */
export function pageAt(path: string) {
	const page = parts.flatMap(({ pages }) => pages).find(({ href }) => href === path);
	if (!page) throw new Error(`${path} is not in the list of the handbook's pages (routes/handbook/pages.ts)`);
	return page;
}
