import { globSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** What a file imports: as it is written, and as a path in src where it is one of ours. */
type Import = { file: string; of: string; path: string | null; typeOnly: boolean };

const files = globSync('src/**/*.{ts,js,svelte,md}', { exclude: (name) => name.includes('paraglide') }).map(
	(file) => file.replaceAll('\\', '/')
);

/** TypeScript of a file; of a component, that of its scripts. */
function codeOf(file: string): string {
	const text = readFileSync(file, 'utf8');
	if (!/\.(svelte|md)$/.test(file)) return text;
	return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((found) => found[1]).join('\n');
}

function importsOf(file: string, code = codeOf(file)): Import[] {
	const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
	const found: Import[] = [];
	const add = (of: string, typeOnly: boolean) => found.push({ file, of, path: pathOf(file, of), typeOnly });
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
			// `import { type A }` still runs the module: only `import type` does not.
			add(node.moduleSpecifier.text, node.importClause?.isTypeOnly ?? false);
		}
		if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
			add(node.moduleSpecifier.text, node.isTypeOnly);
		}
		if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			const [argument] = node.arguments;
			add(argument && ts.isStringLiteral(argument) ? argument.text : '(computed)', false);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function pathOf(file: string, of: string): string | null {
	if (of.startsWith('#lib/')) return `src/lib/${of.slice(5)}`;
	return of.startsWith('.') ? posix.join(dirname(file), of) : null;
}

const all = files.flatMap((file) => importsOf(file));

type Never = {
	who: RegExp;
	never: RegExp;
	/** Types may come from anywhere. */ types?: boolean;
	except?: RegExp;
};

const partsOfProgress = [
	...['credit', 'given', 'requirements', 'practice-uses', 'presence', 'statements', 'days'],
	...['earlier-credit', 'held-editions', 'conditions', 'rules']
].join('|');
const kit = /^(@sveltejs\/kit|\$app|\$env|\$lib|\$service-worker)/;
const pages = /^src\/(routes|lib\/ui)\//;
const words = /^src\/lib\/(i18n|words|wording|outlook-words)/;
const server = /^src\/lib\/server\//;

