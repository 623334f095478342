/** The fixed words of handoffs, shared by database, rules and screens. */

/** What a participant wants to be put in touch about. */
export const handoffCategories = [
	'housing',
	'mental-health',
	'substance-use',
	'health',
	'child-care',
	'transport',
	'papers',
	'legal',
	'training',
	'work'
] as const;
export type HandoffCategory = (typeof handoffCategories)[number];
/** Naming one of these says something of somebody's health: it takes a tick of its own. */
export const sensitiveCategories: readonly HandoffCategory[] = ['mental-health', 'substance-use', 'health'];
/** To the organization's case manager, or to a recipient of the feed. */
export const handoffWays = ['case-manager', 'recipient'] as const;
export type HandoffWay = (typeof handoffWays)[number];
/** "offered" and "declined": by staff, and not wanted. "withdrawn": by the participant, at any time. */
export const handoffStates = [
	'offered',
	'declined',
	'asked',
	'received',
	'contacted',
	'connected',
	'closed',
	'withdrawn'
] as const;
export type HandoffState = (typeof handoffStates)[number];
/** Why a handoff is closed. "elsewhere": the person found help by another way. */
export const handoffOutcomes = ['connected', 'elsewhere', 'not-wanted', 'not-reached'] as const;
export type HandoffOutcome = (typeof handoffOutcomes)[number];
