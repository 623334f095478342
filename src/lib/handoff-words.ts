/** Handoffs in words: what they are about, how they stand, how they end. */
import * as m from '#lib/i18n/paraglide/messages.js';
import type { HandoffCategory, HandoffOutcome, HandoffState } from '#lib/handoffs.ts';

export const categoryWords: Record<HandoffCategory, () => string> = {
	housing: m.handoff_housing,
	'mental-health': m.handoff_mental_health,
	'substance-use': m.handoff_substance_use,
	health: m.handoff_health,
	'child-care': m.handoff_child_care,
	transport: m.handoff_transport,
	papers: m.handoff_papers,
	legal: m.handoff_legal,
	training: m.handoff_training,
	work: m.handoff_work
};

export const handoffWords: Record<HandoffState, () => string> = {
	offered: m.handoff_state_offered,
	declined: m.handoff_state_declined,
	asked: m.handoff_state_asked,
	received: m.handoff_state_received,
	contacted: m.handoff_state_contacted,
	connected: m.handoff_state_connected,
	closed: m.handoff_state_closed,
	withdrawn: m.handoff_state_withdrawn
};

export const outcomeWords: Record<HandoffOutcome, () => string> = {
	connected: m.handoff_outcome_connected,
	elsewhere: m.handoff_outcome_elsewhere,
	'not-wanted': m.handoff_outcome_not_wanted,
	'not-reached': m.handoff_outcome_not_reached
};

export const endWords = {
	...outcomeWords,
	withdrawn: m.handoff_state_withdrawn,
	open: m.handoff_end_open
};

type Standing = { state: HandoffState; standing: string; outcome: HandoffOutcome | null };

/** How one stands, in a word: why it is closed, or that its consent is over. */
export function standingText({ state, standing, outcome }: Standing): string {
	if (standing === 'stopped') return m.handoff_state_stopped();
	return outcome ? outcomeWords[outcome]() : handoffWords[state]();
}

/** The one thing to do next. */
export function nextText({ state, isMine }: { state: HandoffState; isMine: boolean }): string {
	if (state === 'asked') return m.handoffs_step_take();
	if (!isMine) return m.handoffs_step_over();
	if (state === 'received') return m.handoffs_step_contact();
	return state === 'contacted' ? m.handoffs_step_connect() : m.handoffs_step_close();
}

export type Reach = {
	way: 'call' | 'text' | 'in-person';
	line: string | null;
	askFor: string | null;
	neutral: boolean;
};

/** How somebody can be reached, in a line. */
export function reachText({ way, line }: Reach): string {
	if (way === 'in-person') return line ? m.handoffs_reach_where({ line }) : m.handoffs_reach_in_person();
	return way === 'call'
		? m.handoffs_reach_call({ line: line ?? '' })
		: m.handoffs_reach_text({ line: line ?? '' });
}
