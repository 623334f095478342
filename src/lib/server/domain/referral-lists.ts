/** Referrals as their keepers see them: the list, one referral with what happened, and a group's waitlist. */
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Read } from '../db/open.ts';
import { groups, organizations, referrals, sites } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, can, type Actor } from '../policy.ts';
import { authorsOf } from './authors.ts';
import { placementOf } from './places.ts';
import { findReferral, referralScope, referralsWith, stepsOf, waitingStates } from './referral-steps.ts';
import type { FoundReferral } from './referral-steps.ts';
import { listStages } from './stages.ts';
import { seatsOf, waitingIn, waitsFor } from './waitlists.ts';
import type { ReferralState } from '#lib/vocabulary.ts';

const referralViews = ['open', 'eligibility', 'waiting', 'offered', 'over'] as const;
export type ReferralView = (typeof referralViews)[number];
export const ReferralQuery = z.object({ view: z.enum(referralViews).catch('open').default('open') });

const views: Record<ReferralState, ReferralView> = {
	referred: 'eligibility',
	eligible: 'waiting',
	waitlisted: 'waiting',
	declined: 'waiting',
	lapsed: 'waiting',
	offered: 'offered',
	accepted: 'over',
	closed: 'over'
};
const isIn = (view: ReferralView, state: ReferralState) =>
	view === 'open' ? views[state] !== 'over' : views[state] === view;

/** Referrals to the actor's organizations: those that wait longest first, of closed ones the last. */
export async function listReferrals(read: Read, actor: Actor, view: ReferralView) {
	allow(actor, 'referrals.list');
	const all = await referralsWith(read, referralScope(actor));
	const named = await namesOf(read, all);
	const rows = all.filter(({ step }) => isIn(view, step.state)).map((one) => shown(one, all, named));
	return {
		rows: view === 'over' ? rows.reverse() : rows,
		counts: Object.fromEntries(
			referralViews.map((one) => [one, all.filter(({ step }) => isIn(one, step.state)).length])
		) as Record<ReferralView, number>
	};
}

type Names = {
	group(id: Id | null): string | null;
	site(id: Id | null): string | null;
	organization(id: Id): string;
};

/** Names of the groups and sites that some referrals speak of. */
async function namesOf(read: Read, all: FoundReferral[]): Promise<Names> {
	const own = [...new Set(all.map(({ referral }) => referral.organizationId))];
	const inGroups = await read
		.select({ id: groups.id, name: groups.name })
		.from(groups)
		.where(inArray(groups.organizationId, own))
		.orderBy(asc(groups.id));
	const inSites = await read
		.select({ id: sites.id, name: sites.name })
		.from(sites)
		.where(inArray(sites.organizationId, own))
		.orderBy(asc(sites.id));
	const there = await read
		.select({ id: organizations.id, name: organizations.name })
		.from(organizations)
		.where(inArray(organizations.id, own))
		.orderBy(asc(organizations.id));
	const among = (named: { id: Id; name: string }[]) => {
		const names = new Map(named.map(({ id, name }) => [id, name]));
		return (id: Id | null) => (id === null ? null : (names.get(id) ?? null));
	};
	return { group: among(inGroups), site: among(inSites), organization: (id) => among(there)(id) ?? '' };
}

function shown(one: FoundReferral, all: FoundReferral[], named: Names) {
	const { referral, step, number, firstName, lastName, language } = one;
	return {
		...{ id: referral.id, number, firstName, lastName, language },
		organization: named.organization(referral.organizationId),
		source: referral.source,
		referredOn: referral.referredOn,
		wish: {
			group: named.group(referral.groupId),
			site: named.site(referral.siteId),
			dayPart: referral.dayPart
		},
		...{ state: step.state, until: step.until, end: step.end },
		waitsFor: named.group(step.groupId),
		position: positionOf(one, all),
		offered: named.group(step.offeredGroupId)
	};
}

