import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkCurriculum } from '#lib/server/curriculum/check.ts';
import { readFolder } from '#lib/server/curriculum/files.ts';
import { measuresTable } from '#lib/server/curriculum/table.ts';
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

test('the table of the curriculum is of the texts that ship', async () => {
	const { measures } = checkCurriculum(await readFolder('curriculum/steady-ground'));
	const written = readFileSync('src/routes/handbook/curriculum/measures.md', 'utf8');
	const remedy = 'node src/cli.ts check --table > src/routes/handbook/curriculum/measures.md';
	expect(written, `Make it anew: ${remedy}`).toBe(measuresTable(measures));
});

test('every column of a table in the handbook has a name', () => {
	const unnamed = globSync('src/routes/handbook/**/*.md').filter((file) =>
		/^\|(?:.*\|)?\s*\|.*\n\| ?:?-/m.test(readFileSync(file, 'utf8'))
	);
	expect(unnamed).toEqual([]);
});
