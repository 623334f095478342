/** A lesson's file in; its header, its activities and their blocks out, with every fault of its form. */
import type { Root, RootContent } from 'mdast';
import { readActivities, type ParsedActivity } from './activities.ts';
import { readBlocks } from './blocks.ts';
import type { Finding } from './faults.ts';
import { cutHeader, readHeader, type Header } from './header.ts';
import { baseLanguage } from './layout.ts';
import { parseMarkdown } from './markdown.ts';
import {
	lessonHeader,
	moduleHeader,
	translatedLessonHeader,
	translatedModuleHeader,
	type LessonHeader,
	type ModuleHeader,
	type TranslatedLessonHeader
} from './schema.ts';
import { hashText, type SourceFile } from './source.ts';

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
	const { intro, activities, findings: headings } = readActivities(root);
	const swallowed = blocks.findings.some(({ code }) => code === 'block.unclosed');
	return {
		text: { care: null, intro, activities, unsureFrom: activityAt(activities, blocks.unsureFrom) },
		findings: [...blocks.findings, ...headings],
		countable: !headings.length && !swallowed
	};
}

function activityAt(activities: ParsedActivity[], line: number | null): number | null {
	return line === null ? null : activities.findLastIndex(({ place }) => place.line <= line);
}
