/** A small curriculum without a fault: two modules of three lessons, four activities each. */
import type { LessonKind } from '#lib/server/curriculum/outline.ts';
import type { SourceFile } from '#lib/server/curriculum/source.ts';

const manifest = (version: string, completion: string) => `id: small-steps
title: Small Steps
subtitle: For tests
version: ${version}
languages: [en]
sectors: [construction]
completion:
${completion}
entry: [first-part]
`;

const usualCompletion = `  coreLessons: 5
  essential: []
  applications: all
  practice: {entries: 4, skills: 2}
  skillsShown: 0
  plan: null`;

const moduleText = (id: string, title: string) => `---
id: ${id}
title: ${title}
---
## Purpose

To try things out.
`;

/** 90 minutes: 20 check-in, 20 teach, 40 role-play with feedback, 10 plan. */
const lessonText = (id: string, title: string, kind: LessonKind, core = true) => `---
id: ${id}
title: ${title}
kind: ${kind}
core: ${core}
minutes: 90
targets: [work]
skill:
  name: ${title}
  steps: [Stop., Look., Go.]
  when: You need it.
  watchFor: Going too fast.
practice: {task: Try it once., times: 1}
materials: [cards]
care: Anyone may pass.
---
Today you try a new step.

## Check in (check-in, 20 min)

:::say
Welcome. Facilitators read this ${id} line aloud.
:::

Say your name.

## See it (model, 20 min)

:::do
Show it once.
:::

Watch how it is done.

## Try it (role-play, 35 min)

Work in threes.

## Talk about it (feedback, 10 min)

Say what you saw.

## Plan (plan, 5 min)

:::worksheet{id="${id}-plan"}
- when: When will you try it?
:::
`;

export const lessonIds = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => `lesson-${name}`);
/** Keys of each lesson's activities, with their minutes. */
export const activities = { 'check-in': 20, 'see-it': 20, 'try-it': 35, 'talk-about-it': 10, plan: 5 };

const others = (
	[
		['1-first-part/4-extra-one.md', 'extra-one', 'skill'],
		['2-second-part/4-extra-two.md', 'extra-two', 'skill'],
		['1-first-part/5-getting-ready.md', 'getting-ready', 'orientation'],
		['2-second-part/5-booster-one.md', 'booster-one', 'booster'],
		['2-second-part/6-booster-two.md', 'booster-two', 'booster']
	] as const
).map(([path, id, kind]) => ({ path, text: lessonText(id, `Try ${id}`, kind, false) }));

export function smallCurriculum({
	version = '1.0.0',
	completion = usualCompletion,
	last = 'skill' as 'skill' | 'application',
	/** Beside the six: an elective in each part, an orientation, two boosters. */
	more = false
} = {}): SourceFile[] {
	const folders = [
		{ folder: '1-first-part', id: 'first-part', title: 'First part', lessons: lessonIds.slice(0, 3) },
		{ folder: '2-second-part', id: 'second-part', title: 'Second part', lessons: lessonIds.slice(3) }
	];
	return [
		{ path: 'curriculum.yaml', text: manifest(version, completion) },
		...folders.flatMap(({ folder, id, title, lessons }) => [
			{ path: `${folder}/module.md`, text: moduleText(id, title) },
			...lessons.map((lesson, i) => ({
				path: `${folder}/${i + 1}-${lesson}.md`,
				text: lessonText(lesson, `Try ${lesson.slice(7)}`, lesson === 'lesson-six' ? last : 'skill')
			}))
		]),
		...(more ? others : [])
	];
}
