import { expect, test } from 'vitest';
import { pageOf, typedIn } from '#lib/server/typed.ts';

test('what was typed comes back in its order, every text of a name, without secrets', () => {
	const form = new FormData();
	for (const [name, text] of [
		['status', 'present'],
		['replaces', 'a'],
		['replaces', 'b'],
		['password', 'hidden'],
		['newPin', 'hidden']
	])
		form.append(name, text);
	form.append('file', new Blob(['x']));
	const typed = [
		['status', 'present'],
		['replaces', 'a'],
		['replaces', 'b']
	];
	expect(typedIn(form)).toEqual(typed);

	const again = new FormData();
	again.append('password', 'hidden');
	again.append('typed.password', 'hidden');
	for (const [name, text] of typed) again.append(`typed.${name}`, text);
	expect(typedIn(again, 'typed.')).toEqual(typed);
});

test('the page of an action is its path without the action', () => {
	expect(pageOf('/sessions/1?/mark')).toBe('/sessions/1');
	expect(pageOf('/sessions/1?view=roll&/mark')).toBe('/sessions/1?view=roll');
	expect(pageOf('/people?at=1')).toBe('/people?at=1');
});
