/** The names of recipients, of what they may know, and of how it was told, in the reader's language. */
import type { DisclosureWay, InformationKind, OwnAudience, RecipientKind } from '#lib/disclosures.ts';
import * as m from '#lib/i18n/paraglide/messages.js';
import type { Words } from '#lib/words.ts';

export const recipientWords: Words<RecipientKind> = {
	program: m.word_recipient_program,
	'case-management': m.word_recipient_case_management,
	evaluator: m.word_recipient_evaluator,
	incentives: m.word_recipient_incentives,
	justice: m.word_recipient_justice
};

export const informationWords: Words<InformationKind> = {
	name: m.word_information_name,
	enrollment: m.word_information_enrollment,
	attendance: m.word_information_attendance,
	milestones: m.word_information_milestones,
	completion: m.word_information_completion,
	incentives: m.word_information_incentives,
	handoffs: m.word_information_handoffs
};

/** As participants are asked: "your name", "which meetings you came to". */
export const knowsWords: Words<InformationKind> = {
	name: m.participant_knows_name,
	enrollment: m.participant_knows_enrollment,
	attendance: m.participant_knows_attendance,
	milestones: m.participant_knows_milestones,
	completion: m.participant_knows_completion,
	incentives: m.participant_knows_incentives,
	handoffs: m.participant_knows_handoffs
};

/** By which way something was told. */
export const wayWords: Words<DisclosureWay> = {
	api: m.word_way_api,
	webhook: m.word_way_webhook,
	screen: m.word_way_screen,
	csv: m.word_way_csv,
	pdf: m.word_way_pdf,
	handoff: m.word_way_handoff,
	certificate: m.word_way_certificate,
	calendar: m.word_way_calendar,
	letter: m.word_way_letter
};

/** Whom a participant told themselves. */
export const audienceWords: Words<OwnAudience> = {
	court: m.word_audience_court,
	employer: m.word_audience_employer,
	landlord: m.word_audience_landlord,
	'case-manager': m.word_audience_case_manager,
	themselves: m.word_audience_themselves,
	other: m.word_audience_other
};
