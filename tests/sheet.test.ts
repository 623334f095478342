import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyedMark, keyedPractice, rowCode, visitorCode } from '#lib/sheet.ts';
import { faultOf } from '#lib/roll.ts';

const evening = { time: '18:00', minutes: 90 };
const part = (cameAt: number | null, leftAt: number | null) => ({
	...{ status: 'partial', cameAt, leftAt, reason: null }
});

describe('what is keyed for somebody', () => {
	test.each([
		['p', { status: 'present' }],
		[' P ', { status: 'present' }],
		['a', { status: 'absent-unexcused', reason: null }],
		['e', { status: 'absent-excused', reason: 'other' }],
		['ew', { status: 'absent-excused', reason: 'work' }],
		['e s', { status: 'absent-excused', reason: 'sick' }],
		['nt', { status: 'absent-neutral', reason: 'transport' }],
		['NC', { status: 'absent-neutral', reason: 'court' }],
		['l 6:20', part(20, null)],
		['l620', part(20, null)],
		['6.20', part(20, null)],
		['l 18:20-19:10', part(20, 70)],
		['6:20 7:10', part(20, 70)],
		['l 6:20 pm – 7:10 pm', part(20, 70)],
		['l -7:10', part(null, 70)],
		['5:55-7:10', part(null, 70)],
		['6:20-7:45', part(20, null)],
		['5:58-7:31', { status: 'present', cameAt: null, leftAt: null }]
	])('"%s" is read', (text, said) => {
		expect(keyedMark(text, evening)).toMatchObject({ said, fault: null });
	});

	test.each([
		['l', 'sheet.times'],
		['l 9:30', 'sheet.times'],
		['7:10-6:20', 'minutes-order'],
		['n', 'sheet.reason'],
		['nz', 'sheet.reason'],
		['ez', 'sheet.reason'],
		['q', 'sheet.letter'],
		['l 6:75', 'sheet.letter'],
		['l 6:20-7:10-7:20', 'sheet.letter'],
		['constructor', 'sheet.letter'],
		['e__proto__', 'sheet.reason']
	])('"%s" is refused, with what is wrong', (text, fault) => {
		expect(keyedMark(text, evening)).toEqual({ said: null, fault });
	});

	test('nothing says nothing', () => {
		expect(keyedMark('  ', evening)).toBeNull();
		expect(keyedPractice('', 5)).toBeNull();
	});

	test('a morning session reads the same hours as morning, one over midnight as night', () => {
		expect(keyedMark('9:20', { time: '09:00', minutes: 90 })).toMatchObject({ said: part(20, null) });
		expect(keyedMark('12:10', { time: '23:30', minutes: 90 })).toMatchObject({ said: part(40, null) });
	});

	test('whatever is keyed has a meaning that a mark may have, or a fault', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'plaenwst 0123456789:.-–PM') }), (text) => {
				const keyed = keyedMark(text, evening);
				if (keyed?.said) expect(faultOf(keyed.said, evening.minutes)).toBeNull();
				else if (keyed) expect(keyed.fault).toMatch(/^(sheet|minutes)[.-]/);
				else expect(text.trim()).toBe('');
			})
		);
	});
});

describe('what is keyed of a practice', () => {
	test.each([
		['124w', [1, 2, 4], 'went-well'],
		['4 2, 1 w', [1, 2, 4], 'went-well'],
		['1-3 s', [1, 2, 3], 'so-so'],
		['*h', [1, 2, 3, 4, 5], 'hard'],
		['12b', [1, 2], 'went-well'],
		['r', [], 'so-so'],
		['d', [], 'hard'],
		['123', [1, 2, 3], null],
		['t', [], null]
	])('"%s" is read', (text, steps, result) => {
		expect(keyedPractice(text, 5)).toEqual({ said: { steps, result }, fault: null });
	});

	test.each([
		['16w', 'sheet.steps'],
		['0', 'sheet.steps'],
		['-', 'sheet.steps'],
		['3-w', 'sheet.steps'],
		['12x', 'sheet.result'],
		['w12', 'sheet.result'],
		['hello', 'sheet.result']
	])('"%s" is refused', (text, fault) => {
		expect(keyedPractice(text, 5)).toEqual({ said: null, fault });
	});
});

test('rows have codes of two characters that no other row has, for as long as a group lasts', () => {
	const codes = Array.from({ length: 1000 }, (_, place) => rowCode(place));
	expect(codes.slice(0, 10)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'B1']);
	expect(new Set(codes).size).toBe(1000);
	expect(codes.slice(0, 200).every((code) => code.length === 2)).toBe(true);
	expect(codes.join('')).not.toMatch(/[IOQ0]/);
	const visitors = Array.from({ length: 30 }, (_, place) => visitorCode(place));
	expect(new Set([...codes, ...visitors]).size).toBe(1030);
	expect(visitors.slice(0, 2)).toEqual(['Q1', 'Q2']);
});
