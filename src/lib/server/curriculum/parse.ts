/** A lesson's file in; its header, its activities and their blocks out, with every fault of its form. */
import type { Heading, Root, RootContent } from 'mdast';
import { readBlocks, startOf } from './blocks.ts';
import { finding, type Finding } from './faults.ts';
import { cutHeader, readHeader, type Header } from './header.ts';
import { baseLanguage } from './layout.ts';
import { parseMarkdown } from './markdown.ts';
import { activityKinds, type ActivityKind } from './outline.ts';
import { textOf } from './plain.ts';
import {
	lessonHeader,
	moduleHeader,
	translatedLessonHeader,
	translatedModuleHeader,
	type LessonHeader,
	type ModuleHeader,
	type TranslatedLessonHeader
} from './schema.ts';
import { hashText, type Place, type SourceFile } from './source.ts';

export type ParsedActivity = {
	key: string;
	title: string;
	kind: ActivityKind;
	minutes: number;
	place: Place;
	nodes: RootContent[];
};
/** What a lesson says, before it is decided for whom. */
export type LessonText = {
	/** Facilitators only; from the header. */
	care: string | null;
	intro: RootContent[];
	activities: ParsedActivity[];
	/** First activity (-1: the intro) in which blocks and plain text can't be told apart; null: none. */
	unsureFrom: number | null;
};
export type ParsedLesson<H = LessonHeader | TranslatedLessonHeader> = {
	path: string;
	hash: string;
	header: H | null;
	placeOf: Header<H>['placeOf'];
	/** Null where the Markdown could not be read at all. */
	text: LessonText | null;
	root: Root | null;
	/** False: an activity's heading is wrong or swallowed, so that counting them would mislead. */
	countable: boolean;
	findings: Finding[];
};
export type ParsedModule = {
	path: string;
	hash: string;
	header: ModuleHeader | null;
	placeOf: Header<ModuleHeader>['placeOf'];
	nodes: RootContent[];
	findings: Finding[];
};

/** A file of the base language; `language` is that of the file. */
export function parseLesson(file: SourceFile, language = baseLanguage): ParsedLesson {
	const schema = language === baseLanguage ? lessonHeader : translatedLessonHeader;
	const { header, body } = parseFile<LessonHeader | TranslatedLessonHeader>(file, schema);
	const parsed = { path: file.path, hash: hashText(file.text), header: header.data, placeOf: header.placeOf };
	const markdown = parseMarkdown(body);
	if (!markdown.root) {
		const findings = [...header.findings, ...markdown.findings];
		return { ...parsed, text: null, root: null, countable: false, findings };
	}
	const { text, findings, countable } = readText(markdown.root, body);
	text.care = header.data?.care ?? null;
	return { ...parsed, text, root: markdown.root, countable, findings: [...header.findings, ...findings] };
}

export function parseModule(file: SourceFile, language = baseLanguage): ParsedModule {
	const schema = language === baseLanguage ? moduleHeader : translatedModuleHeader;
	const { header, body } = parseFile<ModuleHeader>(file, schema);
	const { root, findings } = parseMarkdown(body);
	return {
		path: file.path,
		hash: hashText(file.text),
		header: header.data,
		placeOf: header.placeOf,
		nodes: root?.children ?? [],
		findings: [...header.findings, ...findings]
	};
}

function parseFile<H>(file: SourceFile, schema: Parameters<typeof readHeader>[1]) {
	const cut = cutHeader(file.text);
	if ('code' in cut) {
		const header: Header<H> = { data: null, findings: [cut], placeOf: () => ({ line: 1, column: 1 }) };
		return { header, body: file.text };
	}
	return { header: readHeader(cut.yaml, schema) as Header<H>, body: cut.body };
}

function readText(root: Root, body: string): { text: LessonText; findings: Finding[]; countable: boolean } {
	const blocks = readBlocks(root, body);
	const { intro, sections } = split(root);
	const keys = new Set<string>();
	const read = sections.map(({ heading, nodes }) => readActivity(heading, nodes, keys));
	const activities = read.map(({ activity }) => activity);
	const headings = read.flatMap(({ finding }) => finding ?? []);
	const swallowed = blocks.findings.some(({ code }) => code === 'block.unclosed');
	return {
		text: { care: null, intro, activities, unsureFrom: activityAt(activities, blocks.unsureFrom) },
		findings: [...blocks.findings, ...headings],
		countable: !headings.length && !swallowed
	};
}

function split(root: Root) {
	const intro: RootContent[] = [];
	const sections: { heading: Heading; nodes: RootContent[] }[] = [];
	for (const node of root.children) {
		if (node.type === 'heading' && node.depth === 2) sections.push({ heading: node, nodes: [] });
		else (sections.at(-1)?.nodes ?? intro).push(node);
	}
	return { intro, sections };
}

/** A heading that is not in the form still begins an activity, so that the rest can be read and checked. */
function readActivity(heading: Heading, nodes: RootContent[], keys: Set<string>) {
	const place = startOf(heading);
	const text = textOf(heading);
	const [, title = text, kind = '', minutes = '0'] = /^(.*\S)\s+\(([^(),]+),\s*([1-9]\d{0,2}) min\)$/.exec(text) ?? [];
	const isKnown = activityKinds.includes(kind as ActivityKind);
	const activity: ParsedActivity = {
		key: uniqueKey(title, keys),
		title,
		kind: isKnown ? (kind as ActivityKind) : 'discussion',
		minutes: Number(minutes),
		place,
		nodes
	};
	if (!kind) return { activity, finding: finding('activity.heading', place, { text }) };
	const allowed = activityKinds.join(', ');
	return { activity, finding: isKnown ? null : finding('activity.kind', place, { kind, allowed }) };
}

function uniqueKey(title: string, keys: Set<string>): string {
	const letters = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	const slug = letters.replace(/[’']/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'activity';
	let key = slug;
	for (let n = 2; keys.has(key); n++) key = `${slug}-${n}`;
	keys.add(key);
	return key;
}

function activityAt(activities: ParsedActivity[], line: number | null): number | null {
	return line === null ? null : activities.findLastIndex(({ place }) => place.line <= line);
}
