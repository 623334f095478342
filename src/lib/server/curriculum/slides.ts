/** A lesson cut into slides that fit on the room screen, one thing at a time, and alike in every language. */
import type { List, RootContent } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { lessonFor } from './audiences.ts';
import { fits, linesIn, sizeFor, type Line } from './fit.ts';
import type { LessonText } from './parse.ts';
import { textOf } from './plain.ts';
import { htmlFor, type Labels } from './render.ts';
import { partsOf } from './sentences.ts';
import type { SlideSize } from '#lib/slides.ts';

/** One slide of text; `key` is its activity's, empty for what comes before the first. */
export type TextSlide = { key: string; html: string; size: SlideSize };

/** Nodes of one slide in one language. */
type Sheet = RootContent[];
/** What is never cut, save a paragraph that is longer than a slide. `list`: the one that it is an item of. */
type Grain = { nodes: RootContent[]; list?: List };
/** One thing: a block, or the text between two blocks. */
type Run = { block: ContainerDirective | null; nodes: RootContent[] };
type Column = { run: Run; lead: RootContent | null; label: Line[] };

/** Language → slides: as many, of the same activities, in each. */
export function slidesOf(
	texts: Record<string, LessonText>,
	labelsOf: (language: string) => Labels
): Record<string, TextSlide[]> {
	const languages = Object.keys(texts);
	const lessons = languages.map((language) => lessonFor('room', texts[language]));
	const labels = languages.map(labelsOf);
	const render = lessons.map((lesson, i) => htmlFor('room', labels[i], lesson));
	const keys = ['', ...lessons[0].activities.map(({ key }) => key)];
	const slides = keys.flatMap((key, at) => {
		const own = lessons.map(({ intro, activities }) =>
			at === 0 ? intro : (activities[at - 1]?.nodes ?? [])
		);
		return sheetsOf(own, labels).map((sheets) => {
			const size = sizeFor(sheets.map((sheet, i) => measured(sheet, labels[i])));
			return sheets.map((sheet, i): TextSlide => ({ key, html: render[i](sheet), size }));
		});
	});
	return Object.fromEntries(languages.map((language, i) => [language, slides.map((slide) => slide[i])]));
}

/** Slides of one activity, each with its nodes by language. */
function sheetsOf(own: RootContent[][], labels: Labels[]): Sheet[][] {
	const runs = own.map(runsOf);
	const shape = (one: Run[]) => one.map(({ block }) => block?.name ?? 'text').join();
	if (runs.some((one) => shape(one) !== shape(runs[0]))) {
		return level(runs.map((one, i) => one.flatMap((run) => cut([run], [labels[i]]).map(([sheet]) => sheet))));
	}
	return runs[0].flatMap((_, at) =>
		cut(
			runs.map((one) => one[at]),
			labels
		)
	);
}

/** Side by side although they were cut apart: the last one of a language stands until the others are through. */
function level(columns: Sheet[][]): Sheet[][] {
	const most = Math.max(...columns.map((sheets) => sheets.length));
	return Array.from({ length: most }, (_, at) => columns.map((sheets) => sheets[at] ?? sheets.at(-1) ?? []));
}

function runsOf(nodes: RootContent[]): Run[] {
	const runs: Run[] = [];
	for (const node of nodes) {
		if (node.type === 'containerDirective') runs.push({ block: node, nodes: node.children });
		else if (isSilent(node)) continue;
		else if (runs.at(-1)?.block === null) runs.at(-1)!.nodes.push(node);
		else runs.push({ block: null, nodes: [node] });
	}
	return runs;
}

/** Addresses and rules between paragraphs are nothing to look at. HTML is never shown. */
const isSilent = ({ type }: RootContent) =>
	type === 'definition' || type === 'footnoteDefinition' || type === 'thematicBreak' || type === 'html';

/** The same run in each language, over as many slides as the longest of them needs, and each about as full. */
function cut(runs: Run[], labels: Labels[]): Sheet[][] {
	const columns = runs.map((run, i): Column => ({ run, lead: leadOf(run), label: labelOf(run, labels[i]) }));
	const grains = runs.map(({ nodes }) => grainsOf(nodes));
	if (grains.some((own) => own.length !== grains[0].length)) {
		return level(runs.map((run, i) => cut([run], [labels[i]]).map(([sheet]) => sheet)));
	}
	const whole = cutLong(grains, columns);
	const least = packed(whole, columns, 1).length;
	const shares = Array.from({ length: 14 }, (_, i) => 0.3 + i * 0.05);
	const share = shares.find((one) => packed(whole, columns, one).length === least) ?? 1;
	return packed(whole, columns, share).map(({ from, to }) =>
		columns.map((column, i) => sheetOf(column, whole[i].slice(from, to), from > 0))
	);
}

