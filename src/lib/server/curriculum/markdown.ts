/** Markdown in, tree out. Refuses beforehand what would take the parser seconds. */
import type { Root } from 'mdast';
import { directiveFromMarkdown } from 'mdast-util-directive';
import { directive } from 'micromark-extension-directive';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified, type Processor } from 'unified';
import { finding, type Finding } from './faults.ts';
import { linesOf } from './source.ts';

export const blockNames = ['say', 'ask', 'do', 'tip', 'care', 'show', 'example', 'worksheet'] as const;
export type BlockName = (typeof blockNames)[number];

const limits = {
	kilobytes: 64,
	lines: 3000,
	blocks: 4,
	quotes: 20,
	lists: 12,
	indent: 60,
	run: 100,
	marks: 400
};

/** A tree with true places, or why there is none. */
export function parseMarkdown(
	text: string
): { root: Root; findings: [] } | { root: null; findings: Finding[] } {
	const findings = refusals(text);
	if (findings.length) return { root: null, findings };
	try {
		return { root: parser.parse(text), findings: [] };
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return { root: null, findings: [finding('text.unreadable', { line: 1, column: 1 })] };
	}
}

/**
 * Only containers are ours: the text and leaf forms of directives would eat "9:30" and "Note:this".
 * Extensions are read from the start of the list, so the container must be its only construct.
 */
function containersOnly(this: Processor): void {
	const [container] = [directive().flow![58]].flat();
	const data = this.data();
	(data.micromarkExtensions ??= []).push({ flow: { 58: container } });
	(data.fromMarkdownExtensions ??= []).push(directiveFromMarkdown({ verbose: true }));
}

const parser = unified().use(remarkParse).use(remarkGfm).use(containersOnly).freeze();

function refusals(text: string): Finding[] {
	const start = { line: 1, column: 1 };
	if (Buffer.byteLength(text) > limits.kilobytes * 1024)
		return [finding('text.size', start, { limit: limits.kilobytes })];
	const lines = linesOf(text);
	if (lines.length > limits.lines) return [finding('text.lines', start, { limit: limits.lines })];
	return [...deepLines(lines), ...crowdedLines(lines)];
}

/** 1,000 blocks inside each other took 20 s, 5,000 quotes the whole stack. */
function deepLines(lines: string[]): Finding[] {
	const open: number[] = [];
	const isDeep = (line: string) => {
		const opener = /^[\s>*+\-\d.)]*(:{3,})[A-Za-z]/.exec(line);
		if (opener) open.push(opener[1].length);
		const closer = /^ {0,3}(:{3,})[ \t]*$/.exec(line);
		if (closer && closer[1].length >= (open.at(-1) ?? Infinity)) open.pop();
		return (opener && open.length > limits.blocks) || isDeepLine(line);
	};
	return lines.flatMap((line, i) => (isDeep(line) ? [finding('text.deep', { line: i + 1, column: 1 })] : []));
}

function isDeepLine(line: string): boolean {
	const prefix = /^(?:[\s>*+-]|\d{1,9}[.)](?=\s|$))*/.exec(line)![0];
	const quotes = prefix.split('>').length - 1;
	const isRule = /^[\s>]*([-*])(?:\s*\1)+\s*$/.test(line);
	const lists = isRule ? 0 : (prefix.match(/[*+-](?=\s|$)|\d[.)]/g)?.length ?? 0);
	const indent = /^[\s>]*/.exec(line)![0].length;
	return quotes > limits.quotes || lists > limits.lists || (indent > limits.indent && indent < line.length);
}

/** Marks are counted over a paragraph, since a pair may span its lines. */
function crowdedLines(lines: string[]): Finding[] {
	let marks = 0;
	let told = false;
	return lines.flatMap((line, i) => {
		if (!line.trim()) [marks, told] = [0, false];
		marks += line.match(/[*_~[\]`<|&!\\]/g)?.length ?? 0;
		const crowded = marks > limits.marks || /[*_]{100}/.test(line);
		if (!crowded || told) return [];
		told = true;
		return [finding('text.marks', { line: i + 1, column: 1 })];
	});
}
