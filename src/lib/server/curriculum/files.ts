/** A curriculum on disk: reads a folder and writes the same files back, byte for byte. */
import { lstat, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { byText, type SourceFile } from './source.ts';

/** Every file below the folder except dotfiles; links are not followed. Throws when one is not UTF-8. */
export async function readFolder(dir: string): Promise<SourceFile[]> {
	const paths = await walk(dir, '');
	return Promise.all(paths.sort(byText).map(async (path) => ({ path, text: await readText(dir, path) })));
}

/** Refuses all of them when one path would leave the folder. What else is in the folder stays. */
export async function writeFolder(dir: string, files: SourceFile[]): Promise<void> {
	for (const { path } of files) refuseEscape(path);
	await mkdir(dir, { recursive: true });
	for (const { path, text } of files) await writeInside(dir, path, text);
}

async function walk(dir: string, under: string): Promise<string[]> {
	const entries = await readdir(join(dir, under), { withFileTypes: true });
	const paths = entries
		.filter((entry) => !entry.name.startsWith('.'))
		.map(async (entry) => {
			const path = under ? `${under}/${entry.name}` : entry.name;
			if (entry.isDirectory()) return walk(dir, path);
			return entry.isFile() ? [path] : [];
		});
	return (await Promise.all(paths)).flat();
}

async function readText(dir: string, path: string): Promise<string> {
	const bytes = await readFile(join(dir, path));
	try {
		// Without ignoreBOM a byte order mark would be lost on the way back.
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (cause) {
		throw new Error(`${path} is not UTF-8 text`, { cause });
	}
}

function refuseEscape(path: string): void {
	const names = path.split('/');
	// eslint-disable-next-line no-control-regex -- a NUL ends a path for the system
	const bad = (name: string) => name === '' || name.startsWith('.') || /[\\:\u0000]/.test(name);
	if (names.some(bad)) throw new Error(`${JSON.stringify(path)} is not a path inside the folder`);
}

async function writeInside(dir: string, path: string, text: string): Promise<void> {
	const target = join(dir, path);
	await mkdir(dirname(target), { recursive: true });
	const [root, parent] = await Promise.all([realpath(dir), realpath(dirname(target))]);
	const leaves = relative(root, parent).split(sep)[0] === '..';
	const isLink = await lstat(target).then(
		(stats) => stats.isSymbolicLink(),
		() => false
	);
	if (leaves || isLink) throw new Error(`${JSON.stringify(path)} leads out of the folder`);
	await writeFile(target, text, 'utf8');
}
