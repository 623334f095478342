import { redirect } from '@sveltejs/kit';
import { now } from '#lib/server/clock.ts';
import { contactOf } from '#lib/server/domain/contacts.ts';
import { plusDays } from '#lib/server/domain/days.ts';
import {
	acceptOffer,
	DeclinedOffer,
	declineOffer,
	NewOffer,
	OfferAnswer,
	offerDays,
	offerPlace,
	usualOfferDays
} from '#lib/server/domain/offers.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { NewTry, noteTry, outreachTo, TakenBackTry, takeBackTry } from '#lib/server/domain/outreach.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { referralOf } from '#lib/server/domain/referral-lists.ts';
import {
	closeReferral,
	confirmEligibility,
	Eligibility,
	ReferralClosing,
	ReferralReopening,
	reopenReferral
} from '#lib/server/domain/referrals.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { joinWaitlist, WaitlistPlace } from '#lib/server/domain/waitlists.ts';
import { submit } from '#lib/server/forms.ts';

const said = ['new', 'eligible', 'wait', 'offer', 'decline', 'close', 'reopen', 'try', 'back'] as const;

export const load = async ({ locals: { db, actor }, params, url }) => {
	const referral = await referralOf(db.read, actor, params.referral);
	const { organizationId, participantId } = referral;
	logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'people.read' });
	const { zone } = await findProgram(db.read);
	const today = dayIn(zone, now());
	return {
		referral,
		contact: await contactOf(db.read, actor, participantId),
		outreach: await outreachTo(db.read, actor, participantId),
		days: { today, usual: plusDays(today, usualOfferDays), last: plusDays(today, offerDays) },
		zone,
		asked: url.searchParams.get('group'),
		said: said.find((word) => url.searchParams.has(word)) ?? null
	};
};

const back = (referral: string, word: (typeof said)[number]) =>
	redirect(303, `/referrals/${referral}?${word}`);

export const actions = {
	eligible: ({ request, params: { referral }, locals: { db, actor } }) =>
		submit(request, Eligibility, async (input) => {
			await confirmEligibility(db, actor, referral, input);
			back(referral, 'eligible');
		}),

	wait: ({ request, params: { referral }, locals: { db, actor } }) =>
		submit(request, WaitlistPlace, async (input) => {
			await joinWaitlist(db, actor, referral, input);
			back(referral, 'wait');
		}),

	offer: ({ request, params: { referral }, locals: { db, actor } }) =>
		submit(request, NewOffer, async (input) => {
			await offerPlace(db, actor, referral, input);
			back(referral, 'offer');
		}),

	accept: ({ request, params: { referral }, locals: { db, actor } }) =>
		submit(request, OfferAnswer, async (input) => {
			const { groupId, enrollmentId } = await acceptOffer(db, actor, referral, input);
			redirect(303, `/groups/${groupId}?added=${enrollmentId}`);
		}),

	decline: ({ request, params: { referral }, locals: { db, actor } }) =>
		submit(request, DeclinedOffer, async (input) => {
			await declineOffer(db, actor, referral, input);
			back(referral, 'decline');
		}),

	close: ({ request, params: { referral }, locals: { db, actor } }) =>
		submit(request, ReferralClosing, async (input) => {
			await closeReferral(db, actor, referral, input);
			back(referral, 'close');
		}),

	reopen: ({ request, params: { referral }, locals: { db, actor } }) =>
		submit(request, ReferralReopening, async (input) => {
			await reopenReferral(db, actor, referral, input);
			back(referral, 'reopen');
		}),

	try: ({ request, params: { referral: referralId }, locals: { db, actor } }) =>
		submit(request, NewTry, async (input) => {
			await noteTry(db, actor, { referralId }, input);
			back(referralId, 'try');
		}),

	back: ({ request, params: { referral: referralId }, locals: { db, actor } }) =>
		submit(request, TakenBackTry, async (input) => {
			await takeBackTry(db, actor, { referralId }, input);
			back(referralId, 'back');
		})
};
