/** The production build, made anew when its sources changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse, say, seconds } from './say.js';

const sources = ['src', 'static', 'package-lock.json', 'svelte.config.js', 'tsconfig.json', 'vite.config.ts'];
/** Made by the build itself. */
const made = join('src', 'lib', 'i18n', 'paraglide');

/**
 * @param {string} root
 * @returns {string} SHA-256 over names and contents of what the build reads
 */
export function sourcesHash(root) {
	const hash = createHash('sha256');
	for (const path of sources.flatMap((source) => filesBelow(root, source))) {
		hash
			.update(path)
			.update('\0')
			.update(readFileSync(join(root, path)))
			.update('\0');
	}
	return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(root, path) {
	if (path === made || !existsSync(join(root, path))) return [];
	if (!sources.slice(0, 2).some((folder) => path.startsWith(folder))) return [path];
	const entries = readdirSync(join(root, path), { withFileTypes: true });
	entries.sort((a, b) => (a.name < b.name ? -1 : 1));
	return entries.flatMap((entry) => {
		const below = join(path, entry.name);
		return entry.isDirectory() ? filesBelow(root, below) : [below];
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
