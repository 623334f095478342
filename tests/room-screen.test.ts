import { describe, expect, test } from 'vitest';
import { clockOf } from '../src/routes/room/[token]/[step]/clock.ts';
import { commandOf } from '../src/routes/room/[token]/[step]/commands.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, more: Partial<typeof bare> = {}, onControl = false) =>
	commandOf({ key, ...bare, ...more }, onControl);

describe('a key of the room screen', () => {
	const keys = {
		next: ['ArrowRight', 'ArrowDown', 'PageDown', ' ', 'Enter'],
		back: ['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace'],
		first: ['Home'],
		last: ['End'],
		blank: ['b', 'B', '.'],
		full: ['f', 'F'],
		look: ['d', 'D'],
		language: ['l', 'L'],
		timer: ['t', 'T'],
		minute: ['+', '=']
	};

	test.each(Object.entries(keys))('for %s', (command, own) => {
		for (const key of own) expect(press(key), key).toBe(command);
	});

	test('goes back with Shift and the space bar, as pages do', () => {
		expect(press(' ', { shiftKey: true })).toBe('back');
	});

	test('presses the button that has the focus; what a clicker sends goes on all the same', () => {
		expect(press('Enter', {}, true)).toBeNull();
		expect(press(' ', {}, true)).toBeNull();
		expect(press('PageDown', {}, true)).toBe('next');
	});

	test('that is the browser’s own is left to it', () => {
		for (const key of ['F5', 'Tab', 'Escape', 'a', 'toString', 'constructor'])
			expect(press(key), key).toBeNull();
		expect(press('f', { ctrlKey: true })).toBeNull();
		expect(press('ArrowLeft', { altKey: true })).toBeNull();
		expect(press('d', { metaKey: true })).toBeNull();
	});
});

test('the clock counts whole seconds down to zero, and on from there', () => {
	const read = { 600_000: '10:00', 599_001: '10:00', 599_000: '9:59', 1: '0:01', 0: '0:00' };
	for (const [ms, clock] of Object.entries(read)) expect(clockOf(Number(ms))).toBe(clock);
	expect(clockOf(-900)).toBe('0:00');
	expect(clockOf(-1000)).toBe('+0:01');
	expect(clockOf(-754_000)).toBe('+12:34');
});
