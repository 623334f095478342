/** What the rest of the product knows about an edition: its structure and titles, without the lesson text. JSON-safe. */

export const lessonKinds = ['skill', 'thinking', 'application', 'orientation', 'booster'] as const;
export type LessonKind = (typeof lessonKinds)[number];

export const activityKinds = [
	'check-in',
	'review',
	'teach',
	'model',
	'role-play',
	'feedback',
	'discussion',
	'worksheet',
	'plan',
	'close'
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What completing an edition takes. */
export type CompletionRule = {
	/** Credited core lessons, make-ups included. */
	coreLessons: number;
	/** Lesson ids that must be among them. */
	essential: string[];
	applications: 'all' | number;
	/** Entries in all, over at least so many different lessons. */
	practice: { entries: number; skills: number };
	/** Skills shown in an observed role-play. */
	skillsShown: number;
	/** Id of the lesson in which the work plan is presented. */
	plan: string | null;
};

export type Skill = { name: string; steps: string[]; when: string; watchFor: string };
export type Practice = { task: string; times: number };
export type Worksheet = { id: string; fields: { name: string; prompt: string }[] };

export type ActivityOutline = {
	/** Stable in the lesson and the same in every language: made from the English title. */
	key: string;
	title: string;
	kind: ActivityKind;
	minutes: number;
	/** Counts from 1. */
	position: number;
	worksheets: Worksheet[];
};

/** The words of a lesson's outline in another language, in the order of the English ones. */
export type LessonWording = {
	title: string;
	skill: Skill | null;
	task: string | null;
	materials: string[];
	activities: { title: string; worksheets: Worksheet[] }[];
	/** True: it translates an older English text. */
	behind: boolean;
};

export type LessonOutline = {
	id: string;
	/** Of the module and in it: '1.2'. */
	number: string;
	title: string;
	kind: LessonKind;
	core: boolean;
	minutes: number;
	/** Criminogenic needs that its minutes count for. */
	targets: string[];
	moduleId: string;
	skill: Skill | null;
	practice: Practice | null;
	materials: string[];
	activities: ActivityOutline[];
	/** SHA-256 of the English file. */
	hash: string;
	/** Languages in which the lesson has a text, English first. */
	languages: string[];
	translations: Record<string, LessonWording>;
};

export type ModuleOutline = {
	id: string;
	number: string;
	title: string;
	lessonIds: string[];
	/** Titles in other languages. */
	translations: Record<string, { title: string }>;
};

/** Lessons of earlier editions whose credit counts for one of this edition: one for each that it was split into. */
export type Equivalent = { from: string[]; to: string };

export type EditionOutline = {
	curriculum: { id: string; title: string; subtitle: string };
	version: string;
	languages: string[];
	sectors: string[];
	/** Ids of the modules at which a new person may join. */
	entry: string[];
	completion: CompletionRule;
	/** None in editions that were made before there were any. */
	equivalents?: Equivalent[];
	modules: ModuleOutline[];
	lessons: LessonOutline[];
};

/** The same outline in the words of another language; a lesson without a translation keeps the English ones. */
export function outlineIn(outline: EditionOutline, language: string): EditionOutline {
	return {
		...outline,
		modules: outline.modules.map((module) => ({ ...module, ...module.translations[language] })),
		lessons: outline.lessons.map((lesson) => lessonIn(lesson, language))
	};
}

export function lessonIn(lesson: LessonOutline, language: string): LessonOutline {
	const words = lesson.translations[language];
	if (!words) return lesson;
	return {
		...lesson,
		title: words.title,
		skill: words.skill,
		practice: lesson.practice && { ...lesson.practice, task: words.task ?? lesson.practice.task },
		materials: words.materials,
		activities: lesson.activities.map((activity, i) => ({ ...activity, ...words.activities[i] }))
	};
}
