import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heirsOf } from '#lib/server/curriculum/equivalents.ts';
import type { EditionOutline, LessonOutline } from '#lib/server/curriculum/outline.ts';
import { wholeLessons } from '#lib/server/domain/given.ts';
import { factsAfter } from '#lib/server/domain/edition-previews.ts';
import { progress, type Facts } from '#lib/server/domain/progress.ts';
import { lessonsMoved, remapped } from '#lib/server/domain/remappings.ts';
import { defaultPolicy, type Policy } from '#lib/vocabulary.ts';
import { delivered, edition, factsOf, lesson, marked, meetings } from './support/outline.ts';
import { histories, policies, smallEdition } from './support/stories.ts';

/** What the verb does, without a database: sessions that ended stay, the others get the new plan. */
function moved(from: EditionOutline, to: EditionOutline, facts: Facts): Facts {
	const fixed = facts.sessions.filter(({ ended, cancelled }) => ended && !cancelled);
	const open = facts.sessions.filter(({ ended, cancelled }) => !ended && !cancelled);
	const given = wholeLessons(from, facts);
	const covered = new Set(
		fixed.flatMap(({ lessonIds }) =>
			lessonIds.filter((id) => given.has(id) || to.lessons.some((one) => one.id === id))
		)
	);
	const plan = remapped(to, { covered, planned: open.map(({ lessonIds }) => lessonIds) });
	return factsAfter(facts, { from, fixed, open, plan });
}

const creditedIn = (policy: Policy, of: EditionOutline, facts: Facts) =>
	progress(policy, of, facts)
		.lessons.filter(({ state }) => state === 'credited')
		.map(({ lessonId }) => lessonId);

const shorter = (one: LessonOutline): LessonOutline => ({
	...one,
	activities: one.activities
		.slice(1)
		.map((each) => ({ ...each, key: `${each.key}-new`, minutes: each.minutes + 5 }))
});

/** Some lessons as they were, some with other activities, some gone, split or merged, and one that is new. */
const laterEditions = fc
	.tuple(
		fc.constantFrom('same', 'other', 'gone', 'split'),
		fc.constantFrom('same', 'other', 'gone', 'merged'),
		fc.boolean()
	)
	.map(([first, second, more]): EditionOutline => {
		const [one, two, three, ...rest] = smallEdition.lessons;
		const halves = [lesson('one-a', { activities: { a: 30 } }), lesson('one-b', { activities: { b: 60 } })];
		const firsts = { same: [one], other: [shorter(one)], gone: [], split: halves }[first];
		const seconds = {
			same: [two, three],
			other: [two, shorter(three)],
			gone: [two],
			merged: [lesson('both')]
		};
		return {
			...smallEdition,
			version: '2.0.0',
			lessons: [...firsts, ...seconds[second], ...(more ? [lesson('new')] : []), ...rest],
			equivalents: [
				...(first === 'split' ? halves.map(({ id }) => ({ from: [one.id], to: id })) : []),
				...(second === 'merged' ? [{ from: [two.id, three.id], to: 'both' }] : [])
			]
		};
	});

/** Nothing was said yet of what has not ended: while a session is open, no group moves. */
const settledHistories = histories.map((facts): Facts => {
	const ended = new Set(facts.sessions.filter((one) => one.ended && !one.cancelled).map(({ id }) => id));
	return { ...facts, deliveries: facts.deliveries.filter(({ sessionId }) => ended.has(sessionId)) };
});

test('moving never loses credit that both editions know, of lessons that were split or merged neither', () => {
	let credits = 0;
	fc.assert(
		fc.property(policies, settledHistories, laterEditions, (policy, facts, to) => {
			const before = creditedIn(policy, smallEdition, facts);
			const after = creditedIn(policy, to, moved(smallEdition, to, facts));
			for (const one of to.lessons) {
				const origins = to.equivalents?.find((line) => line.to === one.id)?.from ?? [one.id];
				if (!origins.every((id) => before.includes(id))) continue;
				credits += 1;
				expect(after).toContain(one.id);
			}
		}),
		{ numRuns: 2000 }
	);
	expect(credits).toBeGreaterThan(200);
});

test('moved once more, what was credited with the first edition still is', () => {
	fc.assert(
		fc.property(policies, settledHistories, laterEditions, laterEditions, (policy, facts, second, third) => {
			const once = moved(smallEdition, second, facts);
			const twice = moved(second, third, once);
			const before = creditedIn(policy, second, once).filter((id) =>
				third.lessons.some((one) => one.id === id)
			);
			expect(creditedIn(policy, third, twice)).toEqual(expect.arrayContaining(before));
		}),
		{ numRuns: 500 }
	);
});

