/** What the headers of lessons and modules, and curriculum.yaml, may hold. */
import { z } from 'zod';
import { lessonKinds } from './outline.ts';

export const slugPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const semver = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

const slug = z.string().max(64).regex(slugPattern);
const words = z.string().regex(/\S/).max(2000);
const minutes = z.int().min(1).max(600);
const count = z.int().min(0).max(1000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const skill = z.strictObject({
	name: words,
	steps: z.array(words).min(3).max(6),
	when: words,
	watchFor: words
});

/** What may differ from language to language. */
const lessonWords = {
	id: slug,
	title: words,
	skill: skill.optional(),
	materials: z.array(words).default([]),
	care: words.optional()
};

export const lessonHeader = z.strictObject({
	...lessonWords,
	kind: z.enum(lessonKinds),
	core: z.boolean(),
	minutes,
	targets: z.array(slug).default([]),
	practice: z.strictObject({ task: words, times: z.int().min(1).max(100) }).optional()
});
export type LessonHeader = z.infer<typeof lessonHeader>;

/** A translation names the hash of the English text; what doesn't depend on language may be left out. */
export const translatedLessonHeader = z.strictObject({
	...lessonWords,
	translates: hash,
	kind: z.enum(lessonKinds).optional(),
	core: z.boolean().optional(),
	minutes: minutes.optional(),
	targets: z.array(slug).optional(),
	practice: z.strictObject({ task: words, times: z.int().min(1).max(100).optional() }).optional()
});
export type TranslatedLessonHeader = z.infer<typeof translatedLessonHeader>;

export const moduleHeader = z.strictObject({ id: slug, title: words });
export const translatedModuleHeader = z.strictObject({ id: slug, title: words, translates: hash });
export type ModuleHeader = z.infer<typeof moduleHeader> & { translates?: string };

export const manifest = z.strictObject({
	id: slug,
	title: words,
	subtitle: z.string().default(''),
	version: z.string().regex(semver),
	languages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
	sectors: z.array(slug).default([]),
	completion: z.strictObject({
		coreLessons: count,
		essential: z.array(slug).default([]),
		applications: z.union([z.literal('all'), count]),
		practice: z.strictObject({ entries: count, skills: count }),
		skillsShown: count,
		plan: slug.nullable()
	}),
	entry: z.array(slug).min(1),
	/** Lessons of earlier editions that were split or merged: a line for each lesson that came of them. */
	equivalents: z.array(z.strictObject({ from: z.array(slug).min(1), to: slug })).default([]),
	/** What this curriculum asks of its lessons beyond what every curriculum must keep. */
	standard: z
		.strictObject({
			/** Of a lesson, with what only facilitators read. */
			words: z.strictObject({ least: count, most: z.int().min(1).max(20_000) }).optional(),
			/** Scenes to choose from in the role-plays of a skill lesson. */
			scenarios: count.default(0),
			/** Different sectors in the examples of each lesson of these modules. */
			sectors: z.strictObject({ least: count, modules: z.array(slug) }).optional()
		})
		.prefault({})
});
export type Manifest = z.infer<typeof manifest>;
