/** A weekly time in words. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { capitalized, clockAfter, clockRange, weekdayName, type Locale } from '#lib/format.ts';

/** "Tuesday, 6–7:30 pm" */
export function slotText(slot: { weekday: number; time: string; minutes: number }, locale: Locale): string {
	const day = capitalized(weekdayName(slot.weekday, locale), locale);
	return m.groups_slot({ day, time: clockRange(slot.time, clockAfter(slot.time, slot.minutes), locale) });
}
