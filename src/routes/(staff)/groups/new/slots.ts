/** Rows of weekly times, as they were typed. */

export const mostSlots = 5;
export type SlotRow = { weekday: string; time: string; minutes: string };
type Values = Record<string, string | string[]>;

const usual: SlotRow = { weekday: '', time: '18:00', minutes: '90' };

/** Rows with a day first, as the server counts them, so that a fault stands beside its row; then those left empty. */
export function slotRows(values: Values | undefined, added = 0): SlotRow[] {
	const typed = numbersOf(values).map((n) => rowOf(values!, n));
	const rows = [...typed.filter((row) => row.weekday), ...typed.filter((row) => !row.weekday)];
	const wanted = Math.min(mostSlots, Math.max(1, rows.length + added));
	return Array.from({ length: wanted }, (_, i) => rows[i] ?? usual);
}

function numbersOf(values: Values = {}): number[] {
	const named = Object.keys(values).flatMap((name) => name.match(/^slots\.(\d)\./)?.[1] ?? []);
	return [...new Set(named.map(Number))].sort((a, b) => a - b);
}

const rowOf = (values: Values, n: number): SlotRow => {
	const typed = (field: string) => String(values[`slots.${n}.${field}`] ?? '');
	return { weekday: typed('weekday'), time: typed('time'), minutes: typed('minutes') };
};
