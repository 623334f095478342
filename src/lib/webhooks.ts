/** Words of the webhooks, the same in the database, in what is sent and on the screen. */

/** What a recipient's system may be told to look at. */
export const webhookTypes = [
	'milestone.awarded',
	'milestone.voided',
	'enrollment.added',
	'enrollment.changed',
	'handoff.changed',
	'consent.recorded'
] as const;
export type WebhookType = (typeof webhookTypes)[number];
/** Sent from the screen; tells about nobody. */
export const testType = 'webhook.test' as const;
export type MessageType = WebhookType | typeof testType;

/**
 * waiting: to be sent, now or again. delivered: taken with a 2xx. dropped: no consent allowed it when it was to be
 * sent. dead: given up after the last try; it can be sent again from the screen.
 */
export type MessageState = 'waiting' | 'delivered' | 'dropped' | 'dead';

/** Why an endpoint is off: by hand, answered 410 Gone, or its host was taken off the list. */
export type EndpointOff = 'by-hand' | 'gone' | 'host';

/** What came of a try that got no answer with 2xx, beside its status. */
export const tryFaults = [
	'status',
	'redirect',
	'timeout',
	'address',
	'name',
	'certificate',
	'connection',
	'secret'
] as const;
export type TryFault = (typeof tryFaults)[number];
