import { expect, test } from 'vitest';
import { elapsed, startsOf } from '#lib/reading.ts';
import { offsetOf, placeOf } from '../src/routes/(staff)/curriculum/files/[...path]/places.ts';
import { weeksOf } from '../src/routes/calendar/weeks.ts';

test('the clock of a lesson starts at 0:00 and runs on by the minutes of each activity', () => {
	const activities = [{ minutes: 8 }, { minutes: 60 }, { minutes: 22 }];
	expect(startsOf(activities).map(elapsed)).toEqual(['0:00', '0:08', '1:08']);
});

test('a place in a text and its offset lead to each other, and a place past the end to the end', () => {
	const text = 'one\n\nthree';
	for (let offset = 0; offset <= text.length; offset++) {
		const { line, column } = placeOf(text, offset);
		expect(offsetOf(text, line, column)).toBe(offset);
	}
	expect(placeOf(text, 5)).toEqual({ line: 3, column: 1 });
	expect(offsetOf(text, 9, 9)).toBe(text.length);
});

test('a month has all its days in weeks from Sunday on', () => {
	const november = weeksOf('2026-11-21');
	expect(november.map((week) => week.length)).toEqual([7, 7, 7, 7, 7]);
	expect(november[0][0]).toBe('2026-11-01');
	expect(november.flat().filter(Boolean)).toHaveLength(30);
	const february = weeksOf('2028-02-29');
	expect(february.flat().filter(Boolean).at(-1)).toBe('2028-02-29');
	expect(february[0].slice(0, 3)).toEqual([null, null, '2028-02-01']);
});
