import { describe, expect, test } from 'vitest';
import { paceOf } from '#lib/pace.ts';
import type { ActivityState } from '#lib/vocabulary.ts';

const startsAt = '2026-03-04T02:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
/** 90 minutes: 20, 20, 35, 10, 5. */
const plan = (...states: ActivityState[]) =>
	[20, 20, 35, 10, 5].map((minutes, i) => ({ minutes, state: states[i] ?? ('pending' as const) }));
const paceAt = (minutes: number, ...states: ActivityState[]) =>
	paceOf(startsAt, 90, plan(...states), after(minutes));

describe('where a session stands in its plan', () => {
	test('before the start it counts down', () => {
		expect(paceAt(-12.5)).toEqual({ phase: 'before', minutes: 13 });
	});

	test('in the middle of an activity, what is left of it and when all would end', () => {
		expect(paceAt(30, 'done')).toEqual({
			phase: 'running',
			elapsed: 30,
			now: { index: 1, left: 10, share: 0.5 },
			behind: 0,
			endsAt: after(90)
		});
	});

	test('over an activity, by how much, and a later end', () => {
		const pace = paceAt(47, 'done');
		expect(pace).toMatchObject({ now: { left: -7, share: 1 }, behind: 7, endsAt: after(97) });
	});

	test('a skipped activity puts it ahead', () => {
		expect(paceAt(22, 'done', 'skipped')).toMatchObject({ now: { index: 2, left: 53 }, behind: -18 });
	});

	test('while nothing is ticked off nobody is told to be behind', () => {
		expect(paceAt(50)).toMatchObject({ phase: 'running', behind: null });
	});

	test('ticked in another order, what is next is the first one left', () => {
		expect(paceAt(36, 'pending', 'pending', 'done')).toMatchObject({ now: { index: 0, left: 19 } });
	});

	test('everything ticked off, nothing is under way', () => {
		const pace = paceAt(80, 'done', 'done', 'shortened', 'skipped', 'done');
		expect(pace).toMatchObject({ phase: 'running', now: null, behind: null, endsAt: after(80) });
	});

	test('an hour after its planned end it is over', () => {
		expect(paceAt(150, 'done')).toMatchObject({ phase: 'running' });
		expect(paceAt(151, 'done')).toEqual({ phase: 'over' });
	});
});
