/** Incentives in words: amounts, how each stands, and what happened to it. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { fullDay, money, type Locale } from './format.ts';
import type { MilestoneKind } from './vocabulary.ts';
import type { DecisionReason, IncentiveForm, IncentiveStage, OwnPart, ReceiptWay } from './incentives.ts';
import type { incentiveOf } from '#lib/server/domain/incentive-lists.ts';

/** "$25"; with cents only where there are some. */
export const moneyText = (cents: number): string => money(cents, getLocale());

const stageWords: Record<IncentiveStage, () => string> = {
	earned: m.incentives_stage_earned,
	approved: m.incentives_stage_approved,
	batched: m.incentives_stage_batched,
	issued: m.incentives_stage_issued,
	received: m.incentives_stage_received,
	over: m.incentives_stage_over
};
const stageTones = {
	earned: 'watch',
	approved: 'plain',
	batched: 'plain',
	issued: 'watch',
	received: 'ok',
	over: 'plain'
} as const;

type Stands = { stage: IncentiveStage; isOpen: boolean };
export const stageText = ({ stage, isOpen }: Stands): string =>
	isOpen ? m.incentives_stage_open() : stageWords[stage]();
export const stageTone = ({ stage, isOpen }: Stands) => (isOpen ? 'risk' : stageTones[stage]);

export const formWords: Record<IncentiveForm, (inputs?: object, options?: { locale?: Locale }) => string> = {
	'gift-card': m.incentives_form_gift_card,
	transit: m.incentives_form_transit,
	'cash-voucher': m.incentives_form_cash_voucher,
	other: m.incentives_form_other
};
export const ownPartWords: Record<OwnPart, () => string> = {
	marked: m.incentives_own_marked,
	delivered: m.incentives_own_delivered,
	practice: m.incentives_own_practice,
	'made-up': m.incentives_own_made_up,
	awarded: m.incentives_own_awarded
};
export const decisionWords: Record<DecisionReason, () => string> = {
	'our-mistake': m.incentives_reason_our_mistake,
	promised: m.incentives_reason_promised,
	used: m.incentives_reason_used,
	'not-reached': m.incentives_reason_not_reached,
	twice: m.incentives_reason_twice,
	'given-back': m.incentives_reason_given_back
};
const receiptWords: Record<ReceiptWay, () => string> = {
	phone: m.incentives_step_received_phone,
	screen: m.incentives_step_received_screen,
	paper: m.incentives_step_received_paper
};

type Step = Awaited<ReturnType<typeof incentiveOf>>['trail'][number];

/** What happened: "Issued: gift card, ending in 4411". */
export function stepText({ step, form, serial, way, reason }: Step): string {
	const why = reason ? decisionWords[reason]() : '';
	const texts: Record<Step['step'], () => string> = {
		approved: m.incentives_step_approved,
		batched: m.incentives_step_batched,
		returned: m.incentives_step_returned,
		issued: () => issuedText(form ?? 'other', serial),
		received: () => receiptWords[way ?? 'paper'](),
		questioned: m.incentives_step_questioned,
		kept: () => m.incentives_step_kept({ reason: why }),
		'taken-back': () => m.incentives_step_taken_back({ reason: why }),
		backed: m.incentives_step_backed,
		'fell-away': m.incentives_step_fell_away
	};
	return texts[step]();
}

function issuedText(kind: IncentiveForm, serial: string | null): string {
	const form = formWords[kind]();
	return serial ? m.incentives_step_issued_serial({ form, serial }) : m.incentives_step_issued({ form });
}

/** Who said it: a name, the person themselves, or the system. */
export function byText({ who, by }: Pick<Step, 'who' | 'by'>): string {
	if (who) return who;
	return by.startsWith('participant:') ? m.incentives_by_self() : m.incentives_by_system();
}

type Own = Stands & {
	kind: MilestoneKind;
	module: string | null;
	cents: number;
	form: IncentiveForm | null;
	day: string | null;
};
const ownForms: Record<IncentiveForm, () => string> = {
	'gift-card': m.incentives_own_form_gift_card,
	transit: m.incentives_own_form_transit,
	'cash-voucher': m.incentives_own_form_cash_voucher,
	other: m.incentives_own_form_other
};

/** To the person: "You earned $25 for finishing module 2." */
export function earnedText({ kind, module, cents }: Own): string {
	const amount = moneyText(cents);
	const texts: Record<MilestoneKind, () => string> = {
		enrolled: () => m.incentives_own_enrolled({ amount }),
		'first-session': () => m.incentives_own_first_session({ amount }),
		module: () => m.incentives_own_module({ amount, module: module ?? '' }),
		'half-way': () => m.incentives_own_half_way({ amount }),
		applications: () => m.incentives_own_applications({ amount }),
		'practice-target': () => m.incentives_own_practice_target({ amount }),
		plan: () => m.incentives_own_plan({ amount }),
		completed: () => m.incentives_own_completed({ amount }),
		defined: () => m.incentives_own_defined({ amount, module: module ?? '' })
	};
	return texts[kind]();
}

/** To the person: how it stands, and whether there is something to do. */
export function ownStateText({ stage, isOpen, form, day }: Own): string {
	if (isOpen) return m.incentives_own_state_open();
	const on = day ? fullDay(day, getLocale()) : '';
	if (stage === 'earned') return m.incentives_own_state_earned();
	if (stage === 'issued')
		return m.incentives_own_state_issued({ form: ownForms[form ?? 'other'](), day: on });
	return stage === 'received'
		? m.incentives_own_state_received({ day: on })
		: m.incentives_own_state_approved();
}
