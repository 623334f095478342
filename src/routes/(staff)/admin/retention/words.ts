/** Kinds of records in words, and for how long each is kept. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { keptKinds, ThrownAway } from '#lib/server/domain/retention.ts';

type Words = { what: () => string; why: () => string };

export const thrownAwayWords: Record<ThrownAway, Words> = {
	'card-logins': { what: m.retention_card_logins, why: m.retention_card_logins_why },
	links: { what: m.retention_links, why: m.retention_links_why },
	'dispute-lines': { what: m.retention_dispute_lines, why: m.retention_dispute_lines_why },
	'guest-names': { what: m.retention_guest_names, why: m.retention_guest_names_why },
	'handoff-reaches': { what: m.retention_handoff_reaches, why: m.retention_handoff_reaches_why },
	'letter-lines': { what: m.retention_letter_lines, why: m.retention_letter_lines_why },
	contacts: { what: m.retention_contacts, why: m.retention_contacts_why }
};

export const keptWords: Record<keyof typeof keptKinds, Words> = {
	disclosures: { what: m.retention_disclosures, why: m.retention_law },
	consents: { what: m.retention_consents, why: m.retention_law },
	facts: { what: m.retention_facts, why: m.retention_facts_why },
	events: { what: m.retention_events, why: m.retention_events_why }
};

/** Whole years as years; null is for ever. */
export function timeText(days: number | null): string {
	if (days === null) return m.retention_always();
	return days % 365 === 0
		? m.retention_years_count({ count: days / 365 })
		: m.retention_days_count({ count: days });
}
