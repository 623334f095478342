import { day, index, instant, integer, json, table, text } from '../dialect.ts';
import { organizations } from './organizations.ts';
import { participants } from './people.ts';
import type { DisclosureWay, InformationKind, RecipientKind } from '#lib/disclosures.ts';

/** A party of the wider program that may be told something: case management, evaluator, the program's own office. */
export const recipients = table('recipients', {
	id: text().primaryKey(),
	name: text().notNull(),
	kind: text().$type<RecipientKind>().notNull(),
	createdAt: instant().notNull()
});

/** A participant's consent, with the elements of 42 CFR 2.31 (security R19). */
export const consents = table(
	'consents',
	{
		id: text().primaryKey(),
		participantId: text()
			.notNull()
			.references(() => participants.id),
		/** The discloser. */
		organizationId: text()
			.notNull()
			.references(() => organizations.id),
		recipientId: text()
			.notNull()
			.references(() => recipients.id),
		kind: text().$type<'general' | 'justice-referral'>().notNull(),
		information: json<InformationKind[]>().notNull(),
		purpose: text().notNull(),
		signedOn: day().notNull(),
		expiresOn: day().notNull(),
		/** How it was signed; a paper stays in the organization's file. */
		signature: text().$type<'paper' | 'screen'>().notNull(),
		/** Version of the text that told of the right to revoke. */
		textVersion: integer().notNull(),
		/** The recipient's terms that it was signed under; null: there were none. */
		termsVersion: integer(),
		/** Language of the text that was signed; null: not kept then. */
		language: text().$type<'en' | 'es'>(),
		/** From this day on it may be revoked (42 CFR 2.35); null: at any time. */
		revocableFrom: day(),
		recordedBy: text().notNull(),
		at: instant().notNull(),
		position: integer().notNull()
	},
	(t) => [index('consents_participant').on(t.participantId), index('consents_recipient').on(t.recipientId)]
);

export const revocations = table('revocations', {
	consentId: text()
		.primaryKey()
		.references(() => consents.id),
	recordedBy: text().notNull(),
	at: instant().notNull()
});

/** One act of telling a recipient something about one participant. Kept six years. */
export const disclosures = table(
	'disclosures',
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
		consentId: text()
			.notNull()
			.references(() => consents.id),
		via: text().$type<DisclosureWay>().notNull(),
		/** What was told: kinds and ids, no names. */
		what: json<Record<string, unknown>>().notNull(),
		toldTo: text().notNull(),
		at: instant().notNull()
	},
	(t) => [
		index('disclosures_participant').on(t.participantId),
		index('disclosures_recipient').on(t.recipientId)
	]
);
