/** All pages that somebody can reach by links, one of each kind. */
import type { Page } from '@playwright/test';

const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Files and contracts: no pages. A whole book is its lessons one after the other, each of which is a page too. */
const other = /\.(csv|ndjson)$|\.json$|^\/api\/|\/pdf$|^\/print\/(guide|workbook|handout)$/;

/** What two addresses of the same kind have in common: "/people/*", "/lessons/*?as=room". */
export function kindOf(address: string): string {
	const { pathname, searchParams } = new URL(address, 'http://here');
	const path = pathname
		.replace(id, '*')
		.replace(/^(\/me)?\/lessons\/.+/, '$1/lessons/*')
		.replace(/^\/print\/([a-z-]+)\/.+/, '/print/$1/*')
		.replace(/^\/admin\/sectors\/.+/, '/admin/sectors/*')
		.replace(/^\/curriculum\/files\/.+/, '/curriculum/files/*');
	const as = searchParams.get('as');
	return as ? `${path}?as=${as}` : path;
}

const linksOf = (page: Page) =>
	page
		.locator('a[href^="/"], a[href^="?"]')
		.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));

/**
 * Goes from page to page along the links, calls `look` on each, and gives back the kinds that it has seen.
 * `starts` are where it begins, and what no link leads to.
 */
export async function walk(page: Page, starts: string[], look: (kind: string) => Promise<void>) {
	const seen = new Set<string>();
	const waiting = [...starts];
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		if (seen.has(kindOf(next)) || other.test(new URL(next, 'http://here').pathname)) continue;
		await page.goto(next);
		// Where it led to, when it was another page.
		const kind = kindOf(page.url());
		if (!seen.has(kind)) await look(kind);
		seen.add(kindOf(next)).add(kind);
		waiting.push(...(await linksOf(page)));
	}
	return seen;
}
