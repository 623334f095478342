/** Between a place (line and column from 1) and an offset in a text. */

export function offsetOf(text: string, line: number, column: number): number {
	const lines = text.split('\n');
	const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
	return Math.min(text.length, before + column - 1);
}

export function placeOf(text: string, offset: number): { line: number; column: number } {
	const before = text.slice(0, offset).split('\n');
	return { line: before.length, column: before[before.length - 1].length + 1 };
}
