/** The product's typeface for Typst, which reads sfnt files only: what a .woff packs is unpacked. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const files = ['latin', 'latin-ext'].flatMap((part) =>
	['400-normal', '400-italic', '600-normal', '700-normal', '700-italic'].map(
		(face) => `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${part}-${face}.woff`
	)
);

export const fonts = (): Buffer[] => files.map((file) => unpacked(readFileSync(require.resolve(file))));

const [headLength, entryLength] = [12, 16];

/** WOFF 1.0: the same tables, each packed on its own behind a longer head. */
function unpacked(woff: Buffer): Buffer {
	const count = woff.readUInt16BE(12);
	const entries = Array.from({ length: count }, (_, i) => woff.subarray(44 + i * 20, 64 + i * 20));
	const tables = entries.map((entry) => tableOf(woff, entry));
	const directory = Buffer.alloc(headLength + count * entryLength);
	woff.copy(directory, 0, 4, 8);
	const power = 2 ** Math.floor(Math.log2(count));
	directory.writeUInt16BE(count, 4);
	directory.writeUInt16BE(power * entryLength, 6);
	directory.writeUInt16BE(Math.log2(power), 8);
	directory.writeUInt16BE((count - power) * entryLength, 10);
	let offset = directory.length;
	entries.forEach((entry, i) => {
		const at = headLength + i * entryLength;
		entry.copy(directory, at, 0, 4);
		entry.copy(directory, at + 4, 16, 20);
		directory.writeUInt32BE(offset, at + 8);
		entry.copy(directory, at + 12, 12, 16);
		offset += tables[i].length;
	});
	return Buffer.concat([directory, ...tables]);
}

/** A table at its full length, filled up to a multiple of four bytes. */
function tableOf(woff: Buffer, entry: Buffer): Buffer {
	const [offset, packed, length] = [4, 8, 12].map((at) => entry.readUInt32BE(at));
	const bytes = woff.subarray(offset, offset + packed);
	const table = packed < length ? inflateSync(bytes) : bytes;
	return Buffer.concat([table, Buffer.alloc((4 - (length % 4)) % 4)]);
}
