/** The blocks of a lesson (`:::say` … `:::`): which are read as such, and which lines only look like it. */
import type { Parent, Root } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { visit } from 'unist-util-visit';
import { finding, type Finding } from './faults.ts';
import { blockNames, type BlockName } from './markdown.ts';
import { linesOf, type Place } from './source.ts';

const settings: Partial<Record<BlockName, string>> = { example: 'sector', worksheet: 'id' };
const fenceLike = new RegExp(
	`^([\\s>*+\\-\\d.)]*)(:{3,}|:{1,2}(?=(?:${blockNames.join('|')})(?:[\\s{[]|$)))(.*)$`
);

const isBlock = (name: string): name is BlockName => blockNames.includes(name as BlockName);

/**
 * `unsureFrom` is the first line from which it can't be told for certain what is in a block and what is not:
 * what follows is then kept from everyone but facilitators. Null: all is certain.
 */
export function readBlocks(root: Root, text: string): { findings: Finding[]; unsureFrom: number | null } {
	const findings: Finding[] = [];
	const doubts: number[] = [];
	const fences = new Set<number>();
	visit(root, 'containerDirective', (node, _, parent) => {
		const closing = closingLine(node);
		fences.add(startOf(node).line).add(closing ?? startOf(node).line);
		const doubt = parent && structureFinding(node, parent, closing);
		if (doubt) {
			findings.push(doubt);
			doubts.push(doubt.line);
		}
		findings.push(...blockFindings(node));
	});
	const strays = strayFences(text, fences);
	const unsureFrom = Math.min(...doubts, ...strays.map(({ line }) => line));
	return { findings: [...findings, ...strays], unsureFrom: Number.isFinite(unsureFrom) ? unsureFrom : null };
}

export const startOf = (node: { position?: { start: Place } }): Place => node.position!.start;

/** Set by the parser where the block is really closed. */
function closingLine(node: ContainerDirective): number | null {
	const data = node.data as { position?: { closing?: { start: Place } } } | undefined;
	return data?.position?.closing?.start.line ?? null;
}

function structureFinding(node: ContainerDirective, parent: Parent, closing: number | null): Finding | null {
	const { name } = node;
	if (parent.type !== 'root') return finding('block.nested', startOf(node), { name });
	// The next block's ":::" closes an open one: then a heading of an activity stands inside it.
	const swallows = node.children.some((child) => child.type === 'heading' && child.depth <= 2);
	return closing === null || swallows ? finding('block.unclosed', startOf(node), { name }) : null;
}

function blockFindings(node: ContainerDirective): Finding[] {
	const { name } = node;
	const place = startOf(node);
	if (!isBlock(name)) return [finding('block.unknown', place, { name, allowed: blockNames.join(', ') })];
	const findings = Object.keys(node.attributes ?? {})
		.filter((attribute) => attribute !== settings[name])
		.map((attribute) => finding('block.attribute', place, { name, attribute }));
	if (node.children.some((child) => child.data && 'directiveLabel' in child.data)) {
		findings.push(finding('block.label', place, { name }));
	}
	if (!node.children.length) findings.push(finding('block.empty', place, { name }));
	return findings;
}

function strayFences(text: string, fences: Set<number>): Finding[] {
	return linesOf(text).flatMap((line, i) => {
		const [, before, colons, rest] = fenceLike.exec(line) ?? [];
		if (!colons || fences.has(i + 1)) return [];
		return [strayFinding(colons, rest, { line: i + 1, column: before.length + 1 })];
	});
}

function strayFinding(colons: string, rest: string, place: Place): Finding {
	const [, space, name] = /^(\s*)([A-Za-z-]*)/.exec(rest)!;
	if (!rest.trim()) return finding('block.stray', place);
	if (colons.length < 3) return finding('block.colons', place, { name });
	return space && name ? finding('block.space', place, { name }) : finding('block.line', place);
}
