/** The production build, made anew when its sources changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse, say, seconds } from './say.js';

const folders = ['src', 'static'];
const files = ['package-lock.json', 'svelte.config.js', 'tsconfig.json', 'vite.config.ts'];

const messages = join('src', 'lib', 'i18n');
/** The build itself writes there; of the translation project only its settings are ours. */
const made = [join(messages, 'paraglide'), join(messages, 'project.inlang')];
const ours = join(messages, 'project.inlang', 'settings.json');

/**
 * @param {string} root
 * @returns {string} SHA-256 over names and contents of what the build reads
 */
export function sourcesHash(root) {
	const hash = createHash('sha256');
	const found = folders.flatMap((folder) => filesBelow(root, folder));
	for (const path of [...found, ours, ...files].filter((path) => existsSync(join(root, path)))) {
		hash
			.update(`${path}\0`)
			.update(readFileSync(join(root, path)))
			.update('\0');
	}
	return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(root, folder) {
	if (made.includes(folder) || !existsSync(join(root, folder))) return [];
	const entries = readdirSync(join(root, folder), { withFileTypes: true });
	entries.sort((a, b) => (a.name < b.name ? -1 : 1));
	return entries.flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? filesBelow(root, path) : [path];
	});
}

/**
 * @param {string} root
 * @param {string} node
 */
export function prepareBuild(root, node) {
	const stamp = join(root, 'build/.groundwork');
	const hash = sourcesHash(root);
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	say('Building (about half a minute) ...');
	const since = Date.now();
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	const options = { cwd: root, encoding: /** @type {const} */ ('utf8'), maxBuffer: 64e6 };
	const { status, stdout, stderr } = spawnSync(node, [vite, 'build'], options);
	if (status !== 0) refuse(`${stdout}\n${stderr}\nThe build failed.`);
	writeFileSync(stamp, hash);
	say(`Built in ${seconds(since)}.`);
}
