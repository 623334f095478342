import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFolder, writeFolder } from '#lib/server/curriculum/files.ts';
import { hashText, linesOf } from '#lib/server/curriculum/source.ts';
import { files } from './small.ts';

let dir: string;
beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), 'curriculum-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('a folder', () => {
	test('comes back byte for byte', async () => {
		const odd = [
			{ path: '1-a/1-b.md', text: '\uFEFF---\r\nid: é\r\n---\n\n\ttab \u00a0 🙂 \r end without newline' },
			{ path: 'curriculum.yaml', text: '' }
		];
		await writeFolder(dir, odd);
		expect(await readFile(join(dir, '1-a/1-b.md'))).toEqual(Buffer.from(odd[0].text));
		expect(await readFolder(dir)).toEqual(odd);

		const copy = join(dir, 'copy');
		await writeFolder(copy, files());
		expect(await readFolder(copy)).toEqual([...files()].sort((a, b) => (a.path < b.path ? -1 : 1)));
	});

	test('is read without dotfiles and without following links', async () => {
		await mkdir(join(dir, '.git'));
		await writeFile(join(dir, '.git/config'), 'x');
		await writeFile(join(dir, '.DS_Store'), 'x');
		await writeFile(join(dir, 'a.md'), 'x');
		await symlink('/etc', join(dir, 'etc'));
		expect((await readFolder(dir)).map(({ path }) => path)).toEqual(['a.md']);
	});

	test('with a file that is not UTF-8 is refused by its name', async () => {
		await writeFile(join(dir, 'latin.md'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
		await expect(readFolder(dir)).rejects.toThrow('latin.md is not UTF-8 text');
	});
});

describe('writing refuses to leave the folder', () => {
	const paths = [
		'../x.md',
		'/x.md',
		'a/../../x.md',
		'a//x.md',
		'./x.md',
		'.hidden',
		'a/.git/x',
		'a\\..\\x',
		'C:x',
		'x\u0000.md',
		''
	];

	test.each(paths)('%j', async (path) => {
		const inside = join(dir, 'inside');
		await expect(
			writeFolder(inside, [
				{ path: 'ok.md', text: 'x' },
				{ path, text: 'x' }
			])
		).rejects.toThrow('not a path inside');
		expect(await readdir(dir)).toEqual([]);
	});

	test('through a link to a folder or a file', async () => {
		const [inside, outside] = [join(dir, 'inside'), join(dir, 'outside')];
		await mkdir(inside);
		await mkdir(outside);
		await writeFile(join(outside, 'x.md'), 'kept');
		await symlink(outside, join(inside, 'folder'));
		await symlink(join(outside, 'x.md'), join(inside, 'file.md'));
		for (const path of ['folder/x.md', 'file.md']) {
			await expect(writeFolder(inside, [{ path, text: 'lost' }])).rejects.toThrow('leads out of the folder');
		}
		expect(await readFile(join(outside, 'x.md'), 'utf8')).toBe('kept');
	});
});

test('a hash is that of the file as git keeps it', () => {
	expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
	expect(hashText('a\r\nb\n')).toBe(hashText('a\nb\n'));
	expect(linesOf('a\rb\r\nc\nd')).toEqual(['a', 'b', 'c', 'd']);
});
