/** Where a curriculum's files lie, and what their paths say: `1-why-change/2-now-and-later.es.md`. */
import { finding, type Fault } from './faults.ts';
import { byText, type SourceFile } from './source.ts';

/** The language of files without a language in their name; all others are its translations. */
export const baseLanguage = 'en';

export type ModuleFile = { file: SourceFile; folder: string; number: number; language: string };
/** `stem` is the path without language and ending: what the texts of one lesson share. */
export type LessonFile = ModuleFile & { stem: string; position: number };
export type Layout = {
	manifest: SourceFile | null;
	modules: ModuleFile[];
	lessons: LessonFile[];
	faults: Fault[];
};

const start = { line: 1, column: 1 };
const inFolder = /^((\d{1,3})-[a-z0-9-]+)\/(?:module|((\d{1,3})-[a-z0-9-]+))(?:\.([a-z]{2}))?\.md$/;

/** Sorts the files into what they are, in the order of teaching. */
export function layoutOf(files: SourceFile[]): Layout {
	const layout: Layout = { manifest: null, modules: [], lessons: [], faults: [] };
	for (const file of [...files].sort((a, b) => byText(a.path, b.path))) place(layout, file);
	layout.modules.sort((a, b) => a.number - b.number);
	layout.lessons.sort((a, b) => a.number - b.number || a.position - b.position);
	if (!layout.manifest) layout.faults.push(faultOf('curriculum.yaml', 'curriculum.missing'));
	layout.faults.push(...folderFaults(layout), ...numberFaults(layout));
	return layout;
}

function place(layout: Layout, file: SourceFile): void {
	const [, folder, number, name, position, language = baseLanguage] = inFolder.exec(file.path) ?? [];
	if (file.path === 'curriculum.yaml') layout.manifest = file;
	else if (!folder) layout.faults.push(faultOf(file.path, 'file.unknown'));
	else if (!name) layout.modules.push({ file, folder, number: Number(number), language });
	else {
		const stem = `${folder}/${name}`;
		layout.lessons.push({ file, folder, number: Number(number), language, stem, position: Number(position) });
	}
}

/** The path of the same text in another language. */
export function pathIn(stem: string, language: string): string {
	return language === baseLanguage ? `${stem}.md` : `${stem}.${language}.md`;
}

function folderFaults({ modules, lessons }: Layout): Fault[] {
	const base = modules.filter(({ language }) => language === baseLanguage);
	const described = new Set(base.map(({ folder }) => folder));
	const filled = new Set(lessons.map(({ folder }) => folder));
	return [
		...[...filled]
			.filter((folder) => !described.has(folder))
			.map((folder) => faultOf(`${folder}/module.md`, 'module.missing', { folder })),
		...base
			.filter(({ folder }) => !filled.has(folder))
			.map(({ file, folder }) => faultOf(file.path, 'module.empty', { folder }))
	];
}

/** Modules may begin at 0 (an orientation), lessons begin at 1. */
function numberFaults({ modules, lessons }: Layout): Fault[] {
	const folders = new Map([...modules, ...lessons].map(({ folder, number }) => [folder, number]));
	const first = Math.min(1, ...folders.values());
	const faults = sequenceFaults(
		[...folders].map(([folder, number]) => ({ number, path: `${folder}/module.md` })),
		first
	);
	for (const folder of folders.keys()) {
		const own = new Map(lessons.filter((l) => l.folder === folder).map((l) => [l.stem, l.position]));
		faults.push(
			...sequenceFaults(
				[...own].map(([stem, number]) => ({ number, path: `${stem}.md` })),
				1
			)
		);
	}
	return faults;
}

function sequenceFaults(items: { number: number; path: string }[], first: number): Fault[] {
	const sorted = items.sort((a, b) => a.number - b.number || byText(a.path, b.path));
	return sorted.flatMap(({ number, path }, i) => {
		const before = sorted[i - 1];
		if (before?.number === number) return [faultOf(path, 'file.number', { number, other: before.path })];
		const expected = before ? before.number + 1 : first;
		return number === expected ? [] : [faultOf(path, 'file.gap', { number: expected })];
	});
}

const faultOf = (file: string, ...[code, params]: [Fault['code'], Fault['params']?]): Fault => ({
	file,
	...finding(code, start, params)
});
