/** Referrals, offers and tries to reach somebody, in words. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { shortDay } from '#lib/format.ts';
import type {
	ContactSafety,
	ContactWay,
	DayPart,
	OfferReason,
	OutreachOutcome,
	OutreachWay,
	ReferralEnd,
	ReferralSource,
	ReferralState
} from '#lib/vocabulary.ts';

export const sourceWords: Record<ReferralSource, () => string> = {
	'case-management': m.referrals_source_case_management,
	'partner-agency': m.referrals_source_partner_agency,
	self: m.referrals_source_self,
	organization: m.referrals_source_organization,
	outreach: m.referrals_source_outreach
};

export const dayPartWords: Record<DayPart, () => string> = {
	morning: m.referrals_part_morning,
	afternoon: m.referrals_part_afternoon,
	evening: m.referrals_part_evening
};

export const referralWords: Record<ReferralState, () => string> = {
	referred: m.referrals_state_referred,
	eligible: m.referrals_state_eligible,
	waitlisted: m.referrals_state_waitlisted,
	offered: m.referrals_state_offered,
	declined: m.referrals_state_declined,
	lapsed: m.referrals_state_lapsed,
	accepted: m.referrals_state_accepted,
	closed: m.referrals_state_closed
};
export const referralTones = {
	referred: 'watch',
	eligible: 'watch',
	waitlisted: 'plain',
	offered: 'watch',
	declined: 'plain',
	lapsed: 'watch',
	accepted: 'ok',
	closed: 'plain'
} as const;

/** The one thing to do next. */
export const stepWords: Record<ReferralState, () => string> = {
	referred: m.referrals_step_referred,
	eligible: m.referrals_step_eligible,
	waitlisted: m.referrals_step_waiting,
	offered: m.referrals_step_offered,
	declined: m.referrals_step_waiting,
	lapsed: m.referrals_step_waiting,
	accepted: m.referrals_step_over,
	closed: m.referrals_step_over
};

export const referralEndWords: Record<ReferralEnd, () => string> = {
	'not-eligible': m.referrals_end_not_eligible,
	declined: m.referrals_end_declined,
	unreachable: m.referrals_end_unreachable,
	elsewhere: m.referrals_end_elsewhere,
	'never-started': m.referrals_end_never_started
};

export const offerReasonWords: Record<OfferReason, () => string> = {
	time: m.referrals_reason_time,
	language: m.referrals_reason_language,
	unreached: m.referrals_reason_unreached,
	'begins-soon': m.referrals_reason_begins_soon,
	other: m.referrals_reason_other
};

export const outreachWayWords: Record<OutreachWay, () => string> = {
	call: m.outreach_way_call,
	text: m.outreach_way_text,
	letter: m.outreach_way_letter,
	'in-person': m.outreach_way_in_person,
	'through-someone': m.outreach_way_through_someone
};

export const outcomeWords: Record<OutreachOutcome, () => string> = {
	reached: m.outreach_outcome_reached,
	'left-word': m.outreach_outcome_left_word,
	'no-answer': m.outreach_outcome_no_answer,
	'wrong-number': m.outreach_outcome_wrong_number,
	'no-contact': m.outreach_outcome_no_contact
};

export const contactWayWords: Record<ContactWay, () => string> = {
	call: m.contact_way_call,
	text: m.contact_way_text,
	'in-person': m.contact_way_in_person
};
export const contactSafetyWords: Record<ContactSafety, () => string> = {
	yes: m.contact_safe_yes,
	'text-only': m.contact_safe_text_only,
	no: m.contact_safe_no
};

type Place = { position: number | null; waitsFor: string | null };
/** "Number 2 for Tuesday evening"; nothing for whoever is on no waitlist. */
export function positionText({ position, waitsFor }: Place): string {
	if (position === null) return '';
	return waitsFor === null
		? m.referrals_position_any({ position })
		: m.referrals_position({ position, group: waitsFor });
}

type Try = { day: string; way: OutreachWay; outcome: OutreachOutcome };
/** "Last try Mar 3: call, no answer" */
export const lastTryText = ({ day, way, outcome }: Try): string =>
	m.outreach_last({
		day: shortDay(day, getLocale()),
		way: outreachWayWords[way]().toLowerCase(),
		outcome: outcomeWords[outcome]().toLowerCase()
	});
