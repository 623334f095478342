/** Calendar days as text, YYYY-MM-DD: they sort and compare as they are. */

/** Adds days to a calendar day. */
export function plusDays(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one to the other: fewer than none when it comes before. */
export const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** The last of some days; null when there is none. */
export const lastOf = (days: string[]): string | null => [...days].sort().at(-1) ?? null;
