/** Journeys: a person's way through an edition. What they see of it, how it stands, and what is left (pure). */
import type { ExplainedLesson, Explanation } from './outlooks.ts';

/** How a lesson stands for the person: never a verdict, always what comes of it. */
export type OwnState = 'next' | 'done' | 'partly' | 'missed' | 'open' | 'before' | 'review';
export type OwnLesson = Pick<
	ExplainedLesson,
	'id' | 'number' | 'title' | 'skill' | 'on' | 'short' | 'makeUpBy'
> & {
	state: OwnState;
	/** Some of it was given, so that its skill can be used. */
	held: boolean;
	/** The language that its title and text are in. */
	language: string;
};

type Stay = { joinedOn: string; leftOn: string | null };

/** Lessons held while the person was there or before, and those of the next session; newest first. */
export function lessonsSeen(
	lessons: ExplainedLesson[],
	meetings: { endedAt: string | null; lessonIds: string[] }[],
	next: Set<string>,
	stay: Stay,
	languageOf: (lessonId: string) => string
): OwnLesson[] {
	const ended = new Set(
		meetings.filter((session) => session.endedAt).flatMap((session) => session.lessonIds)
	);
	const isHeld = ({ id, delivered, on }: ExplainedLesson) =>
		(delivered > 0 || ended.has(id)) && (!stay.leftOn || !on || on <= stay.leftOn);
	return lessons
		.filter((lesson) => next.has(lesson.id) || isHeld(lesson))
		.map((lesson) => {
			const { id, number, title, skill, on, short, makeUpBy } = lesson;
			const state = stateOf(lesson, next.has(id), stay);
			const seen = { state, held: isHeld(lesson), language: languageOf(id) };
			return { id, number, title, skill, on, short, makeUpBy, ...seen };
		})
		.reverse();
}

function stateOf(
	{ state, on, short }: Pick<ExplainedLesson, 'state' | 'on' | 'short'>,
	isNext: boolean,
	{ joinedOn }: Stay
): OwnState {
	if (state === 'credited') return 'done';
	if (state === 'review') return 'review';
	if (isNext) return 'next';
	if (short === 0) return 'open';
	if (state === 'missed') return on !== null && on < joinedOn ? 'before' : 'missed';
	return 'partly';
}

export type Left =
	| { code: 'lessons' | 'musts' | 'applications' | 'skills' | 'shown'; count: number }
	| { code: 'make-up'; lessonId: string; title: string; short: number; by: string }
	| { code: 'must'; lessonId: string; title: string }
	| { code: 'practice'; have: number; need: number; by: string | null }
	| { code: 'plan' | 'absences' };

/** So many lessons are told by name; of more, how many. */
const mostNamed = 3;

/** What is left to finish, one thing a line. */
export function leftOf({ requirements, lessons, practiceBy }: Explanation): Left[] {
	const open = (kind: string) => requirements.find((one) => one.kind === kind && !one.met);
	const [core, essential] = [open('core'), open('essential')];
	const [practice, skills] = [open('practice'), open('practice-skills')];
	const needsMakeUp = (id: string) => essential?.missing.includes(id) || core?.reach === 'make-up';
	const makeUps = lessons.filter((lesson) => lesson.makeUpBy && needsMakeUp(lesson.id));
	const musts = lessons.filter((lesson) => essential?.missing.includes(lesson.id) && !lesson.makeUpBy);
	const counted = (code: 'lessons' | 'applications' | 'skills' | 'shown', kind: string): Left[] => {
		const requirement = open(kind);
		return requirement ? [{ code, count: requirement.need - requirement.have }] : [];
	};
	return [
		...counted('lessons', 'core'),
		...makeUps.map(({ id, title, short, makeUpBy }): Left => ({
			code: 'make-up',
			lessonId: id,
			title,
			short,
			by: makeUpBy!
		})),
		...(musts.length > mostNamed
			? [{ code: 'musts' as const, count: musts.length }]
			: musts.map(({ id, title }): Left => ({ code: 'must', lessonId: id, title }))),
		...counted('applications', 'applications'),
		...(practice
			? [{ code: 'practice' as const, have: practice.have, need: practice.need, by: practiceBy }]
			: []),
		...(practice && skills?.need === 1 ? [] : counted('skills', 'practice-skills')),
		...counted('shown', 'skills-shown'),
		...(open('plan') ? [{ code: 'plan' as const }] : []),
		...(open('absences') ? [{ code: 'absences' as const }] : [])
	];
}

export type Stone = { id: string; title: string; state: 'done' | 'now' | 'partly' | 'ahead'; share: number };

type Journey = { told: Pick<Explanation, 'lessons' | 'edition'>; lessons: OwnLesson[]; stage: string };

/**
 * The modules as a path: what the person has of each, and where the group is. A module of which nothing is held or
 * planned for the group is no stone of it: orientation is a talk for two, boosters come after.
 */
export function pathOf({ told, lessons, stage }: Journey): Stone[] {
	const here =
		stage === 'under-way' ? told.lessons.find(({ id }) => id === lessons[0]?.id)?.moduleId : undefined;
	const seen = new Set(lessons.filter(({ held }) => held).map(({ id }) => id));
	return told.edition.modules.flatMap(({ id, title }) => {
		const counted = countedIn(told.lessons.filter((lesson) => lesson.moduleId === id));
		if (counted.length === 0) return [];
		const have = counted.filter((lesson) => lesson.state === 'credited').length;
		const begun = counted.some((lesson) => seen.has(lesson.id));
		const state = have === counted.length ? 'done' : id === here ? 'now' : begun ? 'partly' : 'ahead';
		return [{ id, title, state, share: have / counted.length }];
	});
}

/** What a module is measured by: its core lessons; where it has none, those that the group holds. */
function countedIn(lessons: ExplainedLesson[]): ExplainedLesson[] {
	const core = lessons.filter((lesson) => lesson.core);
	return core.length > 0 ? core : lessons.filter((lesson) => lesson.on !== null);
}
