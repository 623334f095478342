/** What a page shows of a lesson to one audience, and how a session's minutes run through it. */
import type { Audience } from '#lib/server/curriculum/audiences.ts';
import type { ActivityKind, LessonKind, Practice, Skill } from '#lib/server/curriculum/outline.ts';

export type { Audience };

/** Orientation is one-to-one; boosters come after the course. */
export const isTaught = ({ kind }: { kind: LessonKind }) => kind !== 'orientation' && kind !== 'booster';
/** What a group may take beside the core lessons. */
export const isElective = (lesson: { kind: LessonKind; core: boolean }) => isTaught(lesson) && !lesson.core;

export type Reading = {
	/** Of the module and in it: "1.2"; empty while it is only a draft. */
	number: string;
	title: string;
	kind: LessonKind;
	core: boolean;
	minutes: number;
	skill: Skill | null;
	practice: Practice | null;
	materials: string[];
	/** Sanitized HTML, as are those of the activities. */
	intro: string;
	activities: { key: string; title: string; kind: ActivityKind; minutes: number; html: string }[];
	/** The language that the text is in. */
	language: string;
	/** A translation of an English text that has changed since. */
	behind: boolean;
};

/** Minutes as a clock that starts with the lesson: "0:08". */
export const elapsed = (minutes: number): string =>
	`${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** When each activity begins, in minutes from the start. */
export const startsOf = (activities: readonly { minutes: number }[]): number[] =>
	activities.map((_, i) => activities.slice(0, i).reduce((sum, { minutes }) => sum + minutes, 0));