test('moving to an edition with the same lessons changes nothing of where somebody stands', () => {
	fc.assert(
		fc.property(policies, settledHistories, (policy, facts) => {
			const planned = new Set(facts.sessions.filter((one) => !one.cancelled).flatMap((one) => one.lessonIds));
			fc.pre(smallEdition.lessons.filter((one) => one.core).every(({ id }) => planned.has(id)));
			const to = { ...smallEdition, version: '1.0.1' };
			const [before, after] = [facts, moved(smallEdition, to, facts)].map((one) => progress(policy, to, one));
			expect(after.lessons.map(({ state, attended }) => [state, attended])).toEqual(
				before.lessons.map(({ state, attended }) => [state, attended])
			);
			expect(after.complete).toBe(before.complete);
		}),
		{ numRuns: 500 }
	);
});

describe('the lessons to come', () => {
	const first = edition(['a', 'b', 'c', 'd'].map((id) => lesson(id)));
	const planned = [['b'], ['c'], ['d']];

	test('what is split stands where it stood, what is new comes in its place, what is gone is left out', () => {
		const lessons = ['a', 'b1', 'b2', 'new', 'd'].map((id) => lesson(id));
		const to = {
			...edition(lessons),
			equivalents: [
				{ from: ['b'], to: 'b1' },
				{ from: ['b'], to: 'b2' }
			]
		};
		expect(remapped(to, { covered: new Set(['a']), planned })).toEqual([['b1', 'b2'], ['new'], ['d']]);
		const { added, gone, mapped } = lessonsMoved(first, to);
		expect(added.map(({ id }) => id)).toEqual(['new']);
		expect(gone.map(({ id }) => id)).toEqual(['c']);
		expect(mapped.map(({ lesson: { id }, becomes }) => [id, ...becomes.map((one) => one.id)])).toEqual([
			['b', 'b1', 'b2']
		]);
	});

	test('of merged lessons of which one was given, the merged one is still to come', () => {
		const to = {
			...edition(['ab', 'c', 'd'].map((id) => lesson(id))),
			equivalents: [{ from: ['a', 'b'], to: 'ab' }]
		};
		expect(remapped(to, { covered: new Set(['a']), planned })).toEqual([['ab'], ['c'], ['d']]);
		expect(remapped(to, { covered: new Set(['a', 'b']), planned: planned.slice(1) })).toEqual([['c'], ['d']]);
	});

	test('a line may lead over an edition in between', () => {
		const to = {
			...edition([lesson('z')]),
			equivalents: [
				{ from: ['a', 'b'], to: 'y' },
				{ from: ['y'], to: 'z' }
			]
		};
		expect(heirsOf(to, 'a')).toEqual(['z']);
		expect(heirsOf(to, 'q')).toEqual([]);
	});
});

describe('merged lessons', () => {
	const from = edition([lesson('a'), lesson('b')]);
	const to = { ...edition([lesson('ab')]), equivalents: [{ from: ['a', 'b'], to: 'ab' }] };
	/** There for so many of 90 minutes of each. */
	const there = (a: number, b: number) =>
		factsOf(meetings([['a'], ['b']]), {
			deliveries: [...delivered('s1', from.lessons[0]), ...delivered('s2', from.lessons[1])],
			marks: [marked('s1', 'partial', { leftAt: a }), marked('s2', 'partial', { leftAt: b })]
		});

	test.each([
		[90, 50, true],
		[90, 40, false],
		[70, 70, true],
		[45, 45, false]
	])('of %i and %i of 90 minutes count together: credited is %s', (a, b, credited) => {
		const [standing] = progress(defaultPolicy, to, moved(from, to, there(a, b))).lessons;
		expect(standing.state === 'credited').toBe(credited);
	});

	test('what was attended of one counts toward the merged one, which takes the rest', () => {
		const half = factsOf(meetings([['a'], ['b']], 1), {
			deliveries: delivered('s1', from.lessons[0]),
			marks: [marked('s1', 'present')]
		});
		const after = moved(from, to, half);
		const given = { ...after, deliveries: [...after.deliveries, ...delivered('s2', to.lessons[0])] };
		expect(progress(defaultPolicy, to, given).lessons[0]).toMatchObject({ state: 'credited' });
	});
});
