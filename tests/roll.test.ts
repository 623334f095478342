import { describe, expect, test } from 'vitest';
import {
	faultOf,
	headsField,
	headsIn,
	isTooLate,
	minutesBetween,
	minutesThere,
	partBetween,
	partNow,
	saidOf,
	saids,
	standingOf,
	tapFor,
	tapOf,
	type Said
} from '#lib/roll.ts';
import { NewMark, ToldMark } from '#lib/server/domain/marks.ts';
import { newId } from '#lib/server/ids.ts';

const part = (cameAt: number | null, leftAt: number | null) => ({
	status: 'partial' as const,
	cameAt,
	leftAt,
	reason: null
});
const whole = saids.filter((said): said is Exclude<Said, 'partial'> => said !== 'partial');

describe('a word for how it was', () => {
	test('every word makes a mark that the roll takes, and reads back as itself', () => {
		for (const said of whole) {
			const standing = standingOf(said);
			expect(saidOf(standing)).toBe(said);
			expect(NewMark.safeParse({ operationId: newId(), enrollmentId: newId(), ...standing }).success).toBe(
				true
			);
		}
	});

	test('the reason decides what kind of absence it is', () => {
		expect(standingOf('court').status).toBe('absent-neutral');
		expect(standingOf('sick').status).toBe('absent-excused');
		expect(standingOf('absent-unexcused').status).toBe('absent-unexcused');
	});

	test('a form says it with times on the clock', () => {
		const form = { operationId: newId(), enrollmentId: newId(), said: 'partial', starts: '18:00' };
		expect(ToldMark.parse({ ...form, came: '18:12' })).toMatchObject({ cameAt: 12, leftAt: null });
		expect(ToldMark.parse({ ...form, came: '17:50', left: '18:40' })).toMatchObject({
			cameAt: null,
			leftAt: 40
		});
		const faults = (change: object) =>
			ToldMark.safeParse({ ...form, ...change }).error?.issues.map(({ message }) => message);
		expect(faults({})).toEqual(['minutes']);
		expect(faults({ came: '18:40', left: '18:20' })).toEqual(['minutes-order']);
	});
});

describe('times', () => {
	test('run over midnight, and count back for half a day', () => {
		expect(minutesBetween('18:00', '18:12')).toBe(12);
		expect(minutesBetween('23:30', '00:10')).toBe(40);
		expect(minutesBetween('18:00', '17:45')).toBe(-15);
	});

	test('a tap on part means now: out of the door for whoever was there, in for anyone else', () => {
		expect(partNow(standingOf('present'), 42.4, 90)).toEqual({ cameAt: null, leftAt: 42 });
		expect(partNow(standingOf('unmarked'), 12, 90)).toEqual({ cameAt: 12, leftAt: null });
		expect(partNow(standingOf('court'), 12, 90)).toEqual({ cameAt: 12, leftAt: null });
		expect(partNow(standingOf('unmarked'), 0.2, 90)).toBeNull();
		expect(partNow(standingOf('present'), 90, 90)).toBeNull();
	});

	test('minutes there never go below none or over the session', () => {
		expect(minutesThere(part(12, null), 90)).toBe(78);
		expect(minutesThere(part(null, 45), 90)).toBe(45);
		expect(minutesThere(part(80, 120), 90)).toBe(10);
	});

	test('what is wrong is said before it is sent, as the roll would say it', () => {
		expect(faultOf(standingOf('present'), 90)).toBeNull();
		expect(faultOf(part(12, 80), 90)).toBeNull();
		expect(faultOf(part(null, null), 90)).toBe('minutes');
		expect(faultOf(part(50, 20), 90)).toBe('minutes-order');
		expect(faultOf(partBetween('18:00', null, '17:00'), 90)).toBe('minutes-order');
		expect(faultOf(part(null, 91), 90)).toBe('minutes-session');
	});
});

describe('coming in after the cut-off', () => {
	test('does not count unless somebody said why it does', () => {
		expect(isTooLate(part(16, null), 15)).toBe(true);
		expect(isTooLate(part(15, null), 15)).toBe(false);
		expect(isTooLate({ ...part(16, null), late: 'court' }, 15)).toBe(false);
		expect(isTooLate(part(16, null), null)).toBe(false);
		expect(isTooLate(part(null, 40), 15)).toBe(false);
		expect(isTooLate(standingOf('present'), 15)).toBe(false);
	});
});

describe('the one form of the roll', () => {
	const people = [
		{ enrollmentId: 'a-1', heads: ['m-1', 'm-2'] },
		{ enrollmentId: 'a-2', heads: [] },
		{ enrollmentId: 'a-12', heads: ['m-3'] }
	];

	test('a button says what, and of whom', () => {
		expect(tapOf(tapFor('absent-unexcused', 'a-1'))).toEqual({
			said: 'absent-unexcused',
			enrollmentId: 'a-1'
		});
		expect(tapOf('present')).toEqual({ said: 'present', enrollmentId: '' });
	});

	test('what is replaced is told for each person, in one field', () => {
		const field = headsField(people);
		expect(people.map(({ enrollmentId }) => headsIn(field, enrollmentId))).toEqual([
			['m-1', 'm-2'],
			[],
			['m-3']
		]);
		expect(headsIn('', 'a-1')).toEqual([]);
	});
});
