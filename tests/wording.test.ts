import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { errorText, fieldText, hasText } from '#lib/wording.ts';
import { overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';

const sources = ['src/lib/server', 'src/routes']
	.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
	.filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.parentPath.includes('migrations'))
	.filter((file) => !file.parentPath.includes('curriculum'))
	.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));

/** Where codes are thrown: `conflict('…')`, `new DomainError(400, '…')`, `{ code: '…' }`, `.refine(…, 'pin.easy')`. */
const thrown = [
	/\b(?:conflict|tooMany)\(\s*'([^']+)'/g,
	/new DomainError\(\s*\d+,\s*'([^']+)'/g,
	/(?:\]|\w): \{ code: '([a-z][a-z.-]*)'/g,
	/(?:return|=) \{ code: '([a-z][a-z.-]*)'/g,
	/message: '([a-z][a-z0-9]*(?:[.-][a-z0-9]+)+)'/g,
	/refine\([^,]+, '([^']+)'/g
];

test('every code that the server can answer with has words', () => {
	const codes = new Set(
		sources.flatMap((text) => thrown.flatMap((form) => [...text.matchAll(form)].map(([, code]) => code)))
	);
	expect(codes.size).toBeGreaterThan(30);
	expect([...codes].filter((code) => !hasText(code)).sort()).toEqual([]);
});

test('a code without words is still answered with a sentence, never with the code', () => {
	expect(errorText('no.such-code')).toMatch(/^This did not work/);
	expect(fieldText(undefined)).toBe('');
	expect(fieldText({ code: 'constructor' })).toMatch(/^This did not work/);
});

test("waiting times are told in minutes, days as people write them, in the reader's language", () => {
	expect(errorText('card.wait', { seconds: 61 })).toContain('2 min');
	expect(errorText('session.not-yet', { date: '2026-03-03' })).toContain('March 3, 2026');
	overwriteGetLocale(() => 'es');
	onTestFinished(() => overwriteGetLocale(() => 'en'));
	expect(errorText('session.not-yet', { date: '2026-03-03' })).toContain('3 de marzo de 2026');
});
