import { expect, test } from 'vitest';
import type { Change } from '#lib/server/domain/histories.ts';
import { changesAmong } from '../src/routes/(staff)/sessions/[session]/changes.ts';

type Noted = Extract<Change, { kind: 'practice' }>['to'];
const noted = (change: Partial<Noted> = {}): Noted => ({
	...{ role: 'actor', steps: [1, 2], result: null, withdrawn: false },
	...change
});
const change = (from: Noted[], to: Noted, correction: Change['correction'] = null): Change => ({
	...{ kind: 'practice', id: 'c', at: '2026-03-04T02:10:00.000Z', by: 'Fatima', correction },
	...{ enrollmentId: 'e', name: 'Andre M.', lessonId: 'lesson-one', from, to }
});
const counts = (...args: Parameters<typeof change>) => changesAmong([change(...args)]).length === 1;

test('a tap that only says more of somebody’s practice is no change', () => {
	expect(counts([], noted())).toBe(false);
	expect(counts([noted({ steps: [1] })], noted())).toBe(false);
	expect(counts([noted()], noted({ result: 'hard' }))).toBe(false);
});

test('what is said instead, taken back, settled, or said after the end is one', () => {
	expect(counts([noted()], noted({ steps: [1] }))).toBe(true);
	expect(counts([noted({ result: 'hard' })], noted({ result: 'so-so' }))).toBe(true);
	expect(counts([noted()], noted({ withdrawn: true }))).toBe(true);
	expect(counts([noted(), noted({ steps: [1] })], noted())).toBe(true);
	expect(counts([], noted(), 'sheet')).toBe(true);
});