/** The nevers of the design, one a line: whose imports never match. */
const nevers: Record<string, Never[]> = {
	'routes never reach for the database: no drizzle, no schema': [
		{ who: /^src\/routes\//, never: /^drizzle-orm|^src\/lib\/server\/db\/(?!open\.ts|migrate\.ts)/ }
	],
	'what browsers share never runs the server': [
		{ who: /^src\/lib\/(?!server\/)/, never: server, types: true }
	],
	'domain knows no Kit, no page, no words, and none of those who build on it': [
		{ who: /^src\/lib\/server\/domain\//, never: kit },
		{ who: /^src\/lib\/server\/domain\//, never: pages },
		{ who: /^src\/lib\/server\/domain\//, never: words },
		{
			who: /^src\/lib\/server\/domain\//,
			never: /^src\/lib\/server\/(feed|identity|jobs|forms|routes|problems|responses)/
		},
		{ who: /^src\/lib\/server\/domain\//, never: /\.svelte$/ }
	],
	'feed and identity know no Kit, no page, no words': [
		{ who: /^src\/lib\/server\/(feed|identity)\//, never: kit },
		{ who: /^src\/lib\/server\/(feed|identity)\//, never: pages },
		{ who: /^src\/lib\/server\/(feed|identity)\//, never: words }
	],
	'progress and its parts import nothing but types, and each other': [
		{
			who: new RegExp(`^src/lib/server/domain/(progress|${partsOfProgress})\\.ts$`),
			never: /./,
			types: true,
			except: new RegExp(
				`^src/lib/(server/domain/(${partsOfProgress})|server/curriculum/equivalents|reading)\\.ts$`
			)
		}
	],
	'policy knows nothing but errors': [
		{ who: /^src\/lib\/server\/policy\.ts$/, never: /./, except: /^src\/lib\/server\/errors\.ts$/ }
	],
	'errors, ids and the clock know nothing of ours': [
		{ who: /^src\/lib\/server\/(errors|ids|clock)\.ts$/, never: /^src\// }
	],
	'the curriculum is text in, data out: no database, no domain, no Kit': [
		{ who: /^src\/lib\/server\/curriculum\//, never: /^drizzle-orm|^src\/lib\/server\/(?!curriculum\/)/ },
		{ who: /^src\/lib\/server\/curriculum\//, never: kit },
		{ who: /^src\/lib\/server\/curriculum\//, never: pages }
	],
	'the database knows its drivers, and nothing of what is kept in it': [
		{ who: /^src\/lib\/server\/db\//, never: /^src\/(?!lib\/server\/db\/)/, types: true },
		{ who: /^src\/lib\/server\/db\//, never: kit },
		{ who: /^src\/lib\/server\/db\//, never: /^zod$/ }
	],
	'our own modules are named with #lib, never with $lib': [{ who: /./, never: /^\$lib/ }],
	'our own modules are named with their extension': [
		{ who: /./, never: /^(#lib\/|\.\.?\/)(?!.*(\.(ts|js|svelte|md|css|json)|\$types)(\?\w+)?$)/ }
	]
};

const named = ({ of, path }: Import) => [of, path].filter((name) => name !== null);
const breaks = (one: Import, { who, never, types, except }: Never) =>
	who.test(one.file) &&
	!(types && one.typeOnly) &&
	named(one).some((name) => never.test(name)) &&
	!named(one).some((name) => except?.test(name));

describe('the nevers of the design', () => {
	test.each(Object.entries(nevers))('%s', (_what, rules) => {
		const found = rules.flatMap((rule) => all.filter((one) => breaks(one, rule)));
		expect([...new Set(found.map(({ file, of }) => `${file} imports ${of}`))]).toEqual([]);
	});

	test('are about files that there are', () => {
		expect(files.length).toBeGreaterThan(150);
		for (const { who } of Object.values(nevers).flat()) {
			expect(files.filter((file) => who.test(file)).length, who.source).toBeGreaterThan(0);
		}
	});

	test('are noticed when they are broken', () => {
		const code = `import { eq } from 'drizzle-orm';
			import type { Db } from '#lib/server/db/open.ts';
			import { type Db as D } from '#lib/server/db/open.ts';
			export { goto } from '$app/navigation';
			const later = import('#lib/server/db/schema/index.ts');`;
		const at = (file: string) => {
			const imports = importsOf(file, code);
			return Object.entries(nevers)
				.filter(([, rules]) => rules.some((rule) => imports.some((one) => breaks(one, rule))))
				.map(([what]) => what.split(' ')[0]);
		};
		expect(at('src/routes/x/+page.server.ts')).toEqual(['routes']);
		expect(at('src/lib/ui/Button.svelte')).toEqual(['what']);
		expect(at('src/lib/server/domain/marks.ts')).toEqual(['domain']);
		expect(at('src/lib/server/domain/progress.ts')).toEqual(['domain', 'progress']);
		expect(at('src/lib/server/policy.ts')).toEqual(['policy']);
		expect(at('src/lib/server/curriculum/parse.ts')).toEqual(['the']);
		expect(importsOf('src/lib/ui/Button.svelte', code).map((one) => one.typeOnly)).toEqual([
			false,
			true,
			false,
			false,
			false
		]);
	});
});

/** Everything that is loaded from some first files on, and from where. */
function reachedFrom(starts: string[]): Map<string, string> {
	const cameFrom = new Map(starts.map((start) => [start, '']));
	for (const file of cameFrom.keys()) {
		for (const one of all.filter((each) => each.file === file && !each.typeOnly)) {
			if (one.path && !cameFrom.has(one.path)) cameFrom.set(one.path, file);
		}
	}
	return cameFrom;
}

test('what runs in a browser never reaches the server', () => {
	const starts = files.filter((file) =>
		/\.svelte$|\+(page|layout)\.ts$|hooks\.client|service-worker/.test(file)
	);
	expect(starts.length).toBeGreaterThan(60);
	const reached = [...reachedFrom(starts)].filter(([file]) => server.test(file));
	expect(reached.map(([file, from]) => `${from} imports ${file}`)).toEqual([]);
});

describe('what runs on plain Node', () => {
	test.each(['src/cli.ts', 'src/serve.ts', 'src/start.ts', 'src/setup.js'])(
		'%s reaches no component, and nothing of Kit',
		(start) => {
			const reached = reachedFrom([start]);
			const isKits = ({ of }: Import) => kit.test(of) || /\.(svelte|svelte\.ts|css)$/.test(of);
			const bad = all.filter((one) => reached.has(one.file) && !one.typeOnly && isKits(one));
			expect(bad.map(({ file, of }) => `${file} imports ${of} (from ${reached.get(file)})`)).toEqual([]);
			expect(files).toContain(start);
		}
	);

	test('the command line reaches the domain', () => {
		expect([...reachedFrom(['src/cli.ts']).keys()]).toContain('src/lib/server/domain/events.ts');
	});
});
