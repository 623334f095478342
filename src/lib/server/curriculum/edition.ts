/** An edition put together from files that have no fault. */
import type { RootContent } from 'mdast';
import { baseLanguage } from './layout.ts';
import type {
	ActivityOutline,
	EditionOutline,
	LessonOutline,
	LessonWording,
	ModuleOutline
} from './outline.ts';
import type { ParsedActivity } from './activities.ts';
import type { LessonText, ParsedLesson, ParsedModule } from './parse.ts';
import type { LessonHeader, Manifest, TranslatedLessonHeader } from './schema.ts';
import { isBehind, worksheetsIn } from './translations.ts';

/** The texts of one lesson or module by language. */
export type Texts<T> = { number: string; folder: string; byLanguage: Map<string, T> };
export type ParsedEdition = {
	outline: EditionOutline;
	hash: string;
	/** Language → what there is to render; activities have the English keys in every language. */
	lessons: { id: string; texts: Record<string, LessonText> }[];
	/** Language → the guide of the module, for facilitators. */
	modules: { id: string; guides: Record<string, RootContent[]> }[];
};

export function buildEdition(
	manifest: Manifest,
	hash: string,
	modules: Texts<ParsedModule>[],
	lessons: Texts<ParsedLesson>[]
): ParsedEdition {
	const built = modules.map((module) => moduleOutline(module, lessons));
	const moduleIds = new Map(modules.map(({ folder }, i) => [folder, built[i].id]));
	const { id, title, subtitle, version, languages, sectors, entry, completion, equivalents } = manifest;
	return {
		outline: {
			curriculum: { id, title, subtitle },
			version,
			languages,
			sectors,
			entry,
			completion,
			...(equivalents.length > 0 && { equivalents }),
			modules: built,
			lessons: lessons.map((lesson) => lessonOutline(lesson, moduleIds.get(lesson.folder)!))
		},
		hash,
		lessons: lessons.map((lesson) => ({ id: english(lesson).header!.id, texts: textsOf(lesson) })),
		modules: modules.map((module) => ({ id: english(module).header!.id, guides: guidesOf(module) }))
	};
}

const english = <T>(texts: Texts<T>): T => texts.byLanguage.get(baseLanguage)!;
const others = <T>(texts: Texts<T>): [string, T][] =>
	[...texts.byLanguage].filter(([language]) => language !== baseLanguage);

function moduleOutline(module: Texts<ParsedModule>, lessons: Texts<ParsedLesson>[]): ModuleOutline {
	const { id, title } = english(module).header!;
	return {
		id,
		number: module.number,
		title,
		lessonIds: lessons
			.filter(({ folder }) => folder === module.folder)
			.map((lesson) => english(lesson).header!.id),
		translations: Object.fromEntries(
			others(module).map(([language, { header }]) => [language, { title: header!.title }])
		)
	};
}

function lessonOutline(lesson: Texts<ParsedLesson>, moduleId: string): LessonOutline {
	const parsed = english(lesson);
	const header = parsed.header as LessonHeader;
	return {
		id: header.id,
		number: lesson.number,
		title: header.title,
		kind: header.kind,
		core: header.core,
		minutes: header.minutes,
		targets: header.targets,
		moduleId,
		skill: header.skill ?? null,
		practice: header.practice ?? null,
		materials: header.materials,
		activities: parsed.text!.activities.map(activityOutline),
		hash: parsed.hash,
		languages: [baseLanguage, ...others(lesson).map(([language]) => language)],
		translations: Object.fromEntries(
			others(lesson).map(([language, own]) => [language, wordingOf(own, parsed)])
		)
	};
}

function activityOutline(activity: ParsedActivity, index: number): ActivityOutline {
	const { key, title, kind, minutes } = activity;
	return { key, title, kind, minutes, position: index + 1, worksheets: worksheetsIn(activity) };
}

function wordingOf(own: ParsedLesson, parsed: ParsedLesson): LessonWording {
	const header = own.header as TranslatedLessonHeader;
	return {
		title: header.title,
		skill: header.skill ?? null,
		task: header.practice?.task ?? null,
		materials: header.materials,
		activities: own.text!.activities.map((activity) => ({
			title: activity.title,
			worksheets: worksheetsIn(activity)
		})),
		behind: isBehind(own, parsed)
	};
}

function textsOf(lesson: Texts<ParsedLesson>): Record<string, LessonText> {
	const keys = english(lesson).text!.activities.map(({ key }) => key);
	return Object.fromEntries(
		[...lesson.byLanguage].map(([language, { text }]) => [
			language,
			{ ...text!, activities: text!.activities.map((activity, i) => ({ ...activity, key: keys[i] })) }
		])
	);
}

const guidesOf = (module: Texts<ParsedModule>): Record<string, RootContent[]> =>
	Object.fromEntries([...module.byLanguage].map(([language, { nodes }]) => [language, nodes]));
