/** The sheet on which people sign for what they received, with all its words: on screen and as a PDF alike. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { dayOf, fullDay, money, type Locale } from './format.ts';
import { formWords } from './incentive-words.ts';
import type { Size } from './print.ts';
import type { Batch } from '#lib/server/domain/incentive-batches.ts';
import type { PersonWith } from '#lib/server/domain/incentive-steps.ts';

export type ReceiptRow = { name: string; amount: string; reference: string };
export type ReceiptPrint = {
	output: 'receipts';
	language: Locale;
	size: Size;
	/** Of the document. */
	title: string;
	heading: string;
	about: string;
	hint: string;
	columns: { name: string; amount: string; reference: string; date: string; signature: string };
	rows: ReceiptRow[];
	/** Said in place of rows. */
	empty: string;
	total: string;
	stamp: string;
	/** For a name whose letters the typeface lacks. */
	writeIn: string;
};

type Options = { language: Locale; size: Size; at: string; zone: string };

export function receiptPrint(
	batch: Pick<Batch, 'organization' | 'form' | 'at'>,
	people: (Pick<PersonWith, 'firstName' | 'lastName'> & { cents: number; reference: string })[],
	{ language, size, at, zone }: Options
): ReceiptPrint {
	const locale = { locale: language };
	const day = fullDay(dayOf(batch.at, zone), language);
	const total = people.reduce((sum, { cents }) => sum + cents, 0);
	const form = formWords[batch.form]({}, locale);
	return {
		...{ output: 'receipts', language, size, title: m.incentives_sheet_title({ day }, locale) },
		heading: m.incentives_sheet_heading({}, locale),
		about: m.incentives_sheet_about({ organization: batch.organization, form, day }, locale),
		hint: m.incentives_sheet_hint({}, locale),
		columns: {
			name: m.incentives_sheet_name({}, locale),
			amount: m.incentives_sheet_amount({}, locale),
			reference: m.incentives_sheet_reference({}, locale),
			date: m.incentives_sheet_date({}, locale),
			signature: m.incentives_sheet_signature({}, locale)
		},
		rows: people.map(({ firstName, lastName, cents, reference }) => ({
			...{ name: `${firstName} ${lastName}`, amount: money(cents, language), reference }
		})),
		empty: m.incentives_sheet_empty({}, locale),
		total: m.incentives_sheet_total({ count: people.length, amount: money(total, language) }, locale),
		stamp: m.incentives_sheet_stamp({ day: fullDay(dayOf(at, zone), language) }, locale),
		writeIn: m.paper_write_in({}, locale)
	};
}
