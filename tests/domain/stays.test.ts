import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { plusDays } from '#lib/server/domain/days.ts';
import { daysAway, isAway, stateOf, stayAfter, type Change } from '#lib/server/domain/stays.ts';
import { enrollmentStates, outlooks } from '#lib/vocabulary.ts';

const first = '2026-03-03';
const said = (kind: Change['kind'], after: number, change: Partial<Change> = {}): Change => ({
	...{ id: `${kind}-${after}`, kind, day: plusDays(first, after), backOn: null, reason: null, undoes: null },
	at: `${plusDays(first, after)}T20:00:00.000Z`,
	...change
});
const stay = (changes: Change[]) => ({ enrolledOn: first, ...stayAfter(changes) });

/** What verbs would let through: each change fits what stood before it. */
const histories = fc
	.array(fc.record({ step: fc.nat(3), days: fc.nat(9), takeBack: fc.boolean() }), { maxLength: 12 })
	.map((steps) => {
		let after = 0;
		const changes: Change[] = [];
		for (const [i, { step, days, takeBack }] of steps.entries()) {
			after += days;
			const { exitedAt, pausedOn } = stayAfter(changes);
			const kinds: Change['kind'][] = exitedAt
				? ['re-entered']
				: pausedOn
					? ['resumed', 'exited', 'transferred']
					: ['paused', 'exited', 'transferred'];
			const kind = kinds[step % kinds.length];
			const reason = kind === 'transferred' ? 'transferred' : kind === 'exited' ? 'moved' : 'work';
			const backOn = kind === 'paused' ? plusDays(first, after + 7) : null;
			changes.push(said(kind, after, { id: `c${i}`, reason, backOn }));
			if (takeBack) changes.push(said('undone', after, { id: `u${i}`, undoes: `c${i}` }));
		}
		return changes;
	});

describe('a stay', () => {
	test('is away from the first day of a pause until the day of the return', () => {
		const paused = stay([said('paused', 7, { backOn: plusDays(first, 20) })]);
		expect([6, 7, 90].map((days) => isAway(paused, plusDays(first, days)))).toEqual([false, true, true]);
		const back = stay([said('paused', 7), said('resumed', 14)]);
		expect([6, 7, 13, 14].map((days) => isAway(back, plusDays(first, days)))).toEqual([
			false,
			true,
			true,
			false
		]);
	});

	test('is away between leaving and coming back, and before it began', () => {
		const again = stay([said('exited', 7, { reason: 'custody' }), said('re-entered', 21)]);
		expect(again).toMatchObject({ exitedAt: null, exitReason: null });
		expect([-1, 0, 7, 20, 21].map((days) => isAway(again, plusDays(first, days)))).toEqual([
			true,
			false,
			true,
			true,
			false
		]);
	});

	test('that runs on past the day of the return is counted until tomorrow', () => {
		const late = stay([said('paused', 7, { backOn: plusDays(first, 9) })]);
		const today = plusDays(first, 30);
		expect(daysAway(late, today).at(-1)).toEqual({ from: plusDays(first, 7), until: plusDays(today, 1) });
	});

	test('is as if it had never been said, when it is taken back', () => {
		fc.assert(
			fc.property(histories, (changes) => {
				const undone = new Set(changes.map(({ undoes }) => undoes));
				const standing = changes.filter(({ id, kind }) => kind !== 'undone' && !undone.has(id));
				expect(stayAfter(changes)).toEqual(stayAfter(standing));
			})
		);
	});

	test('never contradicts itself, whatever was said', () => {
		fc.assert(
			fc.property(histories, (changes) => {
				const now = stay(changes);
				expect(now.exitedAt === null).toBe(now.exitReason === null);
				expect(now.pausedOn === null).toBe(now.pauseReason === null);
				expect(now.pausedOn === null || now.exitedAt === null).toBe(true);
				for (const { from, until } of now.away) expect(from < until).toBe(true);
			})
		);
	});
});

describe('the state', () => {
	test('is one, and fits what is known', () => {
		fc.assert(
			fc.property(histories, fc.boolean(), fc.constantFrom(...outlooks), (changes, came, outlook) => {
				const now = stay(changes);
				const state = stateOf(now, { came, outlook, today: plusDays(first, 200) });
				expect(enrollmentStates).toContain(state);
				expect(state === 'completed').toBe(outlook === 'complete');
				if (state === 'active') expect(came && now.exitedAt === null && now.pausedOn === null).toBe(true);
				if (state === 'enrolled') expect(!came && now.exitedAt === null).toBe(true);
				if (state === 'paused') expect(now.pausedOn).not.toBeNull();
				if (state === 'exited' || state === 'never-started') expect(now.exitedAt).not.toBeNull();
				if (state === 'never-started') expect(came).toBe(false);
			})
		);
	});

	test('of whoever moved to another group without having come is not "never started"', () => {
		const known = { came: false, outlook: 'on-course' as const, today: first };
		const moved = stay([said('transferred', 1, { reason: 'transferred' })]);
		expect(stateOf(moved, known)).toBe('exited');
		expect(stateOf(stay([said('exited', 1, { reason: 'lost-contact' })]), known)).toBe('never-started');
	});

	test('is paused from the day of the pause, not before', () => {
		const ahead = stay([said('paused', 7, { backOn: plusDays(first, 20), reason: 'work' })]);
		const on = (days: number) =>
			stateOf(ahead, { came: true, outlook: 'on-course', today: plusDays(first, days) });
		expect([on(6), on(7)]).toEqual(['active', 'paused']);
	});
});
