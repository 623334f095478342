/** Why a name changes, in words. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { NameChangeReason } from '#lib/vocabulary.ts';

export const reasonWords: Record<NameChangeReason, () => string> = {
	called: m.contact_reason_called,
	spelling: m.contact_reason_spelling,
	marriage: m.contact_reason_marriage,
	transition: m.contact_reason_transition,
	legal: m.contact_reason_legal
};

/** What becomes of the legal name. */
export const reasonHints: Partial<Record<NameChangeReason, () => string>> = {
	called: m.contact_reason_called_hint,
	transition: m.contact_reason_transition_hint,
	legal: m.contact_reason_legal_hint
};
