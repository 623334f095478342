/** Moving about in a grid by keys: rows are `[data-row]`, cells `[data-cell="row:column"]`. */

const columnOf = (cell: HTMLElement) => cell.dataset.cell!.split(':')[1];
const cellsIn = (row: Element | null | undefined) => [
	...(row?.querySelectorAll<HTMLElement>('[data-cell]') ?? [])
];

/** The cell that a key leads to; null where the key is none of the grid's, or leads nowhere. */
export function neighbor(grid: HTMLElement, from: HTMLElement, key: string): HTMLElement | null {
	if (!from.dataset.cell) return null;
	const rows = [...grid.querySelectorAll('[data-row]')];
	const row = rows.findIndex((one) => one.contains(from));
	const own = cellsIn(rows[row]);
	const at = own.indexOf(from);
	const beside = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: own.length - 1 }[key];
	if (beside !== undefined) return own[beside] ?? null;
	const below = { ArrowDown: row + 1, ArrowUp: row - 1 }[key];
	if (below === undefined) return null;
	const others = cellsIn(rows[below]);
	return others.find((cell) => columnOf(cell) === columnOf(from)) ?? others[at] ?? null;
}
