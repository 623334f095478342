/** What can still be done, in words: how a lesson is made up, and where somebody can go on. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { MakeUpWays } from '#lib/server/domain/make-up-ways.ts';
import type { FinishingGroup } from '#lib/server/domain/places.ts';
import { capitalized, clock, list, longDay, weekdayName } from './format.ts';

/** "on Tuesday, March 10, 6 pm, at Pier 4, alone with a facilitator, or with worksheets at home" */
export function waysText({ meetings, packet, minutes }: MakeUpWays): string {
	const locale = getLocale();
	const ways = [
		...meetings.map(({ site, date, time }) =>
			m.onward_way_meeting({ site, day: longDay(date, locale), time: clock(time, locale) })
		),
		m.onward_way_alone(),
		...(packet >= minutes ? [m.onward_way_packet()] : []),
		...(packet > 0 && packet < minutes ? [m.onward_way_packet_part({ count: packet })] : [])
	];
	return list(ways, locale, 'disjunction');
}

/** "Tuesday, 6 pm and Thursday, 6 pm"; empty where a group meets on given dates. */
export function timesText({ slots }: FinishingGroup): string {
	const locale = getLocale();
	const times = slots.map(({ weekday, time }) => `${weekdayName(weekday, locale)}, ${clock(time, locale)}`);
	return times.length > 0 ? capitalized(list(times, locale), locale) : '';
}