function grainsOf(nodes: RootContent[]): Grain[] {
	const grains: Grain[] = [];
	for (const node of nodes) {
		const before = grains.at(-1);
		if (node.type === 'list') grains.push(...itemsOf(node));
		else if (before?.nodes.at(-1)?.type === 'heading') before.nodes.push(node);
		else if (!isSilent(node)) grains.push({ nodes: [node] });
	}
	return grains;
}

const itemsOf = (list: List): Grain[] =>
	list.children.map((item, i) => ({
		nodes: [{ ...list, start: list.ordered ? (list.start ?? 1) + i : null, children: [item] }],
		list
	}));

/** A short line above a list says what it is a list of: it is said again where the list goes on. */
function leadOf({ nodes: [first, second] }: Run): RootContent | null {
	const leads = first?.type === 'paragraph' && second?.type === 'list' && textOf(first).length <= 70;
	return leads ? first : null;
}

/** What is too long for a slide, in as many parts in every language. */
function cutLong(grains: Grain[][], columns: Column[]): Grain[][] {
	const whole: Grain[][] = grains.map(() => []);
	for (const at of grains[0].keys()) {
		const count = [1, 2, 3, 4, 5, 6, 7, 8].find((parts) =>
			grains.every((own, i) =>
				partsOfGrain(own[at], parts).every((part) => fits('s', [linesOf(columns[i], [part], at > 0)]))
			)
		);
		for (const [i, own] of grains.entries()) whole[i].push(...partsOfGrain(own[at], count ?? 8));
	}
	return whole;
}

/** As many parts as asked for; of what can't be parted, the rest are empty. */
function partsOfGrain(grain: Grain, count: number): Grain[] {
	const [node] = grain.nodes;
	const inner = node.type === 'list' ? node.children[0].children[0] : node;
	const canPart = grain.nodes.length === 1 && inner?.type === 'paragraph' && count > 1;
	if (!canPart) return Array.from({ length: count }, (_, i) => (i === 0 ? grain : { nodes: [] }));
	const parts = partsOf(inner, count);
	return parts.map((part, i) => {
		if (i > 0 || node.type !== 'list') return { nodes: [part] };
		const [item] = node.children;
		return { ...grain, nodes: [{ ...node, children: [{ ...item, children: [part] }] }] };
	});
}

type Span = { from: number; to: number };

/** From grain to grain: as many on each slide as fit in every language. */
function packed(whole: Grain[][], columns: Column[], share: number): Span[] {
	const spans: Span[] = [];
	for (const at of whole[0].keys()) {
		const last = spans.at(-1);
		const fit = (from: number) =>
			fits(
				's',
				columns.map((column, i) => linesOf(column, whole[i].slice(from, at + 1), from > 0)),
				share
			);
		if (last && fit(last.from)) last.to = at + 1;
		else spans.push({ from: at, to: at + 1 });
	}
	return spans;
}

const linesOf = (column: Column, grains: Grain[], goesOn: boolean): Line[] => [
	...column.label,
	...linesIn(inner(column, grains, goesOn))
];

function inner({ lead }: Column, grains: Grain[], goesOn: boolean): RootContent[] {
	return [...(goesOn && lead && grains[0]?.list ? [lead] : []), ...joined(grains)];
}

/** Items of one list that stand on one slide are one list again. */
function joined(grains: Grain[]): RootContent[] {
	const nodes: RootContent[] = [];
	let open: List | undefined;
	for (const { nodes: own, list } of grains) {
		const last = nodes.at(-1);
		const [item] = own;
		if (list && list === open && last?.type === 'list' && item.type === 'list') {
			nodes[nodes.length - 1] = { ...last, children: [...last.children, ...item.children] };
		} else nodes.push(...own);
		open = list;
	}
	return nodes;
}

function sheetOf(column: Column, grains: Grain[], goesOn: boolean): Sheet {
	const children = inner(column, grains, goesOn);
	const { block } = column.run;
	return block ? [{ ...block, children: children as ContainerDirective['children'] }] : children;
}

function labelOf({ block }: Run, labels: Labels): Line[] {
	const label = block ? labels[block.name as keyof Omit<Labels, 'sectors'>] : '';
	return label ? [{ text: label }] : [];
}

function measured(sheet: Sheet, labels: Labels): Line[] {
	const [block] = sheet;
	if (block?.type !== 'containerDirective') return linesIn(sheet);
	return [...labelOf({ block, nodes: [] }, labels), ...linesIn(block.children)];
}
