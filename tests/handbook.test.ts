import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pageAt, parts } from '../src/routes/handbook/pages.ts';

const listed = parts.flatMap(({ pages }) => pages.map(({ href }) => href));
const written = globSync('src/routes/handbook/**/+page.{md,svelte}').map((file) =>
	file.replace(/^src\/routes/, '').replace(/\/\+page\.\w+$/, '')
);

test('every page of the handbook is in its list, once, and every listed page is written', () => {
	expect([...listed].sort()).toEqual(written.sort());
});

test('an unlisted page is refused by name', () => {
	expect(() => pageAt('/handbook/nowhere')).toThrow('/handbook/nowhere');
	expect(pageAt('/handbook').label).toBe('What Groundwork is');
});
