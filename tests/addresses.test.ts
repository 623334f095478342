import { expect, test } from 'vitest';
import { PeopleQuery } from '#lib/server/domain/reports.ts';
import { slotRows } from '../src/routes/(staff)/groups/new/slots.ts';
import { address, sorting } from '../src/routes/(staff)/people/address.ts';

const query = (asked: object = {}) => PeopleQuery.parse(asked);

test('an address says only what does not go without saying', () => {
	expect(address(query())).toBe('/people');
	expect(address(query({ state: 'all', q: 'Ortiz & Co' }))).toBe('/people?state=all&q=Ortiz+%26+Co');
	expect(address(query({ outlook: 'at-risk' }), { outlook: undefined })).toBe('/people');
});

test('what an address asks comes back from it', () => {
	const asked = query({ outlook: 'at-risk', state: 'exited', q: 'ñ %', sort: 'lessons', order: 'down' });
	const again = new URL(address(asked), 'http://here').searchParams;
	expect(query(Object.fromEntries(again))).toEqual(asked);
});

test('a column sorts its usual way first, then the other', () => {
	expect(sorting(query(), 'lessons')).toEqual({ sort: '/people?sort=lessons&order=down', sorted: null });
	const down = query({ sort: 'lessons', order: 'down' });
	expect(sorting(down, 'lessons')).toEqual({ sort: '/people?sort=lessons', sorted: 'descending' });
	expect(sorting(query(), 'name')).toEqual({ sort: '/people?order=down', sorted: 'ascending' });
});

test('a row of weekly times without a day moves behind the others, as the server counts them', () => {
	const values = {
		'slots.0.weekday': '',
		'slots.0.time': '18:00',
		'slots.0.minutes': '90',
		'slots.1.weekday': '5',
		'slots.1.time': '9',
		'slots.1.minutes': '60'
	};
	expect(slotRows(values)).toEqual([
		{ weekday: '5', time: '9', minutes: '60' },
		{ weekday: '', time: '18:00', minutes: '90' }
	]);
});

test('there is one row to begin with, one more when asked, and five at the most', () => {
	expect(slotRows(undefined)).toHaveLength(1);
	expect(slotRows({ 'slots.0.weekday': '2' }, 1)).toHaveLength(2);
	const five = Object.fromEntries([0, 1, 2, 3, 4].map((n) => [`slots.${n}.weekday`, '2']));
	expect(slotRows(five, 1)).toHaveLength(5);
});
