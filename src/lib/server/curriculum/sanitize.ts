/** What HTML a lesson may become: a short list, and nothing beside it. */
import type { ElementContent, Root } from 'hast';
import type { Options } from 'rehype-sanitize';

/** Rises whenever what is allowed changes, so that stored pages can be made again. */
export const SANITIZER_VERSION = 1;

export const schema: Options = {
	allowComments: false,
	allowDoctypes: false,
	ancestors: { li: ['ol', 'ul'], dt: ['dl'], dd: ['dl'], thead: ['table'], tbody: ['table'], tr: ['table'] },
	attributes: {
		a: ['href', ['rel', 'noopener', 'noreferrer']],
		div: [['className', 'block', /^block-[a-z]+$/, /^sector-[a-z0-9-]+$/]],
		p: [['className', 'block-label', 'listen']],
		dl: [['className', 'worksheet', /^worksheet-[a-z0-9-]+$/]],
		dt: [['className', /^field-[a-z0-9-]+$/]],
		dd: [['className', 'blank']],
		ol: ['start'],
		td: [['align', 'left', 'center', 'right']],
		th: [['align', 'left', 'center', 'right']]
	},
	clobber: [],
	protocols: { href: ['https', 'mailto', 'tel'] },
	required: {},
	strip: ['script', 'style', 'template', 'iframe', 'object', 'svg', 'math'],
	tagNames: [
		...['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'hr', 'br', 'div'],
		...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
		...['a', 'strong', 'em', 'del', 'code']
	]
};

/** An address that a lesson may link to. The sanitizer alone would let relative and `//host` ones through. */
export const isSafeLink = (url: string): boolean => /^(?:https:\/\/[^/]|mailto:[^/]|tel:[^/]|#)/i.test(url);

/** Links to elsewhere become plain words. */
export function safeLinks() {
	return (tree: Root): void => {
		tree.children = tree.children.flatMap((child) => (child.type === 'doctype' ? [] : safe(child)));
	};
}

function safe<N extends Root['children'][number] | ElementContent>(node: N): (N | ElementContent)[] {
	if (node.type !== 'element') return [node];
	const children = node.children.flatMap(safe);
	if (node.tagName !== 'a') return [{ ...node, children }];
	const href = String(node.properties.href ?? '');
	if (!isSafeLink(href)) return children;
	return [{ ...node, properties: { href, rel: ['noopener', 'noreferrer'] }, children }];
}
