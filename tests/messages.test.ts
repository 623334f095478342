import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
const keysOf = (file: string) => Object.keys(read(file)).filter((key) => key !== '$schema');
const areas = globSync('src/lib/i18n/messages/*/en.json');

// The second of two would be lost, and making the messages would take minutes instead of seconds.
test('no message has the name of another', () => {
	const keys = areas.flatMap(keysOf);
	expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('what is said in English is said in Spanish, and nothing else is', () => {
	for (const english of areas) {
		const spanish = english.replace(/en\.json$/, 'es.json');
		expect(keysOf(spanish).sort(), spanish).toEqual(keysOf(english).sort());
	}
});

test('every area of messages is listed, and every listed area is there', () => {
	const settings = read('src/lib/i18n/project.inlang/settings.json');
	const { pathPattern } = settings['plugin.inlang.messageFormat'] as { pathPattern: string[] };
	const listed = pathPattern.map((path) =>
		path.replace('./messages', 'src/lib/i18n/messages').replace('{locale}', 'en')
	);
	expect(listed.sort()).toEqual([...areas].sort());
});

test('every message is said somewhere', () => {
	const files = globSync('src/**/*.{ts,svelte,md}', { exclude: ['**/paraglide/**'] });
	const said = new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(/\bm\s*\.\s*\w+/g) ?? []));
	const names = new Set([...said].map((one) => one.replace(/^m\s*\.\s*/, '')));
	expect(areas.flatMap(keysOf).filter((key) => !names.has(key))).toEqual([]);
});
