/** Referring somebody to Northside as a test would: referred, found eligible, on the waitlist, with a place offered. */
import { offerPlace } from '#lib/server/domain/offers.ts';
import { findReferral } from '#lib/server/domain/referral-steps.ts';
import { confirmEligibility, referNew } from '#lib/server/domain/referrals.ts';
import { joinWaitlist } from '#lib/server/domain/waitlists.ts';
import { newId } from '#lib/server/ids.ts';
import type { World } from './world.ts';

type Cast = Pick<World, 'db' | 'carl' | 'northside' | 'tuesdayGroup'>;

/** A referral as the form tells it. */
export const told = ({ northside }: Pick<Cast, 'northside'>, change: object = {}) => ({
	operationId: newId(),
	organizationId: northside.id,
	source: 'case-management' as const,
	referredOn: '2026-03-02',
	number: 'P-3001',
	firstName: 'Gloria',
	lastName: 'Nunez',
	language: 'es' as const,
	...change
});

export const found = ({ db, carl }: Cast, id: string) => findReferral(db.read, carl, id);
export const stateOf = async (cast: Cast, id: string) => (await found(cast, id)).step.state;

export const referred = (cast: Cast, change: object = {}) => referNew(cast.db, cast.carl, told(cast, change));

export async function eligible(cast: Cast, change: object = {}) {
	const id = await referred(cast, change);
	await confirmEligibility(cast.db, cast.carl, id, { operationId: newId(), eligible: 'yes' });
	return id;
}

/** On the Tuesday group's waitlist, or (null) on that of any group. */
export async function waiting(
	cast: Cast,
	change: object = {},
	groupId: string | null = cast.tuesdayGroup.id
) {
	const id = await eligible(cast, change);
	await joinWaitlist(cast.db, cast.carl, id, { operationId: newId(), groupId });
	return id;
}

export const offerTo = (cast: Cast, id: string, change: object = {}) =>
	offerPlace(cast.db, cast.carl, id, {
		...{ operationId: newId(), groupId: cast.tuesdayGroup.id, until: '2026-03-10' },
		...change
	});

/** With a place in the Tuesday group until the 10th. */
export async function offered(cast: Cast, change: object = {}) {
	const id = await waiting(cast, change);
	await offerTo(cast, id);
	return id;
}
