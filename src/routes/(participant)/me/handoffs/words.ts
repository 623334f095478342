/** How a request stands, told to whoever made it. */
import { longDay, type Locale } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { HandoffOutcome, HandoffState, HandoffWay } from '#lib/handoffs.ts';

type Own = {
	state: HandoffState;
	standing: string;
	outcome: HandoffOutcome | null;
	askedOn: string | null;
	isLate?: boolean;
	way: HandoffWay | null;
	to: string;
	with: string | null;
};

const closed = {
	connected: m.handoff_own_closed_connected,
	elsewhere: m.handoff_own_closed_elsewhere,
	'not-wanted': m.handoff_own_closed_not_wanted,
	'not-reached': m.handoff_own_closed_not_reached
};

export function standsText(one: Own, locale: Locale): string {
	if (one.standing === 'stopped') return m.handoff_own_stopped();
	if (one.state === 'withdrawn') return m.handoff_own_withdrawn();
	if (one.outcome) return closed[one.outcome]();
	if (one.state === 'connected') return m.handoff_own_connected();
	const name = one.with ?? one.to;
	if (one.state === 'contacted') return m.handoff_own_contacted({ name });
	if (one.state === 'received') return m.handoff_own_received({ name });
	const day = one.askedOn ? longDay(one.askedOn, locale) : '';
	return one.isLate ? m.handoff_own_asked_late({ day }) : m.handoff_own_asked({ day });
}

export const toText = ({ way, to: name }: Own): string =>
	way === 'recipient' ? m.handoff_own_to_recipient({ name }) : m.handoff_own_to_manager({ name });
