/** The days of a day's month in weeks from Sunday to Saturday; null where a week reaches outside. */
export function weeksOf(today: string): (string | null)[][] {
	const [year, month] = today.split('-').map(Number);
	const before = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
	const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
	const dayAt = (cell: number) => {
		const number = cell - before + 1;
		return number < 1 || number > length ? null : `${today.slice(0, 8)}${String(number).padStart(2, '0')}`;
	};
	const weeks = Math.ceil((before + length) / 7);
	return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, i) => dayAt(week * 7 + i)));
}
