/** What a PDF says of itself and holds, as a reader or a screen reader would get it. */
import { getDocumentProxy } from 'unpdf';

type Node = { role?: string; lang?: string; children?: Node[] };

/** Pages' text in the order of the file, and the tags that a screen reader goes by. */
export async function readPdf(bytes: Uint8Array) {
	// A copy: pdf.js takes the memory away.
	const pdf = await getDocumentProxy(Uint8Array.from(bytes));
	const pages: string[] = [];
	/** Width and height in points. */
	const sizes: number[][] = [];
	const roles = new Map<string, number>();
	for (let number = 1; number <= pdf.numPages; number++) {
		const page = await pdf.getPage(number);
		const { items } = await page.getTextContent();
		pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join(''));
		sizes.push(page.view.slice(2).map(Math.round));
		count((await page.getStructTree()) as Node | null, roles);
	}
	const { info } = await pdf.getMetadata();
	const outline = await pdf.getOutline();
	const marked = await pdf.getMarkInfo();
	const result = {
		pages,
		sizes,
		roles,
		info: info as { Title?: string; Language?: string },
		marked: marked?.Marked ?? false,
		outline: (outline ?? []).map(({ title, items }) => ({ title, items: items.map((one) => one.title) }))
	};
	await pdf.loadingTask.destroy();
	return result;
}

function count(node: Node | null, roles: Map<string, number>): void {
	if (!node) return;
	if (node.role) roles.set(node.role, (roles.get(node.role) ?? 0) + 1);
	for (const child of node.children ?? []) count(child, roles);
}
