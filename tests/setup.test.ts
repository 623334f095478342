import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sourcesHash } from '../src/setup/build.js';
import { fits, isInstalled } from '../src/setup/packages.js';
import { findBrowser } from '../src/setup/tests.js';

function folderWith(files: Record<string, string>) {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-setup-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const write = (path: string, text: string, mode = 0o644) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text, { mode });
	};
	for (const [path, text] of Object.entries(files)) write(path, text);
	return { folder, write };
}

const lock = (packages: Record<string, object>) => JSON.stringify({ packages: { '': {}, ...packages } });

test('Node 22.18 and newer fit, older ones do not', () => {
	expect(['v22.18.0', 'v22.20.1', 'v24.0.0', '25.1.0'].map(fits)).toEqual([true, true, true, true]);
	expect(['v18.20.0', 'v20.20.2', 'v22.17.9'].map(fits)).toEqual([false, false, false]);
});

test('packages are installed when all that the lockfile wants is there; what is optional may be missing', () => {
	const wanted = {
		'node_modules/a': { version: '1.0.0' },
		'node_modules/b': { version: '1.0.0', optional: true }
	};
	const { folder, write } = folderWith({ 'package-lock.json': lock(wanted) });
	expect(isInstalled(folder)).toBe(false);
	write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }));
	expect(isInstalled(folder)).toBe(true);
	write('package-lock.json', lock({ ...wanted, 'node_modules/a': { version: '1.0.1' } }));
	expect(isInstalled(folder)).toBe(false);
});

test('a build is stale when a source changed, and not because of what the build itself writes', () => {
	const { folder, write } = folderWith({ 'src/app.html': '<html>', 'vite.config.ts': 'export default {}' });
	const first = sourcesHash(folder);
	write('src/lib/i18n/paraglide/messages.js', 'made');
	write('src/lib/i18n/project.inlang/cache/plugin.json', '{}');
	write('build/index.js', 'made');
	expect(sourcesHash(folder)).toBe(first);

	const changes: [string, string][] = [
		['src/app.html', '<html lang="en">'],
		['src/lib/i18n/project.inlang/settings.json', '{}'],
		['static/icon.svg', '<svg/>'],
		['package-lock.json', '{}']
	];
	const hashes = changes.map(([path, text]) => {
		write(path, text);
		return sourcesHash(folder);
	});
	expect(new Set([first, ...hashes]).size).toBe(changes.length + 1);
});

test('a browser counts when it runs: the one that is named first, then those in PATH', () => {
	const { folder, write } = folderWith({});
	write('bin/chromium', '#!/bin/sh\nexit 1\n', 0o755);
	const env = { PATH: join(folder, 'bin') };
	expect(findBrowser(env)).toBeNull();
	write('bin/google-chrome', '#!/bin/sh\nexit 0\n', 0o755);
	expect(findBrowser(env)).toBe(join(folder, 'bin/google-chrome'));
	write('mine', '#!/bin/sh\nexit 0\n', 0o755);
	expect(findBrowser({ ...env, CHROMIUM_PATH: join(folder, 'mine') })).toBe(join(folder, 'mine'));
});

test('setup says nothing when nothing is to do, and installs with npm when something is missing', () => {
	const { folder, write } = folderWith({
		'package-lock.json': lock({ 'node_modules/a': { version: '1.0.0' } })
	});
	cpSync('src/setup', join(folder, 'src/setup'), { recursive: true });
	cpSync('src/setup.js', join(folder, 'src/setup.js'));
	write('package.json', '{"type":"module"}');
	// Stands in for npm: notes how it was called, and leaves behind what npm leaves.
	write(
		'npm.cjs',
		`const fs = require('node:fs');
		fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
		fs.mkdirSync('node_modules', { recursive: true });
		fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');`
	);
	const npm = { npm_execpath: join(folder, 'npm.cjs'), npm_node_execpath: process.execPath };
	const run = () =>
		spawnSync(process.execPath, ['src/setup.js'], {
			cwd: folder,
			encoding: 'utf8',
			env: { ...process.env, ...npm }
		});

	expect(run()).toMatchObject({
		status: 0,
		stdout: '',
		stderr: expect.stringContaining('Installing packages')
	});
	expect(run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
	write('package-lock.json', lock({ 'node_modules/a': { version: '2.0.0' } }));
	expect(run()).toMatchObject({ status: 0, stderr: expect.stringContaining('Installed in') });
	expect(readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')).toHaveLength(2);

	write('npm.cjs', 'process.exit(1)');
	write('package-lock.json', lock({ 'node_modules/a': { version: '3.0.0' } }));
	expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('could not be installed') });
});
