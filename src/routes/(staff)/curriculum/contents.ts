/** The files of a curriculum as its lead knows them: modules with their lessons, and what stands over all. */
import type { DraftFile } from '#lib/server/domain/drafts.ts';

export type Entry = Omit<DraftFile, 'text'> & {
	kind: 'manifest' | 'module' | 'lesson';
	/** "2.1"; empty for what is no lesson. */
	number: string;
	/** As its header says; else its path. */
	title: string;
	/** Of a translation. */
	language: string | null;
	faults: number;
	warnings: number;
};
export type Section = { folder: string; title: string; entries: Entry[] };

type Counted = { file: string; level: 'fault' | 'warning' };

export function contentsOf(files: DraftFile[], faults: Counted[]): Section[] {
	const entries = files.map((file) => entryOf(file, faults));
	const sections = Map.groupBy(entries, ({ path }) => (path.includes('/') ? path.split('/')[0] : ''));
	return [...sections].map(([folder, own]) => ({
		folder,
		title: titleOf(folder, own),
		entries: own.sort(byKind)
	}));
}

function entryOf({ text, ...file }: DraftFile, faults: Counted[]): Entry {
	const [, module, position, name, language = null] =
		/^(?:(\d+)-[^/]*\/)?(?:(\d+)-)?([^/]*?)(?:\.([a-z]{2}))?\.(?:md|yaml)$/.exec(file.path) ?? [];
	const count = (level: string) =>
		faults.filter((fault) => fault.file === file.path && fault.level === level).length;
	return {
		...file,
		kind: position ? 'lesson' : module ? 'module' : 'manifest',
		number: position ? `${module}.${position}` : '',
		title: /^title:[ \t]*(\S.*)$/m.exec(text)?.[1] ?? name ?? file.path,
		language,
		faults: count('fault'),
		warnings: count('warning')
	};
}

const titleOf = (folder: string, entries: Entry[]) =>
	folder &&
	`${parseInt(folder)} ${entries.find(({ kind, language }) => kind === 'module' && !language)?.title ?? folder}`;

const order = ['manifest', 'module', 'lesson'];
const byKind = (a: Entry, b: Entry) =>
	order.indexOf(a.kind) - order.indexOf(b.kind) || a.path.localeCompare(b.path, 'en', { numeric: true });
