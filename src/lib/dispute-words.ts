/** Questions about attendance in words: what is claimed, and what was answered, said to the person. */
import * as m from '#lib/i18n/paraglide/messages.js';
import type { DisputeAnswer, DisputeClaim } from '#lib/vocabulary.ts';

export const claimWords: Record<DisputeClaim, () => string> = {
	'was-there': m.dispute_claim_was_there,
	'came-earlier': m.dispute_claim_came_earlier,
	'left-later': m.dispute_claim_left_later,
	'other-reason': m.dispute_claim_other_reason
};

export const whyWords: Record<Exclude<DisputeAnswer, 'corrected'>, () => string> = {
	sheet: m.dispute_why_sheet,
	seen: m.dispute_why_seen,
	proof: m.dispute_why_proof,
	talked: m.dispute_why_talked
};

const answerWords: Record<DisputeAnswer, () => string> = {
	corrected: m.dispute_own_corrected,
	sheet: m.dispute_own_sheet,
	seen: m.dispute_own_seen,
	proof: m.dispute_own_proof,
	talked: m.dispute_own_talked
};

/** What the person reads: nothing where nothing was asked, and that it waits while there is no answer. */
export function answerText(answer: DisputeAnswer | null | undefined): string {
	if (answer === undefined) return '';
	return answer === null ? m.dispute_own_open() : answerWords[answer]();
}
