/** Checks a whole curriculum: every fault of all its files at once, or the edition that they make. */
import { setImmediate } from 'node:timers/promises';
import { buildEdition, type ParsedEdition, type Texts } from './edition.ts';
import type { Fault, Finding } from './faults.ts';
import { finding } from './faults.ts';
import { baseLanguage, layoutOf, pathIn, type LessonFile, type ModuleFile } from './layout.ts';
import { manifestFindings, readManifest } from './manifest.ts';
import { lessonMeasures, type LessonMeasures } from './measures.ts';
import { parseLesson, parseModule, type ParsedLesson, type ParsedModule } from './parse.ts';
import { fileFindings, lessonFindings } from './rules.ts';
import type { LessonHeader, Manifest } from './schema.ts';
import { byText, hashEdition, hashText, type SourceFile } from './source.ts';
import { measured, readingFindings, standardFindings, type Measured } from './standards.ts';
import { lessonTranslationFindings, textTranslationFindings } from './translations.ts';

export type { Fault } from './faults.ts';
export type { ParsedEdition } from './edition.ts';

/** `edition` is there when nothing is worse than a warning. */
export function checkCurriculum(files: SourceFile[]): {
	faults: Fault[];
	edition?: ParsedEdition;
	measures: LessonMeasures[];
} {
	const layout = layoutOf(files);
	const manifest = layout.manifest && readManifest(layout.manifest.text);
	const lessons = layout.lessons.map((at) => ({
		at,
		...checkOnce(at.file, at.language, manifest?.data?.sectors)
	}));
	const modules = layout.modules.map((at) => ({ at, ...checkModule(at) }));
	const lessonTexts = textsOf(lessons, ({ at }) => [at.stem, `${at.number}.${at.position}`]);
	const measures = [...lessonTexts.values()].map(lessonMeasures);
	const moduleTexts = textsOf(modules, ({ at }) => [`${at.folder}/module`, String(at.number)]);
	const headers = headersOf<LessonHeader>(basesOf(lessonTexts) as ParsedLesson<LessonHeader>[]);
	const moduleIds = headersOf(basesOf(moduleTexts))?.map(({ id }) => id) ?? null;

	const faults = [
		...layout.faults,
		...(manifest ? inFile('curriculum.yaml', manifest.findings) : []),
		...(manifest ? inFile('curriculum.yaml', manifestFindings(manifest, headers, moduleIds)) : []),
		...[...lessons, ...modules].flatMap(({ faults }) => faults),
		...repeatedIds(basesOf(lessonTexts)),
		...repeatedIds(basesOf(moduleTexts)),
		...translationFaults(lessonTexts, manifest?.data?.languages, lessonTranslationFindings),
		...standardFaults(lessonTexts, moduleTexts, manifest?.data?.standard),
		...translationFaults(moduleTexts, manifest?.data?.languages, textTranslationFindings)
	].sort(byPlace);
	if (!manifest?.data || faults.some(({ level }) => level === 'fault')) return { faults, measures };
	const edition = buildEdition(
		manifest.data,
		hashEdition(files),
		[...moduleTexts.values()],
		[...lessonTexts.values()]
	);
	return { faults, edition, measures };
}

type Checked = { parsed: Measured; faults: Fault[] };

/** Lessons that were checked, and have not changed: of the hundred files of a curriculum an editor changes one. */
const kept = new Map<string, Checked>();
/** Twice the lessons of a curriculum in two languages. */
const mostKept = 200;

function checkOnce(file: SourceFile, language: string, sectors: string[] | undefined): Checked {
	const key = [file.path, language, sectors?.join(), hashText(file.text)].join('|');
	const checked = kept.get(key) ?? checkLesson(file, language, sectors);
	kept.delete(key);
	kept.set(key, checked);
	if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
	return checked;
}

/** Checks lesson after lesson, and lets others go on in between: `checkCurriculum` then finds most of it done. */
export async function checkAhead(files: SourceFile[]): Promise<void> {
	const { manifest, lessons } = layoutOf(files);
	const sectors = manifest && readManifest(manifest.text).data?.sectors;
	for (const { file, language } of lessons) {
		checkOnce(file, language, sectors ?? undefined);
		await setImmediate();
	}
}

