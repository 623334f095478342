/** The fixed words of incentives, shared by database, rules and screens. */

/**
 * How an incentive stands. "batched": in a batch that a payer has. "over": fell away, or was taken back. Each comes after
 * the one before it; only a decision goes back.
 */
export const incentiveStages = ['earned', 'approved', 'batched', 'issued', 'received', 'over'] as const;
export type IncentiveStage = (typeof incentiveStages)[number];
/**
 * What happened to it after it was earned. "returned": taken out of its batch. "questioned": its milestone was voided.
 * "backed": the milestone was earned again. "fell-away": voided before anybody had approved it.
 */
export const incentiveSteps = [
	'approved',
	'batched',
	'returned',
	'issued',
	'received',
	'questioned',
	'kept',
	'taken-back',
	'backed',
	'fell-away'
] as const;
export type IncentiveStep = (typeof incentiveSteps)[number];
export const incentiveForms = ['gift-card', 'transit', 'cash-voucher', 'other'] as const;
export type IncentiveForm = (typeof incentiveForms)[number];
/** Signed on the participant's own phone, on the staff's screen in their presence, or on paper. */
export const receiptWays = ['phone', 'screen', 'paper'] as const;
export type ReceiptWay = (typeof receiptWays)[number];
/** Why an incentive whose milestone was voided is kept. */
export const keepReasons = ['our-mistake', 'promised', 'used'] as const;
/** Why it is taken back. */
export const takeBackReasons = ['not-reached', 'twice', 'given-back'] as const;
export const decisionReasons = [...keepReasons, ...takeBackReasons] as const;
export type DecisionReason = (typeof decisionReasons)[number];
/** What somebody did themselves of that which earned an incentive: they can't be the one who approves it. */
export type OwnPart = 'marked' | 'delivered' | 'practice' | 'made-up' | 'awarded';
