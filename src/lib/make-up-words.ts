/** Make-ups in words: ways, states, reasons. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { clock, longDay } from '#lib/format.ts';
import type { MakeUpEnd, MakeUpException, MakeUpState, MakeUpWay } from '#lib/vocabulary.ts';

export const wayWords: Record<MakeUpWay, () => string> = {
	'one-to-one': m.make_ups_way_one_to_one,
	session: m.make_ups_way_session,
	packet: m.make_ups_way_packet
};

export const stateWords: Record<MakeUpState, () => string> = {
	proposed: m.make_ups_state_proposed,
	approved: m.make_ups_state_approved,
	held: m.make_ups_state_held,
	over: m.make_ups_state_over
};
export const stateTones = { proposed: 'watch', approved: 'plain', held: 'ok', over: 'plain' } as const;

export const exceptionWords: Record<MakeUpException, () => string> = {
	'not-offered': m.make_ups_exception_not_offered,
	justice: m.make_ups_exception_justice,
	sick: m.make_ups_exception_sick,
	work: m.make_ups_exception_work,
	other: m.make_ups_exception_other
};

export const endWords: Record<MakeUpEnd, () => string> = {
	'person-asked': m.make_ups_end_person_asked,
	'not-held': m.make_ups_end_not_held,
	'other-way': m.make_ups_end_other_way,
	'not-approved': m.make_ups_end_not_approved,
	mistake: m.make_ups_end_mistake
};

type Host = { group: string; date: string; time: string };

/** "With Wednesday morning: Wednesday, March 4, 9 am" */
export const hostText = ({ group, date, time }: Host): string =>
	m.make_ups_host({ group, day: longDay(date, getLocale()), time: clock(time, getLocale()) });

/** How and when: "One-to-one with a facilitator, Tuesday, March 10". */
export function placeText({ way, day, host }: { way: MakeUpWay; day: string; host: Host | null }): string {
	return host ? hostText({ ...host, date: day }) : `${wayWords[way]()}, ${longDay(day, getLocale())}`;
}
