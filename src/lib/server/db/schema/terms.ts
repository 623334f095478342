import { boolean, day, index, instant, integer, json, primaryKey, table, text } from '../dialect.ts';
import { consents, recipients } from './consents.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';
import type { DisclosureWay, InformationKind, OwnAudience } from '#lib/disclosures.ts';

/** What a recipient may ask for at the most, for what, and how long; each change is a version of its own. */
export const recipientTerms = table(
	'recipient_terms',
	{
		recipientId: text()
			.notNull()
			.references(() => recipients.id),
		/** Counts from 1; the last one holds. */
		version: integer().notNull(),
		information: json<InformationKind[]>().notNull(),
		purposeEn: text().notNull(),
		purposeEs: text().notNull(),
		/** Days that a consent lasts unless somebody chooses otherwise. */
		expiryDays: integer().notNull(),
		/** Reference of the agreement with the recipient; empty: none. */
		agreement: text().notNull(),
		/** Participants may choose it by themselves on their phone. */
		listed: boolean().notNull(),
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [primaryKey({ columns: [t.recipientId, t.version] })]
);

/** The name that was typed under a consent, and who saw it being signed: erasable, apart from the facts. */
export const consentSignatures = table('consent_signatures', {
	consentId: text()
		.primaryKey()
		.references(() => consents.id),
	name: text().notNull(),
	/** "pin": on their own phone, with the PIN once more. "witness": on a device of staff, who were there. */
	way: text().$type<'pin' | 'witness'>().notNull(),
	witness: text()
});

/** Staff ask whether a participant wants to let a recipient know something: the answer is given on the phone. */
export const consentOffers = table(
	'consent_offers',
	{
		id: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		recipientId: text()
			.notNull()
			.references(() => recipients.id),
		/** For a court or probation: from which day on it may be revoked. */
		revocableFrom: day(),
		offeredBy: text().notNull(),
		at: instant().notNull(),
		/** Signed, turned down or called off. */
		endedAt: instant()
	},
	(t) => [index('consent_offers_participant').on(t.participantId)]
);

/** What a participant told somebody themselves: a letter, a certificate or a handoff that they asked for. Kept six years. */
export const ownDisclosures = table(
	'own_disclosures',
	{
		id: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		audience: text().$type<OwnAudience>().notNull(),
		via: text().$type<DisclosureWay>().notNull(),
		/** What was told: kinds and ids, no names. */
		what: json<Record<string, unknown>>().notNull(),
		/** Who made it for them, or they themselves. */
		by: text().notNull(),
		at: instant().notNull()
	},
	(t) => [index('own_disclosures_participant').on(t.participantId)]
);
