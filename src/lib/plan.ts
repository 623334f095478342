/** A session's plan in one word an activity: what a form says of it, and what that means as a delivery (pure). */
import { deliveryReasons, type ActivityState, type DeliveryReason } from './vocabulary.ts';

/** What can be said of an activity: a state, or the reason for which it was skipped. */
export const activitySaids = ['done', 'shortened', 'pending', ...deliveryReasons] as const;
export type ActivitySaid = (typeof activitySaids)[number];
/** What can be said of an activity that is not done later either. */
export const lastSaids = ['done', ...deliveryReasons] as const;

type Delivered = { state: ActivityState; minutes: number | null; reason: DeliveryReason | null };

/** `minutes` count for what was shortened alone. */
export function deliveredAs(said: ActivitySaid, minutes: number | null = null): Delivered {
	if (said === 'shortened') return { state: said, minutes, reason: null };
	if (said === 'done' || said === 'pending') return { state: said, minutes: null, reason: null };
	return { state: 'skipped', minutes: null, reason: said };
}

/** The word that says the same again. */
export const saidOfActivity = ({
	state,
	reason
}: {
	state: ActivityState;
	reason: string | null;
}): ActivitySaid => (state === 'skipped' ? ((reason as DeliveryReason | null) ?? 'other') : state);