/**
 * One lesson by itself, as while it is being written; the standard in curriculum.yaml is checked with all of them.
 * Without `sectors` those of examples are not checked.
 */
export function checkLesson(
	file: SourceFile,
	language = baseLanguage,
	sectors: string[] | null = null
): Checked {
	const parsed = measured(parseLesson(file, language), language);
	const findings = [
		...parsed.findings,
		...lessonFindings(parsed, file.text, language, sectors),
		...readingFindings(parsed)
	];
	return { parsed, faults: inFile(file.path, findings).sort(byPlace) };
}

function checkModule({ file, language }: ModuleFile): { parsed: ParsedModule; faults: Fault[] } {
	const parsed = parseModule(file, language);
	return { parsed, faults: inFile(file.path, [...parsed.findings, ...fileFindings(file.text, language)]) };
}

function standardFaults(
	lessons: Map<string, Texts<Measured>>,
	modules: Map<string, Texts<ParsedModule>>,
	standard: Manifest['standard'] | undefined
): Fault[] {
	return [...lessons.values()].flatMap(({ folder, byLanguage }) => {
		const lesson = byLanguage.get(baseLanguage);
		const module = modules.get(`${folder}/module`)?.byLanguage.get(baseLanguage);
		if (!lesson || !standard) return [];
		return inFile(lesson.path, standardFindings(lesson, module?.header?.id, standard));
	});
}

const inFile = (file: string, findings: Finding[]): Fault[] => findings.map((found) => ({ file, ...found }));

const byPlace = (a: Fault, b: Fault): number =>
	byText(a.file, b.file) || a.line - b.line || a.column - b.column;

/** Brings together the languages of each text, in the order of teaching. */
function textsOf<A extends ModuleFile | LessonFile, T>(
	items: { at: A; parsed: T }[],
	nameOf: (item: { at: A }) => [stem: string, number: string]
): Map<string, Texts<T>> {
	const texts = new Map<string, Texts<T>>();
	for (const item of items) {
		const [stem, number] = nameOf(item);
		const entry = texts.get(stem) ?? { number, folder: item.at.folder, byLanguage: new Map<string, T>() };
		entry.byLanguage.set(item.at.language, item.parsed);
		texts.set(stem, entry);
	}
	return texts;
}

const basesOf = <T>(texts: Map<string, Texts<T>>): T[] =>
	[...texts.values()].flatMap(({ byLanguage }) => byLanguage.get(baseLanguage) ?? []);

/** Null when one of them could not be read: counting the others would mislead. */
function headersOf<H>(parsed: { header: H | null }[]): H[] | null {
	const headers = parsed.flatMap(({ header }) => header ?? []);
	return headers.length === parsed.length ? (headers as H[]) : null;
}

function repeatedIds(parsed: (ParsedLesson | ParsedModule)[]): Fault[] {
	const first = new Map<string, string>();
	return parsed.flatMap(({ path, header, placeOf }) => {
		if (!header) return [];
		const other = first.get(header.id);
		first.set(header.id, other ?? path);
		return other ? inFile(path, [finding('id.duplicate', placeOf('id'), { id: header.id, other })]) : [];
	});
}

function translationFaults<T extends ParsedLesson | ParsedModule>(
	texts: Map<string, Texts<T>>,
	languages: string[] | undefined,
	compare: (translation: T, english: T) => Finding[]
): Fault[] {
	const start = { line: 1, column: 1 };
	return [...texts].flatMap(([stem, { byLanguage }]) => {
		const english = byLanguage.get(baseLanguage);
		const base = pathIn(stem, baseLanguage);
		const missing = (languages ?? [])
			.filter((language) => language !== baseLanguage && !byLanguage.has(language))
			.map((language) => finding('translation.missing', start, { language, path: pathIn(stem, language) }));
		const own = [...byLanguage].filter(([language]) => language !== baseLanguage);
		return [
			...(english ? inFile(base, missing) : []),
			...own.flatMap(([language, translation]) => {
				const unlisted = languages?.includes(language) === false;
				const findings = english
					? compare(translation, english)
					: [finding('translation.alone', start, { path: base })];
				if (unlisted) findings.push(finding('language.unlisted', start, { language }));
				return inFile(translation.path, findings);
			})
		];
	});
}
