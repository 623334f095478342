/** Milliseconds as a clock reads them: whole seconds, the one under way counted in full; "+0:12" once the time is up. */
export function clockOf(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 1000);
	const [whole, rest] = [Math.floor(Math.abs(seconds) / 60), Math.abs(seconds) % 60];
	return `${seconds < 0 ? '+' : ''}${whole}:${String(rest).padStart(2, '0')}`;
}