/** Place on the waitlist: among those who wait for the same group or for any; null for whoever is on none. */
function positionOf({ referral, step }: FoundReferral, all: FoundReferral[]): number | null {
	if (!waitingStates.includes(step.state)) return null;
	const { organizationId } = referral;
	const here = all.filter((other) => waitingStates.includes(other.step.state));
	const same = step.groupId
		? here.filter(waitsFor({ id: step.groupId, organizationId }))
		: here.filter((other) => other.referral.organizationId === organizationId);
	return same.findIndex((other) => other.referral.id === referral.id) + 1;
}

/** One referral: what is known, what happened, and what can be done next. */
export async function referralOf(read: Read, actor: Actor, referralId: Id) {
	const found = await findReferral(read, actor, referralId);
	const { referral, step } = found;
	allow(actor, 'referrals.read', referral);
	const all = await referralsWith(read, eq(referrals.organizationId, referral.organizationId));
	const named = await namesOf(read, [found]);
	const { organizationId, participantId, groupId: wishedGroupId } = referral;
	const { enrollmentId, groupId: waitsForId, offeredGroupId } = step;
	return {
		...shown(found, all, named),
		...{ organizationId, participantId, wishedGroupId, waitsForId, enrollmentId, offeredGroupId },
		trail: await trailOf(read, referralId, named),
		groups: await openGroups(read, actor, found, all, mayOffer.includes(step.state))
	};
}

/** What was said of a referral and by whom, newest first. */
async function trailOf(read: Read, referralId: Id, named: Names) {
	const steps = await stepsOf(read, referralId);
	const nameOf = await authorsOf(
		read,
		steps.map(({ by }) => by)
	);
	return steps.map(({ id, state, groupId, offeredGroupId, until, offerReason, end, by, at }) => ({
		...{ id, state, until, offerReason, end, at },
		by: nameOf(by),
		group: named.group(offeredGroupId ?? groupId)
	}));
}

/** A place can be offered. */
const mayOffer: ReferralState[] = ['eligible', ...waitingStates];

/**
 * Groups of the organization that are not over: their free seats, how many come before this person, and (where it is asked)
 * what else is in the person's way.
 */
async function openGroups(
	read: Read,
	actor: Actor,
	{ referral }: FoundReferral,
	all: FoundReferral[],
	isAsked: boolean
) {
	const { organizationId } = referral;
	const staged = (await listStages(read, actor)).filter(({ stage }) => stage !== 'done');
	const here = staged.flatMap((one) => one.groups).filter((one) => one.organizationId === organizationId);
	const seats = await seatsOf(
		read,
		here.map(({ id }) => id)
	);
	const waiting = all.filter(({ step }) => waitingStates.includes(step.state));
	const before = all.slice(
		0,
		all.findIndex((one) => one.referral.id === referral.id)
	);
	const shown = [];
	for (const group of here) {
		const { id, name, site, slots } = group;
		const { obstacles } = isAsked ? await placementOf(read, id, referral) : { obstacles: [] };
		shown.push({
			...{ id, name, site, slots, free: seats.get(id)!.free, obstacle: obstacles.at(0) ?? null },
			ahead: before.filter((one) => waiting.includes(one)).filter(waitsFor(group)).length
		});
	}
	return shown;
}

/** A group's waitlist, in its order, and the places that were offered; null for whoever may not see it. */
export async function waitlistOf(read: Read, actor: Actor, group: { id: Id; organizationId: Id }) {
	if (!can(actor, 'referrals.read', group)) return null;
	const { free, offered } = (await seatsOf(read, [group.id])).get(group.id)!;
	const waiting = (await waitingIn(read, [group.organizationId])).filter(waitsFor(group));
	const row = ({ referral, step, number, firstName, lastName }: FoundReferral) => ({
		...{ id: referral.id, number, firstName, lastName, referredOn: referral.referredOn },
		...{ until: step.until, isForAny: step.groupId === null }
	});
	return { free, offered: offered.map(row), waiting: waiting.map(row) };
}
export type Waitlist = NonNullable<Awaited<ReturnType<typeof waitlistOf>>>;
