/** What the tests need beside packages: a browser, and PostgreSQL's server. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './say.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns {string | null} path of a Chromium that runs here */
export function findBrowser(env = process.env) {
	const folders = (env.PATH ?? '').split(delimiter);
	const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
	const candidates = [env.CHROMIUM_PATH ?? '', ...places, mac].filter((path) => path && existsSync(path));
	return candidates.find(runs) ?? null;
}

/**
 * Ubuntu's `chromium-browser` is there without a browser behind it.
 * @param {string} path
 */
const runs = (path) => spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * @param {string} root
 * @param {string} node
 */
export function prepareBrowser(root, node) {
	if (findBrowser()) return;
	if (aptInstall('a browser', ['chromium']) && findBrowser()) return;
	const playwright = join(root, 'node_modules/@playwright/test/cli.js');
	const isRoot = process.getuid?.() === 0;
	const install = [playwright, 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium'];
	if (spawnSync(node, install, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0) return;
	say(
		'No browser for the end-to-end tests: install Chromium or Chrome, or set CHROMIUM_PATH to one.\n' +
			'The other tests run; the end-to-end tests will fail.'
	);
}

export function preparePostgres() {
	if (hasPostgres() || (aptInstall('PostgreSQL', ['postgresql']) && hasPostgres())) return;
	say('No PostgreSQL server here: its tests run on PGlite instead, which cannot show two writers at once.');
}

/** The same places as tests/support/postgres.ts looks in. */
function hasPostgres() {
	const debian = '/usr/lib/postgresql';
	if (
		existsSync(debian) &&
		readdirSync(debian).some((version) => existsSync(join(debian, version, 'bin/initdb')))
	)
		return true;
	const asked = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
	return asked.status === 0 && existsSync(join(asked.stdout.trim(), 'initdb'));
}

let updated = false;

/**
 * @param {string} what
 * @param {string[]} packages of Debian
 * @returns {boolean} true when they are there now
 */
function aptInstall(what, packages) {
	const apt = (/** @type {string[]} */ ...args) =>
		spawnSync('apt-get', ['-qq', ...args], {
			stdio: ['ignore', 'ignore', 2],
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		}).status === 0;
	if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
	say(`Installing ${what} with apt-get (${packages.join(', ')}) ...`);
	updated ||= apt('update');
	return apt('install', '--yes', '--no-install-recommends', ...packages);
}
