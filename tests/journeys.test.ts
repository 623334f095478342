import { expect, test } from 'vitest';
import { leftOf } from '#lib/server/domain/journeys.ts';
import type { Explanation } from '#lib/server/domain/outlooks.ts';

const open = (kind: string, need: number, missing: string[] = []) => ({
	...{ kind, have: 0, need, met: false, reach: 'planned', missing, on: null }
});

/** What is left of a course of ten lessons, of which so many are essential. */
function left(essential: number) {
	const ids = Array.from({ length: 10 }, (_, i) => `lesson-${i}`);
	const requirements = [open('core', 8, ids), open('essential', essential, ids.slice(0, essential))];
	const lessons = ids.map((id) => ({ id, title: id, makeUpBy: null, short: 0 }));
	return leftOf({ requirements, lessons, practiceBy: null } as unknown as Explanation);
}

test('a few lessons that can’t be left out are told by name, more of them by their number', () => {
	expect(left(3)).toEqual([
		{ code: 'lessons', count: 8 },
		...[0, 1, 2].map((i) => ({ code: 'must', lessonId: `lesson-${i}`, title: `lesson-${i}` }))
	]);
	expect(left(7)).toEqual([
		{ code: 'lessons', count: 8 },
		{ code: 'musts', count: 7 }
	]);
});
