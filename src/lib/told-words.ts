/** Disclosures in words: to whom, what, by which way and under which consent, on the screen and on paper. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { capitalized, dayOf, fullDay, fullName, list, timeOf, type Locale } from '#lib/format.ts';
import type { DisclosureWay, InformationKind, OwnAudience } from '#lib/disclosures.ts';
import { audienceWords, informationWords, wayWords } from '#lib/disclosure-words.ts';
import { knowsList } from './consent-words.ts';

/** One act of telling, as the accounting has it. */
export type Told = {
	id: string;
	at: string;
	via: DisclosureWay;
	kinds: InformationKind[];
	recipient: string | null;
	audience: OwnAudience | null;
	consent: { purpose: string; signedOn: string } | null;
	number: string;
	firstName: string | null;
	lastName: string | null;
};

export const toWhom = ({ recipient, audience }: Told, locale: Locale) =>
	recipient ?? audienceWords[audience!]({}, { locale });

/** For staff the field's words; `own`: as participants are asked for it. */
export function toldWhat({ kinds }: Told, locale: Locale, own = false): string {
	if (kinds.length === 0) return m.told_paper({}, { locale });
	if (own) return knowsList(kinds, locale);
	const words = kinds.map((kind) => informationWords[kind]({}, { locale }).toLocaleLowerCase(locale));
	return capitalized(list(words, locale), locale);
}

export const toldHow = ({ via }: Told, locale: Locale) => wayWords[via]({}, { locale });

function toldUnder({ consent }: Told, locale: Locale, own = false): string {
	if (consent) {
		const { purpose, signedOn } = consent;
		return m.told_under_consent({ purpose, day: fullDay(signedOn, locale) }, { locale });
	}
	return own ? m.own_told_by({}, { locale }) : m.told_under_own({}, { locale });
}

export const toldAbout = ({ firstName, lastName, number }: Told, locale: Locale) =>
	firstName === null
		? `${m.told_person_was({}, { locale })} (${number})`
		: `${fullName({ firstName, lastName: lastName ?? '' })} (${number})`;

export type ToldRow = { id: string; when: string; whom: string; what: string; how: string; under: string };

export const toldRow = (told: Told, zone: string, locale: Locale, own = false): ToldRow => ({
	id: told.id,
	when: `${fullDay(dayOf(told.at, zone), locale)}, ${timeOf(told.at, zone, locale)}`,
	whom: toWhom(told, locale),
	what: toldWhat(told, locale, own),
	how: toldHow(told, locale),
	under: toldUnder(told, locale, own)
});
