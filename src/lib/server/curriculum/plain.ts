/** The plain text of Markdown nodes, as a reader would say it. */
import type { Nodes } from 'mdast';
import type {} from 'mdast-util-directive';

export function textOf(node: Nodes): string {
	if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') return node.value;
	if (node.type === 'break') return ' ';
	return 'children' in node ? node.children.map(textOf).join('') : '';
}
