/** A consent in words: the sheet that is signed, and its copy, in the language of whoever signs. */
import { knowsWords } from '#lib/disclosure-words.ts';
import * as m from '#lib/i18n/paraglide/messages.js';
import { capitalized, fullDay, fullName, list, type Locale } from '#lib/format.ts';
import type { InformationKind, RecipientKind } from '#lib/disclosures.ts';
import { consentText, type ConsentText } from './signed-texts.ts';

type Option = { locale?: Locale };

export const knowsText = (kind: InformationKind, locale: Locale) =>
	capitalized(knowsWords[kind]({}, { locale }), locale);
export const knowsList = (kinds: readonly InformationKind[], locale: Locale) =>
	capitalized(
		list(
			kinds.map((kind) => knowsWords[kind]({}, { locale })),
			locale
		),
		locale
	);

/** What a page needs to show the form of a consent before it is signed. */
export type Sheet = {
	operationId: string;
	person: { firstName: string; lastName: string };
	organization: { id: string; name: string };
	recipient: { id: string; name: string; kind: RecipientKind };
	terms: { version: number; information: InformationKind[]; purpose: string };
	textVersion: number;
	language: Locale;
	expiresOn: string;
	/** Bounds of the day on which it ends. */
	first: string;
	last: string;
	revocableFrom: string | null;
};

export function sheetText(sheet: Sheet): ConsentText {
	const { language: locale, revocableFrom } = sheet;
	return consentText(sheet.textVersion, locale, {
		participant: fullName(sheet.person),
		organization: sheet.organization.name,
		recipient: sheet.recipient.name,
		purpose: sheet.terms.purpose,
		until: m.consent_sheet_until_day({}, { locale }),
		revocableFrom: revocableFrom && fullDay(revocableFrom, locale),
		kind: sheet.recipient.kind === 'justice' ? 'justice-referral' : 'general'
	})!;
}

/** A consent as it is kept. */
export type Copy = {
	id: string;
	number: string;
	firstName: string | null;
	lastName: string | null;
	organization: string;
	recipient: string;
	kind: 'general' | 'justice-referral';
	information: InformationKind[];
	purpose: string;
	signedOn: string;
	expiresOn: string;
	revocableFrom: string | null;
	signature: 'paper' | 'screen';
	signedName: string | null;
	way: 'pin' | 'witness' | null;
	witness: string | null;
	textVersion: number;
	state: 'in-force' | 'expired' | 'revoked';
	revokedOn: string | null;
};
type Fact = { label: string; value: string };

export const copyTitle = (copy: Copy, locale: Locale) =>
	m.consent_sheet_title({ organization: copy.organization, recipient: copy.recipient }, { locale });

export function copyFacts(copy: Copy, locale: Locale): Fact[] {
	const option = { locale };
	const who = nameIn(copy);
	const facts: [(i?: Record<string, never>, o?: Option) => string, string][] = [
		...(who ? [[m.consent_copy_who, who] as [typeof m.consent_copy_who, string]] : []),
		[m.consent_copy_number, copy.number],
		[m.consent_copy_discloser, copy.organization],
		[m.consent_copy_recipient, recipientIn(copy, locale)],
		[m.consent_copy_what, knowsList(copy.information, locale)],
		[m.consent_copy_purpose, copy.purpose],
		[m.consent_copy_expires, fullDay(copy.expiresOn, locale)],
		[m.consent_copy_revocable, revocableText(copy.revocableFrom, locale)],
		[m.consent_copy_signature, signatureText(copy, locale)],
		[m.consent_copy_signed, fullDay(copy.signedOn, locale)],
		[m.consent_copy_state, stateText(copy, locale)]
	];
	return facts.map(([label, value]) => ({ label: label({}, option), value }));
}

/** Null once the name was erased. */
const nameIn = ({ firstName, lastName }: Copy) =>
	firstName === null ? null : fullName({ firstName, lastName: lastName ?? '' });

const recipientIn = (copy: Copy, locale: Locale) =>
	copy.kind === 'general'
		? copy.recipient
		: `${copy.recipient} · ${m.consent_copy_kind_justice({}, { locale })}`;

const revocableText = (from: string | null, locale: Locale) =>
	from
		? m.consent_copy_revocable_from({ day: fullDay(from, locale) }, { locale })
		: m.consent_copy_revocable_any({}, { locale });

function signatureText(copy: Copy, locale: Locale): string {
	const name = copy.signedName ?? copy.number;
	if (copy.signature === 'paper')
		return m.consent_copy_signed_paper({ organization: copy.organization }, { locale });
	if (copy.way === 'pin') return m.consent_copy_signed_pin({ name }, { locale });
	if (copy.way !== 'witness') return m.consent_copy_signed_screen({}, { locale });
	return m.consent_copy_signed_witness({ name, witness: copy.witness ?? '' }, { locale });
}

function stateText({ state, revokedOn }: Copy, locale: Locale): string {
	if (state === 'in-force') return m.consent_copy_force({}, { locale });
	if (state === 'expired') return m.consent_copy_expired({}, { locale });
	return m.consent_copy_revoked({ day: fullDay(revokedOn!, locale) }, { locale });
}

/** The text as it was signed, in another language as that says it; null for a paper's, which has its own. */
export function copyText(copy: Copy, locale: Locale): ConsentText | null {
	if (copy.signature === 'paper') return null;
	return consentText(copy.textVersion, locale, {
		participant: nameIn(copy) ?? copy.number,
		organization: copy.organization,
		recipient: copy.recipient,
		purpose: copy.purpose,
		until: fullDay(copy.expiresOn, locale),
		revocableFrom: copy.revocableFrom && fullDay(copy.revocableFrom, locale),
		kind: copy.kind
	});
}

/** At the foot: which text, and which consent. */
export const copyStamp = ({ textVersion, id }: Copy, locale: Locale) =>
	m.consent_copy_stamp({ version: textVersion, id: id.slice(-12) }, { locale });
