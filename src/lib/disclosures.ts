/** The fixed words of disclosures: who may be told, what, and by which way. Shared by database, rules and screens. */

export const recipientKinds = ['program', 'case-management', 'evaluator', 'incentives', 'justice'] as const;
export type RecipientKind = (typeof recipientKinds)[number];
/** What a consent may let out. What was said or written in a group is not on the list, whatever is signed. */
export const informationKinds = [
	'name',
	'enrollment',
	'attendance',
	'milestones',
	'completion',
	'incentives',
	'handoffs'
] as const;
export type InformationKind = (typeof informationKinds)[number];
/** What a court or probation may ever be told, with the consent of a referral (42 CFR 2.35). */
export const justiceInformation: InformationKind[] = ['attendance', 'completion'];
/** What a new recipient may ask for at the most, until an administrator says otherwise. */
export const recipientInformation: Record<RecipientKind, InformationKind[]> = {
	program: ['name', 'enrollment', 'attendance', 'milestones', 'completion'],
	'case-management': [...informationKinds],
	evaluator: ['enrollment', 'attendance', 'milestones', 'completion'],
	incentives: ['name', 'milestones', 'completion', 'incentives'],
	justice: []
};
/** By which way something was told. "calendar": a schedule that names a group, under its own secret address. */
export const disclosureWays = [
	'api',
	'webhook',
	'screen',
	'csv',
	'pdf',
	'handoff',
	'certificate',
	'calendar',
	'letter'
] as const;
export type DisclosureWay = (typeof disclosureWays)[number];
/** Whom a participant told themselves, with a paper or a word that they asked for. */
export const ownAudiences = ['court', 'employer', 'landlord', 'case-manager', 'themselves', 'other'] as const;
export type OwnAudience = (typeof ownAudiences)[number];
