import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areAlike, areSame } from '#lib/server/domain/names.ts';

const name = (text: string) => {
	const [firstName, ...rest] = text.split('|');
	return { firstName, lastName: rest.join(' ') };
};

test.each([
	['Maria|Lopez', 'María|López'],
	['Maria|Lopez', 'Maria|Lopes'],
	['Maria|Lopez', 'Mara|Lopez'],
	['Maria|Lopez', 'Maira|Lopez'],
	['Maria|Lopez', 'Lopez|Maria'],
	['Maria|Lopez', 'Maria|Lopez Garcia'],
	['Maria|Lopez Garcia', 'Maria|Garcia'],
	['Sean|O’Neil', "sean|O'Neil"],
	['Ольга|Ким', 'ольга|КИМ']
])('%s and %s may be one person', (a, b) => {
	expect([areAlike(name(a), name(b)), areAlike(name(b), name(a))]).toEqual([true, true]);
});

test.each([
	['Maria|Lopez', 'Mario|Perez'],
	['Maria|Lopez', 'Ana|Lopez'],
	['Al|Roe', 'Al|Poe'],
	['Jose|Garcia', 'Jose|Gomez'],
	['李|小龍', '王|小龍']
])('%s and %s are two', (a, b) => {
	expect([areAlike(name(a), name(b)), areAlike(name(b), name(a))]).toEqual([false, false]);
});

test('whoever is the same is alike, and it does not matter who is asked first', () => {
	const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
	const person = fc.record({ firstName: part, lastName: part });
	fc.assert(
		fc.property(person, person, (a, b) => {
			expect(areAlike(a, a)).toBe(true);
			expect(areAlike(a, b)).toBe(areAlike(b, a));
			if (areSame(a, b)) expect(areAlike(a, b)).toBe(true);
		})
	);
});
