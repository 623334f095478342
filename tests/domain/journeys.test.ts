import { expect, test } from 'vitest';
import { pathOf, type OwnLesson } from '#lib/server/domain/journeys.ts';
import type { ExplainedLesson } from '#lib/server/domain/outlooks.ts';

type Journey = Parameters<typeof pathOf>[0];
type State = ExplainedLesson['state'];

/** A lesson of a module, as "core credited", "elective ahead" or "elective unplanned" say. */
const lesson = (moduleId: string, words: string, i: number) => {
	const [core, state] = words.split(' ');
	return {
		id: `${moduleId}-${i}`,
		moduleId,
		core: core === 'core',
		state: (state === 'unplanned' ? 'ahead' : state) as State,
		on: state === 'unplanned' ? null : '2026-03-03'
	};
};

/** The path through modules; `next` is the lesson that comes next, none: it is over. What is not ahead was held. */
function path(modules: Record<string, string[]>, next?: string, stage = next ? 'under-way' : 'over') {
	const lessons = Object.entries(modules).flatMap(([id, all]) => all.map((words, i) => lesson(id, words, i)));
	const held = lessons.filter(({ state }) => state !== 'ahead').map(({ id }) => ({ id, held: true }));
	const seen = [...(next ? [{ id: next, held: false }] : []), ...held] as OwnLesson[];
	const told = { lessons, edition: { modules: Object.keys(modules).map((id) => ({ id, title: id })) } };
	const stones = pathOf({ told, lessons: seen, stage } as unknown as Journey);
	return stones.map(({ id, state, share }) => `${id} ${state} ${share}`);
}

test('a module is measured by its core lessons; electives beside them neither hold it up nor finish it', () => {
	expect(
		path({ one: ['core credited', 'elective missed'], two: ['core ahead', 'elective credited'] })
	).toEqual(['one done 1', 'two ahead 0']);
	expect(path({ one: ['core credited', 'core missed'] })).toEqual(['one partly 0.5']);
});

test('a module of electives alone is measured by those that the group holds', () => {
	const electives = ['elective credited', 'elective ahead', 'elective unplanned'];
	expect(path({ one: electives }, 'one-1')).toEqual(['one now 0.5']);
	expect(path({ one: electives })).toEqual(['one partly 0.5']);
	expect(path({ one: ['elective credited', 'elective unplanned'] })).toEqual(['one done 1']);
	expect(path({ one: ['elective ahead', 'elective ahead'] })).toEqual(['one ahead 0']);
});

test('orientation and boosters are no stones of the path until the group holds some of them', () => {
	const around = { welcome: ['elective unplanned'], one: ['core ahead'], after: ['elective unplanned'] };
	expect(path(around, 'one-0')).toEqual(['one now 0']);
	const held = { welcome: ['elective credited'], one: ['core credited'], after: ['elective partly'] };
	expect(path(held)).toEqual(['welcome done 1', 'one done 1', 'after partly 0']);
});

test('before the first session and after the last the group is nowhere on the path', () => {
	expect(path({ one: ['core ahead'] }, 'one-0', 'ahead')).toEqual(['one ahead 0']);
	expect(path({ one: ['core missed'] })).toEqual(['one partly 0']);
});
