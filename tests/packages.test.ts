/** What runs from its source, on a machine that has no tools of development, finds every package that it names. */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	dependencies: Record<string, string>;
};

/** Not types: they are gone when it runs. */
const imports =
	/^\s*(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
const made = (file: string) => file.includes('/i18n/paraglide/');

/** The packages that a program names, in itself or in what it imports, each with the file that does. */
function packagesOf(file: string, seen = new Set<string>()): [name: string, file: string][] {
	if (seen.has(file) || made(file)) return [];
	seen.add(file);
	return [...readFileSync(file, 'utf8').matchAll(imports)].flatMap(([, still, lazy]) => {
		const of = still ?? lazy;
		if (of.startsWith('#lib/')) return packagesOf(resolve('src/lib', of.slice(5)), seen);
		if (of.startsWith('.')) return packagesOf(join(dirname(file), of), seen);
		return [[of, file]];
	});
}

const isBuiltIn = (name: string) => name.startsWith('node:') || builtinModules.includes(name);
const packageIn = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

test.each(['src/cli.ts', 'src/start.ts', 'src/serve.ts', 'src/demo/prepare.ts'])(
	'%s needs only what is installed with the product',
	(program) => {
		const named = packagesOf(resolve(program)).filter(([name]) => !isBuiltIn(name));
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter(([name]) => !(packageIn(name) in dependencies))).toEqual([]);
	}
);
