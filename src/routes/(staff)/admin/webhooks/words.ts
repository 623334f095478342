/** Words of the webhooks on the screen. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { EndpointOff, MessageType, TryFault } from '#lib/webhooks.ts';

export const typeWords: Record<MessageType, () => string> = {
	'milestone.awarded': m.webhooks_type_milestone_awarded,
	'milestone.voided': m.webhooks_type_milestone_voided,
	'enrollment.added': m.webhooks_type_enrollment_added,
	'enrollment.changed': m.webhooks_type_enrollment_changed,
	'handoff.changed': m.webhooks_type_handoff_changed,
	'consent.recorded': m.webhooks_type_consent_recorded,
	'webhook.test': m.webhooks_type_test
};

const off: Record<EndpointOff, () => string> = {
	'by-hand': m.webhooks_off,
	gone: m.webhooks_off_gone,
	host: m.webhooks_off_host
};

/** How an endpoint stands, in a word and its tone. */
export function stateOf({ offWhy, dead }: { offWhy: EndpointOff | null; dead: number }) {
	if (offWhy) return { tone: offWhy === 'by-hand' ? 'plain' : 'risk', text: off[offWhy]() } as const;
	if (dead > 0) return { tone: 'risk', text: m.webhooks_given_up({ count: dead }) } as const;
	return { tone: 'ok', text: m.webhooks_on() } as const;
}

const faults: Record<TryFault, (params: { status: string }) => string> = {
	status: m.webhooks_fault_status,
	redirect: m.webhooks_fault_redirect,
	timeout: m.webhooks_fault_timeout,
	address: m.webhooks_fault_address,
	name: m.webhooks_fault_name,
	certificate: m.webhooks_fault_certificate,
	connection: m.webhooks_fault_connection,
	secret: m.webhooks_fault_secret
};

/** What came of a try. */
export function answerOf({ status, fault }: { status: number | null; fault: TryFault | null }): string {
	const params = { status: String(status ?? '') };
	return fault ? faults[fault](params) : m.webhooks_ok(params);
}
