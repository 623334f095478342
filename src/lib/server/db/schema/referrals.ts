import { day, index, instant, table, text } from '../dialect.ts';
import { enrollments, groups } from './groups.ts';
import { organizations, sites } from './organizations.ts';
import { participants } from './people.ts';
import type {
	DayPart,
	OfferReason,
	OutreachOutcome,
	OutreachWay,
	ReferralEnd,
	ReferralSource,
	ReferralState
} from '#lib/vocabulary.ts';

/** Somebody was referred to an organization. What became of it is told by its steps. */
export const referrals = table(
	'referrals',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		source: text().$type<ReferralSource>().notNull(),
		referredOn: day().notNull(),
		/** What the person wishes for; null: whatever suits. */
		siteId: text().references(() => sites.id),
		groupId: text().references(() => groups.id),
		dayPart: text().$type<DayPart>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('referrals_organization').on(t.organizationId),
		index('referrals_participant').on(t.participantId)
	]
);

/** One statement about a referral: how it stands. Each but the first replaces the one before. */
export const referralSteps = table(
	'referral_steps',
	{
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		referralId: text()
			.notNull()
			.references(() => referrals.id),
		/** Never replaced twice: two people at once can't both decide. */
		replaces: text().unique(),
		state: text().$type<ReferralState>().notNull(),
		/** The group whose waitlist the person is on; null: any group of the organization. */
		groupId: text().references(() => groups.id),
		/** Where a place was offered, and until which day. */
		offeredGroupId: text().references(() => groups.id),
		until: day(),
		/** Why somebody further down the waitlist was asked first. */
		offerReason: text().$type<OfferReason>(),
		/** Why it is over. */
		end: text().$type<ReferralEnd>(),
		enrollmentId: text().references(() => enrollments.id),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('referral_steps_referral').on(t.referralId),
		index('referral_steps_organization').on(t.organizationId, t.state),
		index('referral_steps_offered').on(t.offeredGroupId)
	]
);

/** One try to reach somebody who was referred or who is in a group. No words of theirs, no number. */
export const outreachTries = table(
	'outreach_tries',
	{
		/** The operation's. */
		id: text().primaryKey(),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		/** One of the two. */
		referralId: text().references(() => referrals.id),
		enrollmentId: text().references(() => enrollments.id),
		/** The try that this one takes back. */
		replaces: text().unique(),
		day: day().notNull(),
		way: text().$type<OutreachWay>().notNull(),
		/** Null: it only takes another back. */
		outcome: text().$type<OutreachOutcome>(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('outreach_tries_referral').on(t.referralId),
		index('outreach_tries_enrollment').on(t.enrollmentId),
		index('outreach_tries_participant').on(t.participantId)
	]
);
