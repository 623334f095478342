/** Records as papers: the copy of a consent, and the accounting of disclosures. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { fullName, type Locale } from '#lib/format.ts';
import { copyFacts, copyStamp, copyText, copyTitle, type Copy } from './consent-words.ts';
import type { Size } from './print.ts';
import type { RecordPrint } from './record-print.ts';
import { toldRow, type Told } from './told-words.ts';

export type RecordOptions = { language: Locale; size: Size };

export function consentPrint(copy: Copy, { language, size }: RecordOptions): RecordPrint {
	const option = { locale: language };
	const text = copyText(copy, language);
	const texts = text && [
		{ heading: m.consent_sheet_plain({}, option), lines: text.plain, bullets: true },
		{ heading: m.consent_sheet_legal({}, option), lines: text.legal, bullets: false }
	];
	return {
		...{ output: 'record', language, size, title: m.consent_copy_title({}, option) },
		...{ heading: copyTitle(copy, language), lead: '', facts: copyFacts(copy, language) },
		...{ texts: texts ?? [], table: null, none: '', stamp: copyStamp(copy, language) }
	};
}

type About = { person: { number: string; firstName: string | null; lastName: string | null }; zone: string };

/** `own`: in the words that participants read. */
export function toldPrint(
	told: readonly Told[],
	{ person, zone }: About,
	{ language, size }: RecordOptions,
	own = false
): RecordPrint {
	const option = { locale: language };
	const { firstName, lastName, number } = person;
	const name = firstName === null ? number : fullName({ firstName, lastName: lastName ?? '' });
	const rows = told.map((one) => toldRow(one, zone, language, own));
	const heads = [m.told_when, m.told_whom, m.told_what, m.told_way, m.told_under];
	return {
		...{ output: 'record', language, size, title: m.told_title({}, option) },
		heading: own ? m.own_told_title({}, option) : m.told_title({}, option),
		lead: own ? m.own_told_lead({}, option) : m.told_lead({ name }, option),
		facts: [
			{ label: m.consent_copy_who({}, option), value: name },
			{ label: m.consent_copy_number({}, option), value: number }
		],
		texts: [],
		table: {
			columns: heads.map((head) => head({}, option)),
			rows: rows.map(({ when, whom, what, how, under }) => [when, whom, what, how, under])
		},
		none: m.told_none({}, option),
		stamp: m.told_title({}, option)
	};
}
