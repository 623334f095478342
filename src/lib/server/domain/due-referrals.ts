/** Referrals that wait for a hand: eligibility not known for long, offers that end soon, free seats and people waiting. */
import { and, eq, lte } from 'drizzle-orm';
import { now } from '../clock.ts';
import type { Read } from '../db/open.ts';
import { referrals, referralSteps } from '../db/schema/index.ts';
import { can, organizationsOf, type Actor } from '../policy.ts';
import { plusDays } from './days.ts';
import { offersOut } from './offers.ts';
import { findProgram } from './organizations.ts';
import { referralScope, referralsWith, type FoundReferral } from './referral-steps.ts';
import { eligibilityDays } from './referrals.ts';
import { dayIn } from './schedule.ts';
import { listStages } from './stages.ts';
import { seatsOf, waitingIn, waitsFor } from './waitlists.ts';

/** Days before its last day on which an offer is asked after. */
const soon = 1;

/** Nothing for whoever keeps no referrals. */
export async function dueReferrals(read: Read, actor: Actor, at = now()) {
	if (!can(actor, 'referrals.list')) return { eligibility: [], offers: [], seats: [] };
	return {
		eligibility: await eligibilityDue(read, actor, at),
		offers: await offersDue(read, actor, at),
		seats: await seatsFree(read, actor)
	};
}

const named = ({ referral, firstName, lastName }: FoundReferral) => ({
	...{ id: referral.id, firstName, lastName, referredOn: referral.referredOn }
});

async function eligibilityDue(read: Read, actor: Actor, at: string) {
	const { zone } = await findProgram(read);
	const since = lte(referrals.referredOn, plusDays(dayIn(zone, at), -eligibilityDays));
	const isNew = eq(referralSteps.state, 'referred');
	return (await referralsWith(read, and(referralScope(actor), isNew, since))).map(named);
}

async function offersDue(read: Read, actor: Actor, at: string) {
	return (await offersOut(read, actor))
		.filter(({ step, group }) => step.until! <= plusDays(dayIn(group.zone, at), soon))
		.map((one) => ({ ...named(one), group: one.group.name, until: one.step.until! }));
}

/**
 * Groups with a free seat for which somebody waits, and who comes first; where nobody waits for one of them, those who wait
 * for any group, once.
 */
async function seatsFree(read: Read, actor: Actor) {
	const waiting = await waitingIn(read, organizationsOf(actor, 'coordinator'));
	if (waiting.length === 0) return [];
	const staged = (await listStages(read, actor)).filter(({ stage }) => stage !== 'done');
	const groups = staged.flatMap((one) => one.groups);
	const seats = await seatsOf(
		read,
		groups.map(({ id }) => id)
	);
	const open = groups.flatMap((group) => {
		const queue = waiting.filter(waitsFor(group));
		const { free } = seats.get(group.id)!;
		const isWanted = queue.some(({ step }) => step.groupId === group.id);
		return free > 0 && queue.length > 0 ? [{ group, queue, free, isWanted }] : [];
	});
	const wanted = open.filter(({ isWanted }) => isWanted);
	return (wanted.length > 0 ? wanted : open.slice(0, 1)).map(({ group, queue, free }) => ({
		...{ groupId: group.id, group: group.name, free, waiting: queue.length, first: named(queue[0]) }
	}));
}
