/** Packages as package-lock.json wants them, and a Node that can run the project. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse, say, seconds } from './say.js';

/** The first Node that runs TypeScript by itself and loads our database driver. */
const oldest = [22, 18];

/** @param {string} version like v24.21.0 */
export function fits(version) {
	const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
	return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** @param {string} root */
const stampOf = (root) => join(root, 'node_modules/.groundwork');

/** @param {string} root */
function lockHash(root) {
	const lock = readFileSync(join(root, 'package-lock.json'));
	return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

/**
 * Are the packages there that package-lock.json names? npm writes what it installed into a lockfile of its own.
 * @param {string} root
 */
export function isInstalled(root) {
	const stamp = stampOf(root);
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root)) return true;
	const installed = packagesIn(join(root, 'node_modules/.package-lock.json'));
	const wanted = packagesIn(join(root, 'package-lock.json'));
	if (!installed || !wanted) return false;
	return Object.entries(wanted).every(([path, { version, optional, link }]) => {
		if (path === '' || link) return true;
		return installed[path] ? installed[path].version === version : optional === true;
	});
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }> | null}
 */
function packagesIn(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

/** @param {string} root */
export function preparePackages(root) {
	if (!isInstalled(root)) install(root);
	const hash = lockHash(root);
	const stamp = stampOf(root);
	if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) writeFileSync(stamp, hash);
}

/**
 * The versions of package-lock.json; none of our packages needs its install script, so none is run. Not `npm ci`: it
 * refuses a lockfile that lacks builds for other machines, and npm leaves those out where its registry has none.
 *
 * @param {string} root
 */
function install(root) {
	say('Installing packages (the first time: about a minute) ...');
	const since = Date.now();
	const options = [
		'install',
		'--no-save',
		'--ignore-scripts',
		'--include=dev',
		'--include=optional',
		'--no-audit',
		'--no-fund',
		'--loglevel=error'
	];
	const { npm_execpath: npm, npm_node_execpath: node } = process.env;
	const { status } =
		npm && node
			? spawnSync(node, [npm, ...options], { cwd: root, stdio: ['ignore', 2, 2] })
			: spawnSync('npm', options, {
					cwd: root,
					stdio: ['ignore', 2, 2],
					shell: process.platform === 'win32'
				});
	if (status !== 0)
		refuse('The packages could not be installed. npm said why above; try again when that is mended.');
	say(`Installed in ${seconds(since)}.`);
}

/**
 * The Node that npm will find for the next script: the project's own where one runs here, else the machine's.
 * @param {string} root
 * @returns {string} its path
 */
export function prepareNode(root) {
	const own = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
	if (existsSync(own)) {
		const version = versionOf(own);
		if (version && fits(version)) return own;
		// Made for another C library: out of the way, so that the machine's own Node can serve.
		rmSync(own);
	}
	if (fits(process.version)) return process.execPath;
	const found = versionOf('node') ?? process.version;
	if (fits(found)) return 'node';
	return refuse(
		`Groundwork needs Node ${oldest.join('.')} or newer, and there is only ${found} here; the Node that comes with\n` +
			`the project does not run on ${process.platform} ${process.arch}. Install Node 24 from https://nodejs.org and run this again.`
	);
}

/** @param {string} node */
function versionOf(node) {
	if (node === process.execPath) return process.version;
	const asked = spawnSync(node, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
	return asked.status === 0 ? asked.stdout.trim() : null;
}
