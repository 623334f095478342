/** Working days: how long something has waited, as an office counts it (pure). */
import { plusDays } from './days.ts';

/** Working days after one day, up to and with the other: no Saturday, Sunday or holiday. None where it comes before. */
export function workingDaysBetween(from: string, to: string, isHoliday: (day: string) => boolean): number {
	let count = 0;
	for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1))
		if (isWeekday(day) && !isHoliday(day)) count += 1;
	return count;
}

const isWeekday = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
