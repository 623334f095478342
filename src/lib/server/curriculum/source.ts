/** The files of a curriculum as text, and the hashes that name them. */
import { createHash } from 'node:crypto';

/** `path` is relative to the curriculum's folder, with `/`: `1-why-change/1-how-we-work-together.md`. */
export type SourceFile = { path: string; text: string };
/** Line and column count from 1. */
export type Place = { line: number; column: number };

/** Markdown ends a line at CR LF, LF or a CR alone; so do we, or line numbers would drift apart. */
export const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/);

/** SHA-256 in hex. Line endings don't count, so that a checkout on Windows has the same hash. */
export function hashText(text: string): string {
	return createHash('sha256').update(linesOf(text).join('\n')).digest('hex');
}

/** The hash of a whole edition: over its sorted paths and the hashes of their texts. */
export function hashEdition(files: SourceFile[]): string {
	const lines = files.map((file) => `${hashText(file.text)}  ${file.path}\n`);
	return hashText(lines.sort(byText).join(''));
}

/** Orders by code units, the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
